"""Rubric files: what each fact costs, by which document and clause."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Items, Scalar, Tree, as_fields, as_scalar
from monitor.config.overlay import read_rubric, rubric_file
from monitor.domain.calendar import Window
from monitor.domain.rubric import (
    Charge,
    Decider,
    Gates,
    Match,
    NoServices,
    Of,
    Row,
    RowKind,
    Rubric,
)
from monitor.domain.subject import Category, ColumnClass, SiteKind

_ROW = (
    *("id", "name", "kind", "of", "group", "document", "clause", "rule", "decider", "confidence"),
    *(
        "counts",
        "unchecked",
        "window",
        "sample",
        "points",
        "cap",
        "undecided",
        "charge",
        "threshold",
    ),
    *("platform", "services", "absorbs", "not_for_categories", "not_for_kinds"),
)
_MATCH = ("check", "reasons", "classes", "facts", "points")
_CONFIDENCE = ("solid", "inferred", "memory")


def load_rubric(
    id_or_path: str | Path,
    known_checks: Collection[str] | None = None,
    home: Path | None = None,
) -> Rubric:
    """Read a rubric: one of the package's or of the office's home by id, or a file by its path (ending
    in .yaml).

    A row's `clause` comes back with its document in front. `known_checks` are the ids that rows may
    count; without them any id is taken. Raises ConfigError with the line of what does not fit.
    """
    return _Reader(known_checks).rubric(read_rubric(rubric_file(id_or_path, home), home))


class _Reader:
    def __init__(self, known_checks: Collection[str] | None) -> None:
        self._known_checks = known_checks

    def rubric(self, root: Fields) -> Rubric:
        total = root.need("total", Scalar.number)
        listed = root.each("rows")
        rows = tuple(self._row(one.only(*_ROW)) for one in listed)
        if not rows:
            raise ConfigError("config.missing", root.place, field="rows")
        gates, may_exceed = _gates(root, total)
        _refuse_conflicts(listed)
        _refuse_caps(root, listed, rows, total, None if may_exceed else gates.bonus_max)
        share = root.maybe("min_verified", lambda value: value.number(0, 1))
        return Rubric(
            id=root.need("id", Scalar.id),
            version=root.need("version", Scalar.text),
            title=root.need("title", Scalar.text),
            document=root.need("document", Scalar.text),
            total=total,
            rows=rows,
            windows=_windows(root),
            params=self._params(root),
            min_verified=0.5 if share is None else share,
            trial=root.maybe("trial", Scalar.flag) is not False,
            extends=root.maybe("extends", Scalar.text),
            gates=gates,
            no_services=root.maybe("no_services", lambda value: value.choice(NoServices)),
            rescale=root.maybe("rescale", Scalar.flag) is True,
            accounts_scored=root.maybe("accounts_scored", Scalar.flag) is True,
        )

    def _row(self, fields: Fields) -> Row:
        document = fields.need("document", Scalar.text)
        row = Row(
            id=fields.need("id", Scalar.id),
            name=fields.need("name", Scalar.text),
            kind=fields.need("kind", lambda value: value.choice(RowKind)),
            clause=f"{document} {fields.need('clause', Scalar.text)}",
            decider=fields.need("decider", lambda value: value.choice(Decider)),
            counts=tuple(self._match(one.only(*_MATCH)) for one in fields.each("counts")),
            cap=fields.maybe("cap", Scalar.number) or 0.0,
            points=fields.maybe("points", Scalar.number) or 0.0,
            charge=fields.maybe("charge", lambda value: value.choice(Charge)) or Charge.EACH,
            threshold=fields.maybe("threshold", Scalar.whole) or 1,
            platform=fields.maybe("platform", Scalar.flag) is True,
            absorbs=fields.list_of("absorbs", Scalar.id),
            not_for_categories=fields.list_of("not_for_categories", lambda v: v.choice(Category)),
            not_for_kinds=fields.list_of("not_for_kinds", lambda v: v.choice(SiteKind)),
            confidence=fields.maybe("confidence", lambda v: v.one_of(_CONFIDENCE)) or "solid",
            of=fields.maybe("of", lambda value: value.choice(Of)) or Of.SITE,
            group=fields.maybe("group", Scalar.line) or "",
            rule=fields.maybe("rule", Scalar.line) or "",
            unchecked=fields.maybe("unchecked", Scalar.line),
            window=_row_window(fields),
            sample=fields.maybe("sample", Scalar.whole),
            services=fields.maybe("services", Scalar.flag) is True,
            undecided=fields.maybe("undecided", Scalar.flag) is True,
        )
        _check_row(fields, row)
        return row

    def _match(self, fields: Fields) -> Match:
        return Match(
            check=fields.need("check", self._check),
            reasons=fields.list_of("reasons", Scalar.text),
            classes=fields.list_of("classes", lambda value: value.choice(ColumnClass)),
            facts=tuple((name, _accepted(tree)) for name, tree in fields.pairs("facts")),
            points=fields.maybe("points", Scalar.number),
        )

    def _check(self, value: Scalar) -> str:
        if self._known_checks is not None and value.text() not in self._known_checks:
            raise value.wrong("unknown_check")
        return value.text()

    def _params(self, root: Fields) -> dict[str, dict[str, Any]]:
        """The thresholds of checks: whatever scalars the check understands."""
        found: dict[str, dict[str, Any]] = {}
        for name, tree in root.pairs("params"):
            check = self._check(Scalar("params", name, tree.place))
            fields = as_fields(tree)
            found[check] = {key: fields.need(key, Scalar.plain) for key in fields.values}
        return found


def _check_row(fields: Fields, row: Row) -> None:
    """A deduction costs something and never more than its cap; a veto costs no points; what no check
    counts says why. A bonus is nobody's but a person's to give."""
    if not row.counts and row.unchecked is None:
        raise ConfigError("config.row_unchecked", fields.place)
    if row.kind is RowKind.VETO:
        _refuse(fields, ("points", "cap", "charge", "undecided"), "veto_with_points")
        return
    _refuse(fields, ("threshold",), "deduction_with_threshold")
    if row.kind is RowKind.BONUS:
        if row.counts:
            raise fields.each("counts")[0].the("check").wrong("bonus_with_counts")
        _refuse(fields, ("undecided", "charge", "absorbs"), "only_for_deductions")
    if row.undecided:
        if row.counts:
            raise fields.the("undecided").wrong("undecided_with_counts")
        _refuse(fields, ("points", "cap", "charge"), "undecided_with_points")
        return
    cap = fields.the("cap")
    for holder in (fields, *fields.each("counts")):
        found = holder.scalar("points")
        if found and found.number() > row.cap:
            if found.place.file != fields.place.file:
                raise cap.wrong("cap_below_points", points=found.text())
            raise found.wrong("points_beyond_cap", cap=cap.text())
    if any(match.points is None for match in row.counts):
        fields.the("points")


def _refuse(fields: Fields, keys: Iterable[str], problem: str) -> None:
    for key in keys:
        if (tree := fields.get(key)) is not None:
            shown = tree if isinstance(tree, Scalar) else Scalar(key, None, tree.place)
            raise shown.wrong(problem)


def _refuse_conflicts(listed: tuple[Fields, ...]) -> None:
    places: dict[str, Place] = {}
    for fields in listed:
        row_id = fields.the("id")
        if row_id.id() in places:
            raise row_id.wrong("duplicate_id", first=places[row_id.id()])
        places[row_id.id()] = row_id.place
    for fields in listed:
        for absorbed in fields.scalars("absorbs"):
            if absorbed.id() not in places or absorbed.id() == fields.the("id").id():
                raise absorbed.wrong("unknown_row")


def _refuse_caps(
    root: Fields, listed: Sequence[Fields], rows: Sequence[Row], total: float, bonus: float | None
) -> None:
    """Caps of deductions within the total, those of the bonus within its own most, for sites and for
    accounts. Of an overlay its own caps are blamed, else its limit, not the file below."""
    limits = {RowKind.DEDUCTION: total, RowKind.BONUS: bonus}
    pairs = [(one, row) for one, row in zip(listed, rows, strict=True) if one.scalar("cap")]
    pairs.sort(key=lambda pair: pair[0].the("cap").place.file == root.place.file)
    sums: dict[tuple[Of, RowKind], float] = {}
    for fields, row in pairs:
        key, limit = (row.of, row.kind), limits.get(row.kind)
        sums[key] = round(sums.get(key, 0.0) + row.cap, 4)
        if limit is not None and sums[key] > limit:
            _refuse_sum(root, fields.the("cap"), row.kind, limit)


def _refuse_sum(root: Fields, cap: Scalar, kind: RowKind, limit: float) -> None:
    deduction = kind is RowKind.DEDUCTION
    if cap.place.file == root.place.file:
        raise cap.wrong("caps_beyond_total" if deduction else "caps_beyond_bonus", total=limit)
    bonus = root.fields("bonus")
    stated = bonus.scalar("max") if bonus and not deduction else root.scalar("total")
    raise (stated or cap).wrong("limit_below_caps")


def _gates(root: Fields, total: float) -> tuple[Gates, bool]:
    """The gates, and whether bonus rows may come to more than the most that is given for them."""
    default = Gates()
    bonus = (root.fields("bonus") or Fields("bonus", {}, root.place)).only("max", "above", "capped")
    fail_below = root.maybe("fail_below", lambda value: value.number(0, total))
    above = bonus.maybe("above", lambda value: value.number(0, total))
    most = bonus.maybe("max", Scalar.number)
    fail_below = default.fail_below if fail_below is None else fail_below
    gates = Gates(
        fail_below=fail_below,
        bonus_above=default.bonus_above if above is None else above,
        bonus_max=default.bonus_max if most is None else most,
        veto_score=root.maybe("veto_score", lambda value: value.number(0, fail_below)),
    )
    return gates, bonus.maybe("capped", Scalar.flag) is True


def _row_window(fields: Fields) -> Window | None:
    found = fields.fields("window")
    return None if found is None else _window("window", found)


def _windows(root: Fields) -> dict[ColumnClass, Window]:
    windows: dict[ColumnClass, Window] = {}
    for name, tree in root.pairs("windows"):
        cls = Scalar("windows", name, tree.place).choice(ColumnClass)
        windows[cls] = _window(name, as_fields(tree))
    return windows


def _window(name: str, fields: Fields) -> Window:
    fields.only("days", "months")
    days, months = (fields.maybe(key, Scalar.length) for key in ("days", "months"))
    if (days is None) == (months is None):
        raise ConfigError("config.days_or_months", fields.place, field=name)
    return Window(days=days, months=months)


def _accepted(tree: Tree) -> tuple[Any, ...]:
    """One value or a list of them."""
    listed = tree.values if isinstance(tree, Items) else (tree,)
    return tuple(as_scalar(one).plain() for one in listed)
