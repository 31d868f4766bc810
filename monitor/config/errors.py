"""What is wrong with a configuration, and where."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.text import sentences


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: in a file, on a line of it, or in a cell of a workbook.

    A sentence asks for it in its own language by the format spec: `{place:zh}` or `{place:en}`.
    Without a file it is the environment. `column` is the column's letter.
    """

    file: str | None = None
    line: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __format__(self, language: str) -> str:
        return sentences(language)[f"config.place.{self._kind()}"].format(
            file=self.file, line=self.line, sheet=self.sheet, row=self.row, column=self.column
        )

    def _kind(self) -> str:
        if self.file is None:
            return "environment"
        if self.sheet is not None:
            if self.row is None:
                return "sheet"
            return "row" if self.column is None else "cell"
        return "file" if self.line is None else "line"


class ConfigError(Exception):
    """A configuration that does not fit: one sentence, told by `key` and `params`.

    `key` and `params` are for the text catalogue; `params["place"]` is a `Place`. str() is English,
    for logs and tests.
    """

    def __init__(self, key: str, place: Place, **params: object) -> None:
        self.key = key
        self.params: dict[str, object] = {"place": place, **params}
        super().__init__(sentences("en")[key].format(**self.params))
