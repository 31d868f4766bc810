"""The export of another system, read by a map of its headings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from monitor.app.registry import init
from monitor.config.errors import ConfigError
from monitor.config.mapped import load_headings
from monitor.config.registry import load_mapped_registry
from monitor.domain.subject import Category, Registry, Status
from monitor.text import say
from tests.commands import ROOT
from tests.ledger.world import Desk, Office

EXAMPLE = ROOT / "docs" / "headings.example.yaml"
HEAD = ("序号", "主办单位", "网站名称", "首页网址", "网站标识码", "运行状态")
ROWS: list[Sequence[object]] = [
    (
        1,
        "甲市人民政府办公室",
        "甲市人民政府门户网站",
        "www.jia.example.gov.cn",
        9999010001,
        "正常运行",
    ),
    (2, "乙局", "乙局网站", "http://yi.example.gov.cn/", "9999010002", None),
    (3, "乙局", "乙局专题网站", "https://zt.yi.example.gov.cn/", "9999010003", "例行整改"),
    (4, "丙办", None, None, None, None),
]


def sheet(
    path: Path, rows: Sequence[Sequence[object]] = ROWS, head: Sequence[object] = HEAD
) -> Path:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "网站信息"
    page.append(["甲市政府网站基本信息表"])
    for row in (head, *rows):
        page.append(list(row))
    book.save(path)
    return path


def test_the_example_reads_an_export(tmp_path: Path) -> None:
    registry = load_mapped_registry(sheet(tmp_path / "a.xlsx"), EXAMPLE, Registry())
    jia, yi, bing = registry.units
    assert (jia.id, jia.name, jia.category) == ("u-9999010001", ROWS[0][1], Category.SERVICE)
    (portal,) = jia.sites
    assert (portal.id, portal.code, portal.url) == (
        "9999010001",
        "9999010001",
        "http://www.jia.example.gov.cn",
    )
    assert (yi.id, [site.id for site in yi.sites]) == ("u-9999010002", ["9999010002", "9999010003"])
    assert [site.status for site in yi.sites] == [Status.RUNNING, Status.SUSPENDED]
    assert (bing.id, bing.sites) == ("u-row-6", ())


def test_who_is_in_the_ledger_keeps_the_id(tmp_path: Path) -> None:
    office = Office.open(tmp_path)
    office.registry(
        "units:\n  - {id: yi, name: 乙局, category: service, sites: "
        "[{id: yi-site, name: 乙局网站, url: 'http://yi.example.gov.cn/'}]}\n"
        "  - {id: u-9999010001, name: 丁局, category: service}\n"
    )
    path = sheet(tmp_path / "a.xlsx")
    done = init(office.house, path, headings=EXAMPLE)
    assert "unit yi" not in done.created and "site 9999010003" in done.created
    assert {"unit u-9999010001-2", "site 9999010001"} <= set(done.created)
    again = init(office.house, sheet(path, ROWS[::-1]), headings=EXAMPLE)
    assert again.created == (), "in whatever order the rows come next time"


def mapped(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_accounts_and_ids_by_row(tmp_path: Path) -> None:
    told = mapped(
        tmp_path,
        "ids: row\nrow: 2\nunits: {name: 主办单位, id: 账号}\nsites: {name: 网站, url: 网址}\n"
        "media: {name: 新媒体}\n"
        "defaults: {units: {category: internal}, media: {platform: weibo}}\n",
    )
    head = ("主办单位", "账号", "网站", "网址", "新媒体")
    rows = [
        ("甲局", "jiaju", "甲网", "http://jia.example/", None),
        ("甲局", "jiaju", None, None, "甲局发布"),
    ]
    (unit,) = load_mapped_registry(sheet(tmp_path / "a.xlsx", rows, head), told, Registry()).units
    assert (unit.id, unit.category) == ("jiaju", Category.INTERNAL)
    assert [site.id for site in unit.sites] == ["row-3"]
    assert [(one.id, one.platform, one.name) for one in unit.accounts] == [
        ("m-row-4", "weibo", "甲局发布")
    ]


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        (4, "99990100", "第3行E列：“网站标识码”应为"),
        (3, "http://jia example/", "第3行D列：“首页网址”应为"),
        (4, None, "第3行E列：缺少必填的“网站标识码”"),
        (1, None, "第3行B列：缺少必填的“主办单位”"),
        (2, None, "第3行C列：缺少必填的“网站名称”"),
        (3, None, "第3行D列：缺少必填的“首页网址”"),
        (5, "停了", "第3行F列：“运行状态”应为以下之一"),
        (2, "=A1", "第3行C列：“网站名称”应直接填写"),
    ],
)
def test_bad_cells_are_named(tmp_path: Path, column: int, value: object, sentence: str) -> None:
    row: list[object] = ["1", "甲局", "甲网", "http://jia.example/", "9999010001", None]
    row[column] = value
    path = sheet(tmp_path / "a.xlsx", [row])
    office = Office.open(tmp_path)
    with pytest.raises(ConfigError) as refused:
        init(office.house, path, headings=EXAMPLE)
    text = say(refused.value.key, "zh", **refused.value.params)
    assert text.startswith(f"{path} 工作表“网站信息”{sentence}"), text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sites: {url: 网址}\n", "缺少必填的“units.name”"),
        ("units: {name: 主办单位}\nsite: {url: 网址}\n", "第2行：无法识别的键“site”"),
        ("units: {name: 主办单位}\nsites: {address: 网址}\n", "第2行：无法识别的键“address”"),
        ("units: {name: 主办单位}\nids: pinyin\n", "第2行：“ids”应为以下之一：code, row"),
        ("units: {name: 主办单位}\nrow: 零\n", "第2行：“row”应为"),
        (
            "units: {name: 主办单位}\nwords: {sites: {colour: {红: red}}}\n",
            "第2行：无法识别的键“colour”",
        ),
    ],
)
def test_bad_maps_are_named(tmp_path: Path, text: str, sentence: str) -> None:
    path = mapped(tmp_path, text)
    with pytest.raises(ConfigError) as refused:
        load_headings(path)
    said = say(refused.value.key, "zh", **refused.value.params)
    assert said.startswith(str(path)) and sentence in said, said


def test_headings_sheets_and_merged_cells_that_do_not_fit(tmp_path: Path) -> None:
    def key(path: Path, headings: Path = EXAMPLE) -> str:
        with pytest.raises(ConfigError) as refused:
            load_mapped_registry(path, headings, Registry())
        return refused.value.key

    path = tmp_path / "a.xlsx"
    assert key(sheet(path, head=("序号", *HEAD[2:], "单位"))) == "config.no_such_heading"
    assert key(sheet(path, head=("网站名称", *HEAD[1:]))) == "config.duplicate_heading"
    assert key(tmp_path / "a.yaml") == "config.file_type"
    assert (
        key(sheet(path), mapped(tmp_path, "sheet: 表一\nunits: {name: 主办单位}\n"))
        == "config.no_sheet"
    )
    book = Workbook()
    page = book.worksheets[0]
    page.title = "网站信息"
    for row in (["标题"], list(HEAD), *map(list, ROWS)):
        page.append(row)
    page.merge_cells("B4:B5")
    book.save(path)
    assert key(path) == "config.merged"


def test_the_verb_reads_by_a_map_and_writes_nothing_of_a_bad_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monitor = Desk(tmp_path, monkeypatch, capsys)
    path = sheet(tmp_path / "a.xlsx")
    arguments = ("init", "--registry", str(path), "--headings", str(EXAMPLE))
    assert "单位 3 个，网站频道 3 个" in monitor.ok(*arguments, "--dry-run")
    assert monitor.run("init", "--headings", str(EXAMPLE)).code == 2
    sheet(path, [*ROWS, (5, "戊局", "戊网", "http://", "9999010009", None)])
    refused = monitor.run(*arguments)
    assert (refused.code, refused.out) == (2, "") and "第7行D列" in refused.err
    assert "单位 0 个" in monitor.run("status").out
