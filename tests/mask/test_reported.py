"""Whatever we report of a defect, the numbers in its quotes are masked."""

from __future__ import annotations

import json
from dataclasses import replace

from checks.base import all_checks
from monitor.config.rubric import load_rubric
from monitor.domain.subject import Category, Site, Unit
from monitor.report.record import records
from tests.storage.world import defect

SITE = Site("jia", "jia", "甲县门户", "http://127.0.0.1/")
UNIT = Unit("jia", "甲县", Category.COUNTY, sites=(SITE,))
RUBRIC = load_rubric("national-2019", frozenset(all_checks()))
PHONE = "13812345678"


def test_description_subject_and_facts() -> None:
    facts = {
        "column": f"公示{PHONE}",
        "newest": "2026-01-10",
        "as_of": "2026-01-26",
        "days": 16,
        "window": "14d",
        "newest_title": "关于441402199001011234的公示",
    }
    known = replace(defect(), subject=f"张三{PHONE}", facts=facts)
    (made,) = records([known], unit=UNIT, site=SITE, rubric=RUBRIC, points={})
    assert made.id == known.id
    assert made.subject == "张三138******78"
    assert made.description.startswith("甲县网站“公示138******78”栏目最新信息日期为2026-01-10")
    assert made.facts["newest_title"] == "关于441*************34的公示"
    told = json.dumps(made.as_dict(), ensure_ascii=False)
    assert PHONE not in told and "441402199001011234" not in told


def test_addresses_of_records_lead_where_they_led() -> None:
    url = f"http://127.0.0.1/post_{PHONE}.html"
    known = replace(defect(), subject=url, url=url, parents=(url,), facts=defect().facts)
    known = replace(known, check="link-broken", reason="dns")
    (made,) = records([known], unit=UNIT, site=SITE, rubric=RUBRIC, points={})
    assert (made.subject, made.url, made.parents) == (url, url, (url,))
