"""A site's findings and what the rule over time makes of them, ready to be scored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from checks.base import all_checks
from monitor.assess.scoring import score_site
from monitor.config.rubric import load_rubric
from monitor.domain.defect import Defect, rebuild
from monitor.domain.finding import Facts, Finding, Outcome
from monitor.domain.rubric import Rubric, Score
from monitor.domain.run import Coverage
from monitor.domain.subject import Category, ColumnClass, Site, SiteKind, Unit

NATIONAL = load_rubric("national-2019", frozenset(all_checks()))
CITY = load_rubric("guangdong-city", frozenset(all_checks()))
"""It leaves rows to the platform owner and scales up what is left."""
NOW = datetime(2026, 1, 26, 14, 0, tzinfo=UTC)
SITE = Site("jia", "jia", "甲县人民政府门户网站", "http://127.0.0.1:8000/", kind=SiteKind.PORTAL)
UNIT = Unit("jia", "甲县", Category.COUNTY, sites=(SITE,))

CHANNEL = replace(SITE, id="yi", kind=SiteKind.CHANNEL, url="http://127.0.0.1:8000/yi/")
TENANT = Unit("yi", "乙局", Category.SERVICE, sites=(CHANNEL,))

REASONS = {
    "home-unreachable": ("timeout", "http_error"),
    "visits-failed": ("too_often",),
    "home-stale": ("stale", "undated"),
    "column-stale": ("stale", "undated"),
    "column-blank": ("empty", "placeholder"),
    "link-broken": ("not_found", "dns"),
    "leader-page-missing": ("missing",),
    "leader-bio-missing": ("missing", "duties_only"),
    "footer-mark-missing": ("missing",),
    "page-tags-missing": ("missing",),
}


@dataclass(frozen=True)
class Seen:
    """What is true of one subject, whether anyone sees it or not. `looks`: how often it failed."""

    check: str
    subject: str
    outcome: Outcome
    reason: str = "ok"
    facts: Any = ()
    looks: int = 2

    def finding(self, run: int = 2) -> Finding:
        return Finding(
            run_id=run,
            now=NOW + timedelta(hours=run),
            purpose="crawl",
            site_id=SITE.id,
            check=self.check,
            subject=self.subject,
            url=SITE.url,
            outcome=self.outcome,
            reason=self.reason,
            facts=dict(self.facts),
        )

    def hidden(self, facts: Facts) -> Seen:
        return replace(
            self, outcome=Outcome.NOT_OBSERVED, reason="blocked", facts=tuple(facts.items())
        )


def fault(check: str, subject: str, *, looks: int = 2, **facts: object) -> Seen:
    reason = REASONS[check][0]
    return Seen(check, subject, Outcome.FAIL, reason, tuple(facts.items()), looks)


def fine(check: str, subject: str, **facts: object) -> Seen:
    return Seen(check, subject, Outcome.PASS, facts=tuple(facts.items()))


def defects(seen: Iterable[Seen]) -> list[Defect]:
    """Confirmed what failed in two runs, suspected what failed in one."""
    looks = [one.finding(run) for one in seen for run in range(3 - one.looks, 3)]
    return rebuild(looks, [], as_of=NOW + timedelta(days=1), volatile={})


def scored(
    seen: Sequence[Seen],
    known: Sequence[Defect] | None = None,
    *,
    rubric: Rubric = NATIONAL,
    platform: bool = True,
    site: Site = SITE,
    unit: Unit = UNIT,
) -> Score:
    return score_site(
        site,
        unit,
        rubric,
        findings=[one.finding() for one in seen],
        defects=defects(seen) if known is None else known,
        coverage=Coverage(0, 0),
        platform=platform,
        period="2026-01-26",
    )


def of_channel(
    seen: Sequence[Seen], known: Sequence[Defect] | None = None, *, rubric: Rubric = CITY
) -> Score:
    """A channel's score, in which the rows that are its own are scaled up."""
    return scored(seen, known, rubric=rubric, platform=False, site=CHANNEL, unit=TENANT)


@st.composite
def sites(draw: st.DrawFn, max_size: int = 14) -> list[Seen]:
    """Subjects of every check with every answer, columns of every class, each subject once."""
    count = draw(st.integers(0, max_size))
    return [draw(_subject(f"{number}")) for number in range(count)]


@st.composite
def _subject(draw: st.DrawFn, name: str) -> Seen:
    check = draw(st.sampled_from(sorted(REASONS)))
    outcome = draw(
        st.sampled_from([*Outcome, Outcome.PASS, Outcome.FAIL, Outcome.FAIL, Outcome.FAIL])
    )
    facts: Facts = {}
    if check.startswith("column"):
        facts["class"] = draw(st.sampled_from(ColumnClass)).value
        facts["confirmed"] = draw(st.booleans())
    if check == "link-broken":
        facts["on_home"] = draw(st.booleans())
    reason = draw(st.sampled_from(REASONS[check])) if outcome is Outcome.FAIL else "ok"
    looks = draw(st.sampled_from([1, 2, 2]))
    return Seen(check, name, outcome, reason, tuple(facts.items()), looks)
