"""What surrounds a site when its dossiers are gathered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.assess.gather.links import Crossings
from monitor.assess.gather.look import Names, SiteLook, Watch
from monitor.domain.dossier import ColumnState
from monitor.domain.subject import Unit


@dataclass(frozen=True, slots=True)
class Scene:
    """`unit`: the office that answers for the site. `columns`: the site's own, as judged. `channels`:
    the looks of the sites whose platform it is."""

    unit: Unit
    columns: Sequence[ColumnState]
    channels: Mapping[str, SiteLook]
    crossings: Crossings
    names: Names
    watch: Watch
