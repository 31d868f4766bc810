"""Files of a site are read whole, beside the loop; whatever they are, links are judged as before."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from monitor.crawl import files
from monitor.crawl.file_reader import PAGE
from monitor.crawl.files import MOST_BYTES, Reader
from monitor.demo import files as made
from monitor.domain.evidence import FetchStatus
from monitor.domain.observation import Observation
from monitor.domain.personal import FileState
from monitor.domain.run import Role
from tests.crawl.harness import crawled, home, site
from tests.crawl.servers import Answer, Page, html, serve
from tests.extract.test_personal import ID

LIST = [["救助名单"], ["姓名", "身份证号"], ["李明", ID]]
PLAIN = [["办法"], ["第一条为规范经办工作，制定本办法。"]]


def looked_at(
    tmp_path: Path, pages: dict[str, Answer | Page], role: Role = Role.ASSET
) -> dict[str, Observation]:
    """By path, what a crawl of these addresses saw."""
    with serve(pages) as server:
        one = site(server.url, obey_robots=False)
        seeds = [home(f"{server.url}{path[1:]}", role=role) for path in pages]
        store = crawled(tmp_path, [one], seeds, timeout=2.0).store
        return {path: store.seen[f"{server.url}{path[1:]}"] for path in pages}


def answer(form: str, rows: made.Rows, **headers: str) -> Answer:
    sent = made.attached(form, rows)
    return 200, {"Content-Type": sent.content_type, **headers}, sent.body


def state(seen: Observation) -> FileState | None:
    file = seen.page.particulars.file if seen.page else None
    return file.state if file else None


def test_files_are_read_and_only_what_proves_something_is_kept(tmp_path: Path) -> None:
    pages: dict[str, Answer | Page] = {
        f"/{n}.{form}": answer(form, rows)
        for form in ("docx", "xlsx", "pdf", "csv")
        for n, rows in enumerate((PLAIN, LIST))
    }
    pages["/down?id=1"] = answer(
        "pdf", LIST, **{"Content-Disposition": "attachment; filename=a.pdf"}
    )
    for path, seen in looked_at(tmp_path, pages).items():
        assert seen.fetches[-1].status is FetchStatus.OK and seen.reason is None
        assert state(seen) is FileState.READ, path
        shows = path[1] != "0"
        assert seen.page is not None and bool(seen.page.particulars.exposures) is shows
        assert (seen.body is not None) is shows
        assert seen.fetches[-1].body_sha256 and seen.fetches[-1].reusable
        assert ID not in repr(seen.page)


def test_a_page_role_does_not_hide_a_file(tmp_path: Path) -> None:
    seen = looked_at(tmp_path, {"/a": answer("pdf", LIST)}, Role.PAGE)["/a"]
    assert state(seen) is FileState.READ and seen.body is not None


def test_what_is_not_read_opens_nevertheless(tmp_path: Path) -> None:
    whole = made.pdf(LIST) + b" " * 300_000
    huge = b"%PDF" + b"x" * (MOST_BYTES + 1)
    pages: dict[str, Answer | Page] = {
        "/huge.pdf": (200, {"Content-Type": "application/pdf"}, huge),
        "/old.doc": (200, {"Content-Type": "application/msword"}, b"\xd0\xcf\x11\xe0"),
        "/noise.pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF" + b"x" * 5000),
        "/short.pdf": (
            200,
            {"Content-Type": "application/pdf", "Content-Length": str(len(whole) + 500)},
            whole,
        ),
        "/photo.jpg": (200, {"Content-Type": "image/jpeg"}, b"\xff\xd8" * 50_000),
    }
    found = looked_at(tmp_path, pages)
    assert {path: state(seen) for path, seen in found.items()} == {
        "/huge.pdf": FileState.TOO_LARGE,
        "/old.doc": FileState.NOT_READABLE,
        "/noise.pdf": FileState.BROKEN,
        "/short.pdf": FileState.TOO_LARGE,
        "/photo.jpg": None,
    }
    for path, seen in found.items():
        assert seen.fetches[-1].status is FetchStatus.OK, path
        assert seen.reason is None and seen.body is None and not seen.fetches[-1].reusable, path


def test_dead_files_and_error_pages_stay_what_they_were(tmp_path: Path) -> None:
    gone = "抱歉，您访问的页面不存在或已被删除，请返回首页。"
    found = looked_at(
        tmp_path,
        {
            "/gone.pdf": html("404", 404),
            "/soft.pdf": html(f"<html><title>页面不存在</title><body><p>{gone}</p></body></html>"),
            "/error.pdf": (500, {"Content-Type": "application/pdf"}, b"%PDF" + b"x" * 200_000),
        },
    )
    assert found["/gone.pdf"].fetches[-1].http_status == 404
    soft = found["/soft.pdf"].page
    assert soft is not None and soft.soft404
    assert found["/error.pdf"].page is None
    assert len(found["/error.pdf"].body or b"") <= 64 * 1024


def test_a_strangers_file_is_only_begun(tmp_path: Path) -> None:
    body = made.pdf(LIST) + b" " * 300_000
    with serve({"/a.pdf": (200, {"Content-Type": "application/pdf"}, body)}) as server:
        seeds = [home(f"{server.url}a.pdf", None, Role.LINK)]
        store = crawled(tmp_path, [site("http://127.0.0.9:9/")], seeds).store
        assert store.seen[seeds[0].url].page is None


def test_the_reader_survives_what_it_cannot_bear(monkeypatch: pytest.MonkeyPatch) -> None:
    body = made.pdf(LIST)

    async def read(reader: Reader) -> list[FileState]:
        states = []
        for seconds in (20.0, 0.0, 20.0):
            reader._seconds = seconds
            page = await reader.read(body, url="http://a/a.pdf", form="pdf", content_type=None)
            assert page.particulars.file is not None
            states.append(page.particulars.file.state)
        await reader.close()
        return states

    assert asyncio.run(read(Reader())) == [FileState.READ, FileState.BROKEN, FileState.READ]
    monkeypatch.setattr(files, "_LONGEST_ANSWER", 1)
    assert asyncio.run(read(Reader()))[0] is FileState.BROKEN


def test_an_answer_is_words_and_nothing_else() -> None:
    with pytest.raises(ValueError):
        PAGE.validate_json(b'{"url": 1, "kind": "nothing"}')


def test_files_at_hand_are_bounded() -> None:
    one = files.Files(frontier=None)  # type: ignore[arg-type]
    assert one.has_room(files.AT_HAND * 2)
    one.at_hand = files.AT_HAND - 10
    assert one.has_room(10) and not one.has_room(11)
