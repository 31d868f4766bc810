"""The 核对稿: a workbook a unit, and the overview of all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from monitor.domain.calendar import SHANGHAI, shanghai_day
from monitor.domain.defect import DecisionKind
from monitor.domain.inspection import Inspection
from monitor.domain.media import Standing
from monitor.domain.rubric import Row, Rubric
from monitor.domain.seal import seal
from monitor.domain.subject import Unit
from monitor.report.package import stamp, write_package
from monitor.report.record import Record, code_of, sort_of
from monitor.report.score import score_text
from monitor.report.sheet import Heading, Value, fill
from monitor.report.unit import Mark, UnitReport
from monitor.text import knows, say

_INCLUDE = ("included", "hint", "false", "excluded", "pending")
_UPHOLD = ("included", "excluded", "pending")
_STATES = ("confirmed", "suspected", "waived", "gone")
_LONGEST_NAME = 40
"""Characters of a unit's name in a file's: a name takes no more than 255 bytes with all the rest."""
_BAD_FILE_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def zh(key: str, **params: object) -> str:
    return say(key, lang="zh", **params)


_CHOICES = tuple(zh(f"decision.{kind}") for kind in _INCLUDE)
_RULINGS = tuple(zh(f"ruling.{kind}") for kind in _UPHOLD)
_SEAL = Heading("seal", 10, hidden=True)


def _defect_headings() -> list[Heading]:
    return [
        Heading("number", 4.6),
        Heading("unit", 7),
        Heading("kind", 5.2),
        Heading("site", 10),
        Heading("code", 11),
        Heading("indicator", 8),
        Heading("indicator_name", 10),
        Heading("rule", 15),
        Heading("type", 7.5),
        Heading("description", 28),
        Heading("column", 8),
        Heading("url", 18, link=True),
        Heading("parent", 14, link=True),
        Heading("figures", 10.5),
        Heading("evidence", 10.2),
        Heading("seen", 10.8),
        Heading("first_seen", 10.8),
        Heading("state", 6.2),
        Heading("veto", 5.2),
        Heading("points", 5),
        Heading("deadline", 5.2),
        Heading("progress", 5.2),
        Heading("recheck", 6.5),
        Heading("remark", 8),
        Heading("include", 6.5, choices=_CHOICES),
        Heading("why", 8),
        Heading("reviewer", 5.5),
        Heading("id", 6.6),
        _SEAL,
    ]


_OFFICE_HEADINGS = (
    Heading("include", 9, choices=_CHOICES),
    Heading("why", 12),
    Heading("reviewer", 8),
)
_LINK_HEADINGS = [
    Heading("number", 5),
    Heading("site", 18),
    Heading("resource", 9),
    Heading("text", 20),
    Heading("target", 36, link=True),
    Heading("parent", 32, link=True),
    Heading("parents_total", 9),
    Heading("http", 9),
    Heading("scope", 9),
    Heading("seen", 18),
    Heading("state", 12),
    Heading("points", 6),
    *_OFFICE_HEADINGS,
    Heading("id", 15),
    _SEAL,
]
_PROPOSAL_HEADINGS = [
    Heading("number", 5),
    Heading("site", 24),
    Heading("indicator", 10),
    Heading("indicator_name", 20),
    Heading("rule", 34),
    Heading("proposal", 10),
    Heading("count", 6),
    Heading("cases", 30),
    Heading("uphold", 9, choices=_RULINGS),
    Heading("why", 14),
    Heading("reviewer", 8),
    Heading("id", 22),
    _SEAL,
]
_LAPSE_HEADINGS = [
    Heading("site", 22),
    Heading("column", 20),
    Heading("class", 12),
    Heading("column_url", 40, link=True),
    Heading("newest", 13),
    Heading("lapses", 13),
    Heading("left", 10),
    Heading("remark", 12),
]
_UNOBSERVED_HEADINGS = [
    Heading("site", 30),
    Heading("item", 24),
    Heading("reason", 36),
    Heading("count", 10),
]


def write_unit_workbook(path: Path, report: UnitReport, rubric: Rubric) -> Path:
    """Write one unit's 核对稿; the same report gives the same bytes."""
    book = Workbook()
    title = zh("report.title", unit=report.unit.name)
    if report.demo:
        title = f"{title}（{zh('report.demo')}）"
    subtitle = zh(
        "report.subtitle",
        as_of=minute_of(report.as_of),
        confirmed=report.count("confirmed"),
        suspected=report.count("suspected"),
        waived=report.count("waived"),
    )
    if report.inspection is not None:
        subtitle = f"{batch(report.inspection)}　{subtitle}"
    subtitle = "　".join([subtitle, *(score_text(score) for score in report.scores)])
    shown = sorted(
        (r for r in report.records if r.state != "gone"),
        key=lambda r: (_STATES.index(r.state), r.site, r.check, r.subject),
    )
    links = [record for record in shown if record.check == "link-broken"]
    others = [record for record in shown if record.check != "link-broken"]
    first = book.worksheets[0]
    first.title = zh("sheet.defects")
    fill(
        first,
        title=title,
        subtitle=subtitle,
        headings=_defect_headings(),
        rows=[_defect(n, one, report, rubric) for n, one in enumerate(others, 1)],
        empty=_nothing(report, links),
    )
    for name, headings, rows in (
        ("upcoming", _LAPSE_HEADINGS, _lapses(report)),
        ("links", _LINK_HEADINGS, [_link(n, one, report) for n, one in enumerate(links, 1)]),
        ("unobserved", _UNOBSERVED_HEADINGS, _unobserved(report)),
        ("proposals", _PROPOSAL_HEADINGS, _proposals(report)),
    ):
        sheet = book.create_sheet(zh(f"sheet.{name}"))
        fill(
            sheet,
            title=title,
            subtitle=zh(f"sheet.{name}"),
            headings=headings,
            rows=rows,
            empty=zh(f"report.no_{name}"),
        )
    return save(book, path, report.as_of)


