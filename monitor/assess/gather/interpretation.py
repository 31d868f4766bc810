"""Documents of the site's own government, and what on the site explains them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from monitor.assess.gather.look import MAX_PARENTS, PageLook, SiteLook
from monitor.assess.gather.scene import Scene
from monitor.domain.address import address_key
from monitor.domain.dossier import ColumnState
from monitor.domain.gist import mark_of
from monitor.domain.interpretation import Pairing, PolicyPaper
from monitor.domain.subject import ColumnClass, SiteKind

MISSING_CHECK, UNLINKED_CHECK = "interpretation-missing", "interpretation-unlinked"
_LIKE, _PART, _WHOLE = 0.8, 0.5, 6
"""Where that spares an accusation two names may be one: by their share of letter pairs in common, or
where the shorter, at least so long, has all its letters in the other, in order, and half of them."""
_SUBJECT = 4
"""Letters in common that make a subject."""
_BEFORE, _AFTER = 92, 184
"""Days by which an interpretation may come before its document appears on the site, and after it."""
_MOST_LISTS = 8
_MOST_PAGES = 200


@dataclass(slots=True)
class _Papers:
    """What a site's opened pages are to documents. A document that stands at several addresses is one:
    `documents` holds its pages together, the first the one that answers for it."""

    documents: list[list[PageLook]] = field(default_factory=list)
    interpretations: list[PageLook] = field(default_factory=list)
    listed: list[tuple[tuple[str, ...], int]] = field(default_factory=list)

    @classmethod
    def of(cls, look: SiteLook) -> _Papers:
        found = cls()
        copies: dict[str, list[PageLook]] = defaultdict(list)
        for page in look.pages.values():
            particulars = page.particulars
            found.listed += [(one.names, one.mark) for one in particulars.listed]
            if not page.opened or not particulars.paper.role:
                continue
            paper = particulars.paper
            if paper.role == "interpretation":
                found.interpretations.append(page)
            elif paper.names or paper.number:
                copies[f"{paper.names} {paper.number}" if paper.names else paper.number].append(
                    page
                )
        for pages in copies.values():
            found.documents.append(sorted(pages, key=lambda one: (one.depth, one.url)))
        return found


def policy_papers(look: SiteLook, scene: Scene) -> Iterator[PolicyPaper]:
    """One dossier a document of the site's own government, at the government's site alone.

    Anything that may explain it counts: a link of its page, an article or a mere list entry whose
    title names it, an article that speaks of it or leads to it.
    """
    if look.site.kind is not SiteKind.PORTAL:
        return
    papers = _Papers.of(look)
    said: set[str] = set()
    lists = _lists(look, scene.columns)
    hidden = _hidden(look, scene.columns)
    every = {name for pages in papers.documents for name in pages[0].particulars.paper.names}
    for pages in papers.documents:
        page = pages[0]
        if not _is_own(page, look, scene):
            continue
        said.update(one.url for one in pages)
        subject = _known(pages, scene.watch.subjects(MISSING_CHECK)) or page.url
        paper = page.particulars.paper
        published = min((day for one in pages if (day := _day(one))), default=None)
        how = _how(pages, papers, every)
        yield PolicyPaper(
            subject=subject,
            url=subject,
            unseen=hidden if how is None else None,
            parents=tuple(one.url for one in lists),
            parents_total=len(lists),
            evidence=page.proof,
            title=page.title,
            number=paper.number,
            published=published,
            wide=paper.wide,
            normative=paper.normative,
            lapsed=any(one.particulars.paper.lapsed for one in pages),
            how=how,
            cut=how is None and published is not None and _is_cut(look, lists, published),
            perhaps=how is None and _perhaps(pages, papers, published),
        )
    for subject in scene.watch.subjects(MISSING_CHECK):
        if subject not in said:
            yield PolicyPaper(
                subject=subject, url=subject, unseen=_gone(look, subject), known=False
            )


def pairings(look: SiteLook, scene: Scene) -> Iterator[Pairing]:
    """Two dossiers for a document and its interpretation where the title of the one names the other:
    whether each leads to the other. Of several documents of one name the one issued last before the
    interpretation is meant."""
    papers = _Papers.of(look)
    by_name: dict[str, list[list[PageLook]]] = defaultdict(list)
    for pages in papers.documents:
        for name in pages[0].particulars.paper.names:
            by_name[name].append(pages)
    said: set[str] = set()
    answered: dict[int, tuple[list[PageLook], list[PageLook]]] = {}
    for article in papers.interpretations:
        paper = article.particulars.paper
        named = [pages for name in paper.names for pages in by_name.get(name, ())]
        meant = _meant(article, named) if paper.firm and named else None
        if meant is None:
            continue
        answered.setdefault(id(meant), (meant, []))[1].append(article)
        addresses = {mark_of(address_key(one.url)) for pages in named for one in pages}
        copies = [one for one in papers.interpretations if one.title == article.title]
        said.add(article.url)
        yield Pairing(
            subject=article.url,
            url=article.url,
            parents=(meant[0].url,),
            parents_total=1,
            evidence=article.proof,
            half="interpretation",
            title=article.title,
            other=meant[0].title,
            other_url=meant[0].url,
            linked=any(_leads(one, addresses) for one in copies),
            published=_day(article),
        )
    for pages, articles in answered.values():
        subject = _known(pages, scene.watch.subjects(UNLINKED_CHECK)) or pages[0].url
        marks = {mark_of(address_key(one.url)) for one in articles}
        said.update(one.url for one in pages)
        newest = max(articles, key=lambda one: (_day(one) or date.min, one.url))
        yield Pairing(
            subject=subject,
            url=subject,
            parents=tuple(one.url for one in (*pages, *articles) if one.url != subject)[
                :MAX_PARENTS
            ],
            parents_total=len(pages) + len(articles) - 1,
            evidence=pages[0].proof,
            half="policy",
            title=pages[0].title,
            other=newest.title,
            other_url=newest.url,
            linked=any(_leads(one, marks) or one.particulars.paper.explained for one in pages),
            published=_day(newest),
        )
    for subject in scene.watch.subjects(UNLINKED_CHECK):
        if subject not in said:
            yield Pairing(subject=subject, url=subject, unseen=_gone(look, subject), known=False)


# Which documents are the government's own ----------------------------------------------------------


def _is_own(page: PageLook, look: SiteLook, scene: Scene) -> bool:
    """Its number, else its title or issuer, is that of the government whose site this is."""
    paper, named = page.particulars.paper, f"{scene.unit.name} {look.site.name}"
    if paper.number:
        return paper.governs and all(letter in named for letter in paper.head)
    return bool(paper.issuer) and paper.issuer in named


def _day(page: PageLook) -> date | None:
    return page.article.published if page.article else None


# What explains a document ----------------------------------------------------------------------------


def _how(pages: Sequence[PageLook], papers: _Papers, every: AbstractSet[str]) -> str | None:
    """`every`: the names of all documents; what is another's very name is not this one's."""
    own = [one.particulars.paper for one in pages]
    if any(paper.refers for paper in own):
        return "link"
    if any(paper.explained for paper in own):
        return "text"
    names = {name for paper in own for name in paper.names}
    others = every - names
    numbers = {paper.number for paper in own if paper.number}
    marks = {mark_of(address_key(one.url)) for one in pages}
    leads_to = {mark for paper in own for mark in paper.links}
    for listed, mark in papers.listed:
        if mark in leads_to or _may_be_one(names, {*listed} - others):
            return "article"
    for article in papers.interpretations:
        paper = article.particulars.paper
        told = {*paper.names, *paper.mentions}
        if (
            not marks.isdisjoint(paper.links)
            or mark_of(address_key(article.url)) in leads_to
            or not numbers.isdisjoint(told)
            or _may_be_one(names, told - others)
        ):
            return "article"
    return None


def _perhaps(pages: Sequence[PageLook], papers: _Papers, published: date | None) -> bool:
    """An article among the interpretations, of about that time, names no document in its title but
    shares its subject."""
    names = {name for one in pages for name in one.particulars.paper.names}
    for article in papers.interpretations:
        day = _day(article)
        near = day is None or published is None or -_BEFORE <= (day - published).days <= _AFTER
        if near and not article.particulars.paper.names and _shares(names, article.title):
            return True
    return False


def _shares(names: Iterable[str], title: str) -> bool:
    return any(
        name[start : start + _SUBJECT] in title
        for name in names
        for start in range(len(name) - _SUBJECT + 1)
    )


def _may_be_one(names: Iterable[str], told: Iterable[str]) -> bool:
    told = tuple(told)
    return any(_alike(name, one) for name in names for one in told)


def _alike(one: str, other: str) -> bool:
    """Other figures are another year's or another part."""
    if one == other:
        return True
    figures, others = _figures(one), _figures(other)
    if figures and others and figures != others:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= max(_WHOLE, _PART * len(long)) and _runs_through(short, long):
        return True
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) >= _LIKE * (len(first) + len(second))


