"""Parts of a site beyond its columns and leaders: each adds its pages, menu entries and home blocks."""

from __future__ import annotations

from monitor.demo.parts import function, interaction
from monitor.demo.parts.basics import Disclosure, Office, Overview, YearlyReport
from monitor.demo.parts.part import Part
from monitor.demo.parts.policies import Policies
from monitor.demo.parts.services import Services

PARTS: tuple[Part, ...] = (
    function.PART,
    interaction.PART,
    Policies(),
    Services(),
    Overview(),
    Office(),
    Disclosure(),
    YearlyReport(),
)
