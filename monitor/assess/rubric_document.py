"""docs/rubric.md: every row of the rubrics, from their files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.domain.calendar import Window
from monitor.domain.rubric import Of, Row, RowKind, Rubric

_HEAD = """# Rubrics

Written by `make docs` from `monitor/rubrics/`; do not edit by hand. What a row asks is paraphrased, not
quoted. *Served by*: the checks that count in it; what stands in brackets no check decides, and a row with
nothing but brackets is a person's to judge. *Sure*: solid was read row by row, inferred was concluded
from what could be read, memory waits for somebody to open the original. How the files are written and
extended: [operations.md](operations.md#rubric-files).
"""
_TABLE = """
| row | name | points (cap) | looks back, sample | who decides | served by | sure | rule |
| --- | --- | --- | --- | --- | --- | --- | --- |"""
_TITLES = {
    (Of.SITE, RowKind.VETO): "Sites: vetoes (单项否决)",
    (Of.SITE, RowKind.DEDUCTION): "Sites: deductions (扣分)",
    (Of.SITE, RowKind.BONUS): "Sites: bonus (加分)",
    (Of.ACCOUNT, RowKind.VETO): "Accounts: vetoes (单项否决)",
    (Of.ACCOUNT, RowKind.DEDUCTION): "Accounts: deductions (扣分)",
    (Of.ACCOUNT, RowKind.BONUS): "Accounts: bonus (加分)",
}


def rubrics_markdown(rubrics: Sequence[Rubric]) -> str:
    """The whole document. A rubric that extends another of them shows only the rows that differ."""
    by_id = {one.id: one for one in rubrics}
    parts = [_HEAD]
    for one in sorted(rubrics, key=lambda one: (one.extends is not None, one.id)):
        base = by_id.get(one.extends or "")
        parts += _rubric(one, base)
    return "\n".join(parts)


def _rubric(rubric: Rubric, base: Rubric | None) -> Iterator[str]:
    yield f"## {rubric.id}\n"
    yield f"{rubric.title} ({rubric.document}), version {rubric.version}.\n"
    gates = rubric.gates
    if base is not None:
        gone = {row.id for row in base.rows} - {row.id for row in rubric.rows}
        yield f"- Extends `{base.id}`; only the rows that differ are listed."
        if gone:
            yield f"- Without: {', '.join(sorted(gone))}."
    yield f"- Fails below {gates.fail_below:g} of {rubric.total:g}."
    yield f"- Bonus above {gates.bonus_above:g} alone, at most {gates.bonus_max:g}."
    recorded = "no score" if gates.veto_score is None else f"{gates.veto_score:g} points at most"
    yield f"- An upheld veto: {recorded}."
    yield f"- Units without public services: {rubric.no_services or 'undecided (待定)'}."
    yield f"- Rows that are not a subject's: {'scaled up' if rubric.rescale else 'left as kept'}."
    yield f"- Accounts: {'scored' if rubric.accounts_scored else 'vetoes alone'}."
    if rubric.trial:
        yield "- On trial (试算) until the office has decided."
    for (of, kind), title in _TITLES.items():
        known = () if base is None else base.rows
        rows = [row for row in rubric.rows_of(of, kind) if row not in known]
        if rows:
            yield f"\n### {rubric.id}: {title}"
            yield _TABLE
            yield from (_row(row) for row in rows)
    yield ""


def _row(row: Row) -> str:
    cells = (
        row.id,
        row.name + ("" if not row.platform else " (platform owner only)"),
        _points(row),
        ", ".join(filter(None, [_window(row.window), str(row.sample or "")])),
        row.decider.replace("_", " "),
        _served(row),
        row.confidence,
        row.rule,
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _points(row: Row) -> str:
    if row.kind is RowKind.VETO:
        return f"veto from {row.threshold}" if row.threshold > 1 else "veto"
    if row.undecided:
        return "undecided (待定)"
    amounts = {row.points, *(one.points for one in row.counts if one.points is not None)}
    shown = " / ".join(f"{one:g}" for one in sorted(amounts - {0.0}, reverse=True))
    return f"{shown} ({row.cap:g})" if shown else f"({row.cap:g})"


def _window(window: Window | None) -> str:
    if window is None:
        return ""
    return f"{window.days} days" if window.days is not None else f"{window.months} months"


def _served(row: Row) -> str:
    checks = dict.fromkeys(f"`{match.check}`" for match in row.counts)
    return " ".join([*checks, *([f"（{row.unchecked}）"] if row.unchecked else [])])
