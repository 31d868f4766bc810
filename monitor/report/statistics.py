"""Statistics of one inspection (检查批次) for the head of the office: one page, or a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from pathlib import Path
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from monitor.domain.calendar import shanghai_day
from monitor.domain.subject import Category
from monitor.report.document import ONE_PAGE, Paper
from monitor.report.sheet import Heading, Value, fill
from monitor.report.workbook import save, zh

_NAMED = 5
"""Best and worst subjects of a class that are named."""
_KINDS = 8
"""Kinds of problems on the page; the rest is 其他. The workbook has them all."""
_NAME_WIDTH, _LINE_WIDTH = 20, 80
"""In half characters: a name of a subject or kind on the page, and a line of its head. What is longer
is cut there, so that one page always holds it; the workbook has it whole."""
_ROWS_PER_CM = 2.0
"""Rows of usual height that a centimetre of a chart covers."""
_OVERVIEW = (
    "checked_sites",
    "checked_accounts",
    "rated",
    "passed",
    "pass_rate",
    "problems",
    "fixed",
    "overdue",
    "unobserved_share",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A site that was looked at. `score`: what it is ranked by; None where too little was verified
    (监测不充分). It must be such that hiding pages never raises it.

    `unobserved`: the share of its points that could not be verified, 0 to 1. `veto`: a person decided
    on one; what a machine merely suggests is none. `ranked`: False for whom the ledger takes out of
    the ranking.
    """

    name: str
    category: Category
    score: float | None
    unobserved: float
    veto: bool = False
    ranked: bool = True


