"""The first city's ledger: what the notice of 2020 says, and no address that was never seen."""

from __future__ import annotations

from pathlib import Path

import pytest

import monitor
from monitor.config.registry import load_registry
from monitor.domain.subject import Category, Registry, SiteKind, Unit

LEDGER = Path(monitor.__file__).parent / "registries" / "meizhou-2020.yaml"

# The notice's lists in its own order (梅市府办函〔2021〕84号).
RANKED_FOR_SITES = {
    Category.COUNTY: "兴宁市、大埔县、梅江区、五华县、梅县区、蕉岭县、丰顺县、平远县",
    Category.SERVICE: (
        "市卫生健康局、市应急管理局、市林业局、市生态环境局、市社保基金管理局、市住房城乡建设局、"
        "市退役军人事务局、市审计局、市发展改革局、市住房公积金中心、市工业和信息化局、市戒毒所、"
        "市市场监管局、梅州高新区管委会、市司法局、市体育局、市公共资源交易中心、市文化广电旅游局、"
        "市商务局、市农业农村局、市医保局、市财政局、市教育局、市交通运输局、市金融局、市公安局、"
        "市人力资源社会保障局、市民政局、市地方志办、市自然资源局、市统计局、市水务局"
    ),
    Category.INTERNAL: (
        "市扶贫局、市国资委、市政府发展研究中心、市供销社、市公路事务中心、市科技局、嘉应新区管委会、"
        "市信访局、市政务服务数据管理局、蕉华工业园管委会、市就业和人才管理中心、市机关事务管理局"
    ),
}
RANKED_FOR_MEDIA = (
    "梅江区、平远县、蕉岭县、丰顺县、梅县区、五华县、大埔县、兴宁市、市住房城乡建设局、"
    "梅州高新区管委会、市地方志办、市医保局、市社保基金管理局、市民政局、市自然资源局、市水务局、"
    "市应急管理局、市科技局、梅州文化旅游特色区管委会、市国资委、市戒毒所、市政务服务数据管理局、"
    "市生态环境局、市退役军人事务局、市教育局、市人力资源社会保障局、市司法局、市市场监管局、"
    "市卫生健康局、市统计局、市文化广电旅游局、市公安局"
)
MEDIA_ONLY = "梅州文化旅游特色区管委会"

# Hosts, and areas of the city portal, that stored public sources name; nothing else is known.
SEEN = {
    "https://www.meizhou.gov.cn/": "市政府办公室",
    "https://www.meizhou.gov.cn/zwgk/zfjg/sfzhggj/": "市发展改革局",
    "https://www.meizhou.gov.cn/zwgk/zfjg/szfhcxjsj/": "市住房城乡建设局",
    "https://www.meizhou.gov.cn/zwgk/zfjg/stjj/": "市统计局",
    "https://www.meizhou.gov.cn/zwgk/zfjg/sggzyjyzx/": "市公共资源交易中心",
    "http://www.meijiang.gov.cn/": "梅江区",
    "http://www.gdmx.gov.cn/": "梅县区",
    "http://www.xingning.gov.cn/": "兴宁市",
    "http://www.pingyuan.gov.cn/": "平远县",
    "http://www.jiaoling.gov.cn/": "蕉岭县",
    "http://www.dabu.gov.cn/": "大埔县",
    "http://www.fengshun.gov.cn/": "丰顺县",
    "http://www.wuhua.gov.cn/": "五华县",
}


@pytest.fixture(scope="module")
def ledger() -> Registry:
    return load_registry(LEDGER)


def named(ledger: Registry, name: str) -> Unit:
    return next(unit for unit in ledger.units if unit.name == name)


@pytest.mark.parametrize(
    ("category", "count"), [(Category.COUNTY, 8), (Category.SERVICE, 32), (Category.INTERNAL, 12)]
)
def test_each_class_of_the_notice_is_there_in_its_order(
    ledger: Registry, category: Category, count: int
) -> None:
    units = [u.name for u in ledger.units if u.category is category and u.ranked_sites]
    assert units == RANKED_FOR_SITES[category].split("、")
    assert len(units) == count


def test_accounts_are_ranked_as_the_notice_ranks_them(ledger: Registry) -> None:
    ranked = {unit.name for unit in ledger.units if unit.ranked_media}
    assert ranked == set(RANKED_FOR_MEDIA.split("、"))
    assert len(ranked) == 8 + 24


def test_one_unit_is_ranked_for_its_accounts_alone(ledger: Registry) -> None:
    unit = named(ledger, MEDIA_ONLY)
    assert (unit.ranked_sites, unit.ranked_media) == (False, True)
    assert [u.name for u in ledger.units if not u.ranked_sites and u.ranked_media] == [MEDIA_ONLY]


def test_the_city_portal_is_watched_and_its_owner_not_ranked(ledger: Registry) -> None:
    assert len(ledger.units) == 53 + 1
    owner = ledger.units_by_id[ledger.sites["mz-portal"].unit_id]
    assert (owner.ranked_sites, owner.ranked_media) == (False, False)
    assert ledger.sites["mz-portal"].kind is SiteKind.PORTAL


def test_only_addresses_that_were_seen_and_each_with_its_unit(ledger: Registry) -> None:
    registered = {site.url: unit.name for unit in ledger.units for site in unit.sites}
    assert registered == SEEN
    assert all(site.scope == (site.url,) for site in ledger.sites.values())
    assert not any(site.columns for site in ledger.sites.values())


def test_no_site_code_and_no_account_is_guessed(ledger: Registry) -> None:
    assert not any(site.code for site in ledger.sites.values())
    assert not any(unit.accounts for unit in ledger.units)


def test_every_unit_without_a_site_says_why(ledger: Registry) -> None:
    without = [unit for unit in ledger.units if not unit.sites]
    assert len(without) == 54 - len(SEEN)
    assert all(unit.unwatched_reason for unit in without)


def test_channels_belong_to_the_city_portal(ledger: Registry) -> None:
    channels = [site for site in ledger.sites.values() if site.kind is SiteKind.CHANNEL]
    assert len(channels) == 4
    assert {site.portal for site in channels} == {"mz-portal"}
