"""The ledger of units and sites: what goes in comes out, nothing is ever deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from db.columns import save_columns
from db.models import AccountRow, SiteRow, UnitRow
from db.registry import load_registry, save_registry
from monitor.domain.subject import (
    Account,
    Category,
    Column,
    ColumnClass,
    Exemption,
    FormerName,
    Outage,
    Registry,
    Site,
    SiteKind,
    Status,
    Unit,
)
from tests.storage.world import NOW, after, count

EXEMPT = Exemption("机构改革", "某办函〔2026〕1号", date(2026, 12, 31))
PORTAL = Site(
    id="jia-portal",
    unit_id="jia",
    name="甲县人民政府门户网站",
    url="http://127.0.0.1/",
    scope=("http://127.0.0.1/", "http://127.0.0.2/a.html"),
    kind=SiteKind.PORTAL,
    code="9999010001",
    columns=(
        Column("政务动态", "http://127.0.0.1/dt/", ColumnClass.NEWS, 1, None, 14, "张三"),
        Column("公告", "http://127.0.0.1/gg/", parent="政务动态", exempt=EXEMPT),
    ),
    delay=0.25,
    per_host=3,
    obey_robots=False,
    valid_from=date(2020, 1, 1),
    former_names=(FormerName("甲县信息网", date(2019, 12, 31)), FormerName("甲县在线")),
    outages=(
        Outage(date(2026, 3, 1), date(2026, 3, 30), "某办函〔2026〕2号", "机房改造"),
        Outage(date(2026, 5, 1), date(2026, 5, 1), "某办函〔2026〕3号", "断电检修"),
    ),
)
CHANNEL = Site(
    id="jia-jyj",
    unit_id="jia",
    name="教育局频道",
    url="http://127.0.0.1/jyj/",
    kind=SiteKind.CHANNEL,
    portal="jia-portal",
    status=Status.CLOSING,
    valid_until=date(2026, 6, 30),
    successor="jia-portal",
)
ACCOUNT = Account(
    "jia-wb",
    "jia",
    "weibo",
    "甲县发布",
    "http://127.0.0.3/u",
    Status.SUSPENDED,
    date(2020, 1, 1),
    date(2026, 1, 31),
    (FormerName("甲县播报"),),
    "jia-wx",
)
REGISTRY = Registry(
    (
        Unit(
            "yi",
            "乙局",
            Category.INTERNAL,
            ranked_sites=False,
            ranked_media=False,
            unwatched_reason="无网站",
            former_names=(FormerName("乙委"),),
            successor="jia",
            valid_until=date(2026, 3, 31),
            status=Status.CLOSED,
        ),
        Unit("jia", "甲县", Category.COUNTY, sites=(PORTAL, CHANNEL), accounts=(ACCOUNT,)),
    )
)


def test_round_trip_keeps_every_field_and_the_order(engine: Engine) -> None:
    saved = save_registry(engine, REGISTRY, NOW)
    assert saved.created == (
        "unit yi",
        *("unit jia", "site jia-portal", "site jia-jyj", "account jia-wb"),
    )
    assert (saved.updated, saved.missing) == ((), ())
    assert load_registry(engine) == REGISTRY


def test_the_same_file_again_changes_nothing(engine: Engine) -> None:
    save_registry(engine, REGISTRY, NOW)
    saved = save_registry(engine, REGISTRY, after(60))
    assert (saved.created, saved.updated, saved.missing) == ((), (), ())
    assert load_registry(engine) == REGISTRY


def test_a_dry_run_tells_and_writes_nothing(engine: Engine) -> None:
    saved = save_registry(engine, REGISTRY, NOW, dry_run=True)
    assert len(saved.created) == 5
    assert [count(engine, model) for model in (UnitRow, SiteRow, AccountRow)] == [0, 0, 0]
    save_registry(engine, REGISTRY, NOW)
    renamed = Registry((replace(REGISTRY.units[1], name="新甲县"),))
    saved = save_registry(engine, renamed, after(60), dry_run=True)
    assert (saved.updated, saved.missing) == (("unit jia",), ("unit yi",))
    assert load_registry(engine) == REGISTRY


def test_an_entry_missing_from_the_file_is_reported_and_kept(engine: Engine) -> None:
    save_registry(engine, REGISTRY, NOW)
    rest = Registry((replace(REGISTRY.units[1], sites=(PORTAL,), accounts=()),))
    saved = save_registry(engine, rest, after(60))
    assert set(saved.missing) == {"unit yi", "site jia-jyj", "account jia-wb"}
    kept = load_registry(engine)
    assert set(kept.sites) == {"jia-portal", "jia-jyj"}
    assert kept.units_by_id["yi"] == REGISTRY.units[0]
    assert kept.units_by_id["jia"].accounts == (ACCOUNT,)


def test_changes_are_named_and_parts_are_replaced(engine: Engine) -> None:
    save_registry(engine, REGISTRY, NOW)
    portal = replace(PORTAL, columns=PORTAL.columns[1:], scope=PORTAL.scope[:1], former_names=())
    unit = replace(REGISTRY.units[1], sites=(portal, CHANNEL), former_names=(FormerName("甲市"),))
    saved = save_registry(engine, Registry((REGISTRY.units[0], unit)), after(60))
    assert set(saved.updated) == {"unit jia", "site jia-portal"}
    assert load_registry(engine).units[1] == unit


def test_a_site_may_change_hands(engine: Engine) -> None:
    save_registry(engine, REGISTRY, NOW)
    moved = replace(CHANNEL, unit_id="yi")
    units = (
        replace(REGISTRY.units[0], sites=(moved,)),
        replace(REGISTRY.units[1], sites=(PORTAL,)),
    )
    saved = save_registry(engine, Registry(units), after(60))
    assert saved.missing == ()
    assert load_registry(engine) == Registry(units)


def test_columns_confirmed_since_stay_where_the_file_lists_none(engine: Engine) -> None:
    unit = REGISTRY.units[1]
    bare = Registry((replace(unit, sites=(replace(PORTAL, columns=()), CHANNEL)),))
    save_registry(engine, bare, NOW)
    confirmed = replace(PORTAL, columns=PORTAL.columns[:1], columns_open=True)
    save_columns(engine, [confirmed], after(30))
    saved = save_registry(engine, bare, after(60))
    assert (saved.created, saved.updated) == ((), ())
    assert load_registry(engine).sites["jia-portal"] == confirmed
    saved = save_registry(engine, Registry((unit,)), after(90))
    assert saved.updated == ("site jia-portal",)
    assert load_registry(engine) == Registry((unit,))


def test_columns_of_a_site_are_saved_without_touching_another(engine: Engine) -> None:
    save_registry(engine, REGISTRY, NOW)
    channel = replace(CHANNEL, columns=(Column("动态", "http://127.0.0.1/jyj/dt/"),))
    save_columns(engine, [channel], after(30))
    assert load_registry(engine).units[1].sites == (PORTAL, channel)
