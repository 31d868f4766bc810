"""The column ledger: out as a workbook, checked by a person, in again, judged again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checks.base import all_checks
from db import queries, repository
from monitor.app import reviewing
from monitor.app.columns import export_columns, load_columns
from monitor.app.house import BadInput
from monitor.app.registry import init
from monitor.config.columns import layout
from monitor.config.errors import ConfigError
from monitor.domain.defect import fingerprint
from monitor.domain.run import Mode, Purpose
from monitor.domain.subject import Column, ColumnClass, Exemption, Site
from monitor.text import say
from tests.job.small_site import registry, site
from tests.ledger.world import BASE, Desk, Office

FIRST, SECOND, NEXT = "2026-01-26T10:00", "2026-01-26T11:00", "2026-01-27T10:00"
NEWS, NOTICES = f"{BASE}/gzdt/", f"{BASE}/tzgg/"
EXEMPT: dict[str, object] = {"免更新原因": "机构改革", "免更新依据": "某函〔2026〕1号"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A site whose news are stale, looked at once; nobody listed its columns."""
    made = Office.open(tmp_path, FIRST)
    made.registry(registry(BASE + "/"))
    made.looked(site(news="2026-01-05"), FIRST, "jia-site")
    return made


class Sheet:
    """The exported workbook, to be read and filled in by heading."""

    def __init__(self, office: Office, name: str = "columns.xlsx") -> None:
        self.path = office.home / name
        self.exported = export_columns(office.house, self.path)
        self.book: Workbook = load_workbook(self.path)
        self.page: Worksheet = self.book.worksheets[0]
        self.headings = [str(cell.value) for cell in self.page[1]]

    def rows(self) -> list[dict[str, object]]:
        cells = self.page.iter_rows(min_row=2, values_only=True)
        return [dict(zip(self.headings, row, strict=True)) for row in cells]

    def fill(self, row: int, **cells: object) -> None:
        for heading, value in cells.items():
            self.page.cell(row, self.headings.index(heading) + 1).value = value  # type: ignore[assignment]

    def row_of(self, url: str) -> int:
        return next(n for n, row in enumerate(self.rows(), 2) if row["栏目网址"] == url)

    def saved(self) -> Path:
        self.book.save(self.path)
        return self.path


def the_site(office: Office) -> Site:
    return repository.load_registry(office.house.engine).sites["jia-site"]


def test_what_discovery_found_is_exported_unconfirmed(office: Office) -> None:
    sheet = Sheet(office)
    assert (sheet.exported.sites, sheet.exported.states) == (1, {"unconfirmed": 2})
    news, notices = sheet.rows()
    assert news | {"网站名称": "甲局网站"} == {
        "网站编号": "jia-site",
        "网站名称": "甲局网站",
        "栏目名称": "工作动态",
        "栏目网址": NEWS,
        "栏目类别": "动态要闻",
        "栏目层级": "1",
        "上级栏目": None,
        "更新期限天数": None,
        "免更新原因": None,
        "免更新依据": None,
        "免更新截止日期": None,
        "最新日期": news["最新日期"],
        "未更新天数": "21",
        "状态": "栏目待核",
        "确认": None,
        "确认人": None,
    }
    assert str(news["最新日期"]).startswith("2026-01-05")
    assert (notices["栏目名称"], notices["栏目类别"]) == ("通知公告", "通知公告")


def test_drop_downs_offer_the_words_that_loading_understands(office: Office) -> None:
    rules = Sheet(office).page.data_validations.dataValidation
    offered = {str(rule.sqref).rstrip("0123456789")[0]: rule.formula1 for rule in rules}
    assert any("动态要闻,通知公告" in one for one in offered.values())
    assert any(one == '"是,不是栏目"' for one in offered.values())


def test_the_same_export_is_the_same_file_and_none_is_overwritten(office: Office) -> None:
    one, two = Sheet(office, "one.xlsx").path, Sheet(office, "two.xlsx").path
    assert one.read_bytes() == two.read_bytes()
    with pytest.raises(ConfigError, match="not overwritten"):
        Sheet(office, "one.xlsx")
    with pytest.raises(ConfigError, match=r"end in \.xlsx"):
        export_columns(office.house, office.home / "columns.csv")
    with pytest.raises(BadInput):
        export_columns(office.house, office.home / "x.xlsx", sites=["yi"])


