"""`--receipt` of a second look: what was fixed, what stands, what we could not see."""

from __future__ import annotations

from pathlib import Path

from tests.commands import Monitor
from tests.crawl.servers import html
from tests.job.small_site import items, page, registry, served, site
from tests.papers.words import forms, lines

CRAWL, SECOND, THIRD, CALL = (
    "2026-01-26T10:00",
    "2026-01-26T10:45",
    "2026-01-26T11:30",
    "2026-01-27T15:00",
)
STALE = "甲局网站“工作动态”栏目最新信息日期为2026-01-05，截至2026-01-26已21天未更新（应2周内更新）"


def by_id(path: Path) -> dict[str, dict[str, str]]:
    """Forms by the id in the heading above each."""
    ids = [line.split("问题编号 ")[1] for line in lines(path) if "问题编号 " in line]
    return dict(zip(ids, forms(path), strict=True))


def test_the_receipt_of_a_second_look(tmp_path: Path) -> None:
    """A stale column is repaired, the rest of the site then stands behind a wall, then it is stale."""
    monitor = Monitor(tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "office.yaml").write_text("name: 某市人民政府办公室\n", encoding="utf-8")
    pages = site(news="2026-01-05")
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        ids = {r["check"]: r["id"] for r in monitor.records()}
        column, home = ids["column-stale"], ids["home-stale"]
        look = ("recheck", "--defect", column, "--defect", home, "--now", "--receipt")

        pages.update({path: html("", 403) for path in site()})
        walled = tmp_path / "walled.docx"
        said = monitor.ok(*look, str(walled), "--as-of", SECOND)
        assert f"已写出《复查情况单》：{walled}" in said
        found = by_id(walled)
        assert set(found) == {column, home}
        assert {form["复查结果"] for form in found.values()} == {"未能核验"}
        assert found[column]["原问题"] == STALE
        assert found[column]["首次发现"] == "2026年1月26日10:00"
        assert found[column]["复查前状态"] == "机器复核属实"
        assert "返回码403" in found[column]["证据"]
        assert "已消失" not in "".join(found[column].values())
        assert {r["state"] for r in monitor.records()} == {"confirmed"}

        pages.update(site(news="2026-01-05"))
        pages["/gzdt/"] = site(news="2026-01-25")["/gzdt/"]
        mended = tmp_path / "mended.docx"
        monitor.ok(*look, str(mended), "--as-of", THIRD)
    text = "\n".join(lines(mended))
    assert "2026年1月26日11:30应要求立即复查，共2项：" in text
    assert "某市人民政府办公室" in text and "编号：复查-3-20260126113000" in text
    found = by_id(mended)
    assert found[column]["复查结果"] == "已消失"
    assert found[column]["复查所见"] == "原处已打开，问题不再存在"
    assert found[column]["原问题"] == STALE, "the finding before the look, not after it"
    assert found[column]["复查时间"] == "2026年1月26日11:30"
    assert f"返回码200　{server.url}gzdt/" in found[column]["证据"]
    assert "SHA-256 " in found[column]["证据"]
    gone = {r["check"]: r["state"] for r in monitor.records()}
    assert gone["column-stale"] == "gone"
    verdicts = {"gone": "已消失", "confirmed": "仍存在"}
    assert found[home]["复查结果"] == verdicts[gone["home-stale"]]


def test_a_check_that_no_longer_applies_is_no_fix(tmp_path: Path) -> None:
    """The stale column has been emptied: it is not stale any more, and nothing was mended."""
    monitor = Monitor(tmp_path)
    pages = site(news="2026-01-05")
    path = tmp_path / "receipt.docx"
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        (column,) = [r["id"] for r in monitor.records() if r["check"] == "column-stale"]
        trail = '<div>您的位置：<a href="/">首页</a> &gt; <a href="/gzdt/">工作动态</a></div>'
        pages["/gzdt/"] = page("工作动态", f"{trail}<div>暂无信息</div>")
        monitor.ok("recheck", "--defect", column, "--receipt", str(path), "--as-of", SECOND)
    (form,) = forms(path)
    assert form["复查结果"] == "不再适用"
    assert form["复查所见"].endswith("栏目没有内容，另作空白栏目判断。不等于已整改。")


