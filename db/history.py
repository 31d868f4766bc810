"""What the crawl before a run saw of a site's lists, and which addresses were known by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, select

from db import queries
from db.gists import GistReader, complete
from db.mapping import digest
from db.models import PageVersionRow, RunRow, TargetRow
from db.session import reading
from monitor.domain.address import address_key
from monitor.domain.calendar import shanghai_day
from monitor.domain.evidence import Listing, PageKind
from monitor.domain.run import Purpose, Run, TargetState

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Before:
    """`day`: when the lists were read. `lists`: what they showed, by address key."""

    day: date
    lists: Mapping[str, Listing]
    moment: datetime
    engine: Engine = field(repr=False, compare=False)

    def listed(self, key: str) -> Listing | None:
        return self.lists.get(key)

    def known(self, url: str) -> bool:
        """Whether any run before had the address on its list."""
        with reading(self.engine) as connection:
            found = connection.execute(
                select(TargetRow.id)
                .join(RunRow, RunRow.id == TargetRow.run_id)
                .where(TargetRow.digest == digest(url), RunRow.now < self.moment)
                .limit(1)
            ).first()
        return found is not None


def before(engine: Engine, run: Run, site_id: str) -> Before | None:
    """The last complete crawl of a site before a run; None for its first."""
    last = queries.latest_run(
        engine,
        site_id=site_id,
        before=run.now - timedelta(microseconds=1),
        purposes=(Purpose.CRAWL, Purpose.RECRAWL),
    )
    if last is None:
        return None
    complete(engine, last.id, site_id)
    with reading(engine) as connection:
        rows = connection.execute(
            select(TargetRow.url, TargetRow.page_digest)
            .join(PageVersionRow, PageVersionRow.digest == TargetRow.page_digest)
            .where(
                TargetRow.run_id == last.id,
                TargetRow.site_id == site_id,
                TargetRow.state == TargetState.OBSERVED.value,
                PageVersionRow.kind == PageKind.COLUMN.value,
            )
        ).all()
        digests, reader = [row.page_digest for row in rows], GistReader()
        gists = {
            key: gist
            for start in range(0, len(digests), _CHUNK)
            for key, gist in reader.read(connection, digests[start : start + _CHUNK]).items()
        }
    lists = {
        address_key(row.url): listing
        for row in rows
        if (gist := gists.get(row.page_digest)) and (listing := gist.listing)
    }
    return Before(shanghai_day(last.now), lists, run.now, engine)