def batch(inspection: Inspection) -> str:
    """An inspection's name with its days, and whether it is final."""
    return zh(
        "report.inspection",
        name=inspection.name,
        first=inspection.first.isoformat(),
        last=inspection.last.isoformat(),
        state=zh(f"inspection.{inspection.state}"),
    )


def _nothing(report: UnitReport, links: Sequence[Record]) -> str:
    """What stands in place of an empty list. A unit never looked at is not said to be clean."""
    if links:
        return zh("report.links_only", count=len(links), sheet=zh("sheet.links"))
    if not report.unit.watched:
        return zh("report.unwatched", reason=_why_unwatched(report.unit))
    if not report.verified and not report.unverified:
        return zh("report.resting" if report.rests else "report.not_seen")
    return zh("report.none", verified=report.verified, unverified=report.unverified)


def _why_unwatched(unit: Unit) -> str:
    return unit.unwatched_reason or zh("report.no_address")


def _defect(number: int, record: Record, report: UnitReport, rubric: Rubric) -> list[Value]:
    site, mark = report.site(record.site), report.mark(record.id)
    rows = [row for row in rubric.rows if row.id in record.indicator]
    return [
        number,
        report.unit.name,
        sort_of(site),
        site.name,
        code_of(site),
        "\n".join(record.indicator),
        "\n".join(row.name for row in rows),
        "\n".join(clauses(rows)),
        zh(f"check.{record.check}.name"),
        record.description,
        str(record.facts.get("column", "")),
        record.url,
        record.parents[0] if record.parents else "",
        figures(record),
        "\n".join(
            zh("report.evidence", kind=zh(f"report.{kind}"), sha256=sha256[:16])
            for sha256, kind in record.evidence
        ),
        clock(record.last_seen),
        clock(record.first_seen),
        zh(f"state.{record.state}"),
        zh("report.veto") if record.veto else zh("report.no"),
        record.points,
        report.deadline or zh("report.no_deadline"),
        zh(f"progress.{mark.progress}") if mark.progress else "",
        "",
        _remark(record, rubric),
        *_office(mark),
        record.id,
        _seal(mark),
    ]


