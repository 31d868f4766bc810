"""Where the links of an account lead, for the checks that judge those of pages as well."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.assess.gather.links import CHECK as BROKEN
from monitor.assess.gather.look import MAX_PARENTS, Watch
from monitor.assess.gather.posts import PostsSeen
from monitor.domain.address import Scopes, host_of
from monitor.domain.dossier import Dossier, LinkTarget
from monitor.domain.evidence import FetchStatus
from monitor.domain.finding import Evidence
from monitor.domain.hostile import is_official
from monitor.domain.hostile_dossiers import ForeignTarget
from monitor.domain.media import LinkLook, LookState
from monitor.domain.media_links import carried, is_bad

HIJACKED = "link-hijacked"
_GONE = (404, 410)


def account_links(seen: PostsSeen, watch: Watch, scopes: Scopes) -> Iterator[Dossier]:
    """The links that lead where none should, those that are known to have done so, and those that the
    account no longer has. What lies in the scope of a registered site is no foreign target."""
    last = seen.last
    if last.state is not LookState.SEEN:
        return
    links = carried(last, seen.address)
    looked = {one.url: one for one in last.targets}
    for check in (BROKEN, HIJACKED):
        watched = watch.subjects(check)
        for url, look in looked.items():
            foreign = check == HIJACKED
            if foreign and scopes.owner(url) is not None:
                continue
            wanted = look.guise is not None if foreign else is_bad(look)
            if url in watched or (wanted and url in links):
                places = links.get(url) or watch.parents_of(check, url)
                still = url in links or not _taken_off(seen, links, url, places)
                # An address that is dead still, and of which nobody knows whether the account has it.
                unseen = "unseen" if url not in links and is_bad(look) else None
                make = _foreign if foreign else _target
                yield make(look, places, scopes, unseen if still else None, unlinked=not still)
        for url in watched:
            known = watch.parents_of(check, url)
            if url not in looked and url not in links and _taken_off(seen, links, url, known):
                kind = ForeignTarget if check == HIJACKED else LinkTarget
                yield kind(subject=url, url=url, parents=known, unlinked=True)


def _taken_off(
    seen: PostsSeen, links: dict[str, tuple[str, ...]], url: str, places: tuple[str, ...]
) -> bool:
    """Positive sight: of every place that had it the account shows that it has it no more."""
    return url not in links and bool(places) and all(_without(seen, place) for place in places)


def _without(seen: PostsSeen, place: str) -> bool:
    if place == seen.address:
        return seen.last.profile is not None and bool(seen.last.profile.links)
    return place in seen.shown or seen.taken_off(place)


def _target(
    look: LinkLook,
    places: tuple[str, ...],
    scopes: Scopes,
    unseen: str | None,
    *,
    unlinked: bool,
) -> LinkTarget:
    return LinkTarget(
        subject=look.url,
        url=look.url,
        unseen=unseen,
        parents=places[:MAX_PARENTS],
        parents_total=len(places),
        evidence=_proof(look),
        external=scopes.owner(look.url) is None,
        fetches=(look.fetch,),
        soft404=look.soft404,
        unlinked=unlinked,
    )


def _foreign(
    look: LinkLook,
    places: tuple[str, ...],
    scopes: Scopes,
    unseen: str | None,
    *,
    unlinked: bool,
) -> ForeignTarget:
    final = look.fetch.final_url or look.url
    answered = look.fetch.status is FetchStatus.OK
    status = look.fetch.http_status or 200
    return ForeignTarget(
        subject=look.url,
        url=look.url,
        unseen=unseen or (None if answered else look.fetch.status.value),
        parents=places[:MAX_PARENTS],
        parents_total=len(places),
        evidence=_proof(look),
        guise=look.guise,
        answered=answered and (status < 400 or status in _GONE),
        final_url=final,
        official=is_official(host_of(final)) or scopes.owner(final) is not None,
        unlinked=unlinked,
    )


def _proof(look: LinkLook) -> tuple[Evidence, ...]:
    sha256 = look.fetch.body_sha256
    return (Evidence(sha256, "body"),) if sha256 else ()
