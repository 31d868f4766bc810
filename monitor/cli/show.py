"""What the command line shows: sentences for people, JSON lines for machines."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.domain.calendar import SHANGHAI, shanghai_day
from monitor.domain.defect import Defect, DefectState
from monitor.domain.mask import mask_facts, mask_name
from monitor.domain.media import LookState
from monitor.domain.run import RunState
from monitor.report.record import describe, kind_of
from monitor.text import knows, say

if TYPE_CHECKING:  # every verb shows something, none of them all of this
    from monitor.app.crawling import Looked, ProgressCallback, Recrawled
    from monitor.app.crawling import Progress as CrawlProgress
    from monitor.app.demonstration import Shown as Demonstrated
    from monitor.app.estimate import Checked
    from monitor.app.explaining import Explanation
    from monitor.app.judging import Judged
    from monitor.app.media import MediaRound
    from monitor.app.media_loading import Loaded
    from monitor.app.probing import Probed
    from monitor.app.registry import Imported
    from monitor.app.status import JobStatus, Status

_TABLE_WIDTH = 100
_MOST_REASONS = 5


@contextmanager
def progress_bar(as_json: bool) -> Iterator[ProgressCallback | None]:
    """A bar on a terminal, JSON lines for machines, nothing otherwise."""
    if as_json:
        yield lambda state: _json_line("progress", **asdict(state))
        return
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[figures]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task(say("cmd.progress.crawling"), total=None, figures="")

        def update(state: CrawlProgress) -> None:
            figures = say(
                "cmd.progress.figures",
                done=state.sites_done,
                sites=state.sites,
                pages=state.pages,
                rate=round(state.rate, 1),
            )
            known = state.requests + state.open_targets
            bar.update(task, completed=state.requests, total=known, figures=figures)

        yield update


def _json_line(event: str, **fields: Any) -> None:
    click.echo(json.dumps({"event": event, **fields}, ensure_ascii=False, default=str))
    sys.stdout.flush()


class Shown:
    """Prints results of verbs. `as_json` prints one JSON object a line instead of sentences."""

    def __init__(self, as_json: bool = False) -> None:
        self.as_json = as_json

    def line(self, key: str, **params: Any) -> None:
        if self.as_json:
            _json_line(key.removeprefix("cmd."), **params)
        else:
            click.echo(say(key, **params))

    def imported(self, report: Imported, dry_run: bool) -> None:
        self.line(
            "cmd.init.dry_run" if dry_run else "cmd.init.done",
            units=report.units,
            sites=report.sites,
            accounts=report.accounts,
            created=len(report.created),
            updated=len(report.updated),
        )
        for name in report.missing:
            kind, _, key = name.partition(" ")
            self.line("cmd.init.missing", kind=say(f"cmd.init.kind.{kind}"), id=key)
        self.unwatched(report.unwatched)

    def unwatched(self, units: Iterable[tuple[str, str]]) -> None:
        """Units without a site, in every run, with the reason that the ledger gives."""
        for name, reason in units:
            self.line("cmd.unwatched", unit=name, reason=reason or say("cmd.no_address"))

    def probed(self, probed: Probed) -> None:
        last = probed.fetches[-1] if probed.fetches else None
        key = "cmd.probe.open" if probed.lets_us_in else "cmd.probe.closed"
        self.line(
            key,
            site=probed.site.name,
            status=say(f"fetch.{last.status.value}") if last else say("fetch.unknown"),
            http=(last and last.http_status) or "-",
            via=say(f"via.{last.via.value}") if last else "-",
            wall=(last and last.detail) or "-",
            columns=probed.columns,
        )

    def looked(self, looked: Looked) -> None:
        """Coverage per site, what was not looked at, what was found."""
        for site_id, coverage in looked.coverage.items():
            self.line(
                "cmd.coverage",
                site=looked.names.get(site_id, site_id),
                planned=coverage.planned,
                observed=coverage.observed,
                not_observed=self._reasons(coverage.not_observed),
            )
            if coverage.resting:
                site = looked.names.get(site_id, site_id)
                self.line("cmd.nights.resting", site=site, count=coverage.resting)
        self.unwatched(looked.unwatched)
        for name in looked.resting:
            self.line("cmd.resting", site=name)
        if looked.away:
            self.line("cmd.away", seconds=round(looked.away))
        if looked.judged:
            self.judged(looked.judged)
        elif looked.state in (RunState.BLIND, RunState.INCOMPLETE):
            self.line(f"cmd.state.{looked.state.value}")

    def _reasons(self, counts: dict[str, int]) -> Any:
        if self.as_json:
            return counts
        parts = [f"{say(f'reason.{reason}')} {count}" for reason, count in sorted(counts.items())]
        return "、".join(parts) or "0"

    def judged(self, judged: Judged) -> None:
        alive = [d for d in judged.defects if d.state is not DefectState.GONE]
        self.line(
            "cmd.judged",
            run=judged.run.id,
            now=judged.run.now.astimezone(SHANGHAI).isoformat(timespec="minutes"),
            confirmed=sum(d.state is DefectState.CONFIRMED for d in alive),
            suspected=sum(d.state is DefectState.SUSPECTED for d in alive),
            waived=sum(d.state is DefectState.WAIVED for d in alive),
        )

    def loaded(self, done: Loaded) -> None:
        """What came of forms and spot checks that were read back."""
        self.line(
            "cmd.media.loaded",
            reports=len(done.reports),
            none=sum(one.last_post is None for one in done.reports),
            checks=len(done.checks),
            replaced=done.replaced,
            known=done.known,
        )

    def accounts(self, done: MediaRound) -> None:
        """How a round of looks at accounts went, and every account that could not be verified."""
        self.line(
            "media.done",
            run=done.run.id,
            looked=len(done.looks),
            seen=done.count(LookState.SEEN),
            gone=done.count(LookState.GONE),
            unverified=done.count(LookState.UNVERIFIED),
        )
        for one in done.unverified():
            self.line(
                "media.unverified",
                unit=one.unit,
                account=kind_of(one.account),
                why=reason_said(one.why),
                since=shanghai_day(one.since).isoformat(),
            )
        for why, count in sorted(Counter(done.later.values()).items()):
            self.line("media.later", count=count, why=say(f"media.why.{why}"))
        for name in done.resting:
            self.line("cmd.resting", site=name)

    def recrawled(self, done: Recrawled) -> None:
        if done.looked.judged is None:
            self.looked(done.looked)
            return
        for key, defects in (("new", done.new), ("still", done.still), ("gone", done.gone)):
            self.line(f"cmd.recrawl.{key}", count=len(defects))
            for defect in defects:
                self.defect(defect, done)

    def defect(self, defect: Defect, done: Recrawled) -> None:
        sentence = describe(defect, done.unit, done.site)
        state = defect.state.value if self.as_json else say(f"state.{defect.state}")
        self.line("cmd.defect", id=defect.id, state=state, text=sentence)

    def explained(self, explanations: list[Explanation]) -> None:
        for one in explanations:
            self.line(
                "cmd.explain.subject",
                site=one.site.name,
                subject=mask_name(one.findings[-1].subject),
            )
            for finding in one.findings:
                self.line(
                    "cmd.explain.finding",
                    run=finding.run_id,
                    now=finding.now.astimezone(SHANGHAI).isoformat(timespec="minutes"),
                    outcome=say(f"outcome.{finding.outcome}"),
                    reason=finding.reason,
                    facts=json.dumps(mask_facts(finding.facts), ensure_ascii=False, default=str),
                )
            if one.defect:
                self.line(
                    "cmd.explain.defect",
                    id=one.defect.id,
                    state=say(f"state.{one.defect.state}"),
                    decision=say(f"decision.{one.defect.decision}"),
                    rows=" ".join(one.rows),
                )
            for body in one.bodies:
                self.line("cmd.explain.body", path=body)

    def status(self, found: Status) -> None:
        self.line(
            "scheduler.status.ledger",
            units=found.units,
            sites=found.sites,
            unwatched=found.unwatched,
        )
        if found.latest is None:
            self.line("scheduler.status.no_run")
        else:
            self.line(
                "scheduler.status.run",
                run=found.latest.id,
                purpose=say(f"scheduler.purpose.{found.latest.purpose}"),
                now=_minute(found.latest.now),
                state=say(f"scheduler.run_state.{found.latest.state}"),
            )
        self.line("scheduler.status.defects", confirmed=found.confirmed, suspected=found.suspected)
        self._precision(found)
        self.line(
            "scheduler.status.disk",
            stored=found.stored_bytes // 10**6,
            free=round(found.free_bytes / 10**9, 1),
        )
        if found.schedules is None:
            self.line("scheduler.status.no_schedules")
        for job in found.jobs:
            self.line(
                "scheduler.status.job",
                job=job.id,
                state=_job_state(job),
                next=_minute(job.next) if job.next else "-",
            )
        for silence in (job.silence for job in found.jobs if job.silence):
            last = silence.last
            self.line(
                "scheduler.status.silence",
                job=silence.job,
                expected=_minute(silence.expected),
                last=_minute(last) if last else say("scheduler.status.never"),
            )

    def _precision(self, found: Status) -> None:
        share = found.decided.precision
        if share is None:
            return
        self.line(
            "cmd.rectify.precision",
            decided=found.decided.cases,
            false=found.decided.false,
            share=floor(1000 * share) / 10,
        )
        if found.decided.false:
            told = [f"{why} {count}" for why, count in found.decided.reasons[:_MOST_REASONS]]
            self.line("cmd.rectify.reasons", reasons="、".join(told))

    def schedules(self, found: Checked) -> None:
        from monitor.app.estimate import ASSUMED_PAGES, SECONDS_A_PAGE, VISITS_NEEDED

        self.line("scheduler.check.fits", count=len(found.schedules))
        for schedule, at in found.schedules:
            self.line(
                "scheduler.check.schedule", job=schedule.id, verb=schedule.verb, next=_minute(at)
            )
        if found.too_few_visits:
            self.line("scheduler.check.visits", count=round(found.visits), needed=VISITS_NEEDED)
        for load in found.loads:
            self.line(
                "scheduler.check.load",
                hosts="、".join(load.hosts),
                address=load.address or say("scheduler.check.unresolved"),
                pages=load.pages,
                hours=round(load.hours, 2),
                delay=load.delay,
                per_host=load.per_host,
                seconds=SECONDS_A_PAGE,
            )
            if load.known:
                self.line(
                    "cmd.nights.load",
                    known=load.known,
                    pages=load.tonight,
                    hours=round(load.night_hours, 2),
                )
            if load.assumed:
                self.line("scheduler.check.assumed", count=load.assumed, pages=ASSUMED_PAGES)

    def pictures(self, taken: Mapping[str, int]) -> None:
        """How many defects have a picture now, and why others have none."""
        for outcome, count in sorted(taken.items()):
            self.line(f"cmd.pictures.{outcome}", count=count)

    def demonstrated(self, done: Demonstrated, folder: Path) -> None:
        """Per unit and per check: seeded, found, missed, wrongly reported; then what differs."""
        from rich.console import Console
        from rich.table import Table

        self.looked(done.looked)
        for papers in (done.papers.forms, done.papers.draw):
            self.loaded(papers)
        self.accounts(done.accounts)
        self.line("media.count", **done.standings)
        checks = {
            row.name: f"{row.name} {_check_name(row.name)}" for row in done.comparison.by_check()
        }
        for head, rows, names in (
            ("cmd.demo.unit", done.comparison.by_unit(), done.names),
            ("cmd.demo.check", done.comparison.by_check(), checks),
        ):
            table = Table(title=say("cmd.demo.title"))
            table.add_column(say(head))
            for column in ("seeded", "found", "missed", "unseen", "wrong"):
                table.add_column(say(f"cmd.demo.{column}"), justify="right")
            for row in rows:
                red = "red" if row.missed or row.wrong else None
                figures = (row.seeded, row.found, row.missed, row.unseen, row.wrong)
                table.add_row(names.get(row.name, row.name), *map(str, figures), style=red)
            Console(width=_TABLE_WIDTH).print(table)
        for key, lines in (
            ("missed_line", done.comparison.missed),
            ("unseen_line", done.comparison.unseen),
            ("wrong_line", done.comparison.wrong),
        ):
            for one in lines:
                self.line(
                    f"cmd.demo.{key}",
                    unit=done.names.get(one["unit"], one["unit"]),
                    check=one["check"],
                    subject=one["subject"],
                    id=one["id"],
                )
        self.pictures(done.pictures)
        self.line("cmd.demo.files", path=str(folder), count=len(done.files))
        if done.clean and not done.comparison.unseen:
            self.line("cmd.demo.clean")


def reason_said(reason: str) -> str:
    """Why something is not known, in words where there are any."""
    return say(f"reason.{reason}") if knows(f"reason.{reason}") else reason


def _job_state(job: JobStatus) -> str:
    if not job.taken_on:
        return say("scheduler.status.never_taken_on")
    if job.running is not None:
        return say("scheduler.status.running", since=_minute(job.running))
    if job.last is None:
        return say("scheduler.status.waiting")
    return say(
        "scheduler.status.ended",
        at=_minute(job.last.finished_at or job.last.scheduled_for),
        state=say(f"scheduler.job_state.{job.last.state}"),
    )


def _minute(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="minutes")


def _check_name(check: str) -> str:
    return say(f"check.{check}.name", lang="zh")
