"""What others put on a site's pages, and what now stands where its links lead."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace

from monitor.assess.gather.links import Suspect
from monitor.assess.gather.look import MAX_PARENTS, PageLook, SiteLook
from monitor.assess.gather.scene import Scene
from monitor.domain.address import address_key, host_of
from monitor.domain.evidence import FetchStatus
from monitor.domain.hostile import HiddenLinks, is_official
from monitor.domain.hostile_dossiers import ForeignTarget, HiddenPlace, TamperedPage

HIJACKED, HIDDEN, TAMPERED = "link-hijacked", "link-hidden", "page-tampered"
HEAD = "head"
"""The kind of tampering that title and descriptions show."""
_GONE = (404, 410)


def foreign_targets(look: SiteLook, scene: Scene) -> Iterator[ForeignTarget]:
    """One dossier for each outside address that offers what no office links to, and for those of open
    defects. What lies in the scope of a registered site is that site's own affair."""
    watched = {address_key(url): url for url in scene.watch.subjects(HIJACKED)}
    crossings = scene.crossings
    for key, suspect in crossings.bad.items():
        total = suspect.totals.get(look.site.id, 0)
        if suspect.owner is not None or not (key in watched or (total and suspect.guise)):
            continue
        subject = watched.get(key, suspect.url)
        known = scene.watch.parents_of(HIJACKED, subject)
        yield ForeignTarget(
            subject=subject,
            url=subject,
            unseen=suspect.unseen or _refused(suspect),
            parents=tuple(sorted(suspect.parents.get(look.site.id, ()))) or known,
            parents_total=total or len(known),
            evidence=suspect.proof,
            guise=suspect.guise,
            answered=_answered(suspect),
            final_url=_final(suspect),
            official=_is_official(_final(suspect), look),
            text=suspect.text or None,
            unlinked=crossings.taken_off(subject, known),
        )
    for key, url in watched.items():
        known = scene.watch.parents_of(HIJACKED, url)
        if key not in crossings.bad and crossings.taken_off(url, known):
            yield ForeignTarget(subject=url, url=url, unlinked=True)


def _final(suspect: Suspect) -> str:
    last = suspect.fetches[-1] if suspect.fetches else None
    return (last.final_url if last else None) or suspect.url


def _answered(suspect: Suspect) -> bool:
    """The server gave a page, or said that there is none any more."""
    last = suspect.fetches[-1] if suspect.fetches else None
    if last is None or last.status is not FetchStatus.OK:
        return False
    return (last.http_status or 200) < 400 or last.http_status in _GONE


def _refused(suspect: Suspect) -> str | None:
    """A look that brought no answer at all says nothing of what stands there."""
    last = suspect.fetches[-1] if suspect.fetches else None
    if last is None:
        return "unseen"
    return None if last.status is FetchStatus.OK else last.status.value


def _is_official(url: str, look: SiteLook) -> bool:
    return is_official(host_of(url)) or look.scopes.owner(url) is not None


def hidden_places(look: SiteLook, scene: Scene) -> Iterator[HiddenPlace]:
    """One dossier for each set of hidden links, on the first page that has it, the others as parents."""

    def boxes(page: PageLook) -> tuple[HiddenLinks, ...]:
        told = (_without_own(box, look) for box in page.particulars.hostile.hidden)
        return tuple(box for box in told if box.links)

    for page, others in _faults(look, scene, HIDDEN, boxes):
        yield HiddenPlace(
            subject=page.url,
            url=page.url,
            parents=others[:MAX_PARENTS],
            parents_total=len(others),
            evidence=page.proof,
            boxes=boxes(page),
        )
    for url, unseen, removed in _left(look, scene, HIDDEN, boxes):
        yield HiddenPlace(subject=url, url=url, unseen=unseen, removed=removed)


def _without_own(box: HiddenLinks, look: SiteLook) -> HiddenLinks:
    """Links into registered sites are nobody's spam."""
    links = tuple(pair for pair in box.links if look.scopes.owner(pair[0]) is None)
    return box if links == box.links else replace(box, links=links)


def tampered_pages(look: SiteLook, scene: Scene) -> Iterator[TamperedPage]:
    """One dossier for each sign that others changed pages, on the first page that shows it."""

    def sign(page: PageLook) -> tuple[str, tuple[str, ...], str] | None:
        hostile = page.particulars.hostile
        if hostile.guise is not None and hostile.guise.in_head:
            return HEAD, hostile.guise.words, hostile.guise.kind
        for one in hostile.tampering:
            what = one.what
            if one.kind == "frame":
                what = tuple(url for url in what if look.scopes.owner(url) is None)
            if what:
                return one.kind, what, ""
        return None

    for page, others in _faults(look, scene, TAMPERED, sign):
        found = sign(page)
        kind, what, offer = found if found else ("", (), "")
        yield TamperedPage(
            subject=page.url,
            url=page.url,
            parents=others[:MAX_PARENTS],
            parents_total=len(others),
            evidence=page.proof,
            kind=kind,
            what=what,
            offer=offer,
        )
    for url, unseen, removed in _left(look, scene, TAMPERED, sign):
        yield TamperedPage(subject=url, url=url, unseen=unseen, removed=removed)


Signature = Callable[[PageLook], Hashable]


def _faults(
    look: SiteLook, scene: Scene, check: str, signature: Signature
) -> Iterator[tuple[PageLook, tuple[str, ...]]]:
    """For each thing that pages show: the page that answers for it and the others that show it too.

    A page that an open defect names goes on answering; else the home page, else the one nearest to it.
    What only an earlier run saw is not told again.
    """
    groups: dict[Hashable, list[PageLook]] = {}
    for page in look.pages.values():
        shows = _is_ours(page) and signature(page)
        if shows:
            groups.setdefault(shows, []).append(page)
    known = {address_key(url) for url in scene.watch.subjects(check)}
    for pages in groups.values():
        if not any(page.fresh for page in pages):
            continue
        named = [page for page in pages if address_key(page.url) in known]
        if not named:
            named = [min((p for p in pages if p.fresh), key=lambda p: _rank(p, look))]
        for answering in named:
            others = tuple(sorted(page.url for page in pages if page not in named))
            yield answering, others


def _rank(page: PageLook, look: SiteLook) -> tuple[bool, int, str]:
    return address_key(page.url) != look.home_key, page.depth, page.url


def _is_ours(page: PageLook) -> bool:
    return page.opened and not page.leads_elsewhere


def _left(
    look: SiteLook, scene: Scene, check: str, signature: Signature
) -> Iterator[tuple[str, str | None, bool]]:
    """The subjects of open defects that no longer show anything: address, why unseen, whether the page
    is no more."""
    for url in scene.watch.subjects(check):
        page = look.page(url)
        if page is None or not page.fresh:
            continue
        last = page.fetches[-1] if page.fetches else None
        removed = last is not None and last.http_status in _GONE and page.unseen is None
        if removed:
            yield url, None, True
        elif not _is_ours(page):
            yield url, page.unseen or "unseen", False
        elif not signature(page):
            yield url, None, False
