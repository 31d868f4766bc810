"""Standard columns a page is or leads to, the website's yearly reports it shows, and whether it says
anything at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from unicodedata import numeric

from monitor.domain.address import host_of
from monitor.domain.basics import AREAS, NOTHING, TOPICS, Agency, Basics, Report
from monitor.domain.evidence import Link, LinkKind, PageEvidence, PageKind, Region
from monitor.extract.agency import read_agency
from monitor.extract.columns import is_generic, promises
from monitor.extract.document import Document
from monitor.extract.kept import kept
from monitor.extract.leaders import fetches
from monitor.extract.lexicon import pattern
from monitor.extract.own import frames, own_text, pictures
from monitor.extract.shown import squeeze, text_of
from monitor.extract.simplified import simplified
from monitor.extract.tree import Element

_UNREAD = (PageKind.REDIRECT, PageKind.BLOCKED, PageKind.SOFT404, PageKind.API)
_SCANTY = (PageKind.COLUMN, PageKind.STATIC, PageKind.OTHER, PageKind.ARTICLE)
_NAMED_ALREADY = (Region.NAV, Region.MENU, Region.TRAIL, Region.BLOCK)
_HUB_REGIONS = (Region.CONTENT, Region.LIST)
_WHOLES = ("agency", "contact", "website_report")
_LONGEST = 40
_HEADING = 30
_SCANT = 40
_EARLY = 900
_MOST_PROMISED = 40
_TEXTS = (PageKind.ARTICLE, PageKind.LEADER, PageKind.GUIDE)
_NOWHERE = ("#", "javascript:")
_FOLDED = ("ul", "ol", "dl", "div", "table")
_MOST_REPORTS = 12
_WRITTEN_LINK = re.compile(
    r"""<a\b[^>]*?href\s*=\s*(["']?)([^"'\s>]+)\1[^>]*>([^<]{2,40})</a>""", re.I
)
_NAMED_IN_SCRIPT = re.compile(r"""\b(?:name|title|text|label)["']?\s*:\s*["']([^"'\n]{2,40})["']""")


def read_basics(doc: Document, page: PageEvidence) -> Basics:
    """Pages that lead away or are none at all tell nothing."""
    if page.kind in _UNREAD:
        return NOTHING
    named = _named(doc, page)
    agency = read_agency(doc, page, named="agency" in named or "contact" in named)
    return Basics(
        named=named,
        promised=tuple(_promised(doc, page, named)),
        mute=_mute(doc, page),
        agency=agency if agency.read or agency.foot or agency.doubtful else Agency(),
        reports=_reports(doc, page, named="website_report" in named),
        region=_is_of_region(doc),
        scant=_scant(doc, page),
    )


def read_listed_reports(page: PageEvidence) -> Basics:
    """The reports in a list that a platform answers with, which is no document."""
    return Basics(reports=_ranked(_sighted(page, named=False).values()))


@kept(1 << 12, longest=_LONGEST)
def topics_of(text: str) -> tuple[str, ...]:
    """The standard columns that a short text names."""
    if not text or len(text) > _LONGEST:
        return ()
    return tuple(topic for topic in TOPICS if promises(topic, text))


def _named(doc: Document, page: PageEvidence) -> tuple[str, ...]:
    """By its title, its tag, the last step of its breadcrumb or its only heading; a part of the
    office's presentation, or of a collection of reports, by the step above it as well."""
    if page.kind is PageKind.HOME:
        return ()
    steps = list(page.trail)
    if page.kind is PageKind.ARTICLE:
        steps = [one for one in steps if one != page.title and not pattern("text_step").match(one)]
    tag = next((value for name, value in page.tags if name == "ColumnName"), "")
    texts = [page.title, tag, *steps[-1:]]
    if page.kind is not PageKind.ARTICLE:
        texts += _only_heading(doc)
    found = {topic for text in texts for topic in topics_of(text)}
    if len(steps) < len(page.trail) or page.kind is not PageKind.ARTICLE:
        found |= {topic for text in steps[-2:-1] for topic in topics_of(text) if topic in _WHOLES}
    return tuple(topic for topic in TOPICS if topic in found)


def _only_heading(doc: Document) -> Iterator[str]:
    for tag in ("h1", "h2"):
        shown = [one for one in doc.body.iter(tag) if one not in doc.places]
        if len(shown) == 1 and len(text := text_of(shown[0])) <= _HEADING:
            yield text
            return


def _promised(
    doc: Document, page: PageEvidence, named: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Links that name a standard column where no navigation does: in a hub, on the home page, to a
    file. The files of a page that is the column itself are its content. Where the page is that of
    disclosure, its tabs, headings and the tree that a script draws lead to parts of itself."""
    home = page.kind is PageKind.HOME
    if page.kind in _TEXTS:
        return
    found: set[tuple[str, str]] = set()
    if "disclosure" in named:
        found = {(topic, page.url) for topic in _told_in_place(doc)}
        yield from sorted(found)
    if home:
        yield from _written(doc)
    for link in page.links:
        region, kind = link.region, link.kind
        here = region not in _NAMED_ALREADY and (home or region in _HUB_REGIONS)
        if kind is not LinkKind.ATTACHMENT and (kind is not LinkKind.PAGE or not here):
            continue
        for topic in topics_of(link.text):
            pair = (topic, link.url)
            if topic == "website_report" or (kind is LinkKind.ATTACHMENT and topic in named):
                continue
            if pair not in found and len(found) < _MOST_PROMISED:
                found.add(pair)
                yield pair


def _written(doc: Document) -> Iterator[tuple[str, str]]:
    """What links that the home page's scripts write name, on whatever condition."""
    for script in doc.scripts if "document.write" in doc.code else ():
        for match in _WRITTEN_LINK.finditer(script.written):
            if url := doc.addresses.absolute(match[2]):
                yield from ((topic, url) for topic in topics_of(squeeze(match[3])))


def _told_in_place(doc: Document) -> set[str]:
    """Columns of disclosure that words on the page or names in its scripts are, whole."""
    texts = {*doc.own_words, *map(text_of, doc.anchors)}
    texts.update(match[1] for match in _NAMED_IN_SCRIPT.finditer(doc.code))
    short = (squeeze(one) for one in texts if len(one) <= _LONGEST)
    return {topic for text in short for topic in topics_of(text) if topic in AREAS}


def _mute(doc: Document, page: PageEvidence) -> tuple[str, ...]:
    """Topics of links that lead nowhere by themselves: a script may open what they name. What only
    unfolds the links beside it is a heading."""
    if page.kind in _TEXTS:
        return ()
    found = {
        topic
        for anchor in doc.anchors
        if _is_nowhere(anchor)
        for topic in topics_of(text_of(anchor))
        if not _unfolds(anchor)
    }
    return tuple(topic for topic in TOPICS if topic in found)


def _is_nowhere(anchor: Element) -> bool:
    href = (anchor.get("href") or "").strip()
    return not href or href.lower().startswith(_NOWHERE)


def _unfolds(anchor: Element) -> bool:
    return any(
        not _is_nowhere(one) for box in anchor.itersiblings(*_FOLDED) for one in box.iter("a")
    )


# The website's yearly report.


def _reports(doc: Document, page: PageEvidence, *, named: bool) -> tuple[Report, ...]:
    """Whatever calls itself such a report; on a page of that name, whatever names a year."""
    found = _sighted(page, named=named)
    year = year_of(page.title) if is_report(page.title) else None
    if named and (year or page.kind is not PageKind.COLUMN):
        day = page.article.published if page.article else None
        year = year or year_of(page.title) or _year_in_body(doc)
        found[page.url, year] = Report(page.url, year, day)
    return _ranked(found.values())


def _sighted(page: PageEvidence, *, named: bool) -> dict[tuple[str, int | None], Report]:
    """By address and year, with the day where one is shown."""
    found: dict[tuple[str, int | None], Report] = {}
    for url, title, published in _titles(page, named=named):
        year = year_of(title)
        known = found.get((url, year))
        if known is None or known.published is None:
            found[url, year] = Report(url, year, published)
    return found


def _ranked(reports: Iterable[Report]) -> tuple[Report, ...]:
    ranked = sorted(reports, key=lambda one: one.year or 9999, reverse=True)
    return tuple(ranked[:_MOST_REPORTS])


def _titles(page: PageEvidence, *, named: bool) -> Iterator[tuple[str, str, date | None]]:
    for entry in page.listing.entries if page.listing else ():
        if is_report(entry.title) or (named and _is_of_a_year(entry.title)):
            yield entry.url, entry.title, entry.published
    for link in page.links:
        text = link.text
        year_alone = named and link.region in _HUB_REGIONS and pattern("year_alone").match(text)
        if year_alone or is_report(text):
            yield link.url, text, None


@kept(1 << 12, longest=120)
def is_report(title: str) -> bool:
    """Whether a title is that of a website's yearly report, or begins so and is cut off."""
    title = simplified(title)
    return pattern("report_hint").may_match(title) and promises("website_report", title)


def _is_of_a_year(title: str) -> bool:
    """In a list of reports an item may name no more than the site and the year."""
    return year_of(title) is not None and not pattern("report_of_others").search(title)


def year_of(title: str) -> int | None:
    """The year a title says it is about: the one with most of 年度 after it, else the first."""
    found = list(pattern("report_year").finditer(title))
    if not found:
        return None
    chosen = max(found, key=lambda one: len(one[0].strip()))
    return _number(chosen[1] or chosen[2])


def _number(figures: str) -> int:
    """Four figures, whatever the script; a sign for nought that is none counts as nought."""
    return int("".join(str(int(numeric(one, 0))) for one in figures))


def _year_in_body(doc: Document) -> int | None:
    """What the form itself says at its head."""
    found = pattern("report_in_body").search(doc.main_text[:_EARLY])
    return next((int(year) for year in found.groups() if year), None) if found else None


# What a page says at all.


def _is_of_region(doc: Document) -> bool:
    """Extent, place and parts of a region, told together near the beginning."""
    text = doc.main_text
    if not pattern("region_hint").may_match(text):
        return False
    early = text[:_EARLY]
    keys = ("region_area", "region_place", "region_parts")
    return all(pattern(key).search(early) for key in keys)


def _scant(doc: Document, page: PageEvidence) -> str | None:
    if page.kind not in _SCANTY or (page.listing and page.listing.entries):
        return None
    said, _ = own_text(doc)
    for title in (page.title, *page.trail):
        said = said.replace(title, "")
    if len(said) >= _SCANT and not (page.listing and page.listing.placeholder):
        return None
    if page.needs_script or fetches(doc):
        return "script"
    if frames(doc):
        return "frame"
    if pictures(doc):
        return "picture"
    if any(link.kind is LinkKind.ATTACHMENT for link in page.links):
        return "file"
    return None if any(_leads_on(link, page.url) for link in page.links) else "empty"


def _leads_on(link: Link, url: str) -> bool:
    """Whether it is content to lead there: from the page's own part to a page of its host, or to what
    lies below it."""
    below = url.rpartition("/")[0] + "/"
    own = (link.region in _HUB_REGIONS and host_of(link.url) == host_of(url)) or (
        link.region is Region.MENU and link.url.startswith(below) and link.url != below
    )
    return own and link.kind is LinkKind.PAGE and not is_generic(link.text)
