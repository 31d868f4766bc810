"""The ledger workbook: what people fill in is the registry that a YAML file gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from monitor.config.errors import ConfigError
from monitor.config.ledger import sheets
from monitor.config.registry import load_registry
from monitor.config.workbook import write_template
from monitor.domain.subject import Registry
from tests.commands import ROOT, Monitor
from tests.config.bad import GOOD, Cells, filled

MEIZHOU = ROOT / "monitor" / "registries" / "meizhou-2020.yaml"

FULL_YAML = """
units:
  - id: jia
    name: 甲县
    category: county
    ranked: {sites: true, media: false}
    status: running
    valid_from: 2026-01-01
    former_names: [甲州, {name: 甲府, until: 2025-12-31}]
    sites:
      - id: jia-portal
        name: 甲县人民政府门户网站
        url: http://jia.example.gov.cn/index.html
        scope: ['http://jia.example.gov.cn/', 'http://jia.example.gov.cn/m/']
        code: '0014000019'
        kind: portal
        delay: 1.5
        per_host: 1
        robots: ignore
        outages:
          - {from: 2026-03-01, until: 2026-03-30, document: 某办函〔2026〕2号, reason: 机房改造}
        columns:
          - {name: 政务动态, url: 'http://jia.example.gov.cn/zwdt/', class: news, level: 1}
          - name: 县区动态
            url: http://jia.example.gov.cn/zwdt/xqdt/
            class: news
            level: 2
            parent: 政务动态
            deadline_days: 7
            confirmed_by: 张三
            exempt: {reason: 机构改革, document: 某府办函〔2026〕1号, until: 2026-12-31}
    media:
      - {id: jia-weibo, platform: weibo, name: 甲县发布, url: 'https://weibo.example.com/jia'}
      - {id: jia-app, platform: app, name: 甲县通, status: closed, successor: jia-weibo}
  - id: yi
    name: 乙局
    category: service
    sites:
      - id: yi-channel
        name: 乙局频道
        url: http://jia.example.gov.cn/yi/
        kind: channel
        portal: jia-portal
        valid_until: 2026-06-30
  - {id: bing, name: 丙办, category: internal, successor: yi, unwatched: 没有网站}
