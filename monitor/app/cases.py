"""Platform cases: what waits for a person, and the person's word."""

from __future__ import annotations

from dataclasses import replace

from db import repository
from db.cases import change_cases, judged_runs, platform_cases
from monitor.app.house import BadInput, House
from monitor.app.judging import judge_run
from monitor.domain.case import CaseState, CaseVerdict, PlatformCase
from monitor.domain.run import Purpose


def cases(house: House) -> list[PlatformCase]:
    """All platform cases, oldest first."""
    return platform_cases(house.engine)


def open_cases(house: House) -> list[PlatformCase]:
    """Those that wait for a person. While there is one, nothing is published."""
    return [case for case in cases(house) if case.state is CaseState.OPEN]


def names(house: House) -> dict[str, str]:
    """Site names by id."""
    sites = repository.load_registry(house.engine).sites.values()
    return {site.id: site.name for site in sites}


def close_case(
    house: House, case_id: int, *, verdict: str, reason: str, by: str, as_of: str | None = None
) -> PlatformCase:
    """A person's word on a case: platform, maintenance or ours, with the reason.

    The runs that fell into it are judged again, so that what is charged follows from the word.
    Raises BadInput for an unknown case, one that is closed already, and a word without a reason.
    """
    if not reason.strip():
        raise BadInput("input.case_reason")
    now = house.now(as_of)

    def decide(known: list[PlatformCase]) -> list[PlatformCase]:
        found = next((case for case in known if case.id == case_id), None)
        if found is None:
            raise BadInput("input.unknown_case", value=case_id)
        if found.state is CaseState.CLOSED:
            raise BadInput("input.closed_case", value=case_id)
        return [
            replace(
                found,
                state=CaseState.CLOSED,
                verdict=CaseVerdict(verdict),
                by=by,
                at=now,
                note=reason.strip(),
            )
        ]

    closed = next(case for case in change_cases(house.engine, decide) if case.id == case_id)
    _judge_again(house, closed)
    return closed


def _judge_again(house: House, case: PlatformCase) -> None:
    """The judged runs that fell into the case, in order, and the latest round of visits, whose week
    may hold it. Only where the word charges anybody: nothing was charged before it."""
    if case.verdict is not CaseVerdict.PLATFORM:
        return
    judged = judged_runs(house.engine, case.first)
    rounds = [run for run in judged if run.purpose is Purpose.VISITS]
    for run in judged:
        if case.covers(run.now) or run in rounds[-1:]:
            judge_run(house, run)
