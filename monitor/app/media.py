"""`monitor media`: look at accounts within what platforms bear, keep what was seen, judge it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db import media as kept
from db import repository
from db.blobs import keep_body
from monitor.app.house import BadInput, House
from monitor.app.judging import Judged, judge_run
from monitor.app.media_links import Links
from monitor.app.selection import in_force, ledger
from monitor.config.reposts import load_reposts
from monitor.config.secrets import Secrets, load_secrets
from monitor.crawl import loop
from monitor.crawl.desk import Desk
from monitor.crawl.tab import Tab
from monitor.domain.calendar import shanghai_day
from monitor.domain.media import AccountLook, LookState
from monitor.domain.media_round import Candidate, Limit, Round, plan_round
from monitor.domain.run import Mode, Purpose, Run, RunState
from monitor.domain.subject import Account, Registry
from spiders.media.adapter import Adapter, adapter_of, unverified

NO_LANE = "closed"
"""Where no open way leads to an account: nothing is asked, and the unit's own report is all there is."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Unverified:
    """An account that could not be looked at: `why` a reason key, `since` when nobody could."""

    unit: str
    account: Account
    why: str
    since: datetime


@dataclass(frozen=True)
class MediaRound:
    """One round. `looks` by account id; `since`: since when accounts could not be
    verified; `later`: accounts left for another day, and why; `resting`:
    names of accounts that were not to be looked at. `judged` is None where nothing was looked at."""

    run: Run
    looks: Mapping[str, AccountLook]
    later: Mapping[str, str]
    registry: Registry
    since: Mapping[str, datetime]
    judged: Judged | None
    resting: tuple[str, ...]

    def count(self, state: LookState) -> int:
        return sum(look.verified is state for look in self.looks.values())

    def unverified(self) -> list[Unverified]:
        """In the order of the ledger."""
        found = []
        for key, account in self.registry.accounts.items():
            look = self.looks.get(key)
            if look is not None and look.verified is LookState.UNVERIFIED:
                unit = self.registry.units_by_id[account.unit_id].name
                since = self.since.get(key, look.at)
                found.append(Unverified(unit, account, look.reason or "list_partial", since))
        return found


def look_at_accounts(
    house: House,
    *,
    accounts: Sequence[str] = (),
    as_of: str | None = None,
    until: str | None = None,
) -> MediaRound:
    """Look at the accounts named, or at those whose turn it is. Raises BadInput for an unknown id.

    `until`: no look begins after this moment; who has not been looked at by then comes first next time.
    """
    now = house.now(as_of)
    end = None if until is None else house.now(until, "--until")
    registry = ledger(house, now)
    chosen = _chosen(registry, accounts)
    going = [one for one in chosen if in_force(one, shanghai_day(now))]
    secrets = load_secrets(house.home)
    load_reposts(house.home, registry.units_by_id)  # refused before anything is asked
    ways = {one.id: adapter_of(one, secrets.of(one.id, one.platform)) for one in going}
    limits = {way.lane: way.limit for way in ways.values() if way is not None}
    plan = _plan(house, going, ways, limits, now, named=bool(accounts))
    run = repository.open_run(
        house.engine,
        now=now,
        purpose=Purpose.MEDIA,
        mode=Mode.FULL if accounts else Mode.NIGHTLY,
        site_ids=[key for ids in plan.now.values() for key in ids],
        started=house.clock.now(),
    )
    try:
        looks = _look(house, run, registry.accounts, plan, ways, limits, secrets, end)
    except KeyboardInterrupt:
        repository.finish_run(house.engine, run.id, RunState.INTERRUPTED, house.clock.now())
        raise
    planned = (key for ids in plan.now.values() for key in ids)
    later = {**plan.later, **{key: "window" for key in planned if key not in looks}}
    kept.save_waits(house.engine, run.id, later)
    repository.finish_run(house.engine, run.id, RunState.COMPLETE, house.clock.now())
    run = replace(run, state=RunState.COMPLETE)
    return MediaRound(
        run=run,
        looks=looks,
        later=later,
        registry=registry,
        since=kept.blind_since(house.engine, list(looks), now),
        judged=judge_run(house, run) if looks else None,
        resting=tuple(one.name for one in chosen if not in_force(one, shanghai_day(now))),
    )