"""

FULL_ROWS: dict[str, list[Cells]] = {
    "单位": [
        {
            "单位编号": "jia",
            "单位名称": "甲县",
            "单位类别": "县（市、区）",
            "网站参评": "是",
            "新媒体参评": "否",
            "状态": "运行",
            "生效日期": "2026-01-01",
            "曾用名": "甲州\n甲府 2025-12-31",
        },
        {"单位编号": "yi", "单位名称": "乙局", "单位类别": "承担对外服务职能"},
        {
            "单位编号": "bing",
            "单位名称": "丙办",
            "单位类别": "不承担对外服务职能",
            "承接编号": "yi",
            "未纳入监测原因": "没有网站",
        },
    ],
    "网站频道": [
        {
            "网站编号": "jia-portal",
            "单位编号": "jia",
            "网站名称": "甲县人民政府门户网站",
            "首页网址": "http://jia.example.gov.cn/index.html",
            "监测范围": "http://jia.example.gov.cn/\nhttp://jia.example.gov.cn/m/",
            "网站标识码": "0014000019",
            "类型": "门户网站",
            "访问间隔秒数": 1.5,
            "同时访问数": 1,
            "爬虫协议": "不遵守",
        },
        {
            "网站编号": "yi-channel",
            "单位编号": "yi",
            "网站名称": "乙局频道",
            "首页网址": "http://jia.example.gov.cn/yi/",
            "类型": "频道",
            "所属平台编号": "jia-portal",
            "失效日期": "2026-06-30",
        },
    ],
    "栏目": [
        {
            "网站编号": "jia-portal",
            "栏目名称": "政务动态",
            "栏目网址": "http://jia.example.gov.cn/zwdt/",
            "栏目类别": "动态要闻",
            "栏目层级": 1,
        },
        {
            "网站编号": "jia-portal",
            "栏目名称": "县区动态",
            "栏目网址": "http://jia.example.gov.cn/zwdt/xqdt/",
            "栏目类别": "动态要闻",
            "栏目层级": 2,
            "上级栏目": "政务动态",
            "更新期限天数": 7,
            "确认人": "张三",
            "免更新原因": "机构改革",
            "免更新依据": "某府办函〔2026〕1号",
            "免更新截止日期": "2026-12-31",
        },
    ],
    "新媒体": [
        {
            "账号编号": "jia-weibo",
            "单位编号": "jia",
            "平台": "weibo",
            "账号名称": "甲县发布",
            "账号主页网址": "https://weibo.example.com/jia",
        },
        {
            "账号编号": "jia-app",
            "单位编号": "jia",
            "平台": "app",
            "账号名称": "甲县通",
            "状态": "已关停",
            "承接编号": "jia-weibo",
        },
    ],
    "停机报备": [
        {
            "网站编号": "jia-portal",
            "停机首日": "2026-03-01",
            "停机末日": "2026-03-30",
            "批准文件": "某办函〔2026〕2号",
            "停机原因": "机房改造",
        }
    ],
}


def from_yaml(folder: Path, text: str) -> Registry:
    path = folder / "ledger.yaml"
    path.write_text(text, encoding="utf-8")
    return load_registry(path)


def test_the_template_filled_in_is_the_registry_of_the_yaml(tmp_path: Path) -> None:
    filled(tmp_path / "ledger.xlsx", FULL_ROWS)
    assert load_registry(tmp_path / "ledger.xlsx") == from_yaml(tmp_path, FULL_YAML)


def test_the_example_fills_every_column_but_those_of_one_life() -> None:
    """What the round trip does not fill it does not prove."""
    used = {(name, heading) for name, rows in FULL_ROWS.items() for row in rows for heading in row}
    life = {"状态", "生效日期", "失效日期", "曾用名", "承接编号"}
    for sheet in sheets():
        for heading in sheet.headings:
            assert heading.heading in life or (sheet.name, heading.heading) in used
    assert life <= {heading for _, heading in used}


def test_a_registry_written_as_workbook_reads_back_the_same(tmp_path: Path) -> None:
    for number, registry in enumerate((load_registry(MEIZHOU), from_yaml(tmp_path, FULL_YAML))):
        path = tmp_path / f"{number}.xlsx"
        write_template(path, registry)
        assert load_registry(path) == registry


def test_init_writes_the_template_and_imports_it_filled(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    template = tmp_path / "template.xlsx"
    monitor.ok("init", "--template", str(template))
    book = load_workbook(template)
    assert book.sheetnames == [sheet.name for sheet in sheets()]
    path = tmp_path / "ledger.xlsx"
    filled(path, GOOD)
    out = monitor.ok("init", "--registry", str(path))
    assert "单位 1 个，网站频道 1 个，新媒体账号 1 个" in out


def test_headings_with_a_choice_have_a_drop_down(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    book = load_workbook(path)
    for sheet in sheets():
        page = book[sheet.name]
        offered = {
            next(page.iter_cols(cells.min_col, cells.min_col, 1, 1))[0].value: choice.formula1
            for choice in page.data_validations.dataValidation
            for cells in choice.sqref.ranges
        }
        for heading in sheet.headings:
            if heading.choices:
                assert offered[heading.heading] == f'"{",".join(heading.choices)}"'
                assert len(offered[heading.heading]) <= 257, "Excel takes no longer list"
            elif heading.ids_of:
                assert heading.ids_of in offered[heading.heading]
            else:
                assert heading.heading not in offered


def test_every_heading_explains_itself(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    for page in load_workbook(path).worksheets:
        for cell in next(page.iter_rows(1, 1)):
            assert cell.comment is not None
            assert cell.comment.text


def test_a_ledger_that_people_filled_in_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    filled(path, GOOD)
    before = path.read_bytes()
    ran = Monitor(tmp_path).run("init", "--template", str(path))
    assert (ran.code, ran.err) == (2, f"{path}：文件已存在，不予覆盖\n")
    assert path.read_bytes() == before


def test_an_empty_template_is_no_registry(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    with pytest.raises(ConfigError) as refused:
        load_registry(path)
    assert refused.value.key == "config.no_units"


def test_a_workbook_from_before_outages_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    filled(path, GOOD)
    whole = load_registry(path)
    book = load_workbook(path)
    del book["停机报备"]
    book.save(path)
    assert load_registry(path) == whole


def test_an_outage_of_a_unit_is_one_of_each_of_its_sites(tmp_path: Path) -> None:
    outages = (
        "    outages: [{from: 2026-03-01, until: 2026-03-30, document: 某办函, reason: 改造}]\n"
    )
    text = FULL_YAML.replace(
        "  - id: yi\n    name: 乙局\n", f"  - id: yi\n    name: 乙局\n{outages}"
    )
    registry = from_yaml(tmp_path, text)
    (outage,) = registry.sites["yi-channel"].outages
    assert [outage.holds_on(date(2026, 3, day)) for day in (1, 30, 31)] == [True, True, False]
    assert not outage.holds_on(date(2026, 2, 28))
    write_template(tmp_path / "out.xlsx", registry)
    assert load_registry(tmp_path / "out.xlsx").sites == registry.sites
