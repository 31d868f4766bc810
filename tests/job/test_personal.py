"""Personal numbers on a page and in a file: found, looked at again, gone when repaired, never in clear."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from monitor.demo import files as made
from tests.commands import Monitor
from tests.crawl.servers import Answer
from tests.extract.test_personal import ID, MOBILE, resident
from tests.job.small_site import page, registry, served, site

OTHER = resident("999901", "19550505")
ROWS = [["救助名单"], ["姓名", "身份证号"], ["李明", OTHER]]
CRAWL, SECOND, NEXT = "2026-01-26T10:00", "2026-01-26T10:45", "2026-01-27T10:00"


def answer(form: str, rows: made.Rows) -> Answer:
    sent = made.attached(form, rows)
    return 200, {"Content-Type": sent.content_type, "ETag": '"1"'}, sent.body


def pages(body: str, file: Answer) -> dict[str, Any]:
    told = site()
    told["/gzdt/1.html"] = page(
        "公示",
        f"<h1>公示</h1><p>发布时间：2026-01-25</p><p>{body}</p>"
        "<p><a href='/f/1.xlsx'>附件：名单.xlsx</a></p>",
        ("ArticleTitle", "公示"),
        ("PubDate", "2026-01-25"),
        ("ContentSource", "甲局"),
        ("ColumnName", "工作动态"),
        ("ColumnType", "工作动态"),
    )
    told["/f/1.xlsx"] = file
    return told


def exposed(monitor: Monitor) -> dict[str, tuple[str, str]]:
    """By path, state and description of what the check says and what is not gone."""
    return {
        "/" + one["subject"].split("/", 3)[3]: (one["state"], one["description"])
        for one in monitor.records()
        if one["check"] == "personal-data-exposed" and one["state"] != "gone"
    }


def test_from_the_first_look_to_the_repair(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    bad = pages(
        f"申请人李明，身份证号：{ID}，电话{MOBILE}。{'经审核符合条件。' * 20}", answer("xlsx", ROWS)
    )
    with served(bad) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        found = exposed(monitor)
        assert {path: state for path, (state, _) in found.items()} == {
            "/gzdt/1.html": "confirmed",
            "/f/1.xlsx": "confirmed",
        }
        told = json.dumps(monitor.records(), ensure_ascii=False)
        assert not any(number in told for number in (ID, OTHER, MOBILE))
        file = next(one for one in monitor.records() if one["subject"].endswith(".xlsx"))
        assert [url.rsplit("/", 1)[1] for url in file["parents"]] == ["1.html"]
        assert file["evidence"] and file["facts"]["form"] == "xlsx"
        assert file["description"].startswith(
            "甲局网站公开的信息中有未作遮挡的公民身份号码1个（如999***"
        )
        bad.update(
            pages("申请人李*，身份证号已隐去。" * 20, answer("xlsx", [["救助名单"], ["李*"]]))
        )
        monitor.ok("recheck", "--now", "--as-of", SECOND)
        assert exposed(monitor) == {}


def test_telephones_want_a_second_look_and_a_removed_page_is_gone(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    letter = (
        f"信件内容：我叫李明，电话：{MOBILE}，路灯坏了。答复内容：已安排维修。{'感谢关注。' * 30}"
    )
    bad = pages(letter, answer("xlsx", [["办法"]]))
    with served(bad) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        assert [state for state, _ in exposed(monitor).values()] == ["suspected"]
        monitor.ok("recheck", "--now", "--as-of", SECOND)
        assert [state for state, _ in exposed(monitor).values()] == ["confirmed"]
        del bad["/gzdt/1.html"]
        monitor.ok("crawl", "--as-of", NEXT)
        assert exposed(monitor) == {}


def test_an_unchanged_file_is_neither_sent_nor_read_again(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    status, headers, body = answer("xlsx", [["经办办法"], ["第一条"]])
    sent: list[str | None] = []

    def file(visit: Any) -> Answer:
        sent.append(visit.headers.get("if-none-match"))
        return (304, {"ETag": '"1"'}, b"") if sent[-1] == '"1"' else (status, headers, body)

    with served(pages("办法见附件。" * 30, (404, {}, b"")) | {"/f/1.xlsx": file}) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        monitor.ok("crawl", "--as-of", "2026-02-02T22:00")
        monitor.ok("crawl", "--as-of", "2026-02-09T22:00")
    assert sent == [None, '"1"', '"1"']
    assert exposed(monitor) == {}
