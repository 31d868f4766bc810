"""《复查情况单》: what the second look saw. It claims no fix that was not positively seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from monitor.domain.calendar import SHANGHAI, shanghai_day
from monitor.domain.evidence import Condition, Fetch
from monitor.report.document import Paper
from monitor.report.record import beijing
from monitor.report.workbook import zh

_MOST_FETCHES = 6


class Result(StrEnum):
    """`moot`: the check no longer applies (the column is exempt, leads elsewhere …): no fix was seen."""

    STILL = "still"
    GONE = "gone"
    UNSEEN = "unseen"
    MOOT = "moot"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Line:
    """One fault. `finding`: its sentence before the look, `now`: what the look saw, in words.

    Times: `first_seen` and `last_seen` before the look, both None for what is new; `looked_at` is the
    look's. `state` as known after the look for what is new, before it for the rest. `fetches` of the
    place in order, `bodies`: SHA-256 of what the verdict was read from. `withheld`: unit and number
    only, the rest is told otherwise (敏感问题).
    """

    id: str
    unit: str
    site: str
    url: str
    finding: str
    state: str
    result: Result
    now: str
    looked_at: datetime
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    fetches: tuple[Fetch, ...] = ()
    bodies: tuple[str, ...] = ()
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """`run` and `moment` (the look's `now`) make its number. `at_once`: somebody waited."""

    office: str | None
    run: int
    moment: datetime
    at_once: bool
    lines: tuple[Line, ...]


def write_receipt(path: Path, receipt: Receipt) -> Path:
    """Write the receipt; the same receipt gives the same bytes. Raises OSError."""
    paper = Paper()
    local = receipt.moment.astimezone(SHANGHAI)
    paper.title(zh("papers.receipt.title"))
    number = zh("papers.receipt.number", run=receipt.run, moment=f"{local:%Y%m%d%H%M%S}")
    paper.centred(number)
    results = Counter(line.result for line in receipt.lines)
    counts = "，".join(
        zh(
            "papers.receipt.counted",
            result=zh(f"papers.receipt.result.{result}"),
            count=results[result],
        )
        for result in Result
        if results[result]
    )
    opening = "papers.receipt.asked" if receipt.at_once else "papers.receipt.looked"
    when, count = _minute(receipt.moment), len(receipt.lines)
    paper.paragraph(zh(opening, when=when, count=count, counts=counts or count))
    if results[Result.GONE] or results[Result.UNSEEN]:
        paper.paragraph(zh("papers.receipt.explained"))
    paper.paragraph(zh("papers.receipt.machine"))
    for index, line in enumerate(receipt.lines, 1):
        paper.heading(zh("papers.receipt.defect", number=index, id=line.id), level=2)
        paper.form(_form(line), (33, 123))
    paper.signature(receipt.office or zh("papers.no_office"), shanghai_day(receipt.moment))
    return paper.save(path, receipt.moment)


def _form(line: Line) -> list[tuple[str, str]]:
    result = zh(f"papers.receipt.result.{line.result}")
    if line.withheld:
        values = {
            "unit": line.unit,
            "finding": zh("papers.withheld"),
            "looked_at": _minute(line.looked_at),
            "outcome": result,
        }
    else:
        values = {
            "unit": line.unit,
            "site": line.site,
            "url": line.url,
            "finding": line.finding,
            "first_seen": _minute(line.first_seen),
            "last_seen": _minute(line.last_seen),
            ("state" if line.result is Result.NEW else "before"): zh(f"state.{line.state}"),
            "looked_at": _minute(line.looked_at),
            "outcome": result,
            "now": line.now,
            "proof": _proof(line),
        }
    return [(zh(f"papers.receipt.{name}"), value) for name, value in values.items() if value]


def _proof(line: Line) -> str:
    """Every fetch of the place with its time, status, final address and body; then other bodies."""
    parts: list[str] = []
    for fetch in line.fetches[-_MOST_FETCHES:]:
        status = zh(f"fetch.{fetch.status}")
        if fetch.http_status:
            status = zh("papers.letter.http", status=status, http=fetch.http_status)
        if fetch.condition is Condition.HELD:
            status = zh("nights.held", status=status)
        parts.append(
            zh(
                "papers.receipt.fetch",
                at=beijing(fetch.fetched_at)[:19].replace("T", " "),
                via=zh(f"via.{fetch.via}"),
                status=status,
                address=fetch.final_url or fetch.url,
            )
        )
        if fetch.body_sha256:
            parts.append(zh("papers.receipt.hash", sha256=fetch.body_sha256))
    fetched = {fetch.body_sha256 for fetch in line.fetches}
    parts += [zh("papers.receipt.hash", sha256=one) for one in line.bodies if one not in fetched]
    return "\n".join(parts) or zh("papers.receipt.no_proof")


def _minute(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(SHANGHAI)
    return zh(
        "papers.minute",
        year=local.year,
        month=local.month,
        day=local.day,
        hour=local.hour,
        minute=local.minute,
    )
