"""The runner: who is asked, what is stamped, what an accident of ours or a closed door means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from checks.base import Check, Context, all_checks
from monitor.assess import judge as runner
from monitor.assess.judge import HOME, judge
from monitor.config.rubric import load_rubric
from monitor.domain.calendar import Window
from monitor.domain.dossier import ColumnState, Dossier, FooterMark, HomeNews, HomeVisit, PageTag
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.domain.finding import Evidence, Finding, Outcome, Verdict
from monitor.domain.subject import ColumnClass, Exemption

NOW = datetime(2026, 1, 26, 14, 0, tzinfo=UTC)
URL = "http://127.0.0.1:8000/"
NATIONAL = load_rubric("national-2019", frozenset(all_checks()))


def judged(*dossiers: Dossier, **more: Any) -> dict[str, Finding]:
    stamp: dict[str, Any] = {"site_id": "jia", "run_id": 7, "now": NOW, "purpose": "crawl"}
    made = judge(dossiers, **stamp | {"rubric": NATIONAL} | more)
    assert len(made) == len({one.check for one in made}), "one subject a check"
    return {one.check: one for one in made}


def home(*statuses: FetchStatus, unseen: str | None = None, http: int = 200) -> HomeVisit:
    fetches = tuple(
        Fetch(URL, one, NOW, http_status=http if one is FetchStatus.OK else None)
        for one in statuses
    )
    return HomeVisit(subject=URL, url=URL, fetches=fetches, unseen=unseen)


def column(**more: Any) -> ColumnState:
    known: dict[str, Any] = {"name": "动态", "cls": ColumnClass.NEWS, "window": Window(days=14)}
    return ColumnState(subject=URL + "dt/", url=URL + "dt/", **known | more)


MARK = FooterMark(subject="icp", url=URL, mark="icp", pages=3, without=3)


def test_a_finding_is_stamped_with_subject_run_and_proof() -> None:
    proof = (Evidence("00" * 32),)
    mark = replace(MARK, parents=(URL,), parents_total=3, evidence=proof)
    found = judged(mark, purpose="recheck")["footer-mark-missing"]
    assert (found.run_id, found.now, found.purpose, found.site_id) == (7, NOW, "recheck", "jia")
    assert (found.subject, found.url, found.parents) == ("icp", URL, (URL,))
    assert (found.parents_total, found.evidence) == (3, proof)


def test_every_check_that_reads_a_dossier_is_asked() -> None:
    assert judged(column()).keys() == {"column-stale", "column-blank"}
    assert judged() == {}


def test_at_once_belongs_to_a_failure_read_from_bytes() -> None:
    stale = judged(column(newest=date(2025, 1, 1), entries=3))
    assert stale["column-stale"].at_once is True
    assert stale["column-blank"].at_once is False
    undated = judged(column(undated=3, entries=3))["column-stale"]
    assert (undated.outcome, undated.at_once) == (Outcome.FAIL, False)


def test_thresholds_come_from_the_rubric() -> None:
    news = HomeNews(subject=URL, url=URL, newest=date(2026, 1, 16), dated=3)
    assert judged(news)["home-stale"].outcome is Outcome.PASS
    shorter = replace(NATIONAL, params={"home-stale": {"window_days": 7}})
    assert judged(news, rubric=shorter)["home-stale"].facts["window_days"] == 7


def test_an_exception_in_a_check_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(dossier: Dossier, context: Context) -> Verdict:
        raise ZeroDivisionError(dossier.subject)

    broken: dict[str, Check] = dict(all_checks())
    broken["column-stale"] = replace(broken["column-stale"], function=breaks)
    monkeypatch.setattr(runner, "all_checks", lambda: broken)
    found = judged(column(list_state="empty"))
    accident = found["column-stale"]
    assert (accident.outcome, accident.at_once) == (Outcome.ERROR, False)
    assert accident.facts == {"error": "ZeroDivisionError"}
    assert found["column-blank"].outcome is Outcome.FAIL


def test_a_rubric_that_forgets_a_threshold_accuses_nobody() -> None:
    news = HomeNews(subject=URL, url=URL, newest=date(2020, 1, 1), dated=3)
    found = judged(news, rubric=replace(NATIONAL, params={}))["home-stale"]
    assert found.outcome is Outcome.ERROR


def test_what_was_not_seen_is_not_judged() -> None:
    """Whatever else the dossier says."""
    for one in judged(
        column(unseen="blocked", list_state="empty", newest=date(2020, 1, 1))
    ).values():
        assert (one.outcome, one.reason) == (Outcome.NOT_OBSERVED, "blocked")
        assert one.facts == {"class": "news"}
    tag = PageTag(subject="SiteName", url=URL, unseen="robots", tag="SiteName", group="site")
    found = judged(tag)["page-tags-missing"]
    assert (found.outcome, found.reason, found.facts) == (Outcome.NOT_OBSERVED, "robots", {})


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"window": None}, "no_deadline"),
        ({"exempt": Exemption("机构改革")}, "exempt"),
        ({"judged_at": URL}, "judged_at_first_level"),
    ],
)
def test_an_unseen_column_that_has_no_deadline_says_so_but_is_not_settled(
    more: dict[str, Any], reason: str
) -> None:
    """not_applicable would end a defect, and only sight ends one."""
    found = judged(column(unseen="timeout", **more))["column-stale"]
    assert (found.outcome, found.reason) == (Outcome.NOT_OBSERVED, "timeout")
    assert found.facts == {"class": "news", "settled": reason}


@pytest.mark.parametrize(
    ("visit", "outcome"),
    [
        (home(FetchStatus.REFUSED), Outcome.FAIL),
        (home(FetchStatus.OK, http=502), Outcome.FAIL),
        (home(FetchStatus.BLOCKED), Outcome.NOT_OBSERVED),
        (home(unseen="window"), Outcome.NOT_OBSERVED),
    ],
)
def test_behind_a_closed_door_nothing_else_is_said(visit: HomeVisit, outcome: Outcome) -> None:
    found = judged(MARK, visit, column(newest=date(2025, 1, 1), entries=3))
    assert found.pop(HOME).outcome is outcome
    assert found.keys() == {"footer-mark-missing", "column-stale", "column-blank"}
    for one in found.values():
        assert (one.outcome, one.reason) == (Outcome.NOT_OBSERVED, "home_unreachable")
        assert (one.facts, one.at_once) == ({}, False)


def test_an_open_door_withholds_nothing() -> None:
    visit = home(FetchStatus.REFUSED, FetchStatus.OK)
    assert judged(visit, MARK)["footer-mark-missing"].outcome is Outcome.FAIL


def test_a_home_page_seen_failing_is_judged_though_the_target_stayed_open() -> None:
    assert judged(home(FetchStatus.REFUSED, unseen="refused"))[HOME].outcome is Outcome.FAIL
