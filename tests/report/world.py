"""Reports made by hand: a unit with faults of many kinds, one without, one without sites."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from monitor.domain.finding import Facts
from monitor.domain.rubric import (
    Charge,
    Decider,
    Match,
    Row,
    RowKind,
    RowScore,
    Rubric,
    Score,
)
from monitor.domain.subject import Category, Site, SiteKind, Unit
from monitor.report.record import Record
from monitor.report.unit import Lapse, UnitReport, Unobserved

AS_OF = datetime(2026, 3, 31, 16, 30, tzinfo=UTC)  # 1 April in Shanghai
BASE = "http://www.jia.example/"
SITE = Site(
    "jia-portal", "jia", "甲县人民政府门户网站", BASE, kind=SiteKind.PORTAL, code="9999010001"
)
UNIT = Unit("jia", "甲县", Category.COUNTY, sites=(SITE,))


def _row(id: str, name: str, clause: str, check: str, kind: RowKind = RowKind.DEDUCTION) -> Row:
    return Row(id, name, kind, clause, Decider.AUTO, (Match(check),), 10.0, 5.0, Charge.EACH)


RUBRIC = Rubric(
    "test",
    "1",
    "评分表",
    "文件",
    100.0,
    (
        _row("WV-1", "栏目不更新", "某函〔2019〕19号 单项否决·第1项", "column-stale", RowKind.VETO),
        _row("WD-1", "动态要闻", "某函〔2019〕19号 扣分指标·动态要闻", "column-stale"),
        _row("WD-2", "链接", "某函〔2020〕1号 扣分指标·链接", "link-broken"),
    ),
)
SCORE = Score(
    unit_id="jia",
    site_id="jia-portal",
    rubric="test",
    period="2026-04-01",
    points=5.5,
    max=100.0,
    verified=60.25,
    unobserved_points=39.75,
    vetoes=(),
    rows=(RowScore("WD-1", "条款", 10.0, 5.5, "charged", ("d1",)),),
    scored=True,
    planned=10,
    observed=8,
    not_observed={"blocked": 2},
)


def record(**changes: Any) -> Record:
    """A stale column; `facts` are added to its own."""
    facts: Facts = {"column": "部门动态", "newest": "2026-01-10", "days": 81, "parents_total": 1}
    made = Record(
        id="d1",
        unit="jia",
        site="jia-portal",
        check="column-stale",
        indicator=("WV-1", "WD-1"),
        subject=f"{BASE}bmdt/",
        url=f"{BASE}bmdt/",
        parents=(BASE,),
        state="confirmed",
        decision="pending",
        description="甲县门户网站“部门动态”栏目最新信息日期为2026-01-10",
        facts=facts,
        first_seen="2026-03-31T22:00:00+08:00",
        last_seen="2026-04-01T00:30:00+08:00",
        veto=False,
        points=5.0,
        evidence=(("ab" * 32, "body"), ("cd" * 32, "rendered")),
    )
    return replace(made, **{**changes, "facts": {**facts, **changes.get("facts", {})}})


def broken(number: int = 1, **facts: Any) -> Record:
    given = {"kind": "page", "text": "某通知", "http_status": 404, "parents_total": 7} | facts
    made = record(
        id=f"l{number}",
        check="link-broken",
        indicator=("WD-2",),
        subject=f"{BASE}gone{number}.html",
        url=f"{BASE}gone{number}.html",
        description="甲县门户网站有站内页面链接不可用",
    )
    return replace(made, facts=given)


def report(*records: Record, **changes: Any) -> UnitReport:
    made = UnitReport(
        unit=UNIT,
        records=records,
        lapses=(),
        unobserved=(),
        scores=(SCORE,),
        verified=42,
        unverified=3,
        as_of=AS_OF,
    )
    return replace(made, **changes)


LAPSE = Lapse(
    SITE.name,
    "通知公告",
    "notice",
    f"{BASE}tzgg/",
    date(2025, 10, 5),
    date(2026, 4, 5),
    4,
)
UNOBSERVED = (
    Unobserved(SITE.name, "column-blank", "script_built", 2),
    Unobserved(SITE.name, "page", "blocked", 5),
)
FULL = report(
    record(),
    record(id="d2", state="suspected", subject="b", veto=True),
    record(id="d3", state="waived", subject="c"),
    record(id="d4", state="gone", subject="d"),
    broken(1),
    broken(2, external=True, http_status=None, kind="image"),
    lapses=(LAPSE,),
    unobserved=UNOBSERVED,
)
EMPTY_UNIT = report(unit=replace(UNIT, sites=(), unwatched_reason="无网站"), scores=())
