"""Rubric files: what each fact costs, by which document and clause."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Items, Scalar, Tree, as_fields, as_scalar
from monitor.config.yaml_file import read_yaml
from monitor.domain.calendar import Window
from monitor.domain.rubric import Charge, Decider, Match, Row, RowKind, Rubric
from monitor.domain.subject import Category, ColumnClass, SiteKind

RUBRICS = Path(__file__).resolve().parent.parent / "rubrics"

_RUBRIC = (
    *("id", "version", "title", "document", "total", "trial", "min_verified"),
    *("windows", "params", "rows"),
)
_ROW = (
    *("id", "name", "kind", "document", "clause", "decider", "confidence", "counts"),
    *("points", "cap", "charge", "threshold", "platform", "absorbs"),
    *("not_for_categories", "not_for_kinds"),
)
_MATCH = ("check", "reasons", "classes", "facts", "points")
_CONFIDENCE = ("solid", "inferred", "memory")


def load_rubric(id_or_path: str | Path, known_checks: Collection[str] | None = None) -> Rubric:
    """Read a rubric: one of the package's by id, or a file by its path (ending in .yaml).

    A row's `clause` comes back with its document in front. `known_checks` are the ids that rows may
    count; without them any id is taken. Raises ConfigError with the line of what does not fit.
    """
    path = Path(id_or_path)
    if path.suffix not in (".yaml", ".yml"):
        path = RUBRICS / f"{id_or_path}.yaml"
        if not path.is_file():
            known = ", ".join(sorted(file.stem for file in RUBRICS.glob("*.yaml")))
            raise ConfigError(
                "config.no_rubric", Place(str(id_or_path)), value=str(id_or_path), known=known
            )
    return _Reader(known_checks).rubric(read_yaml(path).only(*_RUBRIC))


class _Reader:
    def __init__(self, known_checks: Collection[str] | None) -> None:
        self._known_checks = known_checks

    def rubric(self, root: Fields) -> Rubric:
        document = root.need("document", Scalar.text)
        total = root.need("total", Scalar.number)
        listed = root.each("rows")
        rows = tuple(self._row(one.only(*_ROW), document) for one in listed)
        if not rows:
            raise ConfigError("config.missing", root.place, field="rows")
        _refuse_conflicts(listed, total)
        trial = root.maybe("trial", Scalar.flag)
        share = root.maybe("min_verified", lambda value: value.number(0, 1))
        return Rubric(
            id=root.need("id", Scalar.id),
            version=root.need("version", Scalar.text),
            title=root.need("title", Scalar.text),
            document=document,
            total=total,
            rows=rows,
            windows=_windows(root),
            params=self._params(root),
            min_verified=0.5 if share is None else share,
            trial=trial is not False,
        )

    def _row(self, fields: Fields, document: str) -> Row:
        own = fields.maybe("document", Scalar.text) or document
        kind = fields.need("kind", lambda value: value.choice(RowKind))
        cap = fields.maybe("cap", Scalar.number) or 0.0
        points = fields.maybe("points", Scalar.number) or 0.0
        counts = tuple(self._match(one.only(*_MATCH)) for one in fields.each("counts"))
        if not counts:
            raise ConfigError("config.missing", fields.place, field="counts")
        row = Row(
            id=fields.need("id", Scalar.id),
            name=fields.need("name", Scalar.text),
            kind=kind,
            clause=f"{own} {fields.need('clause', Scalar.text)}",
            decider=fields.need("decider", lambda value: value.choice(Decider)),
            counts=counts,
            cap=cap,
            points=points,
            charge=fields.maybe("charge", lambda value: value.choice(Charge)) or Charge.EACH,
            threshold=fields.maybe("threshold", Scalar.whole) or 1,
            platform=fields.maybe("platform", Scalar.flag) is True,
            absorbs=fields.list_of("absorbs", Scalar.id),
            not_for_categories=fields.list_of("not_for_categories", lambda v: v.choice(Category)),
            not_for_kinds=fields.list_of("not_for_kinds", lambda v: v.choice(SiteKind)),
            confidence=fields.maybe("confidence", lambda v: v.one_of(_CONFIDENCE)) or "solid",
        )
        _check_points(fields, row)
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


def _check_points(fields: Fields, row: Row) -> None:
    """A deduction costs something and never more than its cap; a veto costs no points."""
    if row.kind is RowKind.VETO:
        for key in ("points", "cap", "charge"):
            if found := fields.scalar(key):
                raise found.wrong("veto_with_points")
        return
    if found := fields.scalar("threshold"):
        raise found.wrong("deduction_with_threshold")
    cap = fields.the("cap")
    for holder in (fields, *fields.each("counts")):
        found = holder.scalar("points")
        if found and found.number() > row.cap:
            raise found.wrong("points_beyond_cap", cap=cap.text())
    if any(match.points is None for match in row.counts):
        fields.the("points")


def _refuse_conflicts(listed: tuple[Fields, ...], total: float) -> None:
    places: dict[str, Place] = {}
    charged = 0.0
    for fields in listed:
        row_id = fields.the("id")
        if row_id.id() in places:
            raise row_id.wrong("duplicate_id", first=places[row_id.id()])
        places[row_id.id()] = row_id.place
        charged += fields.maybe("cap", Scalar.number) or 0.0
        if charged > total:
            raise fields.the("cap").wrong("caps_beyond_total", total=total)
    for fields in listed:
        for absorbed in fields.scalars("absorbs"):
            if absorbed.id() not in places or absorbed.id() == fields.the("id").id():
                raise absorbed.wrong("unknown_row")


def _windows(root: Fields) -> dict[ColumnClass, Window]:
    windows: dict[ColumnClass, Window] = {}
    for name, tree in root.pairs("windows"):
        cls = Scalar("windows", name, tree.place).choice(ColumnClass)
        window = as_fields(tree).only("days", "months")
        days, months = (window.maybe(key, Scalar.length) for key in ("days", "months"))
        if (days is None) == (months is None):
            raise ConfigError("config.days_or_months", tree.place, field=name)
        windows[cls] = Window(days=days, months=months)
    return windows


def _accepted(tree: Tree) -> tuple[Any, ...]:
    """One value or a list of them."""
    listed = tree.values if isinstance(tree, Items) else (tree,)
    return tuple(as_scalar(one).plain() for one in listed)
