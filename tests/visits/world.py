"""A house with a small ledger and rounds of visits, stored as if they had been made."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from db import repository
from db.visits import save_attempt
from monitor.app.house import House
from monitor.app.judging import Judged, judge_run
from monitor.app.registry import init
from monitor.domain.evidence import FetchStatus
from monitor.domain.run import Mode, Purpose, Run, RunState
from monitor.domain.subject import Registry
from monitor.domain.visit import Attempt, Invalid, Phases
from tests.schedule.world import at, house

CHANNELS = ("c1", "c2", "c3", "c4")
PLATFORM = ("portal", *CHANNELS)
ALL = (*PLATFORM, "other")


def ledger(
    portal_url: str = "http://127.0.0.1:9/", other_url: str = "http://127.0.0.2:9/", **more: str
) -> str:
    """A portal with four channels of four units, and a site elsewhere. `more`: YAML for a site."""

    def site(key: str, url: str, kind: str) -> str:
        extra = f", {more[key]}" if key in more else ""
        return f"[{{id: {key}, name: {key}网站, url: '{url}', kind: {kind}{extra}}}]"

    units = [("portal", portal_url, "portal"), ("other", other_url, "site")]
    units += [(key, f"{portal_url}{key}/", "channel") for key in CHANNELS]
    return "units:\n" + "".join(
        f"  - {{id: u-{key}, name: {key}局, category: service, sites: {site(key, url, kind)}}}\n"
        for key, url, kind in units
    )


@dataclass
class World:
    """`round` stores a round of visits, `judge` judges one."""

    house: House

    @property
    def registry(self) -> Registry:
        return repository.load_registry(self.house.engine)

    def round(
        self,
        now: datetime,
        *,
        failed: Collection[str] = (),
        walled: Collection[str] = (),
        sites: Iterable[str] = ALL,
        state: RunState = RunState.COMPLETE,
    ) -> Run:
        ids = tuple(sites)
        run = repository.open_run(
            self.house.engine,
            now=now,
            purpose=Purpose.VISITS,
            mode=Mode.NIGHTLY,
            site_ids=ids,
            started=now,
        )
        for site in ids:
            if site in walled:
                made = Attempt(1, now, FetchStatus.BLOCKED, invalid=Invalid.BLOCKED)
            elif site in failed:
                made = Attempt(1, now, FetchStatus.TIMEOUT, Phases(total=15.0))
            else:
                made = Attempt(1, now, FetchStatus.OK, Phases(total=0.2), http_status=200)
            save_attempt(self.house.engine, run.id, site, made)
        repository.finish_run(self.house.engine, run.id, state, now)
        return run

    def judge(self, run: Run) -> Judged:
        return judge_run(self.house, run)

    def hours(self, since: str, until: str, **how: object) -> list[Run]:
        """A round every hour, both ends included."""
        runs, moment = [], at(since)
        while moment <= at(until):
            runs.append(self.round(moment, **how))  # type: ignore[arg-type]
            moment += timedelta(hours=1)
        return runs


def world(folder: Path, text: str | None = None) -> World:
    built = house(folder / "home", "2026-01-26T12:00", MONITOR_ALLOW_NETWORKS="127.0.0.0/8")
    path = folder / "ledger.yaml"
    path.write_text(text or ledger(), encoding="utf-8")
    init(built, path)
    return World(built)
