"""The column ledger (栏目台账), and the runs whose evidence speaks of its sites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from db.models import ColumnRow, RunRow, RunSiteRow, SiteRow
from db.queries import run as find_run
from db.session import reading
from monitor.domain.run import Purpose, Run, RunState
from monitor.domain.subject import Column, ColumnClass, Exemption, Site


def save_columns(engine: Engine, sites: Sequence[Site], now: datetime) -> None:
    """Put the columns of some known sites in place of the old ones, all in one transaction."""
    with engine.begin() as connection:
        for site in sites:
            put_columns(connection, site.id, site.columns)
            connection.execute(
                update(SiteRow)
                .where(SiteRow.id == site.id)
                .values(columns_open=site.columns_open, changed_at=now)
            )


def put_columns(connection: Connection, site_id: str, columns: Sequence[Column]) -> None:
    """The columns of a site in place of those it had."""
    connection.execute(delete(ColumnRow).where(ColumnRow.site_id == site_id))
    for position, column in enumerate(columns):
        exempt = column.exempt
        connection.execute(
            insert(ColumnRow).values(
                site_id=site_id,
                position=position,
                name=column.name,
                url=column.url,
                cls=column.cls.value if column.cls else None,
                level=column.level,
                parent=column.parent,
                deadline_days=column.deadline_days,
                confirmed_by=column.confirmed_by,
                exempt_reason=exempt.reason if exempt else None,
                exempt_document=exempt.document if exempt else None,
                exempt_until=exempt.until if exempt else None,
            )
        )


def read_columns(connection: Connection) -> Mapping[str, tuple[Column, ...]]:
    """The columns of every site that has any, by site id, in their order."""
    columns: dict[str, list[Column]] = defaultdict(list)
    for row in connection.execute(select(ColumnRow.__table__).order_by(ColumnRow.position)):
        columns[row.site_id].append(_column(row))
    return {site_id: tuple(listed) for site_id, listed in columns.items()}


def _column(row: Any) -> Column:
    exempt = None
    if row.exempt_reason is not None:
        exempt = Exemption(row.exempt_reason, row.exempt_document, row.exempt_until)
    return Column(
        name=row.name,
        url=row.url,
        cls=ColumnClass(row.cls) if row.cls else None,
        level=row.level,
        parent=row.parent,
        deadline_days=row.deadline_days,
        confirmed_by=row.confirmed_by,
        exempt=exempt,
    )


def rechecks_after(engine: Engine, site_id: str, look: Run) -> list[Run]:
    """The complete second looks at a site later than `look`, in the order of their `now`."""
    with reading(engine) as connection:
        ids = connection.execute(
            select(RunRow.id)
            .join(RunSiteRow, RunSiteRow.run_id == RunRow.id)
            .where(
                RunSiteRow.site_id == site_id,
                RunRow.purpose == Purpose.RECHECK.value,
                RunRow.state == RunState.COMPLETE.value,
                RunRow.now > look.now,
            )
            .order_by(RunRow.now, RunRow.id)
        ).scalars()
        found = list(ids)
    return [one for one in (find_run(engine, run_id) for run_id in found) if one is not None]
