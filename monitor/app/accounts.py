"""What a round of looks at accounts says of each, and what is known of accounts at a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from db import media
from monitor.app.house import House
from monitor.assess.gather.account_links import account_links
from monitor.assess.gather.accounts import account_state
from monitor.assess.gather.look import Watch
from monitor.assess.gather.posts import PostsSeen, post_contents
from monitor.assess.gather.reposts import repost_states
from monitor.assess.judge import judge
from monitor.config.reposts import load_reposts
from monitor.domain.address import Scopes
from monitor.domain.dossier import Dossier
from monitor.domain.finding import Finding
from monitor.domain.media import AccountState
from monitor.domain.reposts import Repost
from monitor.domain.rubric import Rubric
from monitor.domain.run import Run
from monitor.domain.subject import Registry


def judge_accounts(
    house: House, run: Run, registry: Registry, rules: Rubric, watch: Mapping[str, Watch]
) -> list[Finding]:
    """Findings on the accounts of a run that are watched, from all that was known at its moment. `watch`:
    what was open when it began, by account id."""
    ids = list(watch)
    made = media.looks(house.engine, ids, until=run.now)
    scopes = Scopes(registry.sites.values())
    reposts = load_reposts(house.home, registry.units_by_id)
    return [
        finding
        for key, state in account_states(house, registry, ids, run.now).items()
        for finding in judge(
            [
                state,
                *_further(
                    PostsSeen(registry.accounts[key], made.get(key, [])),
                    watch[key],
                    scopes,
                    reposts,
                    run.now,
                ),
            ],
            site_id=key,
            run_id=run.id,
            now=run.now,
            purpose=run.purpose.value,
            rubric=rules,
        )
    ]


def _further(
    seen: PostsSeen, watch: Watch, scopes: Scopes, reposts: Sequence[Repost], now: datetime
) -> Iterator[Dossier]:
    """What else the looks at an account tell; nothing where the last is not this run's."""
    if not seen.looks or seen.last.at < now:
        return
    yield from post_contents(seen, watch)
    yield from account_links(seen, watch, scopes)
    yield from repost_states(seen, watch, reposts)


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
