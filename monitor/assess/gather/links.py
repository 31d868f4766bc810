"""Links that do not lead anywhere, with every page that carries them."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from monitor.assess.gather.look import MAX_PARENTS, Seen, SiteLook, Watch
from monitor.domain.address import address_key, host_of
from monitor.domain.dossier import LinkTarget
from monitor.domain.evidence import Fetch, FetchStatus, Link, LinkKind, Via
from monitor.domain.finding import Evidence
from monitor.domain.gist import Frame, mark_of, own_links, own_marks
from monitor.domain.hostile import Guise
from monitor.domain.run import Role, TargetState

CHECK = "link-broken"
ON_LINKS = (CHECK, "link-hijacked")
"""Checks whose subject is an address that pages link to, on whatever host."""
_FRAMES_AT_HAND = 500
_REMOVED = (404, 410)
_BAD = frozenset(
    {
        FetchStatus.DNS,
        FetchStatus.REFUSED,
        FetchStatus.TIMEOUT,
        FetchStatus.RESET,
        FetchStatus.TLS,
    }
)


@dataclass(slots=True, eq=False)
class Suspect:
    """A target that may be broken, that shows what no office links to (`guise`), or that is watched."""

    url: str
    fetches: tuple[Fetch, ...]
    soft404: bool
    unseen: str | None
    owner: str | None
    kind: LinkKind = LinkKind.PAGE
    text: str = ""
    parents: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    totals: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    carried: bool = False
    guise: Guise | None = None

    @property
    def proof(self) -> tuple[Evidence, ...]:
        last = self.fetches[-1] if self.fetches else None
        if last is None or last.body_sha256 is None:
            return ()
        return (Evidence(last.body_sha256, "rendered" if last.via is Via.BROWSER else "body"),)

    def carry(self, page: str, site_id: str, kind: LinkKind, *, fresh: bool) -> None:
        """Note that a page of a site links here."""
        if kind is not LinkKind.PAGE:
            self.kind = kind
        self.carried = self.carried or fresh
        site = self.owner or site_id
        self.totals[site] += 1
        insort(self.parents[site], page)
        del self.parents[site][MAX_PARENTS:]

    def forget(self) -> None:
        """As if no page had been read."""
        self.kind, self.text, self.carried = LinkKind.PAGE, "", False
        self.parents.clear()
        self.totals.clear()


class Crossings:
    """Who links to what, for those targets of a run that are suspected of something or being watched.

    Fill with `target` first (every target of the run), then `add` every page once, those of an
    earlier run that this one did not look at as not `fresh`.
    """

    def __init__(self, watched: Iterable[str] = ()) -> None:
        self._watched = {address_key(url) for url in watched}
        self.bad: dict[str, Suspect] = {}
        self._answered: set[str] = set()
        self._removed: set[str] = set()
        self._read: set[str] = set()
        self._carried: list[Suspect] = []
        self._by_mark: dict[int, Suspect] = {}
        self._framed: dict[str, list[tuple[Suspect, Link]]] = {}

    def target(self, seen: Seen, owner: str | None) -> None:
        """Note a target: what it answered, and that its host answers at all."""
        target = seen.target
        if target.role in (Role.ROBOTS, Role.SOUNDING):
            return
        last = seen.fetches[-1] if seen.fetches else None
        if last and last.status is FetchStatus.OK and (last.http_status or 200) < 400:
            self._answered.add(host_of(last.final_url or target.url))
            self._answered.add(host_of(target.url))
        key = address_key(target.url)
        if last and last.status is FetchStatus.OK and last.http_status in _REMOVED:
            self._removed.add(key)  # a page that is no more carries no link
        soft404 = bool(seen.gist and seen.gist.soft404) and target.role is not Role.HOME
        guise = seen.gist.particulars.hostile.guise if seen.gist and owner is None else None
        if key in self._watched or soft404 or guise or (last and _is_bad(last)):
            unseen = None
            if seen.state is TargetState.NOT_OBSERVED and seen.reason:
                unseen = seen.reason.value if last is None or not _is_bad(last) else None
            bad = Suspect(target.url, seen.fetches, soft404, unseen, owner, guise=guise)
            self.bad[key] = self._by_mark[mark_of(key)] = bad

    def add(self, seen: Seen, site_id: str, *, fresh: bool = True) -> None:
        """Note the links of a page to suspected targets."""
        gist = seen.gist
        if gist is None:
            return
        url = seen.target.url
        if fresh and seen.state is TargetState.OBSERVED and not gist.soft404:
            self._read.add(address_key(url))
        if not self.bad:
            return
        own: list[Suspect] = []
        untold: list[Suspect] = []
        if not self._by_mark.keys().isdisjoint(own_marks(gist)):
            for link in own_links(gist):
                bad = self._by_mark.get(link.mark)
                if bad is not None:
                    own.append(bad)
                    self._carry(bad, url, site_id, link.kind, fresh=fresh)
                    if link.has_text and not bad.text:
                        untold.append(bad)
        if untold:
            _tell(seen, untold)
        for bad, framed in self._in_frame(gist.frame):
            if bad not in own:
                self._carry(bad, url, site_id, framed.kind, fresh=fresh)
                bad.text = bad.text or framed.text

    def _carry(self, bad: Suspect, page: str, site_id: str, kind: LinkKind, *, fresh: bool) -> None:
        if not bad.totals:
            self._carried.append(bad)
        bad.carry(page, site_id, kind, fresh=fresh)

    def forget_pages(self) -> None:
        """As if no page had been added yet; what the targets answered stays."""
        for bad in self._carried:
            bad.forget()
        self._carried.clear()
        self._read.clear()

    def _in_frame(self, frame: Frame) -> Sequence[tuple[Suspect, Link]]:
        """The suspected targets that a frame links to, each with the first link; the frames of a site
        are few."""
        found = self._framed.get(frame.key)
        if found is None:
            if len(self._framed) >= _FRAMES_AT_HAND:
                self._framed.clear()
            first: dict[str, Link] = {}
            for link in frame.links:
                first.setdefault(address_key(link.url), link)
            found = [(self.bad[key], link) for key, link in first.items() if key in self.bad]
            self._framed[frame.key] = found
        return found

    def host_answered(self, url: str) -> bool:
        return host_of(url) in self._answered

    def taken_off(self, url: str, parents: Iterable[str]) -> bool:
        """Positive sight of a removed link: every page that carried it was opened again, or is no
        more, and no page opened now has it. What was not opened is then not held on to."""
        bad = self.bad.get(address_key(url))
        keys = [address_key(parent) for parent in parents]
        opened = all(key in self._read or key in self._removed for key in keys)
        return bool(keys) and opened and not (bad and bad.carried)


def _tell(seen: Seen, suspects: Iterable[Suspect]) -> None:
    """Give each the text of the page's first link to it."""
    texts: dict[str, str] = {}
    page = seen.page
    for link in page.links if page else ():
        texts.setdefault(address_key(link.url), link.text)
    for bad in suspects:
        bad.text = texts.get(address_key(bad.url), "")


