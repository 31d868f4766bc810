"""What lives on a platform is charged once, to its owner: whatever the unit that runs the portal does."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.app.assess_results import results
from monitor.app.assessing import open_assessment
from monitor.app.house import House
from monitor.app.registry import init
from monitor.domain.assessment import Result
from monitor.domain.subject import Category
from tests.schedule.world import house as made_house

PLATFORM = ("WD-2.1", "WD-2.2", "WD-2.3", "WD-1.1", "WV-6.1", "WV-6.2", "WV-6.3")


def city(home: Path, rubric: str, kind: str = "", others: bool = True) -> House:
    """A portal run by an office without services, a channel with and one without on it, a site."""
    told = f", kind: {kind}" if kind else ""
    units = [f"shi-1|市府办|internal|http://127.0.0.1:9/|{told}"]
    if others:
        units.append("yi-1|乙局|service|http://127.0.0.1:9/yi/|")
        units.append("bing-1|丙局|internal|http://127.0.0.1:9/bing/|")
    units.append("ding-1|丁局|internal|http://127.0.0.2:9/|")
    lines = ["units:"]
    for one in units:
        site, name, category, url, more = one.split("|")
        unit = site.removesuffix("-1")
        lines.append(f"  - id: {unit}\n    name: {name}\n    category: {category}")
        lines.append(f"    sites: [{{id: {site}, name: {name}, url: '{url}'{more}}}]")
    home.mkdir()
    made = made_house(home, "2027-01-20T12:00")
    (home / "ledger.yaml").write_text("\n".join(lines), encoding="utf-8")
    init(made, home / "ledger.yaml")
    open_assessment(made, "y", name="2026年度考评", year=2026, rubric_id=rubric)
    return made


def asked(house: House) -> dict[str, set[str]]:
    """Of the platform's rows on services, those that are each unit's."""
    return {
        one.unit: {
            line.indicator
            for line in one.subjects[0].lines
            if line.indicator in PLATFORM and line.state != "not_applicable"
        }
        for one in results(house, "y")
    }


@pytest.mark.parametrize("kind", ["", "portal"])
def test_what_the_portal_offers_is_charged_to_the_portal(tmp_path: Path, kind: str) -> None:
    rows = asked(city(tmp_path / "home", "guangdong-city", kind))
    assert rows == {
        "shi": set(PLATFORM),
        "yi": {"WV-6.1", "WV-6.2", "WV-6.3"},
        "bing": set(),
        "ding": set(),
    }


def test_a_site_that_carries_nobody_goes_by_its_unit(tmp_path: Path) -> None:
    rows = asked(city(tmp_path / "home", "guangdong-city", others=False))
    assert rows == {"shi": set(), "ding": set()}


def test_the_national_rubric_leaves_nothing_to_a_platform(tmp_path: Path) -> None:
    rows = asked(city(tmp_path / "home", "national-2019", "portal"))
    assert rows["shi"] == {"WD-1.1"}
    assert rows["yi"] == set(PLATFORM)


def test_the_portal_is_ranked_with_units_like_its_own(tmp_path: Path) -> None:
    found: list[Result] = results(city(tmp_path / "home", "guangdong-city", "portal"), "y")
    assert found[0].category == Category.INTERNAL