def _chosen(registry: Registry, named: Sequence[str]) -> list[Account]:
    if not registry.units:
        raise BadInput("input.no_registry")
    for key in named:
        if key not in registry.accounts:
            raise BadInput("input.unknown_account", value=key)
    return [one for one in registry.accounts.values() if not named or one.id in named]


def _plan(
    house: House,
    going: Sequence[Account],
    ways: Mapping[str, Adapter | None],
    limits: Mapping[str, Limit],
    now: datetime,
    *,
    named: bool,
) -> Round:
    """Whoever is named is looked at; the rest as the platforms bear it."""
    lanes = {one.id: _lane(ways[one.id]) for one in going}
    if named:
        by_lane: dict[str, tuple[str, ...]] = {}
        for key, lane in lanes.items():
            by_lane[lane] = (*by_lane.get(lane, ()), key)
        return Round(by_lane, {})
    seen, tried = kept.last_looks(house.engine, now)
    return plan_round(
        [Candidate(key, lane, seen.get(key), tried.get(key)) for key, lane in lanes.items()],
        limits,
        kept.spent(house.engine, now - DAY, now),
        moment=now,
        every=timedelta(days=house.office.media.every_days),
    )


def _lane(way: Adapter | None) -> str:
    return way.lane if way is not None else NO_LANE


def _look(
    house: House,
    run: Run,
    accounts: Mapping[str, Account],
    plan: Round,
    ways: Mapping[str, Adapter | None],
    limits: Mapping[str, Limit],
    secrets: Secrets,
    until: datetime | None,
) -> dict[str, AccountLook]:
    looks: dict[str, AccountLook] = {}

    def tell(lane: str, look: AccountLook) -> None:
        kept.save_look(house.engine, run.id, lane, look)
        looks[look.account_id] = look

    loop.run(_round(house, run, accounts, plan, ways, limits, secrets, until, tell))
    return looks


async def _round(
    house: House,
    run: Run,
    accounts: Mapping[str, Account],
    plan: Round,
    ways: Mapping[str, Adapter | None],
    limits: Mapping[str, Limit],
    secrets: Secrets,
    until: datetime | None,
    tell: Callable[[str, AccountLook], None],
) -> None:
    """Lanes side by side, the accounts of one after another, as far apart as its platform wants it."""
    options = house.options
    async with AsyncExitStack() as stack:
        tab = Tab(options) if options.browser else None
        if tab is not None:
            stack.push_async_callback(tab.close)

        def desk(account: Account) -> Desk:
            return Desk(
                now=run.now,
                networks=options.networks,
                user_agent=options.user_agent,
                keep=lambda body: keep_body(house.engine, house.blobs, body, run.now),
                secrets=secrets.of(account.id, account.platform),
                render=tab.render if tab is not None else None,
                timeout=options.timeout,
            )

        def over() -> bool:
            return until is not None and house.clock.now() >= until

        links = Links(house, over)

        async def lane(name: str, ids: Sequence[str]) -> None:
            for place, key in enumerate(ids):
                if over():
                    return
                account, way = accounts[key], ways[key]
                if way is None:
                    tell(name, unverified(account, desk(account), name, "no_public_list"))
                    continue
                if place:
                    await asyncio.sleep(
                        max(options.delay, limits[name].seconds * bool(options.delay))
                    )
                look = await way.look(account, desk(account))
                tell(name, await links.of(account, look, desk(account)))

        async with asyncio.TaskGroup() as group:
            for name, ids in plan.now.items():
                group.create_task(lane(name, ids))
