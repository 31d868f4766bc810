"""What a rubric row suggests for a site, for a person to confirm."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.defect import Decision, suggestion_id
from monitor.domain.rubric import RowKind


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row that would be a veto or a deduction of a site if a person confirms it.

    `defects` are the ids that reach it; `fingerprint` changes with them and with their facts, so that
    a decision holds only for what it was taken on. `word` is the decision that holds.
    """

    site_id: str
    indicator: str
    kind: RowKind
    defects: tuple[str, ...]
    fingerprint: str
    word: Decision | None = None

    @property
    def id(self) -> str:
        return suggestion_id(self.site_id, self.indicator)
