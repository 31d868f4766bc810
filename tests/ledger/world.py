"""An office whose runs are stored from pages of ours, without a crawl, in a real database."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from db import repository
from db.repository import RunStore
from monitor import cli
from monitor.app.house import House
from monitor.app.judging import Judged, judge_run
from monitor.app.registry import init
from monitor.app.reporting import standing
from monitor.app.selection import ledger
from monitor.clock import FixedClock
from monitor.config.environment import PREFIX
from monitor.domain.address import Scopes
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.domain.observation import Observation
from monitor.domain.run import Mode, Purpose, Role, Run, RunState, Target
from monitor.extract.page import read_page
from tests.commands import Ran
from tests.schedule.world import at, house

BASE = "http://127.0.0.1:8000"
Pages = Mapping[str, Any]
"""Path → an answer of tests.crawl.servers: (status, headers, body)."""


@dataclass
class Office:
    home: Path
    house: House

    @classmethod
    def open(cls, home: Path, now: str = "2026-01-26T10:00") -> Office:
        return cls(home, house(home / "var", now))

    def registry(self, text: str, now: str | None = None) -> None:
        if now is not None:
            clock = self.house.clock
            assert isinstance(clock, FixedClock)
            clock.advance(at(now) - clock.now())
        path = self.home / "registry.yaml"
        path.write_text(text, encoding="utf-8")
        init(self.house, path)

    def looked(
        self,
        pages: Pages,
        now: str,
        *sites: str,
        purpose: Purpose = Purpose.CRAWL,
        mode: Mode = Mode.FULL,
    ) -> tuple[Run, Judged]:
        """Store a run over some sites that saw these pages, and judge it."""
        registry = ledger(self.house, at(now))
        scopes = Scopes(registry.sites.values())
        homes = {site.url for site in registry.sites.values()}
        run = repository.open_run(
            self.house.engine,
            now=at(now),
            purpose=purpose,
            mode=mode,
            site_ids=sites,
            started=at(now),
        )
        store = RunStore(self.house.engine, run.id, blobs=self.house.blobs)
        store.record(
            [self._seen(path, answer, run, scopes, homes) for path, answer in pages.items()]
        )
        repository.finish_run(self.house.engine, run.id, RunState.COMPLETE, at(now))
        return run, judge_run(self.house, run)

    def _seen(
        self, path: str, answer: Any, run: Run, scopes: Scopes, homes: set[str]
    ) -> Observation:
        status, headers, body = answer
        url = path if path.startswith("http") else BASE + path
        role = Role.HOME if url in homes else Role.PAGE
        fetch = Fetch(
            url,
            FetchStatus.OK,
            run.now,
            final_url=url,
            http_status=status,
            content_type=headers.get("Content-Type"),
            body_sha256=hashlib.sha256(body).hexdigest(),
            body_size=len(body),
        )
        page = read_page(
            body,
            url=url,
            content_type=headers.get("Content-Type"),
            http_status=status,
            role=role.value,
        )
        return Observation(Target(url, role, scopes.owner(url)), (fetch,), page, body)

    def records(self, as_of: str | None = None, *checks: str) -> list[dict[str, Any]]:
        made = [one.as_dict() for one in standing(self.house, as_of=as_of).records()]
        return [one for one in made if not checks or one["check"] in checks]


class Desk:
    """The command line in this process, on the home of an office."""

    def __init__(
        self, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("MONITOR_HOME", str(home / "var"))
        self._capsys = capsys

    def run(self, *arguments: str) -> Ran:
        self._capsys.readouterr()
        code = cli.run(arguments)
        shown = self._capsys.readouterr()
        return Ran(code, shown.out, shown.err)

    def ok(self, *arguments: str) -> str:
        ran = self.run(*arguments)
        assert ran.code == 0, f"{arguments}: {ran}"
        return ran.out