@dataclass(frozen=True, slots=True)
class Ranking:
    """Of one class: `order` all that have a score, the best first. Nobody is named in `best` and in
    `worst`, the worst first; who has the best score is not among the worst. Who ties with a place
    beyond the last is not named by chance but counted: `best_tied`, `worst_tied`."""

    order: tuple[Subject, ...]
    best: tuple[Subject, ...]
    best_tied: int
    worst: tuple[Subject, ...]
    worst_tied: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """One inspection. `first` and `last` are its days (inclusive), `as_of` the moment of its making.

    `accounts`: new-media accounts looked at. `problems`: those that stand, by the Chinese name of
    their kind. `fixed`: seen gone since the last inspection; `overdue`: not fixed by their deadline,
    None while the office has set none. `planned` and `observed`: addresses. `gate`: from this score on
    a subject is 合格 (国办秘函〔2019〕19号: 60). `trial`: scores are 试算. `office` signs.
    """

    inspection: str
    first: date
    last: date
    as_of: datetime
    sites: tuple[Subject, ...]
    problems: Mapping[str, int]
    fixed: int
    planned: int
    observed: int
    basis: str | None = None
    accounts: int = 0
    overdue: int | None = None
    gate: float = 60.0
    trial: bool = True
    office: str | None = None
    demo: bool = False
    previous: Statistics | None = None

    def passes(self, subject: Subject) -> bool | None:
        """合格 or not; None where that cannot be said. A veto needs no score."""
        if subject.veto:
            return False
        return None if subject.score is None else subject.score >= self.gate

    def rated(self, category: Category | None = None) -> int:
        """Subjects of a class, or all, of which it can be said."""
        return len(self._verdicts(category))

    def passed(self, category: Category | None = None) -> int:
        return sum(self._verdicts(category))

    def rate(self, category: Category | None = None) -> float | None:
        """The share that passes, in percent of those rated; None where nobody is."""
        rated = self.rated(category)
        return 100 * self.passed(category) / rated if rated else None

    @property
    def total(self) -> int:
        """Problems of every kind."""
        return sum(self.problems.values())

    @property
    def unobserved(self) -> float | None:
        """What was not observed, in percent of what was planned."""
        return 100 * (self.planned - self.observed) / self.planned if self.planned else None

    @property
    def classes(self) -> tuple[Category, ...]:
        present = {subject.category for subject in self.sites}
        return tuple(category for category in Category if category in present)

    def kinds(self) -> list[tuple[str, int]]:
        """Kinds of problems, the most frequent first."""
        return sorted(self.problems.items(), key=lambda one: (-one[1], one[0]))

    def ranking(self, category: Category) -> Ranking:
        """The subjects of a class that have a score; those with a veto stand last."""
        order = sorted(
            (
                one
                for one in self.sites
                if one.ranked and one.category is category and one.score is not None
            ),
            key=lambda one: (_standing(one), one.unobserved, one.name),
        )
        most = min(_NAMED, len(order) // 2)
        best = [one for one in order if not one.veto]
        worst = [one for one in reversed(order) if _standing(one) != _standing(order[0])]
        return Ranking(tuple(order), *_without_lots(best, most), *_without_lots(worst, most))

    def _verdicts(self, category: Category | None) -> list[bool]:
        chosen = (one for one in self.sites if category in (None, one.category))
        return [said for said in map(self.passes, chosen) if said is not None]


def _standing(subject: Subject) -> tuple[bool, float]:
    return subject.veto, -(subject.score or 0.0)


def _without_lots(order: Sequence[Subject], most: int) -> tuple[tuple[Subject, ...], int]:
    """The first few; those that tie with the first beyond them are counted and not named."""
    named = list(order[:most])
    if most == 0 or len(order) <= most or _standing(order[most]) != _standing(named[-1]):
        return tuple(named), 0
    edge = _standing(order[most])
    kept = tuple(one for one in named if _standing(one) != edge)
    return kept, sum(_standing(one) == edge for one in order)


def write_statistics_docx(path: Path, stats: Statistics) -> Path:
    """Write one A4 page; the same statistics give the same bytes. Raises OSError.

    Charts need a face that has Chinese; without one they are left out and the page says so.
    """
    from monitor.report import charts  # takes half a second to load, and nothing else needs it

    paper = Paper(ONE_PAGE)
    paper.title(_title(stats))
    for line in _under(stats):
        paper.centred(_cut(line, _LINE_WIDTH))
    paper.table([name for name, *_ in _figures(stats)], _rows(stats), [1.3] + [1.0] * 9)
    paper.space(6)
    kinds = _few_kinds(stats)
    paper.paragraph(_said(kinds))
    face = charts.chinese_face()
    if face is None:
        paper.paragraph(zh("papers.statistics.no_face"))
    else:
        titles = zh("papers.statistics.kinds_chart"), zh("papers.statistics.rates_chart")
        drawn = charts.draw(kinds, _rates(stats), _batches(stats), titles, face)
        paper.picture(drawn, "、".join(titles))
    paper.table(
        [zh(f"papers.statistics.{name}") for name in ("class", "best", "worst")],
        [_class_row(stats, category) for category in stats.classes],
        (27, 73.5, 73.5),
    )
    paper.space(6)
    unrated = len(stats.sites) - stats.rated()
    gate = zh("papers.statistics.gate", gate=_figure(stats.gate), unrated=unrated)
    paper.paragraph(gate + zh("papers.statistics.share"))
    paper.signature(stats.office or zh("papers.no_office"), shanghai_day(stats.as_of))
    return paper.save(path, stats.as_of)


def write_statistics_xlsx(path: Path, stats: Statistics) -> Path:
    """Write the figures, kinds of problems and all subjects, with charts of the program's own; the
    same statistics give the same bytes. Raises OSError."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = zh("papers.statistics.file.overview")
    _overview_sheet(first, stats)
    _kinds_sheet(book.create_sheet(zh("papers.statistics.file.kinds")), stats)
    _rates_sheet(book.create_sheet(zh("papers.statistics.file.rates")), stats)
    _subjects_sheet(book.create_sheet(zh("papers.statistics.file.subjects")), stats)
    return save(book, path, stats.as_of)


def _title(stats: Statistics) -> str:
    title = zh("papers.statistics.title", inspection=stats.inspection)
    return f"{title}（{zh('papers.statistics.demo')}）" if stats.demo else title


def _under(stats: Statistics) -> tuple[str, str]:
    """The two lines under the title."""
    period = zh("papers.statistics.period", first=_day(stats.first), last=_day(stats.last))
    if stats.trial:
        period = f"{period}　{zh('report.trial')}"
    if stats.basis is None:
        return period, zh("papers.statistics.no_basis")
    return period, zh("papers.statistics.basis", basis=stats.basis)


def _figures(stats: Statistics) -> list[tuple[str, float | None, str]]:
    """Heading, figure, and how it is written (count, percent), in the order of the page."""
    return [
        (zh("papers.statistics.which"), None, "name"),
        (zh("papers.statistics.sites"), len(stats.sites), "count"),
        (zh("papers.statistics.accounts"), stats.accounts, "count"),
        (zh("papers.statistics.rated"), stats.rated(), "count"),
        (zh("papers.statistics.passed"), stats.passed(), "count"),
        (zh("papers.statistics.rate"), stats.rate(), "percent"),
        (zh("papers.statistics.problems"), stats.total, "count"),
        (zh("papers.statistics.fixed"), stats.fixed, "count"),
        (zh("papers.statistics.overdue"), stats.overdue, "undecided"),
        (zh("papers.statistics.unobserved"), stats.unobserved, "percent"),
    ]


def _rows(stats: Statistics) -> list[list[str]]:
    """This inspection, and where there is a last one, that and the change."""
    now = _figures(stats)
    rows = [[zh("papers.statistics.this"), *(_written(v, k) for _, v, k in now[1:])]]
    if stats.previous is not None:
        before = _figures(stats.previous)
        rows.append([zh("papers.statistics.last"), *(_written(v, k) for _, v, k in before[1:])])
        pairs = zip(now[1:], before[1:], strict=True)
        changes = [_change(new, old, kind) for (_, new, kind), (_, old, _) in pairs]
        rows.append([zh("papers.statistics.change"), *changes])
    return rows


def _written(value: float | None, kind: str) -> str:
    if value is None:
        return zh("papers.statistics.undecided") if kind == "undecided" else "-"
    return (
        zh("papers.statistics.percent", number=f"{value:.1f}") if kind == "percent" else f"{value}"
    )


def _change(new: float | None, old: float | None, kind: str) -> str:
    """Signed; of percentages in points, reckoned from what is printed."""
    if new is None or old is None:
        return "-"
    if kind == "percent":
        return f"{round(new, 1) - round(old, 1):+.1f}"
    return f"{new - old:+g}" if new != old else "0"


def _few_kinds(stats: Statistics) -> list[tuple[str, int]]:
    """Kinds as the page names them."""
    kinds = [(_cut(name, _NAME_WIDTH), count) for name, count in stats.kinds()]
    if len(kinds) <= _KINDS:
        return kinds
    rest = sum(count for _, count in kinds[_KINDS - 1 :])
    return [*kinds[: _KINDS - 1], (zh("papers.statistics.others"), rest)]


def _said(kinds: Sequence[tuple[str, int]]) -> str:
    if not kinds:
        return zh("papers.statistics.no_kinds")
    told = "、".join(zh("papers.statistics.kind", name=name, count=count) for name, count in kinds)
    return zh("papers.statistics.kinds", kinds=told)


def _rates(stats: Statistics) -> list[tuple[str, list[float | None]]]:
    """Per class, and of all, the rate of this inspection and of the last."""
    batches = [stats] if stats.previous is None else [stats, stats.previous]
    named = [(_class(category), category) for category in stats.classes]
    whole: list[tuple[str, Category | None]] = [*named, (zh("papers.statistics.all"), None)]
    return [(name, [one.rate(category) for one in batches]) for name, category in whole]


def _batches(stats: Statistics) -> list[str]:
    names = [zh("papers.statistics.this"), zh("papers.statistics.last")]
    return names if stats.previous is not None else names[:1]


def _class(category: Category) -> str:
    return zh(f"papers.statistics.short.{category}")


def _class_row(stats: Statistics, category: Category) -> list[str]:
    ranking = stats.ranking(category)
    return [
        _class(category),
        _named(ranking.best, ranking.best_tied),
        _named(ranking.worst, ranking.worst_tied),
    ]


def _named(subjects: Iterable[Subject], tied: int) -> str:
    lines = []
    for number, one in enumerate(subjects, 1):
        lines.append(
            zh(
                f"papers.statistics.{'veto' if one.veto else 'subject'}",
                number=number,
                name=_cut(one.name, _NAME_WIDTH),
                score=_figure(one.score or 0.0),
                unobserved=zh(
                    "papers.statistics.percent", number=_figure(round(100 * one.unobserved, 1))
                ),
            )
        )
    if tied:
        lines.append(zh("papers.statistics.tied", count=tied))
    return "\n".join(lines) or zh("papers.statistics.none")


def _overview_sheet(sheet: Worksheet, stats: Statistics) -> None:
    batches = [stats] if stats.previous is None else [stats, stats.previous]
    fill(
        sheet,
        title=_title(stats),
        subtitle="　".join(_under(stats)),
        headings=[Heading("batch", 22), *(Heading(name, 12) for name in _OVERVIEW)],
        rows=[
            [one.inspection, *(_number(value, kind) for _, value, kind in _figures(one)[1:])]
            for one in batches
        ],
    )


def _kinds_sheet(sheet: Worksheet, stats: Statistics) -> None:
    kinds = stats.kinds()
    fill(
        sheet,
        title=_title(stats),
        subtitle="　".join(_under(stats)),
        headings=[Heading("number", 8), Heading("problem_kind", 60), Heading("problem_count", 14)],
        rows=[[number, name, count] for number, (name, count) in enumerate(kinds, 1)],
        empty=zh("papers.statistics.no_kinds"),
    )
    if kinds:
        last = 3 + len(kinds)
        chart = _bars(zh("papers.statistics.kinds_chart"), len(kinds))
        chart.type = "bar"
        chart.x_axis.scaling.orientation = "maxMin"  # the most frequent on top
        chart.add_data(Reference(sheet, min_col=3, min_row=4, max_row=last))
        chart.set_categories(Reference(sheet, min_col=2, min_row=4, max_row=last))
        chart.legend = None
        chart.y_axis.delete, chart.y_axis.majorGridlines = True, None  # each bar has its number
        _below(sheet, chart, last)


def _rates_sheet(sheet: Worksheet, stats: Statistics) -> None:
    rates, batches = _rates(stats), _batches(stats)
    names = ("this_rate", "last_rate")[: len(batches)]
    fill(
        sheet,
        title=_title(stats),
        subtitle="　".join(_under(stats)),
        headings=[Heading("category", 40), *(Heading(name, 22) for name in names)],
        rows=[[name, *(_number(rate, "percent") for rate in pair)] for name, pair in rates],
    )
    last = 3 + len(rates)
    chart = _bars(zh("papers.statistics.rates_chart"), 2 * len(rates))
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
    data = Reference(sheet, min_col=2, max_col=1 + len(batches), min_row=3, max_row=last)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=4, max_row=last))
    _below(sheet, chart, last)


def _subjects_sheet(sheet: Worksheet, stats: Statistics) -> None:
    rows: list[list[Value]] = []
    for category in stats.classes:
        order = stats.ranking(category).order
        standings = [_standing(one) for one in order]
        unrated = [one for one in stats.sites if one.category is category and one.score is None]
        for one in [*order, *sorted(unrated, key=lambda one: one.name)]:
            rated = one.score is not None
            rows.append(
                [
                    zh(f"category.{category}"),
                    1 + standings.index(_standing(one)) if rated else None,
                    one.name,
                    round(one.score, 2) if one.score is not None else None,
                    _number(100 * one.unobserved, "percent"),
                    _verdict(stats, one),
                ]
            )
    names = ("category", "place", "site", "total", "unobserved_share", "verdict")
    widths = (28, 10, 36, 10, 14, 14)
    fill(
        sheet,
        title=_title(stats),
        subtitle="　".join(_under(stats)),
        headings=[Heading(*pair) for pair in zip(names, widths, strict=True)],
        rows=rows,
    )


def _verdict(stats: Statistics, subject: Subject) -> str:
    said = {True: "passed", False: "failed", None: "unrated"}[stats.passes(subject)]
    return zh(f"papers.statistics.verdict.{said}")


def _number(value: float | None, kind: str) -> Value:
    if value is None:
        return zh("papers.statistics.undecided") if kind == "undecided" else None
    return round(value, 1) if kind == "percent" else value


def _bars(title: str, bars: int) -> BarChart:
    chart = BarChart()
    chart.title = title
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, name, False)  # else some programs show them all
    chart.x_axis.delete = chart.y_axis.delete = False  # else some programs draw no axes
    chart.gapWidth = 60
    chart.width, chart.height = 16, 5 + 0.7 * bars
    return chart


def _below(sheet: Worksheet, chart: BarChart, last: int) -> None:
    """Under the table, and on one page with it."""
    sheet.add_chart(chart, f"A{last + 2}")
    rows = ceil(chart.height * _ROWS_PER_CM)
    letter = get_column_letter(sheet.max_column)
    sheet.print_area = f"A1:{letter}{last + 2 + rows}"
    sheet.page_setup.fitToHeight = 1


def _figure(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _day(day: date) -> str:
    return zh("papers.day", year=day.year, month=day.month, day=day.day)


def _cut(text: str, width: int) -> str:
    """A text on one line: so many half characters, with … for what does not fit."""
    used = 0
    for index, char in enumerate(text):
        used += 2 if east_asian_width(char) in "WFA" else 1
        if used > width:
            return text[: index - 1] + "…"
    return text
