"""`monitor columns`: the column ledger (栏目台账) out as a workbook and in again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from db import queries, repository
from db.columns import rechecks_after, save_columns
from monitor.app.house import BadInput, House
from monitor.app.judging import judge_run, rubric
from monitor.app.looking import Looking
from monitor.app.selection import ledger, select
from monitor.assess.gather import Watch
from monitor.assess.gather.columns import column_states
from monitor.config.columns import (
    ColumnLine,
    Judgement,
    columns_book,
    read_columns,
    refuse_to_overwrite,
)
from monitor.config.workbook import Value
from monitor.domain.address import address_key
from monitor.domain.calendar import shanghai_day
from monitor.domain.dossier import ColumnState
from monitor.domain.run import Purpose, Run
from monitor.domain.subject import Column, ColumnClass, Registry, Site
from monitor.domain.succession import there
from monitor.extract.columns import NAMES
from monitor.report.workbook import save
from monitor.text import say

LOOKS = (Purpose.CRAWL, Purpose.RECRAWL)


@dataclass(frozen=True)
class Exported:
    """What a workbook holds: rows by state (confirmed, unconfirmed, unseen)."""

    path: Path
    sites: int
    rows: int
    states: Mapping[str, int]


@dataclass(frozen=True)
class Loaded:
    """What a workbook changed. `judged`: the runs whose evidence was judged again."""

    confirmed: int
    refused: int
    left: int
    sites: tuple[str, ...]
    judged: tuple[int, ...]


def export_columns(
    house: House,
    output: Path,
    *,
    sites: Sequence[str] = (),
    units: Sequence[str] = (),
    as_of: str | None = None,
) -> Exported:
    """Write the columns of sites: those of the ledger, and what was found in each site's last look.

    Raises ConfigError where the file exists already, BadInput for unknown sites and units.
    """
    refuse_to_overwrite(output)
    latest = queries.latest_judged_moment(house.engine)
    now = house.now(as_of) if as_of or latest is None else latest
    today = shanghai_day(now)
    registry = ledger(house, now)
    chosen = [s for s in select(registry, sites=sites, units=units) if there(s, today)]
    found = _found(house, registry, chosen, now)
    rows = [row for site in chosen for row in _rows(site, found.get(site.id), today)]
    try:
        save(columns_book([cells for _, cells in rows]), output, now)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error
    return Exported(output, len(chosen), len(rows), Counter(state for state, _ in rows))


def _found(
    house: House, registry: Registry, sites: Iterable[Site], now: datetime
) -> dict[str, list[ColumnState]]:
    """The columns of each site that was ever looked at, also those beside a list that is whole."""
    rules = rubric(None)
    by_run: dict[int, tuple[Run, list[Site]]] = {}
    for site in sites:
        run = queries.latest_run(house.engine, site_id=site.id, before=now, purposes=LOOKS)
        if run is not None:
            by_run.setdefault(run.id, (run, []))[1].append(replace(site, columns_open=True))
    found = {}
    for run, seen in by_run.values():
        today = shanghai_day(run.now)
        watch = {site.id: Watch(today) for site in seen}
        for one in Looking(house, run, registry, seen, watch).without_links():
            found[one.site.id] = column_states(one.look, rules.windows, NAMES, today)
    return found


def _rows(
    site: Site, states: Sequence[ColumnState] | None, today: date
) -> Iterator[tuple[str, dict[str, Value]]]:
    """Each column of a site with its state; the ledger's first, as the ledger has them."""
    seen = {address_key(state.url): state for state in states or ()}
    for column in site.columns:
        state = seen.pop(address_key(column.url), None)
        key = "confirmed" if column.confirmed_by else "unconfirmed"
        if states is not None and (state is None or state.unseen is not None):
            key = "unseen"
        yield key, _row(site, column, state, today, key)
    by_url = {state.url: _printable(state.name) for state in states or ()}
    by_url |= {column.url: column.name for column in site.columns}
    names = Counter(by_url.values())
    for state in sorted(seen.values(), key=lambda one: address_key(one.url)):
        # What a page lies under may be no column itself; then nobody could read the row back.
        parent = by_url.get(state.parent or "")
        column = Column(
            name=_printable(state.name),
            url=state.url,
            cls=state.cls,
            level=state.level,
            parent=state.parent if parent and names[parent] > 1 else parent,
        )
        yield "unconfirmed", _row(site, column, state, today, "unconfirmed")


