"""What is stored, as a WARC file: read back, it is what the blobs hold, byte for byte."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from db.packing import unpacked
from monitor.crawl.rendered import find_browser
from tests.commands import Monitor
from tests.crawl.servers import serve
from tests.extract.test_personal import ID
from tests.job.small_site import items, page, registry, site

pytestmark = pytest.mark.skipif(find_browser() is None, reason="no browser on this machine")
NEXT = "2026-01-27T10:00"


@dataclass(frozen=True)
class Record:
    kind: str
    uri: str
    told: Any
    http: Any
    payload: bytes

    @property
    def about(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.payload)
        return found


def read(path: Path) -> list[Record]:
    """Every record; digests are verified as it is read."""
    found = []
    with path.open("rb") as file:
        for one in ArchiveIterator(file, check_digests="raise"):
            payload = one.content_stream().read()
            told = one.rec_headers
            uri = told.get_header("WARC-Target-URI") or ""
            found.append(Record(one.rec_type, uri, told, one.http_headers, payload))
    return found


@dataclass(frozen=True)
class Seen:
    monitor: Monitor
    url: str
    defects: dict[str, str]

    def fetches(self, run: int) -> dict[str, str | None]:
        with closing(sqlite3.connect(self.monitor.home / "var" / "monitor.db")) as db:
            rows = db.execute(
                "SELECT coalesce(final_url, url), body_sha256 FROM fetch WHERE run_id = ?"
                " ORDER BY seq",
                (run,),
            )
            return dict(rows.fetchall())

    def stored(self, digest: str) -> bytes | None:
        path = self.monitor.home / "var" / "blobs" / digest[:2] / f"{digest[2:]}.zst"
        return unpacked(path.read_bytes()) if path.exists() else None

    def warc(self, path: Path, *arguments: str) -> tuple[str, list[Record]]:
        said = self.monitor.ok("warc", *arguments, "--output", str(path))
        return said, read(path)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """A site with a stale column, a dead link, a number on a page, a packed page and a moved one; two
    crawls and a second look."""
    monitor = Monitor(tmp_path_factory.mktemp("warc"))
    pages = site(news="2026-01-05")
    del pages["/tzgg/1.html"]
    days = ["2026-01-05", "2026-01-02", "2026-01-01"]
    pages["/gzdt/1.html"] = page("公示", f"<h1>公示</h1><p>张三，身份证号：{ID}</p>{'说明。' * 60}")
    status, headers, body = page("通知", f"<h1>通知</h1>{items('gzdt', days)}{'说明。' * 60}")
    marks = {**headers, "Set-Cookie": "JSESSIONID=secret", "X-Served-By": "node-7"}
    pages["/tzgg/2.html"] = (status, {**marks, "Content-Encoding": "gzip"}, gzip.compress(body))
    pages["/bs/"] = pages["/bsfw.html"]
    pages["/bsfw.html"] = (302, {"Location": "/bs/"}, b"")
    with serve(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", "2026-01-26T10:00")
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T10:45")
        monitor.ok("crawl", "--as-of", NEXT)
        monitor.ok("pictures")
        defects = {one["check"]: one["id"] for one in monitor.records()}
        yield Seen(monitor, server.url, defects)


def test_every_payload_of_a_run_is_the_stored_body(seen: Seen, tmp_path: Path) -> None:
    said, records = seen.warc(tmp_path / "run.warc.gz", "--run", "1", "--sensitive")
    assert "归档" not in said and "已写入" in said
    answers = [one for one in records if one.kind in ("response", "resource")]
    assert len(answers) > 8
    for one in answers:
        digest = sha256(one.payload).hexdigest()
        assert one.told.get_header("WARC-Payload-Digest") == f"sha256:{digest}"
        if not one.told.get_header("WARC-Truncated"):
            assert seen.stored(digest) == one.payload
    bodies = {digest for digest in seen.fetches(1).values() if digest and seen.stored(digest)}
    assert {sha256(one.payload).hexdigest() for one in answers} >= bodies
    assert records[0].kind == "warcinfo" and b"gov-monitor/" in records[0].payload


def test_headers_requests_and_redirects_are_told_beside_them(seen: Seen, tmp_path: Path) -> None:
    _, records = seen.warc(tmp_path / "run.warc.gz", "--run", "1", "--sensitive")
    (packed,) = [
        one for one in records if one.kind == "response" and one.uri == f"{seen.url}tzgg/2.html"
    ]
    assert packed.http.get_header("X-Served-By") == "node-7"
    assert packed.http.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert packed.http.get_header("Set-Cookie") is None
    assert packed.payload.startswith(b"<html>"), "no reader unpacks it twice"
    beside = [
        one
        for one in records
        if one.told.get_header("WARC-Concurrent-To") == packed.told.get_header("WARC-Record-ID")
    ]
    assert Counter(one.kind for one in beside) == {"request": 1, "metadata": 1}
    (asked,) = [one for one in beside if one.kind == "request"]
    assert asked.http.get_header("Host") == seen.url.split("/")[2]
    (moved,) = [
        one.about
        for one in records
        if one.kind == "metadata" and one.about.get("address") == f"{seen.url}bsfw.html"
    ]
    assert moved["final_address"] == f"{seen.url}bs/"
    assert moved["remote_address"] == "127.0.0.1" and len(moved["sha256"]) == 64


def test_a_defect_has_its_looks_its_rule_and_its_picture(seen: Seen, tmp_path: Path) -> None:
    defect = seen.defects["link-broken"]
    _, records = seen.warc(tmp_path / "one.warc.gz", "--defect", defect)
    dead = [one for one in records if one.uri == f"{seen.url}tzgg/1.html"]
    assert {"response", "revisit", "request", "metadata"} == {one.kind for one in dead}
    assert {one.http.get_statuscode() for one in dead if one.kind == "response"} == {"404"}
    told = [finding for one in dead if one.kind == "metadata" for finding in one.about["findings"]]
    assert {(one["defect"], one["check"]) for one in told} == {(defect, "link-broken")}
    assert told[0]["rows"] and told[0]["rubric"] == "national-2019" and told[0]["rubric_version"]
    (picture,) = [one for one in records if one.told.get_header("Content-Type") == "image/jpeg"]
    assert picture.payload[:2] == b"\xff\xd8" and defect in picture.uri
    others = {one.uri for one in records if one.kind == "response"} - {dead[0].uri}
    assert others == {f"{seen.url}tzgg/"}, "and the page that it stands on"


def test_an_answer_that_held_is_the_one_that_gave_the_body(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path, MONITOR_BROWSER=str(tmp_path / "none"))
    pages: dict[str, Any] = dict(site())
    status, headers, body = page("首页", items("gzdt", ["2026-01-25"]))
    pages["/"] = lambda visit: (
        (304, {"ETag": '"1"'}, b"")
        if "if-none-match" in visit.headers
        else (status, {**headers, "ETag": '"1"', "X-Served-By": "node-7"}, body)
    )
    with serve(pages) as server:
        monitor.registry(registry(server.url))
        for moment in ("2026-01-26T10:00", NEXT):
            monitor.ok("crawl", "--as-of", moment)
        monitor.ok("warc", "--run", "2", "--output", str(tmp_path / "2.warc.gz"))
        home = [one for one in read(tmp_path / "2.warc.gz") if one.uri == server.url]
    answers = [one for one in home if one.kind == "response"]
    assert [one.payload for one in answers] == [body]
    assert answers[0].http.get_header("X-Served-By") == "node-7"


def test_what_is_sensitive_is_written_when_asked_for_only(seen: Seen, tmp_path: Path) -> None:
    defect, path = seen.defects["personal-data-exposed"], tmp_path / "one.warc.gz"
    ran = seen.monitor.run("warc", "--defect", defect, "--output", str(path))
    assert ran.code == 2 and defect in ran.err and not path.exists()
    _, records = seen.warc(path, "--defect", defect, "--sensitive")
    assert any(ID.encode() in one.payload for one in records)
    said, records = seen.warc(tmp_path / "run.warc.gz", "--run", "1")
    assert "涉及敏感问题" in said
    assert not any(ID.encode() in one.payload for one in records)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "请用 --defect 指定问题，或用 --run 指定批次，二者选一。"),
        (
            ("--run", "1", "--defect", "x"),
            "请用 --defect 指定问题，或用 --run 指定批次，二者选一。",
        ),
        (("--run", "99"), "没有批次 99。"),
        (("--defect", "ffffffffffff"), "没有编号为 ffffffffffff 的问题。"),
    ],
)
def test_what_does_not_fit_is_refused(
    seen: Seen, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    path = tmp_path / "no.warc.gz"
    ran = seen.monitor.run("warc", *arguments, "--output", str(path))
    assert (ran.code, ran.out, ran.err) == (2, "", sentence + "\n")
    assert not list(tmp_path.iterdir())
