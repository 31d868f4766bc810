"""Platforms as ledgers write them, from all three kinds of ledgers."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from monitor.config.platforms import platform_of
from monitor.config.registry import load_mapped_registry, load_registry
from monitor.config.workbook import write_template
from monitor.domain.subject import Registry
from monitor.report.record import sort_of
from monitor.text import sentences

WRITTEN = {
    "新浪微博": "weibo",
    "政务微博": "weibo",
    "微信公众号": "wechat",
    "微信公众号（订阅号）": "wechat",
    "服务号": "wechat",
    " 订阅号 ": "wechat",
    "WeChat": "wechat",
    "抖音": "douyin",
    "今日头条": "toutiao",
    "头条号": "toutiao",
    "快手": "kuaishou",
    "视频号": "channels",
    "微信-视频号": "channels",
    "百家号": "baijiahao",
    "B站": "bilibili",
    "APP": "app",
    "移动客户端（ＡＰＰ）": "app",
    "微信小程序": "miniprogram",
    "小程序": "miniprogram",
    "douyin": "douyin",
    "企鹅号": "企鹅号",
    "腾讯微博": "腾讯微博",
    "人民号": "人民号",
}
MAP = """
units: {name: 主办单位}
media: {name: 新媒体名称, platform: 新媒体类型, url: 链接}
defaults: {units: {category: service}}
"""


@pytest.mark.parametrize(("written", "platform"), WRITTEN.items())
def test_a_platform(written: str, platform: str) -> None:
    assert platform_of(written) == platform


def test_every_platform_of_the_catalogue_has_its_own_name() -> None:
    for key, name in sentences("zh").items():
        if key.startswith("platform."):
            assert platform_of(name) == key.removeprefix("platform.")


def accounts(ledger: Registry) -> list[tuple[str, str]]:
    return [(one.platform, one.name) for one in ledger.accounts.values()]


def expected() -> list[tuple[str, str]]:
    return [(platform, f"号{n}") for n, platform in enumerate(WRITTEN.values())]


def test_the_ledger_workbook(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_template(path)
    book = load_workbook(path)
    book["单位"].append(["jia", "甲县", "县（市、区）"])
    for n, written in enumerate(WRITTEN):
        book["新媒体"].append([f"a{n}", "jia", written, f"号{n}"])
    book.save(path)
    ledger = load_registry(path)
    assert accounts(ledger) == expected()
    assert sort_of(ledger.accounts["a20"]) == "企鹅号"


def test_a_yaml_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    media = "".join(
        f"      - {{id: a{n}, platform: '{written}', name: 号{n}}}\n"
        for n, written in enumerate(WRITTEN)
    )
    text = f"units:\n  - id: jia\n    name: 甲县\n    category: county\n    media:\n{media}"
    path.write_text(text, encoding="utf-8")
    assert accounts(load_registry(path)) == expected()


def test_an_export_of_the_national_reporting_system(tmp_path: Path) -> None:
    """Read twice, in other words the second time: whoever is known keeps the id."""
    headings = tmp_path / "map.yaml"
    headings.write_text(MAP, encoding="utf-8")
    first = read(tmp_path / "a.xlsx", list(WRITTEN), headings, Registry())
    assert accounts(first) == expected()
    again = read(tmp_path / "b.xlsx", list(WRITTEN.values()), headings, first)
    assert list(again.accounts) == list(first.accounts)


def read(path: Path, platforms: list[str], headings: Path, known: Registry) -> Registry:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["序号", "主办单位", "新媒体名称", "新媒体类型", "链接"])
    for n, written in enumerate(platforms):
        sheet.append([n + 1, "甲县", f"号{n}", written, None])
    book.save(path)
    return load_mapped_registry(path, headings, known)
