"""The posts on an account's page of any platform: by the data its scripts start with, or by its list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import quote, unquote, urljoin

from monitor.domain.calendar import SHANGHAI
from monitor.domain.evidence import Entry, PageKind
from monitor.domain.media import Post
from monitor.extract.api import parse_json
from monitor.extract.decode import decode
from monitor.extract.document import Document
from monitor.extract.moments import read_moment
from monitor.extract.page import read_page
from monitor.extract.posts import gone, is_deleted, is_empty, is_pinned, read_post, wants_login
from monitor.extract.shown import text_of
from monitor.extract.tree import Element

_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script\s*>", re.S | re.I)
_STATE = re.compile(r"=\s*(?=\{)|=\s*JSON\.parse\(\s*(?=\")|^\s*(?=[{\[]|%7B|%5B)")
_UNDEFINED = re.compile(r"(?<=[:,\[])\s*undefined\b")
_TITLES = ("title", "desc", "content", "text", "caption", "abstract")
_TIMES = (
    "publish_time", "publishtime", "published_at", "pubdate", "pub_time", "created_at", "display_time",
    "create_time", "createtime", "ctime", "timestamp", "created",
)  # fmt: skip
_URLS = (
    "share_url",
    "article_url",
    "arcurl",
    "url",
    "link",
    "jump_url",
    "display_url",
    "source_url",
)
_NUMBERS = ("aweme_id", "awemeid", "group_id", "item_id", "bvid", "photoid", "feed_id", "id")
_PINNED = ("is_top", "istop", "is_stick", "is_pinned")
_DELETED = ("is_delete", "is_deleted", "deleted")
_AUTHORS = ("author", "user", "user_info", "owner", "media_name", "source")
_NAMES = ("nickname", "screen_name", "name")
_DEEP = 12
_SHORT = 400
_NEAR = 4
"""How far above an item's link its time may stand."""
_TIME_LENGTH = 24
_FIGURE = re.compile(r"\d+\.\d+$")
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What an account's page shows. `ordered`: its posts come newest first, pinned ones aside, so that
    the first one is the newest there is. Where there are no posts: `gone` (closed, banned, not_found)
    by the page's words, `refusal` (blocked, unreadable), or neither where the page says that there are
    none."""

    posts: tuple[Post, ...] = ()
    ordered: bool = False
    gone: str | None = None
    refusal: str | None = None


def read_timeline(body: bytes, *, url: str, name: str, now: datetime) -> Timeline:
    """`name`: the account's, since pages also carry the posts of others."""
    text = decode(body)[0]
    posts = _by_data(text, url, name, now)
    if posts is None:
        posts = _by_list(body, text, url, now)
    if posts:
        return Timeline(tuple(posts), ordered=_is_ordered(posts))
    doc = Document.read(text, url)
    shown = f"{doc.title} {doc.text}" if doc else ""
    if len(shown) > _SHORT:
        return Timeline(refusal="unreadable")
    if reason := gone(shown):
        return Timeline(gone=reason)
    if wants_login(shown):
        return Timeline(refusal="blocked")
    return Timeline() if is_empty(shown) else Timeline(refusal="unreadable")


def _is_ordered(posts: list[Post]) -> bool:
    times = [one.published for one in posts if one.published and not one.pinned]
    return len(times) > 1 and all(a >= b for a, b in pairwise(times))


# The data of scripts.


def _by_data(text: str, url: str, name: str, now: datetime) -> list[Post] | None:
    """The list of most posts; of one in which the account is named as their author, its own."""
    best: list[Post] = []
    best_own = False
    for items in (found for value in _values(text) for found in _lists(value)):
        told = [(post, _author(one)) for one in items if (post := _item(one, url, now))]
        own = [post for post, author in told if _same(author, name)]
        others = any(author for _, author in told)
        posts = own or ([] if others else [post for post, _ in told])
        if (bool(own), len(posts)) > (best_own, len(best)):
            best, best_own = posts, bool(own)
    return best or None


def _values(text: str) -> Iterator[Any]:
    whole = parse_json(text)
    if whole is not None:
        yield whole
        return
    for script in _SCRIPT.findall(text):
        for found in _STATE.finditer(script):
            value = _value(script[found.end() :])
            if isinstance(value, dict | list):
                yield value
                break