def _runs_through(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


# Each name is held against all others.
@lru_cache(maxsize=1 << 12)
def _figures(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())


@lru_cache(maxsize=1 << 12)
def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[at : at + 2] for at in range(len(name) - 1))


# What was read of the lists --------------------------------------------------------------------------


def _explaining(columns: Sequence[ColumnState]) -> list[ColumnState]:
    return [one for one in columns if one.cls is ColumnClass.INTERPRETATION]


def _lists(look: SiteLook, columns: Sequence[ColumnState]) -> list[PageLook]:
    """The first pages of the lists of interpretations: where a missing one would appear."""
    found = [look.page(one.url) for one in _explaining(columns)]
    return [page for page in found if page is not None][:_MOST_LISTS]


def _hidden(look: SiteLook, columns: Sequence[ColumnState]) -> str | None:
    """Why an absence cannot be told: the home page did not open, or interpretations stand where we
    could not read."""
    home = look.home
    if home is None or not home.opened:
        return (home and home.unseen) or "unseen"
    for column in _explaining(columns):
        if column.unseen:
            return column.unseen
        if column.leads_elsewhere:
            return "leads_elsewhere"
        if column.list_state == "unreadable":
            return "script_built"
    return None


def _is_cut(look: SiteLook, lists: Sequence[PageLook], published: date) -> bool:
    """Whether a list has further pages that were not read, while those read do not go back so far."""
    for first in lists:
        todo, seen = [first], {address_key(first.url)}
        oldest, missing = date.max, False
        while todo and len(seen) < _MOST_PAGES:
            listing = todo.pop().listing
            if listing is None:
                continue
            days = [entry.published for entry in listing.entries if entry.published]
            oldest = min([oldest, *days])
            for url in listing.next_pages:
                key = address_key(url)
                if key in seen:
                    continue
                seen.add(key)
                page = look.pages.get(key)
                if page is None or not page.opened:
                    missing = True
                else:
                    todo.append(page)
        if missing and oldest > published:
            return True
    return False


# Documents and interpretations of one name -----------------------------------------------------------


def _leads(page: PageLook, marks: AbstractSet[int]) -> bool:
    paper = page.particulars.paper
    return paper.refers or not marks.isdisjoint(paper.links)


def _meant(article: PageLook, named: Sequence[list[PageLook]]) -> list[PageLook] | None:
    """The document issued last before the interpretation; None where all came much later: nobody
    explains what is not issued."""
    day = _day(article) or date.max
    issued = [
        (min((one for page in pages if (one := _day(page))), default=date.min), pages[0].url, pages)
        for pages in named
    ]
    fitting = [one for one in issued if (one[0] - day).days <= _BEFORE]
    return max(fitting, key=lambda one: one[:2])[2] if fitting else None


def _known(pages: Sequence[PageLook], watched: Sequence[str]) -> str | None:
    """Of the addresses of one document the one that a known defect is about."""
    return next((one.url for one in pages if one.url in watched), None)


def _gone(look: SiteLook, subject: str) -> str | None:
    """Positive sight that an address no longer shows what it did, or why there is none."""
    page = look.page(subject)
    if page is None or not page.fresh:
        return "unseen"
    return page.unseen
