"""`monitor media form` and `draw`: what goes out to units, and to who looks at accounts by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from db import media as kept
from monitor.app.house import BadInput, House
from monitor.app.selection import in_force, ledger
from monitor.config.errors import ConfigError, Place
from monitor.domain.calendar import shanghai_day
from monitor.domain.media import SelfReport
from monitor.domain.media_draw import draw_accounts
from monitor.domain.subject import Account, Registry, Unit
from monitor.domain.succession import units_on
from monitor.report.media_forms import PERIOD, Drawn, write_draw, write_form
from monitor.report.workbook import unit_files


@dataclass(frozen=True)
class Forms:
    """Files written; `accounts` in them; `without`: names of units that have no account to report on."""

    files: tuple[Path, ...]
    accounts: int
    without: tuple[str, ...]


def forms(
    house: House, *, unit: str | None, everything: bool, output: Path, as_of: str | None = None
) -> Forms:
    """Write the form of a unit, or of each into a folder, for the two weeks that end on the day.

    A file that stands there with anything else in it is never overwritten: somebody may have filled it
    in. Raises BadInput for an unknown unit, for a unit without accounts, and where nothing can be written.
    """
    if (unit is None) is not everything:
        raise BadInput("input.unit_or_all")
    now = house.now(as_of)
    day = shanghai_day(now)
    registry = ledger(house, now)
    chosen = _units(registry, day, unit)
    running = {one.id: _running(registry, one, day) for one in chosen}
    going = [one for one in chosen if running[one.id]]
    if not going:
        raise BadInput("input.no_accounts")
    if everything:
        named = unit_files([(one.id, one.name) for one in going], "media_forms.form.file", day)
        paths = [output / name for name in named]
    else:
        paths = [output]
    for path, one in zip(paths, going, strict=True):
        _write_once(path, partial(write_form, unit=one, accounts=running[one.id], day=day))
    return Forms(
        tuple(paths),
        sum(len(running[one.id]) for one in going),
        tuple(one.name for one in chosen if not running[one.id]),
    )


def _units(registry: Registry, day: date, unit: str | None) -> list[Unit]:
    if not registry.units:
        raise BadInput("input.no_registry")
    if unit is not None and unit not in registry.units_by_id:
        raise BadInput("input.unknown_unit", value=unit)
    return [one for one in units_on(registry, day) if unit in (None, one.id)]


def _running(registry: Registry, unit: Unit, day: date) -> list[Account]:
    accounts = (registry.accounts[one.id] for one in unit.accounts)
    return [one for one in accounts if in_force(one, day)]


def _write_once(path: Path, write: Callable[[Path], Path]) -> None:
    """Write a file that is not there, or is there as it would be written."""
    if path.suffix.lower() != ".xlsx":
        raise ConfigError("config.file_type", Place(str(path)), known=".xlsx")
    try:
        if not path.exists():
            write(path)
            return
        with tempfile.TemporaryDirectory() as folder:
            made = write(Path(folder) / path.name).read_bytes()
        if path.read_bytes() != made:
            raise ConfigError("config.exists", Place(str(path)))
    except OSError as error:
        raise BadInput("input.output", value=str(path)) from error


@dataclass(frozen=True)
class Draw:
    """`drawn` out of `population` running accounts."""

    file: Path
    drawn: tuple[Drawn, ...]
    population: int


def draw(
    house: House, *, seed: int, share: float | None, output: Path, as_of: str | None = None
) -> Draw:
    """Draw accounts for 人工抽查: a share of all that run, with what their units reported lately.

    Raises BadInput for a share that is none, for a ledger without accounts, and where it cannot be
    written; a file that somebody filled in is not overwritten.
    """
    share = house.office.media.spot_share if share is None else share
    if not 0 < share <= 1:
        raise BadInput("input.media_share", value=share)
    now = house.now(as_of)
    day = shanghai_day(now)
    registry = ledger(house, now)
    population = [
        account for unit in _units(registry, day, None) for account in _running(registry, unit, day)
    ]
    if not population:
        raise BadInput("input.no_accounts")
    chosen = draw_accounts(population, seed=seed, share=share)
    reports = kept.reports(house.engine, [one.id for one in chosen], now)
    drawn = tuple(
        Drawn(registry.units_by_id[one.unit_id], one, _lately(reports.get(one.id, ()), day))
        for one in chosen
    )
    sheet = partial(write_draw, drawn=drawn, seed=seed, day=day, population=len(population))
    _write_once(output, sheet)
    return Draw(output, drawn, len(population))


def _lately(reports: Sequence[SelfReport], day: date) -> SelfReport | None:
    lately = [one for one in reports if timedelta(0) <= day - one.day <= PERIOD]
    return lately[-1] if lately else None
