"""Lists that come as JSON: catalogue platforms, static lists of a CMS, plain arrays of items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from monitor.domain.evidence import DateState, Entry, Listing
from monitor.extract import dates
from monitor.extract.address import Addresses
from monitor.extract.shown import squeeze

_CHINA = timezone(timedelta(hours=8))
_TITLES = (
    "title", "filename", "doctitle", "articletitle", "infotitle", "newstitle", "contenttitle",
    "vc_title", "biaoti", "showtitle", "name", "subject",
)  # fmt: skip
_URLS = (
    "post_url", "url", "link", "href", "docpuburl", "puburl", "linkurl", "path", "weburl", "infourl",
    "visiturl", "detailurl", "staticurl", "htmlurl", "docurl", "titleurl", "arturl",
)  # fmt: skip
_DATES = (
    "display_publish_time", "first_publish_time", "published_at", "publish_time", "publishtime",
    "publishdate", "pubdate", "pub_date", "pubtime", "releasetime", "releasedate", "docreltime",
    "date", "time", "created_at", "createtime", "createdate", "infodate", "showdate",
    "publishedtime", "publisheddate", "publishedtimestr", "inputtime", "addtime", "showtime", "crtime",
)  # fmt: skip
_PADDING = re.compile(r"^[\w.$]+\((.*)\)\s*;?$", re.S)
_WRAPPED = re.compile(r"^/?Date\((\d{10,13})(?:[+-]\d{4})?\)/?$")
_MOMENT = re.compile(r"^20\d{12}$")
_TAG = re.compile(r"<[^>]+>")


def parse_json(text: str) -> Any | None:
    """The value of a JSON or JSONP text; None for anything else."""
    start = text.lstrip("\ufeff \t\r\n")
    padded = _PADDING.match(start.strip()) if start[:1] not in "{[" else None
    body = padded[1] if padded else start
    if body[:1] not in ("{", "["):
        return None
    try:
        return json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return None


def read_api(value: Any, url: str) -> Listing | None:
    """The listing in an API's answer, or None when it holds no items with title and address."""
    addresses = Addresses(url)
    best: list[Entry] = []
    empty = False
    for items in arrays(value):
        entries = [entry for item in items if (entry := _entry(item, addresses))]
        empty = empty or not items
        if len(entries) > len(best):
            best = entries
    if best:
        return Listing(tuple(best))
    return Listing(empty_container=True) if empty else None


def arrays(value: Any, depth: int = 0) -> Iterator[list[Any]]:
    """Every array in a value, the outer before the inner."""
    if depth > 4:
        return
    if isinstance(value, list):
        yield value
    children = value.values() if isinstance(value, dict) else ()
    for child in children:
        if isinstance(child, dict | list):
            yield from arrays(child, depth + 1)


def _entry(item: Any, addresses: Addresses) -> Entry | None:
    if not isinstance(item, Mapping):
        return None
    fields = {str(name).lower(): value for name, value in item.items()}
    named = title_and_address(fields, addresses)
    if named is None:
        return None
    title, url = named
    found = next((fields[n] for n in _DATES if fields.get(n)), None)
    if found is None:
        return Entry(title, url)
    day = day_of(found)
    state = DateState.READ if day else DateState.UNREADABLE
    return Entry(title, url, day, state, "item" if day else None)


def title_and_address(fields: Mapping[str, Any], addresses: Addresses) -> tuple[str, str] | None:
    """Of an item by the names of its fields in small letters; None for what is no item."""
    title = next((fields[n] for n in _TITLES if isinstance(fields.get(n), str) and fields[n]), None)
    raw = next((fields[n] for n in _URLS if isinstance(fields.get(n), str) and fields[n]), None)
    url = addresses.absolute(raw)
    return (_plain(title), url) if title and url else None


def _plain(title: str) -> str:
    return squeeze(_TAG.sub("", title))


def day_of(value: Any) -> date | None:
    """The day that a value of an API says. Epochs in seconds or milliseconds are days in China."""
    if isinstance(value, str):
        wrapped = _WRAPPED.match(value.strip())
        value = wrapped[1] if wrapped else value.strip()
        if _MOMENT.match(value):
            return dates.make(value[:4], value[4:6], value[6:8])
        if not value.isdigit():
            return dates.first_date(value)
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    if 19_900_101 <= number <= 20_991_231:
        text = str(int(number))
        return dates.make(text[:4], text[4:6], text[6:])
    seconds = number / 1000 if number > 1e11 else number
    if not 6e8 < seconds < 4.1e9:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone(_CHINA).date()
