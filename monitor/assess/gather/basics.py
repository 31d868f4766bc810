"""What a site presents of itself: a region's overview, the office, the yearly report, disclosure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from monitor.assess.gather.look import MAX_PARENTS, Names, PageLook, SiteLook
from monitor.assess.gather.scene import Scene
from monitor.domain.address import address_key
from monitor.domain.basics import AREAS, ITEMS, TOPICS, Report
from monitor.domain.dossier import Dossier
from monitor.domain.evidence import FetchStatus, PageKind
from monitor.domain.finding import Evidence
from monitor.domain.presented import AgencyItem, AnnualReport, KeyArea, OverviewPage
from monitor.domain.run import Role
from monitor.domain.subject import Category, ColumnClass, SiteKind

_GONE = (404, 410)
_FEW_LINKS = 2
"""A home page with fewer links of its own was not read as visitors see it."""
_UNSEEN = "unseen"
_SCANT_REASONS = {
    "picture": "picture_only",
    "script": "script_built",
    "frame": "frame_unread",
    "file": "file_unread",
}
_LEADERS = "leaders"
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|jpe?g|png)$", re.I)
_FILES = ("application/pdf", "application/msword", "application/vnd", "application/octet", "image/")
_CONTACTS = ("address", "telephone", "hours")


def basics(look: SiteLook, scene: Scene) -> Iterator[Dossier]:
    """Every dossier of the area; nothing is asked of a channel but what its own office is."""
    survey = _Survey(look, scene.names)
    is_region = _is_region(look, scene)
    if is_region:
        yield overview(survey)
    yield from agency_items(survey, is_region=is_region)
    if look.site.kind is not SiteKind.CHANNEL:
        yield annual_report(survey, scene)
        yield from key_areas(survey)


def _is_region(look: SiteLook, scene: Scene) -> bool:
    """A county's portal, or a portal that bears the name of a government."""
    site = look.site
    if site.kind is SiteKind.CHANNEL:
        return False
    if scene.unit.category is Category.COUNTY:
        kinds = {one.kind for one in scene.unit.sites}
        return site.kind is SiteKind.PORTAL or SiteKind.PORTAL not in kinds
    return site.kind is SiteKind.PORTAL and scene.names.promises("government", site.name)


@dataclass(slots=True)
class _Sight:
    """Where links and pages name a topic: pages that opened, and why others tell nothing."""

    pages: list[PageLook] = field(default_factory=list)
    hidden: str | None = None
    elsewhere: bool = False


