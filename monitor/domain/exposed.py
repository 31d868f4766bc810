"""What the check on personal data reads. Apart from what pages keep (`personal`), which evidence
itself is made of."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.dossier import Dossier
from monitor.domain.personal import Exposure, PersonalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData(Dossier):
    """One page or file. `form`: the file's, None for a page. `removed`: the address, known to have
    shown something, gives an error page now."""

    exposures: tuple[Exposure, ...] = ()
    title: str = ""
    form: str | None = None
    removed: bool = False

    def count(self, kind: PersonalKind) -> int:
        return next((one.count for one in self.exposures if one.kind is kind), 0)
