"""From the crawl to what is sent: pictures of confirmed defects, and the proof beside the list."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from db.packing import unpacked
from monitor.crawl.rendered import find_browser
from tests.commands import Monitor
from tests.crawl.servers import serve
from tests.job.small_site import registry, site

pytestmark = pytest.mark.skipif(find_browser() is None, reason="no browser on this machine")
CRAWL, SECOND = "2026-01-26T10:00", "2026-01-26T10:45"


@dataclass(frozen=True)
class Seen:
    """A site with a stale column and a dead link, crawled and looked at twice; its pictures taken."""

    monitor: Monitor
    url: str
    said: str
    asked: list[str]

    def rows(self) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.monitor.home / "var" / "monitor.db")) as db:
            return db.execute(
                "SELECT d.check_id, p.sha256, p.marked, p.reason FROM picture p"
                " JOIN defect d ON d.id = p.defect_id ORDER BY 1"
            ).fetchall()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    monitor = Monitor(tmp_path_factory.mktemp("proof"))
    pages = site(news="2026-01-05")
    del pages["/tzgg/1.html"]
    with serve(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        monitor.ok("recheck", "--now", "--as-of", SECOND)
        before = len(server.log.paths)
        said = monitor.ok("pictures")
        yield Seen(monitor, server.url, said, server.log.paths[before:])


def test_every_confirmed_defect_has_its_picture(seen: Seen) -> None:
    confirmed = [one for one in seen.monitor.records() if one["state"] == "confirmed"]
    assert {"column-stale", "home-stale", "link-broken"} <= {one["check"] for one in confirmed}
    for one in confirmed:
        (sha256,) = [proof["sha256"] for proof in one["evidence"] if proof["kind"] == "picture"]
        path = seen.monitor.home / "var" / "blobs" / sha256[:2] / f"{sha256[2:]}.zst"
        assert unpacked(path.read_bytes())[:2] == b"\xff\xd8", "a JPEG"
    assert all(marked and reason is None for _, _, marked, reason in seen.rows())


def test_the_pages_are_not_asked_for_again(seen: Seen) -> None:
    assert not [path for path in seen.asked if path.endswith(("/", ".html"))]


def test_a_second_time_nothing_is_taken(seen: Seen) -> None:
    count = len(seen.rows())
    assert seen.monitor.ok("pictures") == f"此前已截图：{count} 条。\n"
    assert len(seen.rows()) == count


def test_explain_writes_files_that_open(seen: Seen, tmp_path: Path) -> None:
    folder = tmp_path / "proof"
    seen.monitor.ok("explain", "jia-site", "link-broken", "--output", str(folder))
    names = sorted(path.name.split("_")[0] for path in folder.iterdir())
    assert names == ["body", "looks", "picture"] or names == ["looks", "picture", "rendered"]
    (told,) = folder.glob("looks_*.txt")
    text = told.read_text(encoding="utf-8")
    assert "返回码404" in text and "响应头（" in text and "\nContent-Type: " in text
    (picture,) = folder.glob("picture_*.jpg")
    assert picture.read_bytes()[:2] == b"\xff\xd8"


def test_the_proof_goes_out_beside_the_list_and_is_always_the_same(
    seen: Seen, tmp_path: Path
) -> None:
    monitor = seen.monitor
    records = [one for one in monitor.records() if one["check"] in ("link-broken", "home-stale")]
    for one in records:
        monitor.ok("review", one["id"], "--decision", "included", "--reason", "已核")
    first, again = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (first, again):
        written = monitor.ok(
            *("export", "--unit", "jia", "--outgoing", "--format", "xlsx", "--output", str(path))
        )
        assert written.splitlines()[1] == str(path.with_name(f"{path.stem}_佐证.zip"))
    packed = first.with_name("1_佐证.zip")
    assert packed.read_bytes() == again.with_name("2_佐证.zip").read_bytes()
    with ZipFile(packed) as package:
        names = package.namelist()
        texts = [package.read(name).decode() for name in names if name.endswith("说明.txt")]
    assert sum(name.endswith(".jpg") for name in names) == len(records) == len(texts)
    (dead,) = [text for text in texts if "返回码404" in text]
    assert f"网址：{seen.url}tzgg/1.html" in dead and "访问记录" in dead and "SHA-256" in dead
    assert "响应头（" in dead and "Content-Type: " in dead
    assert all(name.endswith((".jpg", ".txt")) for name in names), "nothing that runs"


def test_without_a_browser_one_sentence_says_what_to_do(seen: Seen) -> None:
    blind = Monitor(seen.monitor.home, MONITOR_BROWSER=str(seen.monitor.home / "none"))
    ran = blind.run("pictures")
    assert (ran.code, ran.out) == (2, "") and "make setup" in ran.err


def test_an_unknown_defect_is_refused(seen: Seen) -> None:
    ran = seen.monitor.run("pictures", "--defect", "ffffffffffff")
    assert ran.code == 2 and "ffffffffffff" in ran.err