def _remark(record: Record, rubric: Rubric) -> str:
    """A column that nobody confirmed in the ledger says so; a rubric on trial too."""
    notes = [zh("report.unconfirmed")] if record.facts.get("confirmed") is False else []
    if rubric.trial:
        notes.append(zh("report.trial"))
    return "\n".join(notes)


def _office(mark: Mark, words: str = "decision") -> tuple[str, str, str]:
    """What the office fills in: its decision, where one holds already, the reason, by whom."""
    word = mark.word
    if word is None or word.kind is DecisionKind.PENDING:
        return ("", "", "")
    return (zh(f"{words}.{word.kind}"), word.reason, word.by)


def _seal(mark: Mark, words: str = "decision") -> str:
    """By which the list, when it comes back, tells what the person wrote, and on which facts."""
    return seal(mark.fingerprint, *_office(mark, words))


def _proposals(report: UnitReport) -> list[list[Value]]:
    return [
        [
            number,
            one.site,
            one.indicator,
            one.name,
            one.clause,
            zh(f"proposal.{one.kind}"),
            len(one.defects),
            "\n".join(one.defects),
            *_office(one.mark, "ruling"),
            one.id,
            _seal(one.mark, "ruling"),
        ]
        for number, one in enumerate(report.proposals, 1)
    ]


def clauses(rows: Sequence[Row]) -> list[str]:
    """The clauses of some rows; a document is named once for those that follow one another."""
    shown: list[str] = []
    before = ""
    for row in rows:
        document, _, clause = row.clause.partition(" ")
        shown.append(clause if clause and document == before else row.clause)
        before = document
    return shown


def figures(record: Record) -> str:
    """The figure that proves a line: the newest date with its age, or the answer's status."""
    facts = record.facts
    if "newest" in facts and "days" in facts:
        return zh("report.newest", newest=facts["newest"], days=facts["days"])
    if "http_status" in facts:
        return zh("report.http", http_status=facts["http_status"])
    return ""


def _link(number: int, record: Record, report: UnitReport) -> list[Value]:
    facts = record.facts
    http = facts.get("http_status")
    return [
        number,
        report.site(record.site).name,
        zh(f"resource.{facts.get('kind', 'page')}"),
        str(facts.get("text", "")),
        record.url,
        record.parents[0] if record.parents else "",
        int(facts.get("parents_total", 0)),
        int(http) if isinstance(http, int) and http >= 400 else "-",
        zh("scope.external" if facts.get("external") else "scope.internal"),
        clock(record.last_seen),
        zh(f"state.{record.state}"),
        record.points,
        *_office(report.mark(record.id)),
        record.id,
        _seal(report.mark(record.id)),
    ]


def _lapses(report: UnitReport) -> list[list[Value]]:
    return [
        [
            one.site,
            one.column,
            zh(f"class.{one.cls}") if one.cls else "",
            one.url,
            one.newest.isoformat(),
            one.lapses.isoformat(),
            one.days_left,
            "" if one.confirmed else zh("report.unconfirmed"),
        ]
        for one in report.lapses
    ]


def _unobserved(report: UnitReport) -> list[list[Value]]:
    return [
        [
            one.site,
            zh("item.page") if one.item == "page" else zh(f"check.{one.item}.name"),
            zh(f"reason.{one.reason}") if knows(f"reason.{one.reason}", "zh") else one.reason,
            one.count,
        ]
        for one in report.unobserved
    ]


