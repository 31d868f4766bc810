"""What single checks need of a page beyond its shape: each field is one extractor's, and small."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.basics import NOTHING as NO_BASICS
from monitor.domain.basics import Basics
from monitor.domain.function import NO_FUNCTIONS, Functions, Sounding
from monitor.domain.guide import NO_SERVICES, ServiceSight
from monitor.domain.hostile import NOTHING_HOSTILE, Hostile
from monitor.domain.interaction import NO_INTERACTION, Interaction
from monitor.domain.papers import NO_PAPER, Listed, Paper
from monitor.domain.personal import Exposure, File
from monitor.domain.shown_accounts import ShownAccount
from monitor.domain.stamps import NO_STAMPS, Row, Stamps
from monitor.domain.wording import Wording


@dataclass(frozen=True, slots=True)
class Particulars:
    """Empty fields cost nothing where pages are stored. The types stand beside the dossiers of the
    checks that read them, one module an area."""

    hostile: Hostile = NOTHING_HOSTILE
    functions: Functions = NO_FUNCTIONS
    sounding: Sounding | None = None
    interaction: Interaction = NO_INTERACTION
    paper: Paper = NO_PAPER
    listed: tuple[Listed, ...] = ()
    stamps: Stamps = NO_STAMPS
    rows: tuple[Row, ...] = ()
    services: ServiceSight = NO_SERVICES
    basics: Basics = NO_BASICS
    exposures: tuple[Exposure, ...] = ()
    file: File | None = None
    wordings: tuple[Wording, ...] = ()
    accounts: tuple[ShownAccount, ...] = ()


NOTHING = Particulars()
