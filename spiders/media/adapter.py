"""What an adapter is, how it is found, and what it says where it cannot look."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Protocol

from monitor.crawl.desk import Answer, Desk
from monitor.domain.evidence import FetchStatus
from monitor.domain.media import AccountLook, LookState
from monitor.domain.media_round import Limit
from monitor.domain.subject import Account

_BUSY = (429, 503)
_HIDDEN = ("app_secret", "token", "cookie", "feed")


class Adapter(Protocol):
    """One way of looking. `lane`: accounts of one lane share `limit`. `rank`: of those that take an
    account the lowest looks; special interfaces come before general ones."""

    lane: str
    rank: int
    limit: Limit

    def takes(self, account: Account, secrets: Mapping[str, str]) -> bool: ...

    async def look(self, account: Account, desk: Desk) -> AccountLook:
        """Raises nothing for what a platform may answer: that is a look that was not verified."""
        ...


@cache
def adapters() -> tuple[Adapter, ...]:
    """Every ADAPTER of this package's modules, by rank."""
    package = importlib.import_module("spiders.media")
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.iter_modules(package.__path__, "spiders.media.")
    ]
    found: list[Adapter] = [one.ADAPTER for one in modules if hasattr(one, "ADAPTER")]
    return tuple(sorted(found, key=lambda one: (one.rank, one.lane)))


def adapter_of(account: Account, secrets: Mapping[str, str]) -> Adapter | None:
    """Who looks at an account; None where no open way leads to it."""
    return next((one for one in adapters() if one.takes(account, secrets)), None)


def unverified(account: Account, desk: Desk, lane: str, reason: str, *proof: str) -> AccountLook:
    """A look that could not be taken. `reason` is a key of the catalogue (media.why)."""
    return AccountLook(account.id, desk.now, LookState.UNVERIFIED, lane, reason, proof=proof)


def ended(account: Account, desk: Desk, lane: str, reason: str, *proof: str) -> AccountLook:
    """The platform says that there is no such account. `reason`: not_found, closed, banned, moved or
    removed."""
    return AccountLook(account.id, desk.now, LookState.GONE, lane, reason, proof=proof)


def proofs(desk: Desk, *answers: bytes) -> tuple[str, ...]:
    """The answers, stored; one that repeats a secret is not."""
    hidden = [desk.secrets[name].encode() for name in _HIDDEN if name in desk.secrets]
    return tuple(
        desk.keep(body) for body in answers if body and not any(one in body for one in hidden)
    )


def why(answer: Answer) -> str | None:
    """Why an answer says nothing of the account, as a reason; None where it may be read."""
    if answer.http_status in _BUSY:
        return "rate_limited"
    if answer.status is FetchStatus.OK:
        return None if (answer.http_status or 200) < 400 else "refused_us"
    return answer.status.value