_OVERVIEW_HEADINGS = [
    Heading("number", 5),
    Heading("unit", 26),
    Heading("category", 24),
    Heading("sites", 10),
    Heading("media_accounts", 10),
    *(Heading(f"media_standing_{standing}", 10) for standing in Standing),
    Heading("confirmed", 10),
    Heading("suspected", 10),
    Heading("score", 44),
    Heading("coverage", 26),
    Heading("note", 40),
]


def write_all(folder: Path, reports: Sequence[UnitReport], rubric: Rubric) -> tuple[Path, ...]:
    """One workbook a unit and the overview, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if not reports:
        return ()
    day = shanghai_day(reports[0].as_of)
    units = [(report.unit.id, report.unit.name) for report in reports]
    names = unit_files(units, "report.file", day)
    written = [
        write_unit_workbook(folder / name, report, rubric)
        for name, report in zip(names, reports, strict=True)
    ]
    return (*written, _overview(folder, reports, rubric))


def unit_files(units: Sequence[tuple[str, str]], key: str, day: date) -> list[str]:
    """A file's name for each unit (id, name), from the sentence `key`; two of one name get two."""
    names: list[str] = []
    for unit_id, unit_name in units:
        short = unit_name[:_LONGEST_NAME]
        name = _file_name(key, short, day)
        names.append(_file_name(key, f"{short}_{unit_id}", day) if name in names else name)
    return names


def _file_name(key: str, unit: str, day: date) -> str:
    return _BAD_FILE_NAME.sub("_", say(key, lang="zh", unit=unit, day=f"{day:%Y%m%d}"))


def _overview(folder: Path, reports: Sequence[UnitReport], rubric: Rubric) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = zh("sheet.overview")
    as_of = reports[0].as_of
    title = zh("report.overview_title")
    if reports[0].demo:
        title = f"{title}（{zh('report.demo')}）"
    fill(
        sheet,
        title=title,
        subtitle=zh(
            "report.subtitle",
            as_of=minute_of(as_of),
            confirmed=sum(report.count("confirmed") for report in reports),
            suspected=sum(report.count("suspected") for report in reports),
            waived=sum(report.count("waived") for report in reports),
        ),
        headings=_OVERVIEW_HEADINGS,
        rows=[_overview_row(n, report, rubric) for n, report in enumerate(reports, 1)],
    )
    name = zh("report.overview_file", day=f"{shanghai_day(as_of):%Y%m%d}")
    return save(book, folder / name, as_of)


def _overview_row(number: int, report: UnitReport, rubric: Rubric) -> list[Value]:
    unit = report.unit
    planned = sum(score.planned for score in report.scores)
    observed = sum(score.observed for score in report.scores)
    notes = [zh("report.trial")] if rubric.trial else []
    if not unit.sites:
        notes = [zh("report.unwatched", reason=_why_unwatched(unit))]
    if not unit.ranked_sites:
        notes.append(zh("report.unranked"))
    return [
        number,
        unit.name,
        zh(f"category.{unit.category}"),
        len(unit.sites),
        len(unit.accounts),
        *(report.accounts.get(standing, 0) for standing in Standing),
        report.count("confirmed"),
        report.count("suspected"),
        "\n".join(
            [*(score_text(score) for score in report.scores), *filter(None, [report.standing])]
        )
        or zh("report.resting" if report.rests else "report.not_seen"),
        f"{observed}/{planned}",
        "\n".join(notes),
    ]


def save(book: Workbook, path: Path, moment: datetime) -> Path:
    """Save with fixed properties and file times, so that the same content is the same file."""
    book.properties.creator = "gov-monitor"
    book.properties.created = book.properties.modified = stamp(moment)
    return write_package(path, moment, book.save)


def minute_of(moment: datetime) -> str:
    """A moment as it is read: in Beijing, to the minute."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def clock(text: str | None) -> str:
    """The same of a record's ISO 8601 text; nothing for none."""
    return (text or "")[:16].replace("T", " ")
