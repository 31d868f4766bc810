"""What a round of looks at accounts says of each."""

from __future__ import annotations

from collections.abc import Collection

from db import media
from monitor.app.house import House
from monitor.assess.gather.accounts import account_state
from monitor.assess.judge import judge
from monitor.domain.finding import Finding
from monitor.domain.rubric import Rubric
from monitor.domain.run import Run
from monitor.domain.subject import Registry


def judge_accounts(
    house: House, run: Run, registry: Registry, rules: Rubric, only: Collection[str] | None
) -> list[Finding]:
    """Findings on the accounts of a run, from all that was known at its moment."""
    ids = [
        key for key in run.site_ids if key in registry.accounts and (only is None or key in only)
    ]
    looks = media.looks(house.engine, ids, until=run.now)
    checks = media.spot_checks(house.engine, ids, run.now)
    reports = media.reports(house.engine, ids, run.now)
    return [
        finding
        for key in ids
        for finding in judge(
            [
                account_state(
                    registry.accounts[key],
                    looks.get(key, []),
                    checks.get(key, []),
                    reports.get(key, []),
                    run.now,
                )
            ],
            site_id=key,
            run_id=run.id,
            now=run.now,
            purpose=run.purpose.value,
            rubric=rules,
        )
    ]