class _Survey:
    """One site's standard columns, by topic."""

    def __init__(self, look: SiteLook, names: Names) -> None:
        self.look = look
        self._own: dict[str, dict[str, None]] = defaultdict(dict)
        self._outside: set[str] = set()
        self._mute: set[str] = set()

        @cache
        def topics(text: str) -> tuple[str, ...]:
            found = tuple(topic for topic in TOPICS if names.promises(topic, text))
            return (*found, _LEADERS) if names.leaders(text) else found

        self._topics = topics
        for key, by_region in look.anchors.items():
            for text in {text for texts in by_region.values() for text in texts}:
                self._note(topics(text), key)
        for text in look.outside_anchors:
            self._outside.update(topics(text))
        for key, page in look.pages.items():
            if page.opened and not page.leads_elsewhere and page.fetches:
                self._read(key, page)

    def _read(self, key: str, page: PageLook) -> None:
        told = page.particulars.basics
        self._mute.update(told.mute)
        self._note(told.named, key)
        for topic, url in told.promised:
            if self._is_ours(url):
                self._note((topic,), address_key(url))
            else:
                self._outside.add(topic)

    def _note(self, topics: Iterable[str], key: str) -> None:
        if key != self.look.home_key:
            for topic in topics:
                self._own[topic][key] = None

    @property
    def home_unseen(self) -> str | None:
        home = self.look.home
        return None if home and home.opened else (home and home.unseen) or _UNSEEN

    @property
    def searched(self) -> bool:
        return len(self.look.anchors) >= _FEW_LINKS or any(
            len(page.particulars.basics.promised) >= _FEW_LINKS for page in self._home()
        )

    def _home(self) -> list[PageLook]:
        return [self.look.home] if self.look.home else []

    def sight(self, *topics: str) -> _Sight:
        found = _Sight(elsewhere=bool(self._outside & set(topics)))
        named = dict.fromkeys(key for topic in topics for key in self._own[topic])
        if not named and self._mute & set(topics):
            found.hidden = "script_built"
        for key in named:
            page = self.look.pages.get(key)
            if page is not None and page.opened and page.leads_elsewhere:
                found.elsewhere = True
            elif page is not None and page.opened:
                found.pages.append(page)
            elif page is None or not _is_gone(page):
                found.hidden = found.hidden or (page and page.unseen) or _UNSEEN
        found.pages.sort(key=lambda page: (page.depth, page.url))
        return found

    def below(self, pages: Iterable[PageLook]) -> list[PageLook]:
        """These pages, the parts of a presentation in their folders, and what their lists lead to;
        files are part of the page that carries them."""
        found: dict[str, PageLook] = {}
        for page in pages:
            key = address_key(page.url)
            found[key] = page
            if key.endswith("/") and not self.look.home_key.startswith(key):
                inside = self.look.pages.items()
                found |= {k: p for k, p in inside if k.startswith(key) and _is_part(p)}
            for entry in page.listing.entries if page.listing else ():
                if not entry.url and self._topics(entry.title):
                    found[entry.title] = _never(page.url)
                elif self._is_ours(entry.url) and not _FILE.search(entry.url):
                    found[address_key(entry.url)] = self.look.entry_page(entry) or _never(entry.url)
        return list(found.values())

    def _is_ours(self, url: str) -> bool:
        return bool(url) and self.look.scopes.owner(url) == self.look.site.id


def _is_part(page: PageLook) -> bool:
    """In the folder of a presentation there may be news and lists as well, which are no part of it."""
    if page.kind not in (PageKind.ARTICLE, PageKind.COLUMN):
        return True
    return not {"agency", "contact", "overview"}.isdisjoint(page.particulars.basics.named)


def _never(url: str) -> PageLook:
    """A page that is named and was not gone to."""
    return PageLook(url, Role.PAGE, None, _UNSEEN, ())


def _is_gone(page: PageLook) -> bool:
    """The server says that there is no such page; any other failure hides what may be there."""
    last = page.fetches[-1] if page.fetches else None
    return page.soft404 or (
        page.unseen is None
        and last is not None
        and last.status is FetchStatus.OK
        and last.http_status in _GONE
    )


def _silence(page: PageLook) -> str | None:
    """Why an opened page tells nothing, or None when it has something to say; "empty" where it is
    the page that is."""
    if _is_file(page):
        return "file_unread"
    if page.kind is PageKind.REDIRECT:
        return "leads_elsewhere"
    if page.listing is not None and page.listing.script_built and not page.listing.entries:
        return "script_built"
    scant = page.particulars.basics.scant
    return None if scant is None else _SCANT_REASONS.get(scant, scant)


def _proof(page: PageLook | None) -> tuple[Evidence, ...]:
    return page.proof if page is not None else ()


def _is_file(page: PageLook) -> bool:
    said = (page.fetches[-1].content_type or "") if page.fetches else ""
    return page.kind is None or said.startswith(_FILES)


def overview(survey: _Survey) -> OverviewPage:
    """The pages that links or they themselves call the region's overview, or whose text is one."""
    look, sight = survey.look, survey.sight("overview")
    told: PageLook | None = None
    bare: PageLook | None = None
    hidden = sight.hidden
    for page in sight.pages:
        why = _silence(page)
        if why is None or _has_pages_below(survey, page):
            told = told or page
        elif why == "empty":
            bare = bare or page
        else:
            hidden = hidden or why
    pages = look.pages.values()
    told = told or next((p for p in pages if p.opened and p.particulars.basics.region), None)
    return OverviewPage(
        subject="overview",
        url=look.site.url,
        unseen=survey.home_unseen,
        searched=survey.searched,
        page=told.url if told else None,
        bare=bare.url if bare else None,
        hidden=hidden,
        elsewhere=sight.elsewhere,
        parents=(bare.url,) if bare and not told else (),
        parents_total=1 if bare and not told else 0,
        evidence=_proof(told or bare or look.home),
    )