def _printable(text: str) -> str:
    """A name as it stood on a page, without what a workbook cannot hold."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def _row(
    site: Site, column: Column, state: ColumnState | None, today: date, key: str
) -> dict[str, Value]:
    exempt, newest = column.exempt, state.newest if state else None
    return {
        "owner": site.id,
        "site_name": site.name,
        "name": column.name,
        "url": column.url,
        "class": column.cls,
        "level": column.level,
        "parent": column.parent,
        "deadline_days": column.deadline_days,
        "exempt.reason": exempt.reason if exempt else None,
        "exempt.document": exempt.document if exempt else None,
        "exempt.until": exempt.until if exempt else None,
        "newest": newest,
        "days": (today - newest).days if newest else None,
        "state": say(f"columns.state.{key}", lang="zh"),
        "verdict": Judgement.YES if column.confirmed_by else None,
        "confirmed_by": column.confirmed_by,
    }


def load_columns(house: House, path: Path, *, by: str) -> Loaded:
    """Put what a person confirmed into the ledger, and judge the stored evidence of those sites again.

    A confirmed row stands as filled in; one that is no column stands as static, without a deadline.
    A row that nobody judged changes what the ledger has of it already, and nothing else. Makes no
    request. Raises ConfigError naming the cell; nothing is half-loaded.
    """
    registry = repository.load_registry(house.engine)
    lines = read_columns(path, registry)
    by_site: dict[str, list[ColumnLine]] = {}
    for line in lines:
        by_site.setdefault(line.site_id, []).append(line)
    held = {site.id: site for unit in registry.units for site in unit.sites}
    merged = [_merged(held[site_id], listed, by) for site_id, listed in by_site.items()]
    changed = [site for site in merged if site != held[site.id]]
    save_columns(house.engine, changed, house.clock.now())
    sites = tuple(site.id for site in changed)
    count = Counter(line.judgement for line in lines)
    return Loaded(
        confirmed=count[Judgement.YES],
        refused=count[Judgement.NO],
        left=count[None],
        sites=sites,
        judged=judge_again(house, sites),
    )


def _merged(site: Site, lines: Sequence[ColumnLine], by: str) -> Site:
    """The site with its columns as the workbook has them; columns it does not name stay."""
    columns = {address_key(column.url): column for column in site.columns}
    for line in lines:
        key = address_key(line.column.url)
        known = columns.get(key)
        if known is None and line.judgement is None:
            continue
        told = _told(line, by)
        columns[key] = told if known is None else replace(told, url=known.url)
    if not columns:
        return site
    return replace(
        site,
        columns=tuple(columns.values()),
        columns_open=site.columns_open or not site.columns,
    )


def _told(line: ColumnLine, by: str) -> Column:
    if line.judgement is None:
        return line.column
    column = replace(line.column, confirmed_by=line.column.confirmed_by or by)
    if line.judgement is Judgement.YES:
        return column
    return replace(column, cls=ColumnClass.STATIC, deadline_days=None, exempt=None)


def judge_again(house: House, site_ids: Sequence[str]) -> tuple[int, ...]:
    """Judge the last look at each site and the second looks after it on what was stored then.

    Returns the ids of the runs, in the order of their `now`.
    """
    runs: dict[int, tuple[Run, set[str]]] = {}
    for site_id in site_ids:
        look = queries.latest_run(house.engine, site_id=site_id, purposes=LOOKS)
        if look is None:
            continue
        for run in (look, *rechecks_after(house.engine, site_id, look)):
            runs.setdefault(run.id, (run, set()))[1].add(site_id)
    ordered = sorted(runs.values(), key=lambda pair: (pair[0].now, pair[0].id))
    for run, only in ordered:
        judge_run(house, run, only=only)
    return tuple(run.id for run, _ in ordered)
