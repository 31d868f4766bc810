"""Stored answers as a WARC file (ISO 28500), which any web archive opens.

A body is kept without its transfer and content encodings; the headers that spoke of them are renamed
X-Archive-Orig-…, so that no reader unpacks it twice. What the browser rendered is no answer of a
server: such a page is a `resource`. We do not keep what we sent but for the address: a `request`
record has that and the host. The same body at the same address a second time is a `revisit`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.domain.evidence import Fetch, Via

_ENCODED = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_NO_URI = re.compile(r"[\s<>\"]")


@dataclass(frozen=True)
class Capture:
    """A fetch with its stored body, or None; `about` becomes the metadata record beside it."""

    fetch: Fetch
    body: bytes | None
    about: Mapping[str, Any]


@dataclass(frozen=True)
class Shot:
    """The picture of a defect."""

    defect_id: str
    taken_at: datetime
    jpeg: bytes
    about: Mapping[str, Any]


@dataclass
class Written:
    """What went into a file. `unstored`: fetches whose body is no longer, or was never, stored."""

    records: int = 0
    bodies: int = 0
    pictures: int = 0
    unstored: int = 0


@dataclass
class _Archive:
    writer: WARCWriter
    count: Written = field(default_factory=Written)
    first: dict[tuple[str, str], str] = field(default_factory=dict)
    """When a body at an address was first written."""

    def write(self, record: ArcWarcRecord) -> None:
        self.writer.write_record(record)
        self.count.records += 1

    def capture(self, one: Capture) -> None:
        answer = self._answer(one)
        if answer is not None:
            self.write(answer)
            if answer.rec_type != "resource" and one.fetch.via is not Via.BROWSER:
                self.write(self._request(one.fetch, answer))
        self._about(_address(one.fetch), one.fetch.fetched_at, one.about, answer)
        self.count.bodies += one.body is not None
        self.count.unstored += one.body is None

    def _answer(self, one: Capture) -> ArcWarcRecord | None:
        fetch, body = one.fetch, one.body
        if body is None and (not fetch.headers or fetch.via is Via.BROWSER):
            return None
        uri = _address(fetch)
        told = {"WARC-Date": _date(fetch.fetched_at)}
        if fetch.remote_address:
            told["WARC-IP-Address"] = fetch.remote_address
        if body is None:
            told["WARC-Truncated"] = "unspecified"
        digest = f"sha256:{sha256(body or b'').hexdigest()}"
        http = None if fetch.via is Via.BROWSER else _http(fetch, body)
        before = self.first.get((uri, digest)) if body is not None else None
        if before is not None:
            made: ArcWarcRecord = self.writer.create_revisit_record(
                uri, digest, uri, before, http_headers=http, warc_headers_dict=told
            )
            return made
        if body is not None:
            self.first[uri, digest] = told["WARC-Date"]
        told["WARC-Payload-Digest"] = digest
        kind = "resource" if http is None else "response"
        made = self.writer.create_warc_record(
            uri,
            kind,
            payload=BytesIO(body or b""),
            length=len(body or b""),
            warc_content_type=(fetch.content_type or "") if http is None else "",
            warc_headers_dict=told,
            http_headers=http,
        )
        return made

    def _request(self, fetch: Fetch, answer: ArcWarcRecord) -> ArcWarcRecord:
        uri = _address(fetch)
        parts = urlsplit(uri)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        line = StatusAndHeaders(
            f"GET {path}{query} HTTP/1.1", [("Host", parts.netloc)], is_http_request=True
        )
        told = {
            "WARC-Date": _date(fetch.fetched_at),
            "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
        }
        made: ArcWarcRecord = self.writer.create_warc_record(
            uri, "request", http_headers=line, warc_headers_dict=told
        )
        return made

    def _about(
        self, uri: str, at: datetime, about: Mapping[str, Any], beside: ArcWarcRecord | None
    ) -> None:
        told = {"WARC-Date": _date(at)}
        if beside is not None:
            told["WARC-Concurrent-To"] = beside.rec_headers.get_header("WARC-Record-ID")
        text = json.dumps(about, ensure_ascii=False, indent=1, default=str).encode()
        record = self.writer.create_warc_record(
            uri,
            "metadata",
            payload=BytesIO(text),
            length=len(text),
            warc_content_type="application/json",
            warc_headers_dict=told,
        )
        self.write(record)

    def shot(self, one: Shot) -> None:
        uri = f"urn:gov-monitor:picture:{one.defect_id}"
        record = self.writer.create_warc_record(
            uri,
            "resource",
            payload=BytesIO(one.jpeg),
            length=len(one.jpeg),
            warc_content_type="image/jpeg",
            warc_headers_dict={
                "WARC-Date": _date(one.taken_at),
                "WARC-Payload-Digest": f"sha256:{sha256(one.jpeg).hexdigest()}",
            },
        )
        self.write(record)
        self._about(uri, one.taken_at, one.about, record)
        self.count.pictures += 1


def write_warc(path: Path, what: Iterable[Capture | Shot], info: Mapping[str, str]) -> Written:
    """A gzip-compressed WARC 1.1 file, whole or not at all. Raises OSError where it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("wb") as out:
            archive = _Archive(WARCWriter(out, gzip=True, warc_version="1.1"))
            archive.write(archive.writer.create_warcinfo_record(path.name, dict(info)))
            for one in what:
                if isinstance(one, Shot):
                    archive.shot(one)
                else:
                    archive.capture(one)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return archive.count


def _address(fetch: Fetch) -> str:
    """The address that gave the answer; soundings are known by the page they asked."""
    return _NO_URI.sub(lambda found: quote(found[0]), fetch.final_url or fetch.url)


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _http(fetch: Fetch, body: bytes | None) -> StatusAndHeaders:
    code = fetch.http_status or 0
    phrase = HTTPStatus(code).phrase if code in list(HTTPStatus) else ""
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in _ENCODED else name, value)
        for name, value in fetch.headers
    ]
    if not fetch.headers and fetch.content_type:  # stored before headers were
        headers.append(("Content-Type", fetch.content_type))
    if body is not None:
        headers.append(("Content-Length", str(len(body))))
    return StatusAndHeaders(f"{code} {phrase}".strip(), headers, protocol="HTTP/1.1")
