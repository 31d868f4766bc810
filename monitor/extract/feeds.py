"""RSS, Atom and JSON Feed become posts."""

from __future__ import annotations

import io
import json
from calendar import timegm
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urljoin
from xml.sax import SAXException

import feedparser

from monitor.domain.media import Post
from monitor.extract.decode import decode
from monitor.extract.moments import read_moment
from monitor.extract.posts import is_deleted, is_pinned, plain, read_post

_JSON_FEED = "https://jsonfeed.org/version/"
_EDITED = timedelta(minutes=1)
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Feed:
    """`complete`: the feed says that it holds every post there is (RFC 5005). `broken`: it is not
    well-formed, so that posts may be missing."""

    posts: tuple[Post, ...]
    complete: bool = False
    broken: bool = False


def read_feed(body: bytes, base: str, now: datetime) -> Feed | None:
    """None for what is no feed. `base`: against which relative addresses are read. A time that lies
    ahead is none."""
    text = decode(body)[0].lstrip("\ufeff \t\r\n")
    if text[:1] == "{":
        return _json_feed(text, base, now)
    # As a stream: of a string it would ask whether it is an address or a file.
    read = feedparser.parse(
        io.BytesIO(body),
        sanitize_html=False,
        response_headers={"content-type": "application/xml", "content-location": base},
    )
    if not read.get("version"):
        return None
    return Feed(
        tuple(_entry(one, base, now) for one in read.entries),
        complete="fh_complete" in read.feed,
        broken=isinstance(read.get("bozo_exception"), SAXException),
    )


def _entry(entry: Mapping[str, Any], base: str, now: datetime) -> Post:
    published = _moment(entry, "published", now)
    updated = _moment(entry, "updated", now)
    content = entry.get("content") or [{}]
    markup = str(content[0].get("value") or entry.get("summary") or "")
    title = str(entry.get("title") or "")
    return _post(
        str(entry.get("link") or ""),
        str(entry.get("id") or ""),
        title,
        markup,
        published,
        updated,
        base,
    )


def _moment(entry: Mapping[str, Any], name: str, now: datetime) -> datetime | None:
    """As the feed writes it, since a time without a zone is ours; else as the library reads it."""
    # The library gives one of the two for the other where it is missing, and warns.
    found = read_moment(entry[name], now) if name in entry else None
    parsed = entry[f"{name}_parsed"] if name in entry else None
    if found is None and parsed is not None:
        read = datetime.fromtimestamp(timegm(parsed), UTC)
        found = read if read <= now + _AHEAD else None
    return found


def _json_feed(text: str, base: str, now: datetime) -> Feed | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    if not isinstance(value, dict) or not str(value.get("version")).startswith(_JSON_FEED):
        return None
    items = value.get("items")
    return Feed(
        tuple(
            _post(
                urljoin(base, str(one.get("url") or "")) if one.get("url") else "",
                str(one.get("id") or ""),
                str(one.get("title") or ""),
                str(one.get("content_html") or one.get("content_text") or one.get("summary") or ""),
                read_moment(one.get("date_published"), now),
                read_moment(one.get("date_modified"), now),
                base,
            )
            for one in (items if isinstance(items, list) else ())
            if isinstance(one, dict)
        )
    )


def _post(
    link: str,
    number: str,
    title: str,
    markup: str,
    published: datetime | None,
    updated: datetime | None,
    base: str,
) -> Post:
    """Where there is no link the entry's number tells it from others."""
    url = link or (number if number.startswith("http") else f"{base}#{quote(number)}")
    body = plain(markup)
    # Bridges repeat a short post as its title.
    said = markup if body.startswith(plain(title)) else f"{title} {markup}"
    post = Post(
        url=url,
        published=published or updated,
        pinned=is_pinned(title[:10]),
        edited=bool(published and updated and updated - published > _EDITED),
        deleted=is_deleted(title) or is_deleted(body[:40]),
    )
    return read_post(post, said)
