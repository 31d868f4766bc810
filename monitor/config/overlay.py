"""Rubric files that name only what differs from another (`extends`), laid over it before reading.

Every value keeps the file and line it was written on, so that the reader of rubrics refuses a mistake
where somebody made it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Items, Scalar, Tree
from monitor.config.yaml_file import read_yaml

RUBRICS = Path(__file__).resolve().parent.parent / "rubrics"

_OWN = ("id", "version", "title", "document")
"""What a file says of itself, and never takes from the one it extends."""
_SETTINGS = (
    *("total", "trial", "min_verified", "fail_below", "veto_score", "bonus"),
    *("no_services", "rescale", "accounts_scored", "windows", "params"),
)
_RUBRIC = (*_OWN, *_SETTINGS, "rows")
_OVERLAY = (*_OWN, "extends", *_SETTINGS, "changed", "added", "removed")
_MERGED = {"windows": 1, "bonus": 1, "params": 2}
"""Mappings laid over key by key, and how deep; anything else is replaced whole."""


def rubric_file(
    id_or_path: str | Path, home: Path | None = None, place: Place | None = None
) -> Path:
    """A file by its path (ending in .yaml); or by id one of the package's, else one of the folder
    `rubrics` of the office's home. `place`: where it is named, if in a file. Raises ConfigError."""
    path = Path(id_or_path)
    if path.suffix in (".yaml", ".yml"):
        return path
    folders = [RUBRICS] if home is None else [RUBRICS, home / "rubrics"]
    found = [file for one in folders if (file := one / f"{id_or_path}.yaml").is_file()]
    if not found:
        known = ", ".join(sorted({file.stem for one in folders for file in one.glob("*.yaml")}))
        if place is not None:
            raise ConfigError("config.no_base_rubric", place, value=str(id_or_path), known=known)
        named = Place(str(id_or_path))
        raise ConfigError("config.no_rubric", named, value=str(id_or_path), known=known)
    return found[0]


def read_rubric(path: Path, home: Path | None = None, above: tuple[Path, ...] = ()) -> Fields:
    """The whole rubric of a file, as if it had been written out. Rows carry their own document.

    Raises ConfigError for an unknown key, for a row that is changed or removed but not there, or
    added but there already, and for a file that extends itself.
    """
    root = read_yaml(path)
    extends = root.scalar("extends")
    if extends is None:
        return _with_documents(root.only(*_RUBRIC))
    root.only(*_OVERLAY)
    file = path.parent / rubric_file(extends.text(), home, extends.place)
    lineage = (*above, path.resolve())
    if file.resolve() in lineage:
        raise extends.wrong("extends_itself")
    return _laid_over(root, read_rubric(file, home, lineage))


def _with_documents(root: Fields) -> Fields:
    document = root.the("document")
    rows = tuple(_row(one, document) for one in root.each("rows"))
    return replace(root, values={**root.values, "rows": Items("rows", rows, root.place)})


def _row(row: Fields, document: Scalar) -> Fields:
    own = row.scalar("document")
    return row if own else replace(row, values={**row.values, "document": document})


def _laid_over(own: Fields, base: Fields) -> Fields:
    values: dict[str, Tree] = {k: v for k, v in base.values.items() if k not in _OWN}
    for key in _SETTINGS:
        if key in own.values:
            values[key] = _merged(values.get(key), own.values[key], _MERGED.get(key, 0))
    for key in (*_OWN, "extends"):
        if key in own.values:
            values[key] = own.values[key]
    rows = _rows(own, base.each("rows"), own.the("document"))
    values["rows"] = Items("rows", tuple(rows), own.place)
    return replace(own, values=values)


def _merged(base: Tree | None, own: Tree, depth: int) -> Tree:
    if not (depth and isinstance(base, Fields) and isinstance(own, Fields)):
        return own
    laid = {
        key: _merged(base.values.get(key), value, depth - 1) for key, value in own.values.items()
    }
    return replace(own, values={**base.values, **laid})


def _rows(own: Fields, base: Iterable[Fields], document: Scalar) -> Iterable[Fields]:
    rows = {row.the("id").text(): row for row in base}
    touched: dict[str, Scalar] = {}
    for one in own.each("changed"):
        row_id = _known(one.the("id"), rows, touched)
        rows[row_id] = replace(one, values={**rows[row_id].values, **one.values})
    gone = {_known(removed, rows, touched) for removed in own.scalars("removed")}
    rows = {key: _rid(row, gone, own.place) for key, row in rows.items() if key not in gone}
    for one in own.each("added"):
        row_id = one.the("id").id()
        if row_id in rows:
            raise one.the("id").wrong("base_row_added")
        rows[row_id] = _row(one, document)
    return rows.values()


def _rid(row: Fields, gone: set[str], own: Place) -> Fields:
    """A row of the base, absorbing no more what the overlay took out."""
    absorbs = row.items("absorbs")
    kept = tuple(
        one
        for one in absorbs
        if one.place.file == own.file or not (isinstance(one, Scalar) and one.raw in gone)
    )
    if len(kept) == len(absorbs):
        return row
    return replace(row, values={**row.values, "absorbs": Items("absorbs", kept, row.place)})


def _known(named: Scalar, rows: dict[str, Fields], touched: dict[str, Scalar]) -> str:
    if named.text() in touched:
        raise named.wrong("duplicate_id", first=touched[named.text()].place)
    if named.text() not in rows:
        raise named.wrong("unknown_base_row")
    touched[named.text()] = named
    return named.text()