def _has_pages_below(survey: _Survey, page: PageLook) -> bool:
    return any(
        one is not page and one.opened and _silence(one) is None for one in survey.below([page])
    )


def agency_items(survey: _Survey, *, is_region: bool) -> Iterator[AgencyItem]:
    """The presentation as a whole, and each of its items over all pages that belong to it.

    Address, telephone and hours at the foot of the home page count where the foot is the site's own;
    the head is also told where the leaders are.
    """
    look = survey.look
    topics = ("agency", "departments") if is_region else ("agency",)
    sight = survey.sight(*topics)
    why = {page.url: _silence(page) for page in sight.pages}
    said = [page for page in sight.pages if is_region or why[page.url] is None]
    if not said:
        said = [page for page in look.pages.values() if _tells_functions(page)]
    silent = [page for page in sight.pages if why[page.url] not in (None, "empty")]
    bare = sight.pages[0] if sight.pages and not said and not silent else None
    unseen = survey.home_unseen
    contacts = survey.sight("contact")
    read = survey.below([*said, *silent, *contacts.pages])
    opened = sorted((p for p in read if p.opened), key=lambda page: (page.depth, page.url))
    places = tuple(
        page.url
        for page in opened
        if page.kind is not PageKind.REDIRECT and not look.leads_on(page)
    )
    evidence = _proof(opened[0] if opened else look.home)
    first = said[0].url if said else None
    yield AgencyItem(
        subject="agency",
        url=look.site.url,
        unseen=unseen,
        item="agency",
        searched=survey.searched,
        page=first,
        bare=bare.url if bare else None,
        hidden=sight.hidden or next((why[page.url] for page in silent), None),
        elsewhere=sight.elsewhere,
        evidence=evidence,
    )
    if is_region:
        return
    known = dict(_told(survey, opened))
    for item in ITEMS:
        of_contact = item in _CONTACTS
        elsewhere = sight.elsewhere or (of_contact and contacts.elsewhere)
        hidden = sight.hidden or (contacts.hidden if of_contact else None)
        if item == "head":
            leaders = survey.sight(_LEADERS)
            hidden, elsewhere = hidden or leaders.hidden, elsewhere or leaders.elsewhere
        yield AgencyItem(
            subject=item,
            url=look.site.url,
            unseen=unseen,
            item=item,
            searched=survey.searched,
            page=known.get(item),
            hidden=hidden or _doubt(item, read),
            elsewhere=elsewhere,
            whole_missing=not (said or silent),
            parents=places[:MAX_PARENTS],
            parents_total=len(places),
            evidence=evidence,
        )


def _tells_functions(page: PageLook) -> bool:
    return page.opened and "functions" in page.particulars.basics.agency.read


def _told(survey: _Survey, pages: Sequence[PageLook]) -> Iterator[tuple[str, str]]:
    """Item and the page that tells it."""
    look, home = survey.look, survey.look.home
    for page in look.pages.values():
        if page.opened and any(leader.post and not leader.vacant for leader in page.leaders):
            yield "head", page.url
    for page in survey.sight(_LEADERS).pages:
        if page.leaders:
            yield "head", page.url
    if home is not None:
        told = home.particulars.basics.agency
        foot = told.foot if look.scopes.platform(look.site) == look.site.id else ()
        yield from ((item, home.url) for item in (*told.read, *foot))
    for page in pages:
        yield from ((item, page.url) for item in page.particulars.basics.agency.read)


def _doubt(item: str, pages: Iterable[PageLook]) -> str | None:
    """Why one of the pages may tell the item after all."""
    for page in pages:
        if not page.opened:
            if not _is_gone(page):
                return page.unseen or _UNSEEN
            continue
        why = _silence(page)
        if why is not None and why != "empty":
            return why
        if item in page.particulars.basics.agency.doubtful:
            return "picture_only" if page.pictures else "file_unread"
    return None