def test_loading_an_unchanged_export_changes_nothing(office: Office) -> None:
    before = repository.load_registry(office.house.engine)
    loaded = load_columns(office.house, Sheet(office).path, by="李四")
    assert (loaded.confirmed, loaded.left, loaded.sites, loaded.judged) == (0, 2, (), ())
    assert repository.load_registry(office.house.engine) == before
    confirm(office, NEWS, 上级栏目=None, 更新期限天数=30, 免更新截止日期="2026-12-31", **EXEMPT)
    known = repository.load_registry(office.house.engine)
    again = load_columns(office.house, Sheet(office, "again.xlsx").path, by="王五")
    assert (again.confirmed, again.left, again.sites) == (1, 1, ())
    assert repository.load_registry(office.house.engine) == known


def confirm(office: Office, url: str, **cells: object) -> None:
    sheet = Sheet(office, f"confirm{len(list(office.home.glob('*.xlsx')))}.xlsx")
    sheet.fill(sheet.row_of(url), **{"确认": "是", "确认人": "张三", **cells})
    load_columns(office.house, sheet.saved(), by="李四")


def test_a_confirmed_column_is_in_the_ledger_and_in_lists_at_once(office: Office) -> None:
    (stale,) = office.records(None, "column-stale")
    assert stale["facts"]["confirmed"] is False
    confirm(office, NEWS)
    assert the_site(office).columns == (
        Column("工作动态", NEWS, ColumnClass.NEWS, level=1, confirmed_by="张三"),
    )
    (after,) = office.records(None, "column-stale")
    assert after["facts"] == stale["facts"] | {"confirmed": True}
    assert after["id"] == stale["id"]
    stored = queries.defects(office.house.engine, site_ids=["jia-site"])
    assert [d.facts["confirmed"] for d in stored if d.check == "column-stale"] == [True]
    rows = {row["栏目网址"]: row["状态"] for row in Sheet(office, "after.xlsx").rows()}
    assert rows == {NEWS: "已确认", NOTICES: "栏目待核"}


def test_what_nobody_confirmed_is_still_discovered_beside_what_somebody_did(office: Office) -> None:
    confirm(office, NOTICES)
    (stale,) = office.records(None, "column-stale")
    assert (stale["url"], stale["facts"]["confirmed"]) == (NEWS, False)


def test_whoever_loads_confirms_where_no_name_is_filled_in(office: Office) -> None:
    confirm(office, NEWS, 确认人=None)
    assert [column.confirmed_by for column in the_site(office).columns] == ["李四"]


def test_the_office_s_decision_outlives_the_confirmation(office: Office) -> None:
    (stale,) = office.records(None, "column-stale")
    reviewing.review(office.house, stale["id"], decision="excluded", reason="已说明", by="张三")
    confirm(office, NEWS)
    (after,) = office.records(None, "column-stale")
    assert (after["decision"], after["state"]) == ("excluded", "waived")
    assert after["facts"]["confirmed"] is True


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ({"更新期限天数": 21}, 0),
        ({"更新期限天数": 20}, 1),
        ({**EXEMPT, "免更新截止日期": "2026-01-26"}, 0),
        ({**EXEMPT, "免更新截止日期": "2026-01-25"}, 1),
        ({"栏目类别": "通知公告"}, 0),
        ({"栏目类别": "其他"}, 0),
    ],
)
def test_deadline_exemption_and_class_hold_at_once(
    office: Office, cells: dict[str, object], left: int
) -> None:
    confirm(office, NEWS, **cells)
    alive = [r for r in office.records(None, "column-stale") if r["state"] != "gone"]
    assert len(alive) == left


def test_what_is_no_column_is_held_to_nothing(office: Office) -> None:
    sheet = Sheet(office)
    sheet.fill(sheet.row_of(NEWS), 确认="不是栏目", 更新期限天数=1)
    load_columns(office.house, sheet.saved(), by="李四")
    (column,) = the_site(office).columns
    assert (column.cls, column.deadline_days, column.confirmed_by) == (
        ColumnClass.STATIC,
        None,
        "李四",
    )
    assert office.records(None, "column-stale") == []


