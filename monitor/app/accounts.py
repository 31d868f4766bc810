"""What a round of looks at accounts says of each, and what is known of accounts at a moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from db import media
from monitor.app.house import House
from monitor.assess.gather.accounts import account_state
from monitor.assess.judge import judge
from monitor.domain.finding import Finding
from monitor.domain.media import AccountState
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
    return [
        finding
        for key, state in account_states(house, registry, ids, run.now).items()
        for finding in judge(
            [state],
            site_id=key,
            run_id=run.id,
            now=run.now,
            purpose=run.purpose.value,
            rubric=rules,
        )
    ]


def account_states(
    house: House, registry: Registry, ids: Collection[str], moment: datetime
) -> dict[str, AccountState]:
    """What is known of accounts at a moment, by id, in the order given."""
    looks = media.looks(house.engine, ids, until=moment)
    checks = media.spot_checks(house.engine, ids, moment)
    reports = media.reports(house.engine, ids, moment)
    return {
        key: account_state(
            registry.accounts[key],
            looks.get(key, []),
            checks.get(key, []),
            reports.get(key, []),
            moment,
        )
        for key in ids
    }
