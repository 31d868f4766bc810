"""Families by name."""

from __future__ import annotations

from monitor.demo.families.base import Template
from monitor.demo.families.empire import Empire
from monitor.demo.families.jcms import Jcms
from monitor.demo.families.nfcms import Nfcms
from monitor.demo.families.tables import Tables
from monitor.demo.families.trs import Trs

FAMILIES: dict[str, type[Template]] = {
    "nfcms": Nfcms,
    "trs": Trs,
    "empire": Empire,
    "tables": Tables,
    "jcms": Jcms,
}