def test_a_second_look_after_the_last_one_is_judged_again_too(office: Office) -> None:
    pages = {"/": site()["/"], "/gzdt/": site(news="2026-01-05")["/gzdt/"]}
    run, _ = office.looked(pages, SECOND, "jia-site", purpose=Purpose.RECHECK)
    office.looked({"/": site()["/"]}, NEXT, "jia-site", mode=Mode.NIGHTLY)
    confirm(office, NEWS)
    later = [
        f
        for f in queries.findings(office.house.engine, site_id="jia-site")
        if f.check == "column-stale"
    ]
    assert {f.run_id: f.facts["confirmed"] for f in later if f.url == NEWS} == {
        1: False,
        run.id: False,
        3: True,
    }, "the last look is the third run; what came before it stands"
    office.looked(pages, "2026-01-27T11:00", "jia-site", purpose=Purpose.RECHECK)
    confirm(office, NEWS, 栏目名称="甲局动态")
    last = [f for f in queries.findings(office.house.engine, site_id="jia-site") if f.run_id == 4]
    assert {f.facts["column"] for f in last if f.check == "column-stale"} == {"甲局动态"}


def test_other_sites_of_the_run_are_left_alone(tmp_path: Path) -> None:
    office = Office.open(tmp_path, FIRST)
    office.registry(
        "units:\n  - {id: jia, name: 甲局, category: service, sites: ["
        f"{{id: jia-site, name: 甲局网站, url: '{BASE}/'}},"
        "{id: yi-site, name: 乙局网站, url: 'http://127.0.0.2:8000/'}]}\n"
    )
    pages = site(news="2026-01-05")
    pages |= {f"http://127.0.0.2:8000{path}": one for path, one in list(pages.items())}
    office.looked(pages, FIRST, "jia-site", "yi-site")

    def yi() -> list[object]:
        return [r for r in office.records() if r["site"] == "yi-site"]

    before = yi()
    confirm(office, NEWS)
    assert yi() == before


def test_a_column_that_was_not_seen_says_so(office: Office) -> None:
    confirm(office, NEWS, 栏目网址=f"{BASE}/xxgk/", 栏目名称="信息公开")
    rows = {row["栏目网址"]: row for row in Sheet(office, "after.xlsx").rows()}
    assert rows[f"{BASE}/xxgk/"]["状态"] == "台账有而未见"
    assert rows[f"{BASE}/xxgk/"]["确认人"] == "张三"
    assert rows[NEWS]["状态"] == "栏目待核"


def test_a_registry_that_lists_no_columns_leaves_them_one_that_does_replaces_them(
    office: Office,
) -> None:
    confirm(office, NEWS)
    confirmed = the_site(office)
    office.registry(registry(BASE + "/"))
    assert the_site(office) == confirmed
    listed = f"[{{name: 公告, url: '{NOTICES}'}}]"
    office.registry(registry(BASE + "/", columns=listed))
    assert the_site(office) == replace(
        confirmed, columns=(Column("公告", NOTICES),), columns_open=False
    )
    rows = Sheet(office, "whole.xlsx").rows()
    assert [row["栏目网址"] for row in rows] == [NOTICES, NEWS]
    office.looked(site(news="2026-01-05"), NEXT, "jia-site")
    judged = {
        f.url for f in queries.findings(office.house.engine, site_id="jia-site") if f.run_id == 2
    }
    assert NOTICES in judged and NEWS not in judged, "a list of the registry is whole"


