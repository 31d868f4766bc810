"""Personal numbers that pages and files of a site show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.assess.gather.look import MAX_PARENTS, PageLook, SiteLook
from monitor.assess.gather.scene import Scene
from monitor.domain.address import address_key
from monitor.domain.evidence import FetchStatus
from monitor.domain.exposed import PersonalData
from monitor.domain.gist import mark_of
from monitor.domain.mask import mask
from monitor.domain.personal import FileState

CHECK = "personal-data-exposed"
_MOST_UNREAD = 50
_TITLE = 60
_READ = (FileState.READ, FileState.CUT)


def personal_data(look: SiteLook, scene: Scene) -> Iterator[PersonalData]:
    """Each page and file that shows something, those known to have done so, the home page as proof of
    sight, and the files that could not be read.

    Only what this run opened itself is told of. One text under several addresses is told of once,
    under the one that is known, or else the shortest.
    """
    known = {address_key(url): url for url in scene.watch.subjects(CHECK)}
    told: set[str] = set()
    for page in _showing(look, known):
        key = address_key(page.url)
        told.add(key)
        yield _dossier(look, page, known.get(key, page.url))
    for key, url in known.items():
        if key not in told:
            yield _known(look, url)
            told.add(key)
    if look.home is not None and look.home_key not in told:
        home = look.home
        yield PersonalData(
            subject=look.site.url,
            url=look.site.url,
            unseen=None if home.opened else home.unseen or "unseen",
        )
    yield from _unread(look, told)


def _showing(look: SiteLook, known: Iterable[str]) -> list[PageLook]:
    """The pages that show something, one for each body."""
    by_body: dict[str, PageLook] = {}
    watched = set(known)

    def rank(page: PageLook) -> tuple[bool, int, str]:
        return (address_key(page.url) not in watched, len(page.url), page.url)

    for page in look.pages.values():
        if not (page.fresh and page.opened and page.particulars.exposures):
            continue
        if page.leads_elsewhere or look.leads_on(page):
            continue
        body = page.fetches[-1].body_sha256 or page.url
        other = by_body.get(body)
        if other is None or rank(page) < rank(other):
            by_body[body] = page
    return sorted(by_body.values(), key=lambda page: page.url)


def _dossier(look: SiteLook, page: PageLook, url: str) -> PersonalData:
    file = page.particulars.file
    places = sorted(set(look.carriers.get(mark_of(address_key(page.url)), ()))) if file else []
    return PersonalData(
        subject=url,
        url=url,
        exposures=page.particulars.exposures,
        title=mask(page.title)[:_TITLE],
        form=file.form if file else None,
        parents=tuple(places[:MAX_PARENTS]),
        parents_total=len(places),
        evidence=page.proof,
    )


def _known(look: SiteLook, url: str) -> PersonalData:
    """What is known to have shown something and was not found showing it now. It is gone where it was
    opened, or its server said that it is no more; a file is gone where it was read to its end."""
    page = look.page(url)
    if page is None or not page.fresh:
        return PersonalData(subject=url, url=url, unseen="unseen")
    last = page.fetches[-1] if page.fetches else None
    if page.opened:
        file = page.particulars.file
        unread = file is not None and file.state is not FileState.READ
        return PersonalData(
            subject=url, url=url, unseen=file.state.value if unread and file else None
        )
    answered = last is not None and last.status is FetchStatus.OK and page.unseen is None
    if not answered:
        return PersonalData(subject=url, url=url, unseen=page.unseen or "unseen")
    return PersonalData(subject=url, url=url, removed=True)


def _unread(look: SiteLook, told: Iterable[str]) -> Iterator[PersonalData]:
    """Files that may hold anything: 未能核验, some of them by name."""
    known = set(told)
    shut = [
        (page.url, file.state)
        for page in look.pages.values()
        if page.fresh
        and page.opened
        and (file := page.particulars.file) is not None
        and file.state not in _READ
        and address_key(page.url) not in known
    ]
    for url, state in sorted(shut)[:_MOST_UNREAD]:
        yield PersonalData(subject=url, url=url, unseen=state.value)
