"""An item's date outside its own texts: in attributes and scripts, and at the ends of its title."""

from __future__ import annotations

import re

from monitor.domain.evidence import DateState
from monitor.extract import dates
from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from monitor.extract.tree import Element

_NAMED_DATE = re.compile(r"date|time", re.I)
_OTHER_DAY = re.compile(
    r"end|expir|dead|clos|stop|valid|until|begin|start|birth|server|now|current", re.I
)
_WHOLE_DAY = r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
_AT_END = re.compile(rf"^(.{{4,}}?)[\s\[【(（]+({_WHOLE_DAY})\W*$")
_AT_START = re.compile(rf"^\W*({_WHOLE_DAY})[\s\]】)）]+(.{{4,}})$")
_DAY = r"\s*(\d\d)\s*[-/月]\s*(\d\d)日?\s*"
_SHORT_AT_START = re.compile(rf"^\s*(?:\[{_DAY}\]|【{_DAY}】|[(（]{_DAY}[)）])\s*(?=\S{{4}})")
_SHORT_AT_END = re.compile(rf"(?<=\S{{4}})\s*(?:\[{_DAY}\]|【{_DAY}】|[(（]{_DAY}[)）])\s*$")


def hidden_date(doc: Document, row: Element, anchor: Element) -> dates.Found:
    """A date that a script writes into the item, or that stands in an attribute."""
    if next(row.iter("script"), None) is not None:
        written = [s.code for s in doc.scripts if row in s.element.iterancestors()]
        day = dates.first_date(" ".join(written))
        if day:
            return dates.Found(day, DateState.READ, "script")
        if written:
            return dates.Found(None, DateState.UNREADABLE, "script")
    for element in row.iter():
        for name, told in element.attrib.items():
            day = dates.bare_date(str(told)) if _may_date(str(name)) else None
            if day:
                return dates.Found(day, DateState.READ, "attribute")
    told = anchor.get("title") or ""
    label = pattern("published_label").search(told)
    day = dates.first_date(told[label.end() :]) if label else None
    return dates.Found(day, DateState.READ, "attribute") if day else dates.NONE


def _may_date(attribute: str) -> bool:
    """Title, datetime, data-date, date-value, pubtime …, but no day on which something ends."""
    return attribute == "title" or bool(
        _NAMED_DATE.search(attribute) and not _OTHER_DAY.search(attribute)
    )


def date_at_ends(title: str, text: str, url: str) -> tuple[str, dates.Found]:
    """A whole item inside the link: the date at its end or beginning is not part of the title.
    `text` is all that the link says, where the title was taken from elsewhere."""
    if dates.full_dates(text):
        match = _AT_END.search(title)
        if match:
            return match[1], dates.item_date([match[2]], url)
        match = _AT_START.search(title)
        return (match[2], dates.item_date([match[1]], url)) if match else (title, dates.NONE)
    short = _SHORT_AT_START.search(text) or _SHORT_AT_END.search(text)
    if short is None:
        return title, dates.NONE
    month, day = (number for number in short.groups() if number)
    found = dates.item_date([f"{month}-{day}"], url)
    if found is dates.NONE:
        return title, found
    return _SHORT_AT_END.sub("", _SHORT_AT_START.sub("", title)), found
