"""Where on a page a person sees a defect: one rule a check, from the defect's own facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from monitor.domain.defect import Defect
from monitor.domain.picture import Mark, MarkKind, Place

_Rule = Callable[[Defect], Place | None]

HEAD = Mark(MarkKind.PART, ("head",))
MAIN = Mark(MarkKind.PART, ("main",))
SEARCH = Mark(MarkKind.PART, ("search",))
FOOT = Mark(MarkKind.PART, ("foot",))


def place_of(defect: Defect) -> Place | None:
    """The page to show and what to frame on it; None for what no page shows (tags in its head, an
    address that does not answer, IPv6)."""
    rule = _RULES.get(defect.check)
    return rule(defect) if rule is not None else None


def _words(*values: object, within: object = None) -> Mark:
    said = tuple(str(value) for value in values if value)
    return Mark(MarkKind.WORDS, said, str(within or ""))


def _day(shown: object, title: object = None) -> Mark:
    """A day in the ways pages write it, in the row of an item where its title is known."""
    day = date.fromisoformat(str(shown))
    year, month, number = day.year, day.month, day.day
    whole = [
        f"{year}{between}{month:0{width}}{between}{number:0{width}}"
        for between in "-/."
        for width in (2, 1)
    ]
    chinese = [f"{year}\u5e74{month:0{width}}\u6708{number:0{width}}\u65e5" for width in (2, 1)]
    short = [f"{month:02}-{number:02}", f"{month:02}/{number:02}", f"{month:02}.{number:02}"]
    return _words(*whole, *chinese, *short, within=title)


def _newest(defect: Defect) -> Place:
    newest = defect.facts.get("newest")
    title = defect.facts.get("newest_title")
    marks = (_day(newest, title),) if newest else ()
    return Place(defect.url, (*marks, _words(title), MAIN))


def _carrier(defect: Defect, *names: str) -> Place:
    """A page that leads to the fault, the link framed."""
    link = Mark(MarkKind.LINK, (defect.subject,))
    carrier = defect.parents[0] if defect.parents else defect.url
    return Place(carrier, (link, _words(*(defect.facts.get(name) for name in names))))


def _form(defect: Defect) -> Place:
    if defect.url in defect.parents:
        return Place(defect.url, (_words(defect.facts.get("name")), MAIN))
    return _carrier(defect, "name")


def _on_first_parent(mark: Mark) -> _Rule:
    return lambda defect: Place(defect.parents[0] if defect.parents else defect.url, (mark,))


def _on_page(mark: Mark) -> _Rule:
    return lambda defect: Place(defect.url, (mark,))


def _told(*names: str, otherwise: Mark = MAIN) -> _Rule:
    """On the page itself, the words of the facts named; each fact is a text or a list of them."""

    def rule(defect: Defect) -> Place:
        values: list[object] = []
        for name in names:
            value = defect.facts.get(name)
            values += value if isinstance(value, list) else [value]
        return Place(defect.url, (_words(*values), otherwise))

    return rule


def _hidden(defect: Defect) -> Place:
    texts = tuple(str(one) for one in defect.facts.get("texts", ()))
    return Place(defect.url, (Mark(MarkKind.HIDDEN, texts), _words(*defect.facts["hosts"]), MAIN))


def _tampered(defect: Defect) -> Place:
    what = [str(one) for one in defect.facts.get("what", ())]
    links = tuple(one for one in what if one.startswith(("http:", "https:")))
    return Place(defect.url, (Mark(MarkKind.LINK, links), _words(*what), HEAD))


def _dated(defect: Defect) -> Place:
    return Place(defect.url, (_day(defect.facts["shown"]), _words(defect.facts.get("title")), MAIN))


def _overview(defect: Defect) -> Place:
    page = defect.facts.get("page")
    return Place(str(page), (MAIN,)) if page else Place(defect.url, (HEAD,))


def _answered(defect: Defect) -> Place | None:
    """What was answered in place of the home page, if anything."""
    return Place(defect.url, (MAIN,)) if defect.evidence else None


def _searched(defect: Defect) -> Place:
    """The first page of results with its box; the home page where there is no search."""
    if defect.reason == "no_search" or not defect.evidence:
        return Place(defect.url, (HEAD,))
    return Place(defect.url, (SEARCH, MAIN), defect.evidence[0].sha256)


_RULES: dict[str, _Rule] = {
    "home-unreachable": _answered,
    "home-stale": _newest,
    "column-stale": _newest,
    "column-blank": _on_page(MAIN),
    "link-broken": lambda defect: _carrier(defect, "text"),
    "link-hijacked": lambda defect: _carrier(defect, "text"),
    "link-hidden": _hidden,
    "form-unavailable": _form,
    "page-tampered": _tampered,
    "date-forged": _dated,
    "wording-severe": _told("wrong", "form"),
    "wording-error": _told("wrong", "form"),
    "personal-data-exposed": lambda defect: (
        None
        if defect.facts.get("form")
        else Place(defect.url, (_words(defect.facts.get("example")), MAIN))
    ),
    "leader-page-missing": _on_page(HEAD),
    "leader-bio-missing": _told("name"),
    "overview-missing": _overview,
    "agency-info-incomplete": lambda defect: (
        Place(defect.parents[0], (MAIN,)) if defect.parents else Place(defect.url, (HEAD,))
    ),
    "annual-report-missing": _on_page(HEAD),
    "key-area-missing": _on_page(HEAD),
    "site-name-mismatch": _told("shown", otherwise=HEAD),
    "footer-mark-missing": _on_first_parent(FOOT),
    "error-report-missing": _on_first_parent(FOOT),
    "interpretation-missing": _told("title"),
    "interpretation-unlinked": _told("title"),
    "consultation-missing": _on_page(HEAD),
    "message-unanswered": _told("title"),
    "message-fields-missing": _told("title"),
    "message-list-stale": _newest,
    "message-statistics-missing": _on_page(HEAD),
    "service-missing": _on_page(HEAD),
    "guide-incomplete": _told("title"),
    "guide-vague": _told("phrases", "phrase"),
    "search-broken": _searched,
    "mobile-view-missing": _on_page(HEAD),
    "accessibility-missing": _on_page(HEAD),
}
