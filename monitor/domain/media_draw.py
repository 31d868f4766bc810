"""Which accounts are drawn for a spot check (人工抽查). Pure: the same seed draws the same."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from math import ceil

from monitor.domain.subject import Account


def size_of(count: int, share: float) -> int:
    """How many a share of `count` is, rounded up: never none of some."""
    return min(count, ceil(Decimal(str(share)) * count))


def draw_accounts(accounts: Iterable[Account], *, seed: int, share: float) -> tuple[Account, ...]:
    """A share of the accounts, in the order of the ledger.

    Every account has the same chance. They are laid out unit by unit, units and their accounts in an
    order that hashes of the seed give, and every so-manieth is taken from a start that the seed gives:
    so each unit has its share of the draw, rounded up or down. Neither the ledger's order nor the
    version of a random generator plays a part.
    """
    known = tuple(accounts)
    by_unit: dict[str, list[Account]] = defaultdict(list)
    for one in known:
        by_unit[one.unit_id].append(one)
    laid_out = [
        one
        for unit in sorted(by_unit, key=lambda unit: (_place(seed, "unit", unit), unit))
        for one in sorted(by_unit[unit], key=lambda one: (_place(seed, "account", one.id), one.id))
    ]
    size = size_of(len(laid_out), share)
    start = int(_place(seed, "start", ""), 16) % (len(laid_out) or 1)
    drawn = {laid_out[(start + n * len(laid_out)) // size].id for n in range(size)}
    return tuple(one for one in known if one.id in drawn)


def _place(seed: int, kind: str, name: str) -> str:
    return hashlib.sha256(f"{seed}\0{kind}\0{name}".encode()).hexdigest()