def _is_bad(fetch: Fetch) -> bool:
    failed = fetch.status in _BAD
    return failed or (fetch.status is FetchStatus.OK and (fetch.http_status or 200) >= 400)


def link_targets(look: SiteLook, crossings: Crossings, watch: Watch) -> Iterator[LinkTarget]:
    """Dossiers of suspected links, of open defects' links, and of the home page as proof of sight."""
    site = look.site
    watched = {address_key(url): url for url in watch.subjects(CHECK)}
    if look.home is not None:
        yield _target(look, site.url, look.home.fetches, look.home.unseen)
    for key, bad in crossings.bad.items():
        total = bad.totals.get(site.id, 0)
        if key == look.home_key or (not total and key not in watched):
            continue
        subject = watched.get(key, bad.url)
        known = watch.parents_of(CHECK, subject)
        parents = tuple(sorted(bad.parents.get(site.id, ()))) or known
        yield LinkTarget(
            subject=subject,
            url=subject,
            unseen=bad.unseen,
            parents=parents,
            parents_total=total or len(known),
            evidence=bad.proof,
            kind=bad.kind.value,
            text=bad.text or None,
            external=bad.owner is None,
            fetches=bad.fetches,
            host_answered=crossings.host_answered(bad.url),
            soft404=bad.soft404,
            on_home=any(address_key(parent) == look.home_key for parent in parents),
            unlinked=crossings.taken_off(subject, known),
        )
    for key, url in watched.items():
        if key not in crossings.bad and crossings.taken_off(url, watch.parents_of(CHECK, url)):
            yield LinkTarget(subject=url, url=url, unlinked=True)


def _target(look: SiteLook, url: str, fetches: tuple[Fetch, ...], unseen: str | None) -> LinkTarget:
    return LinkTarget(subject=url, url=url, unseen=unseen, fetches=fetches, on_home=True)