def test_the_verbs_export_load_and_say_whose_columns_a_registry_replaces(
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monitor = Desk(tmp_path, monkeypatch, capsys)
    path = tmp_path / "verb.xlsx"
    told = monitor.ok("columns", "export", "--output", str(path), "--unit", "jia")
    assert "栏目 2 个（已确认 0，栏目待核 2，台账有而未见 0）" in told
    assert monitor.run("columns", "export", "--output", str(path)).code == 2
    book = load_workbook(path)
    cells = {str(cell.value): cell.column for cell in book.worksheets[0][1]}
    book.worksheets[0].cell(2, cells["确认"] or 0).value = "是"
    book.save(path)
    told = monitor.ok("columns", "load", str(path), "--by", "王五")
    assert "确认 1 行" in told and "1 个网站有变化" in told and "重新评判批次 1" in told
    assert [column.confirmed_by for column in the_site(office).columns] == ["王五"]
    book.worksheets[0].cell(2, cells["栏目类别"] or 0).value = "新闻"
    book.save(path)
    refused = monitor.run("columns", "load", str(path))
    assert (refused.code, refused.out) == (2, "") and "第2行E列" in refused.err
    listed = tmp_path / "listed.yaml"
    text = registry(BASE + "/", columns=f"[{{name: 公告, url: '{NOTICES}'}}]")
    listed.write_text(text, encoding="utf-8")
    told = monitor.ok("init", "--registry", str(listed), "--dry-run")
    assert "网站 jia-site：" in told and "1 个已确认" in told
    assert len(the_site(office).columns) == 1 and the_site(office).columns_open
    assert "以文件为准" not in monitor.ok("init", "--registry", str(tmp_path / "registry.yaml"))


@pytest.mark.parametrize("check", ["column-stale", "column-blank"])
def test_being_confirmed_is_no_fact_of_the_case(check: str) -> None:
    facts = {"column": "工作动态", "class": "news", "newest": "2026-01-05"}
    volatile = all_checks()[check].volatile
    one, two = (fingerprint(facts | {"confirmed": told}, volatile) for told in (False, True))
    assert one == two != fingerprint(facts | {"column": "政务动态"}, volatile)


def test_bad_cells_are_named_and_nothing_is_half_loaded(office: Office) -> None:
    before = repository.load_registry(office.house.engine)

    def said(spoil: Callable[[Sheet], None], name: str) -> str:
        sheet = Sheet(office, name)
        sheet.fill(2, 确认="是")
        spoil(sheet)
        with pytest.raises(ConfigError) as refused:
            load_columns(office.house, sheet.saved(), by="李四")
        assert repository.load_registry(office.house.engine) == before
        text = say(refused.value.key, "zh", **refused.value.params)
        assert text.startswith(f"{sheet.path} 工作表“栏目台账”"), text
        return text.removeprefix(f"{sheet.path} ")

    cells: list[tuple[dict[str, object], str]] = [
        ({"栏目类别": "新闻"}, "第3行E列：“栏目类别”应为以下之一"),
        ({"更新期限天数": "两周"}, "第3行H列"),
        ({"免更新依据": "某函〔2026〕1号"}, "第3行I列"),
        ({"免更新原因": "x", "免更新截止日期": "2026年底"}, "第3行K列"),
        ({"免更新原因": "x", "免更新截止日期": "2026-12-31"}, "第3行J列：缺少必填的“免更新依据”"),
        ({"免更新原因": "x", "免更新依据": "某函"}, "第3行K列：缺少必填的“免更新截止日期”"),
        ({"确认": "对"}, "第3行O列：“确认”应为以下之一：是, 不是栏目"),
        ({"确认人": "张三"}, "第3行O列：填写“确认人”的，“确认”应从下拉列表中选择"),
        ({"网站编号": "yi"}, "第3行A列：“网站编号”应为台账中的网站编号"),
        ({"栏目网址": NEWS}, "第3行D列"),
        ({"上级栏目": "不存在"}, "第3行G列"),
        ({"上级栏目": "通知公告"}, "第3行G列"),
        ({"栏目名称": "=A1"}, "第3行C列"),
        ({"栏目网址": None}, "第3行D列"),
    ]
    for number, (given, expected) in enumerate(cells):
        text = said(lambda sheet, given=given: sheet.fill(3, **given), f"bad{number}.xlsx")
        assert text.removeprefix("工作表“栏目台账”").startswith(expected), text

    def circle(sheet: Sheet) -> None:
        sheet.fill(2, 上级栏目="通知公告")
        sheet.fill(3, 上级栏目="工作动态")

    assert "工作表“栏目台账”第2行G列" in said(circle, "circle.xlsx")


def test_the_layout_repeats_the_words_of_the_ledger_workbook() -> None:
    keys = [heading.key for heading in layout().headings]
    assert keys[:3] == ["owner", "site_name", "name"]
    assert [h.key for h in layout().headings if h.shown] == ["site_name", "newest", "days", "state"]


def test_exemption_reaches_the_ledger_whole(office: Office) -> None:
    cells = {
        "免更新原因": "机构改革",
        "免更新依据": "某函〔2026〕1号",
        "免更新截止日期": "2026-12-31",
    }
    confirm(office, NEWS, **cells)
    (column,) = the_site(office).columns
    assert column.exempt == Exemption("机构改革", "某函〔2026〕1号", date(2026, 12, 31))


def test_an_exemption_that_the_ledger_has_already_stands_as_it_was(
    office: Office, tmp_path: Path
) -> None:
    told = f"[{{name: 工作动态, url: '{NEWS}', class: news, exempt: {{reason: 机构改革}}}}]"
    listed = tmp_path / "exempt.yaml"
    listed.write_text(registry(BASE + "/", columns=told), encoding="utf-8")
    init(office.house, listed)
    confirm(office, NEWS)
    (column,) = the_site(office).columns
    assert (column.exempt, column.confirmed_by) == (Exemption("机构改革"), "张三")
    with pytest.raises(ConfigError):
        confirm(office, NEWS, 免更新原因="另一个原因")
