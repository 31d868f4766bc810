"""`--receipt`: what a second look saw, fault by fault, as a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db import queries, repository
from db.queries import SeenPage
from monitor.app.crawling import Looked, Recrawled
from monitor.app.house import BadInput, House
from monitor.app.paper import docx, written
from monitor.app.plan import open_defects
from monitor.app.selection import one as site_named
from monitor.domain.address import address_key
from monitor.domain.defect import Defect
from monitor.domain.finding import Finding, Outcome
from monitor.domain.rectification import sight_of
from monitor.domain.run import Run, RunState
from monitor.domain.subject import Registry
from monitor.report.receipt import Line, Receipt, Result, write_receipt
from monitor.report.record import describe
from monitor.text import knows, say


@dataclass(frozen=True)
class Wanted:
    """A receipt to write after the look, and the faults as they were before it."""

    path: Path
    before: tuple[Defect, ...]


def for_defects(house: House, path: Path | None, defects: Sequence[str]) -> Wanted | None:
    """None when no receipt is wanted. Raises BadInput for one about no fault in particular."""
    if path is None:
        return None
    if not defects:
        raise BadInput("papers.receipt_of")
    known = (queries.defect(house.engine, one) for one in dict.fromkeys(defects))
    return Wanted(docx(path, "--receipt"), tuple(one for one in known if one is not None))


def for_site(house: House, path: Path | None, site: str) -> Wanted | None:
    """All open faults of a site. None when no receipt is wanted."""
    if path is None:
        return None
    known = open_defects(house, [site_named(house, site)])
    return Wanted(docx(path, "--receipt"), tuple(known))


def of_recheck(house: House, wanted: Wanted, looked: Looked, *, at_once: bool) -> Path:
    return _write(house, wanted, [looked.run], (), at_once=at_once)


def of_recrawl(house: House, wanted: Wanted, done: Recrawled) -> Path:
    """What was open before, and what is new."""
    return _write(house, wanted, done.runs, done.new, at_once=True)


def _write(
    house: House, wanted: Wanted, runs: Sequence[Run], new: Sequence[Defect], *, at_once: bool
) -> Path:
    known = [*wanted.before, *new]
    looks = _Looks(house, runs, known)
    registry = repository.load_registry(house.engine)
    lines = [_known(house, one, looks, registry) for one in wanted.before]
    lines += [_new(house, one, looks, registry) for one in new]
    receipt = Receipt(
        office=house.office.name,
        run=runs[-1].id,
        moment=runs[-1].now,
        at_once=at_once,
        lines=tuple(lines),
    )
    return written(lambda: write_receipt(wanted.path, receipt), wanted.path)


class _Looks:
    """What some runs found about some faults, and how their places answered; the last word counts."""

    def __init__(self, house: House, runs: Sequence[Run], defects: Iterable[Defect]) -> None:
        self.runs = {run.id: run for run in runs}
        self.last = runs[-1]
        known = list(defects)
        self._findings: dict[tuple[str, str, str], Finding] = {}
        self._places: dict[tuple[int, str], SeenPage] = {}
        for run in runs:
            for site_id in {one.site_id for one in known}:
                for found in queries.findings(house.engine, site_id=site_id, run_id=run.id):
                    self._findings[site_id, found.check, found.subject] = found
        wanted = {address_key(one.url) for one in known}
        wanted |= {address_key(one.url) for one in self._findings.values()}
        for run in runs:
            for seen in queries.targets(house.engine, run.id):
                key = address_key(seen.target.url)
                if key in wanted:
                    self._places[run.id, key] = seen

    def finding(self, defect: Defect) -> Finding | None:
        return self._findings.get((defect.site_id, defect.check, defect.subject))

    def run(self, finding: Finding | None) -> Run:
        return self.runs[finding.run_id] if finding else self.last

    def place(self, defect: Defect, finding: Finding | None) -> SeenPage | None:
        url = finding.url if finding else defect.url
        return self._places.get((self.run(finding).id, address_key(url)))


def _known(house: House, defect: Defect, looks: _Looks, registry: Registry) -> Line:
    finding = looks.finding(defect)
    result = _result(finding)
    return replace(
        _line(house, defect, finding, looks, registry),
        result=result,
        now=_now(defect, finding, result, looks, registry),
        first_seen=defect.first_seen,
        last_seen=defect.last_seen,
    )


def _new(house: House, defect: Defect, looks: _Looks, registry: Registry) -> Line:
    return _line(house, defect, looks.finding(defect), looks, registry)


def _line(
    house: House, defect: Defect, finding: Finding | None, looks: _Looks, registry: Registry
) -> Line:
    site = registry.watched[defect.site_id]
    unit = registry.units_by_id[site.unit_id]
    place = looks.place(defect, finding)
    return Line(
        id=defect.id,
        unit=unit.name,
        site=site.name,
        url=defect.url,
        finding=describe(defect, unit, site),
        state=defect.state.value,
        result=Result.NEW,
        now="",
        looked_at=looks.run(finding).now,
        fetches=place.fetches if place else (),
        bodies=tuple(proof.sha256 for proof in finding.evidence) if finding else (),
        withheld=defect.check in house.office.sensitive,
    )


def _result(finding: Finding | None) -> Result:
    """Only what was positively seen is gone; what was not looked at is as it was."""
    return Result.UNSEEN if finding is None else Result(sight_of(finding).value)


def _now(
    defect: Defect, finding: Finding | None, result: Result, looks: _Looks, registry: Registry
) -> str:
    if finding is None:
        return _why_unseen(defect, looks)
    if result is Result.STILL:
        site = registry.watched[defect.site_id]
        seen = replace(
            defect,
            reason=finding.reason,
            facts=finding.facts,
            parents_total=finding.parents_total,
        )
        return describe(seen, registry.units_by_id[site.unit_id], site)
    if result is Result.UNSEEN:
        return _reason(finding.reason)
    if result is Result.MOOT:
        key = f"papers.receipt.not_applicable.{finding.reason}"
        if not knows(key, "zh"):
            key = "papers.receipt.not_applicable.other"
        return say("papers.receipt.moot", lang="zh", reason=say(key, lang="zh"))
    gone = "gone" if finding.outcome is Outcome.PASS else "unlinked"
    return say(f"papers.receipt.{gone}", lang="zh")


def _why_unseen(defect: Defect, looks: _Looks) -> str:
    """No finding: the run speaks for nobody, or the place was not looked at for a reason of its own."""
    if looks.last.state is RunState.BLIND:
        return say("papers.receipt.blind", lang="zh")
    if looks.last.state is not RunState.COMPLETE:
        return say("papers.receipt.incomplete", lang="zh")
    place = looks.place(defect, None)
    return _reason(place.reason.value if place and place.reason else "unseen")


def _reason(reason: str) -> str:
    key = f"reason.{reason}"
    return say(key if knows(key, "zh") else "reason.unseen", lang="zh")