def annual_report(survey: _Survey, scene: Scene) -> AnnualReport:
    """Last year's report among all that pages of the site show or lead to."""
    look = survey.look
    year = scene.watch.today.year - 1
    sightings: dict[tuple[str, int | None], tuple[Report, PageLook]] = {}
    for page in look.pages.values():
        if page.opened:
            for one in page.particulars.basics.reports:
                known = sightings.get((address_key(one.url), _year_of(one)))
                if known is None or (one.published and not known[0].published):
                    sightings[address_key(one.url), _year_of(one)] = (one, page)
    found = [(one, page) for one, page in sightings.values() if _is_of(one, year)]
    stamps = {one.published for one, _ in sightings.values() if not _is_of(one, year)}
    days = {
        day
        for one, _ in found
        for day in (one.published, _own_day(look.page(one.url)))
        if day and day not in stamps
    }
    dated = {key for key, of in sightings if of is not None}
    unread = any(
        of is None and key not in dated and not _speaks(look.page(one.url), look, one.url)
        for (key, of), (one, _) in sightings.items()
    )
    sight = survey.sight("website_report")
    notices = [c for c in scene.columns if c.cls is ColumnClass.NOTICE and c.unseen]
    bare = [why for page in sight.pages if (why := _silence(page)) not in (None, "empty")]
    hidden = sight.hidden or next(iter(bare), None) or (notices[0].unseen if notices else None)
    where = next((page for _, page in found), None)
    home = look.home
    return AnnualReport(
        subject="annual-report",
        url=look.site.url,
        unseen=survey.home_unseen,
        searched=survey.searched,
        page=found[0][0].url if found else None,
        hidden=hidden,
        elsewhere=sight.elsewhere,
        year=year,
        code=bool(look.site.code or (home and home.footer.site_code)),
        published=min(days, default=None),
        unread=unread,
        parents=(where.url,) if where else (),
        parents_total=1 if where else 0,
        evidence=_proof(where or home),
    )


def _year_of(report: Report) -> int | None:
    """What it says, else the year before it was published."""
    if report.year is None and report.published is not None:
        return report.published.year - 1
    return report.year


def _is_of(report: Report, year: int) -> bool:
    """One that names the year it was published in is about the year before: no other was over."""
    named = _year_of(report)
    return named == year or (
        named == year + 1 and (report.published is None or report.published.year == year + 1)
    )


def _own_day(page: PageLook | None) -> date | None:
    return page.article.published if page is not None and page.opened and page.article else None


def _speaks(page: PageLook | None, look: SiteLook, url: str) -> bool:
    """Whether the page a sighting leads to speaks for itself: a list of reports does, and so does the
    server's word that there is none."""
    if page is None or not page.opened or look.scopes.owner(url) != look.site.id:
        return page is not None and _is_gone(page)
    if page.kind is not PageKind.COLUMN or page.listing is None:
        return False
    return bool(page.listing.entries) or _silence(page) == "empty"


def key_areas(survey: _Survey) -> Iterator[KeyArea]:
    """Each column that disclosure may have, required or not. Where disclosure itself is elsewhere or
    unread, so may its columns be."""
    look = survey.look
    whole = survey.sight("disclosure")
    silent = [why for page in whole.pages if (why := _silence(page)) not in (None, "empty")]
    dark = whole.hidden or next(iter(silent), None)
    for topic in AREAS:
        sight = survey.sight(topic)
        yield KeyArea(
            subject=topic,
            url=look.site.url,
            unseen=survey.home_unseen,
            topic=topic,
            searched=survey.searched,
            page=sight.pages[0].url if sight.pages else None,
            hidden=sight.hidden or dark,
            elsewhere=sight.elsewhere or whole.elsewhere,
            parents=tuple(page.url for page in whole.pages[:MAX_PARENTS]),
            parents_total=len(whole.pages),
            evidence=_proof(look.home),
        )