def test_the_receipt_of_a_recrawl(tmp_path: Path) -> None:
    """What was confirmed by the crawl is told of the crawl, what was suspected of the second look."""
    monitor = Monitor(tmp_path)
    pages = site(news="2026-01-05")
    path = tmp_path / "receipt.docx"
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        before = {r["check"]: r["id"] for r in monitor.records()}
        days = ["2026-01-05", "2026-01-02", "2026-01-01"]
        gone = "<p><a href='/xin.html'>新设的页面</a></p>"
        pages["/"] = page(
            "首页", f"<h2><a href='/gzdt/'>工作动态</a></h2>{items('gzdt', days)}{gone}"
        )
        monitor.ok("recrawl", "jia-site", "--receipt", str(path), "--as-of", CALL)
    records = {r["id"]: r for r in monitor.records()}
    found = by_id(path)
    assert set(found) == set(records) and set(before.values()) < set(found)
    stale = found[before["column-stale"]]
    assert (stale["复查结果"], stale["复查时间"]) == ("仍存在", "2026年1月27日15:00")
    assert stale["原问题"] == STALE and "截至2026-01-27已22天未更新" in stale["复查所见"]
    assert stale["复查前最近发现"] == "2026年1月26日10:00"
    assert "返回码200" in stale["证据"]
    (new,) = [form for key, form in found.items() if key not in before.values()]
    assert (new["复查结果"], new["本次状态"]) == ("本次新发现", "机器复核属实")
    assert "返回码404" in new["证据"]


def test_sensitive_checks_carry_unit_and_number_only(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "office.yaml").write_text("sensitive: [column-stale]\n", encoding="utf-8")
    path = tmp_path / "receipt.docx"
    with served(site(news="2026-01-05")) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        monitor.ok("recrawl", "jia-site", "--receipt", str(path), "--as-of", CALL)
    forms_by_result = {form["原问题"]: form for form in forms(path)}
    assert set(forms_by_result["另行通知"]) == {"责任单位", "原问题", "复查时间", "复查结果"}
    assert len(forms_by_result) == 2


def test_a_receipt_needs_a_defect_and_a_name_that_word_opens(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    monitor.registry(registry("http://127.0.0.1:9/"))
    for arguments, sentence in (
        (("recheck", "--now", "--receipt", "a.docx"), "--receipt 需要用 --defect 指明问题编号。"),
        (("recrawl", "jia-site", "--receipt", "a.pdf"), "--receipt 应为 .docx 文件：a.pdf"),
        (("recheck", "--defect", "nope", "--receipt", "a.docx"), "没有编号为 nope 的问题。"),
    ):
        ran = monitor.run(*arguments)
        assert (ran.code, ran.out, ran.err.strip()) == (2, "", sentence)


def test_a_look_in_which_we_were_blind_says_nothing_of_the_site(tmp_path: Path) -> None:
    """No control answers: the site was mended, and the receipt does not say so."""
    dead = ",".join(f"http://127.0.0.{n}:9/" for n in (1, 2, 3))
    monitor, blind = Monitor(tmp_path), Monitor(tmp_path, MONITOR_CONTROL=dead)
    path = tmp_path / "receipt.docx"
    pages = site(news="2026-01-05")
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        (column,) = [r["id"] for r in monitor.records() if r["check"] == "column-stale"]
        pages.update(site(news="2026-01-25"))
        look = ("recheck", "--defect", column, "--now", "--receipt", str(path))
        assert blind.run(*look, "--as-of", SECOND).code == 3
    (form,) = forms(path)
    assert (form["复查结果"], form["复查所见"]) == ("未能核验", "我方网络中断")