def _value(code: str) -> Any:
    """The JSON value at the beginning of a script's code; None for none."""
    if code[:1] == "%":
        code = unquote(code.strip())
    decoder = json.JSONDecoder(strict=False)
    try:
        value, _ = decoder.raw_decode(_UNDEFINED.sub("null", code))
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return None


def _lists(value: Any, depth: int = 0) -> Iterator[list[dict[str, Any]]]:
    """Lists of objects, however deep; objects by number are a list too."""
    if depth > _DEEP:
        return
    children = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(children, list):
        return
    objects = [one for one in children if isinstance(one, dict)]
    if objects:
        yield objects
    for child in children:
        yield from _lists(child, depth + 1)


def _item(item: Mapping[str, Any], url: str, now: datetime) -> Post | None:
    fields = {str(key).lower(): value for key, value in item.items()}
    title = next((v for n in _TITLES if isinstance(v := fields.get(n), str) and v.strip()), None)
    times = (read_moment(fields[n], now) for n in _TIMES if isinstance(fields.get(n), str | int))
    published = next((one for one in times if one is not None), None)
    if title is None or published is None:
        return None
    link = next((v for n in _URLS if isinstance(v := fields.get(n), str) and v.strip()), "")
    number = next((str(v) for n in _NUMBERS if (v := fields.get(n))), "")
    status = fields.get("status")
    marks = fields | (status if isinstance(status, dict) else {})
    post = Post(
        url=urljoin(url, link) if link else f"{url}#{quote(number)}",
        published=published,
        pinned=any(_true(fields.get(mark)) for mark in _PINNED),
        deleted=any(_true(marks.get(mark)) for mark in _DELETED) or is_deleted(title),
    )
    return read_post(post, title)


def _true(value: Any) -> bool:
    return value in (True, 1, "1", "true")


def _author(item: Mapping[str, Any]) -> str:
    for field in _AUTHORS:
        value = item.get(field)
        if isinstance(value, dict):
            value = next((value[n] for n in _NAMES if isinstance(value.get(n), str)), None)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _same(author: str, name: str) -> bool:
    return bool(author) and "".join(author.split()) == "".join(name.split())


# The list that is shown.


def _by_list(body: bytes, text: str, url: str, now: datetime) -> list[Post]:
    page = read_page(body, url=url)
    if page.kind is PageKind.ARTICLE and page.article and page.article.published:
        day = datetime.combine(page.article.published, datetime.min.time(), SHANGHAI)
        return [read_post(Post(url, day), page.title)]
    entries = page.listing.entries if page.listing else ()
    if not entries:
        return []
    doc = Document.read(text, url)
    anchors = _anchors(doc, {entry.url for entry in entries}) if doc else {}
    return [_entry(entry, anchors, now) for entry in entries]


def _entry(entry: Entry, anchors: Mapping[str, Element], now: datetime) -> Post:
    words = _words(entry, anchors)
    moments = [one for word in words if not _FIGURE.match(word) and (one := read_moment(word, now))]
    if entry.published is not None:
        # The clock time of the day that is known.
        same = [one for one in moments if one.astimezone(SHANGHAI).date() == entry.published]
        moments = same or [datetime.combine(entry.published, datetime.min.time(), SHANGHAI)]
    post = Post(
        url=entry.url,
        published=next((one for one in moments if one <= now + _AHEAD), None),
        pinned=is_pinned(entry.title[:10]) or any(is_pinned(word) for word in words),
        deleted=is_deleted(entry.title),
    )
    return read_post(post, entry.title)


def _anchors(doc: Document, urls: set[str]) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for anchor in doc.anchors:
        address = doc.addresses.absolute(anchor.get("href"))
        if address in urls and (address not in found or not text_of(found[address])):
            found[address] = anchor
    return found


def _words(entry: Entry, anchors: Mapping[str, Element]) -> list[str]:
    """The short words around an item's link, as far as they are of no other item."""
    anchor = anchors.get(entry.url)
    if anchor is None:
        return []
    others = {id(one) for url, one in anchors.items() if url != entry.url}
    box = anchor
    for above, _ in zip(anchor.iterancestors(), range(_NEAR), strict=False):
        if any(id(one) in others for one in above.iter("a")):
            break
        box = above
    words = (" ".join(str(word).split()) for word in box.itertext())
    return [word for word in words if word and len(word) <= _TIME_LENGTH]
