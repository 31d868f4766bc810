"""One article: title, day of publication, source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, pairwise

from monitor.domain.evidence import Article, DateState
from monitor.extract import dates
from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place, names_of, words_of
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element

_TITLE_NAMES = {"title", "tit", "bt", "biaoti", "h1", "arti", "headline"}
_OUTSIDE = {Place.NAV, Place.FOOTER, Place.TRAIL, Place.SIDE}
_LINES = (
    "span",
    "p",
    "div",
    "td",
    "em",
    "i",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "time",
    "small",
    "font",
    "b",
    "strong",
    "label",
)
_LABEL_REACH = 24
_SOURCE_LENGTH = 40
_SOURCE_REACH = 4000
_LINE_LENGTH = 60
_BODY_LENGTH = 30
_WRITTEN_TAG = re.compile(r"<[^>]+>")


def read_article(doc: Document, tags: Mapping[str, str]) -> Article:
    """What the page shows; its tags fill the gaps. Of dates the one the page calls publication comes
    first, then the line under the title where it is older than the PubDate tag (what was moved to a
    new system is no news), then the tag, then a date near the title, then what a script writes."""
    title = article_title(doc, tags)
    day, state = _published(doc, tags, title)
    tagged = squeeze(tags.get("ContentSource", ""))
    source = _source(doc) or tagged or None
    if source and tagged and source.startswith(tagged):
        source = tagged
    return Article(title, day, state, source, len(doc.main_text))


def article_title(doc: Document, tags: Mapping[str, str]) -> str:
    if tags.get("ArticleTitle"):
        return tags["ArticleTitle"]
    whole = doc.title
    headings = [text_of(e) for e in _headings(doc)]
    shown = [h for h in headings if len(h) >= 2 and h in whole]
    if shown:
        return max(shown, key=len)
    return clean_title(whole) or next(iter(headings), "")


def clean_title(whole: str) -> str:
    """A page's <title> without the site's name: the first part between separators."""
    parts = [p.strip() for p in re.split(r"\s*(?:__+|_|\||—{1,2}| - |－)\s*|(?<=\S)-(?=\S)", whole)]
    return next((p for p in parts if p), whole)


def _headings(doc: Document) -> Iterator[Element]:
    for element in doc.body.iter("h1", "h2", "h3", "h4", "div", "p", "span", "td", "strong"):
        if doc.places.get(element) in _OUTSIDE:
            continue
        named = element.tag[0] == "h" or words_of(names_of(element)) & _TITLE_NAMES
        if named and 2 <= len(text_of(element)) <= 150:
            yield element


def _published(doc: Document, tags: Mapping[str, str], title: str) -> tuple[date | None, DateState]:
    body = _body_line(doc)
    shown = _labelled(body, doc.said("strict_published_label"))
    tagged = dates.first_date(tags.get("PubDate", ""))
    under = _under_title(doc, title)
    near = shown or min((day for day in (under, tagged) if day), default=None)
    near = near or _labelled(body, doc.said("weak_published_label")) or _in_info_line(doc, title)
    if near is None:
        near = _in_scripts(doc)
    if near is not None:
        return near, DateState.READ
    if pattern("strict_published_label").search(body[:1500]):
        return None, DateState.UNREADABLE
    return None, DateState.ABSENT


def _body_line(doc: Document) -> str:
    return doc.main_text


def _in_scripts(doc: Document) -> date | None:
    written = _written(doc)
    labels = pattern("published_label").finditer(written)
    return _labelled(written, labels) or dates.first_date(written)


def _labelled(text: str, labels: Iterable[re.Match[str]]) -> date | None:
    """The first date after one of the labels that is no other day's."""
    for match in labels:
        reach = text[match.end() : match.end() + _LABEL_REACH]
        day = dates.first_date(reach)
        label = text[max(0, match.start() - 4) : match.end()]
        if day and not (
            pattern("other_date_label").search(label) or pattern("clock").search(label)
        ):
            return day
    return None


def _in_info_line(doc: Document, title: str) -> date | None:
    """A date in a short line of its own near the top of the text, as under a title. Above the title
    a date with a day of the week is the clock of the page's head."""
    below = False
    for element in doc.body.iter(*_LINES):
        own = _own_line(element)
        below = below or (len(own) >= 2 and own in title)
        if doc.places.get(element) in _OUTSIDE or element.tag in ("h1", "h2"):
            continue
        if own and len(own) <= 60:
            found = dates.without_clock(own, weekdays=below)
            if found and len(re.sub(r"[\d\W年月日]", "", own)) <= 24:
                return found[0]
    return None


def _under_title(doc: Document, title: str) -> date | None:
    """The date in the short line between the title and the text: 日期：2021/09/06 来源：…"""
    wanted, below = _bare(title), False
    for element in doc.body.iter():
        if doc.places.get(element) in _OUTSIDE:
            continue
        own = _own_line(element)
        if not own:
            continue
        if len(own) >= len(wanted) >= 4 and wanted[0] in own and _bare(own) == wanted:
            below = True
        elif below and len(own) <= _LINE_LENGTH and not _is_event(own):
            found = dates.without_clock(own, weekdays=True)
            if found and len(re.sub(r"[\d\W年月日时分秒]", "", own)) <= _LABEL_REACH:
                return found[0]
            below = not _is_text(own)
        elif below and _is_text(own):
            below = False
    return None


def _own_line(element: Element) -> str:
    """Its own words, without those of the elements in it."""
    own = element.text or ""
    for child in element.children:
        if child.tail:
            own = f"{own} {child.tail}"
    return squeeze(own) if own else ""


def _bare(text: str) -> str:
    return re.sub(r"\s|<[^<>]*>", "", text)


def _is_event(line: str) -> bool:
    return any(pattern(key).search(line) for key in ("other_date_label", "event_in_line"))


def _is_text(line: str) -> bool:
    """Words of the text itself: a sentence, or whom a notice speaks to."""
    if "。" in line or len(re.sub(r"[^\u4e00-\u9fff]", "", line)) > _BODY_LENGTH:
        return True
    return line.endswith(("：", ":")) and not pattern("info_label").search(line)


def _written(doc: Document) -> str:
    return squeeze(" ".join(_WRITTEN_TAG.sub(" ", s.written) for s in doc.scripts))


def _source(doc: Document) -> str | None:
    """What stands after 来源：, or in the next piece of text, as far as it is a name."""
    if not pattern("source_label").may_match(doc.main_text):
        return None
    pieces = (text for piece in doc.own_words if (text := squeeze(piece)))
    read = 0
    for piece, after in pairwise(chain(pieces, ("",))):
        for match in pattern("source_label").finditer(piece):
            rest = piece[match.end() :].strip(" \u3000")
            if not rest and after:
                rest = after
                if len(rest) > _SOURCE_LENGTH or "。" in rest:
                    continue
            name = _name(rest)
            if name and not dates.first_date(name[:12]):
                return name[:_SOURCE_LENGTH]
        read += len(piece) + 1
        if read > _SOURCE_REACH:
            break
    return None


def _name(rest: str) -> str:
    end = pattern("source_end").search(rest)
    name = squeeze(rest[: end.start()] if end else rest[:_SOURCE_LENGTH])
    return re.split(r"\s{2,}| (?=\d{4}[-年])", name)[0].strip(" ：:|-】")
