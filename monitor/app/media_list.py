"""`monitor media list`: how each account of the ledger stands, so that nobody passes by silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db import media as kept
from monitor.app.accounts import account_states
from monitor.app.house import BadInput, House
from monitor.app.selection import in_force, ledger
from monitor.domain.calendar import shanghai_day
from monitor.domain.media import AccountState, Standing
from monitor.domain.subject import Account, Unit
from monitor.domain.succession import units_on


@dataclass(frozen=True)
class Listed:
    """An account with what is known of it. `state` is None for one that is not to be looked at.

    `looked`: when we last tried, None for never.
    """

    unit: Unit
    account: Account
    state: AccountState | None
    looked: datetime | None

    @property
    def since(self) -> date | None:
        """Since when its standing holds: the day it was seen, reported of, or first asked in vain."""
        state = self.state
        if state is None:
            return None
        days: Mapping[Standing, date | None] = {
            Standing.VERIFIED: state.seen_on
            or (shanghai_day(self.looked) if self.looked else None),
            Standing.REPORTED: state.reported_on,
            Standing.UNVERIFIED: state.since,
        }
        return days[state.standing]

    def as_dict(self) -> dict[str, Any]:
        """JSON form; days as text, None where there is none."""
        state = self.state
        return {
            "unit": self.unit.id,
            "unit_name": self.unit.name,
            "account": self.account.id,
            "platform": self.account.platform,
            "name": self.account.name,
            "url": self.account.url,
            "status": self.account.status.value,
            "standing": state.standing.value if state else None,
            "since": _day(self.since),
            "because": state.why if state else None,
            "by_spot_check": state.spot if state else False,
            "gone": state.gone if state else None,
            "last_post": _day(state.newest) if state else None,
            "reported": _day(state.reported) if state else None,
            "reported_on": _day(state.reported_on) if state else None,
            "last_look": _day(shanghai_day(self.looked)) if self.looked else None,
        }


FIELDS = (
    *("unit", "unit_name", "account", "platform", "name", "url", "status", "standing", "since"),
    *("because", "by_spot_check", "gone", "last_post", "reported", "reported_on", "last_look"),
)


def listed(house: House, *, as_of: str | None = None) -> list[Listed]:
    """Every account of the ledger of that day, in its order. Raises BadInput for an empty ledger."""
    now = house.now(as_of)
    registry = ledger(house, now)
    if not registry.units:
        raise BadInput("input.no_registry")
    today = shanghai_day(now)
    there = [
        (unit, registry.accounts[one.id])
        for unit in units_on(registry, today)
        for one in unit.accounts
    ]
    going = [account.id for _, account in there if in_force(account, today)]
    states = account_states(house, registry, going, now)
    _, tried = kept.last_looks(house.engine, now)
    return [
        Listed(unit, account, states.get(account.id), tried.get(account.id))
        for unit, account in there
    ]


def counts(states: Mapping[str, AccountState]) -> dict[str, int]:
    """How many accounts stand how, by the name of the standing; every standing is there."""
    found = Counter(state.standing for state in states.values())
    return {standing.value: found[standing] for standing in Standing}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
