"""One page's particulars: every area's extractor, asked in turn."""

from __future__ import annotations

from monitor.domain.evidence import PageEvidence
from monitor.domain.particulars import Particulars
from monitor.extract.document import Document
from monitor.extract.function import read_functions
from monitor.extract.hostile import read_hostile
from monitor.extract.interaction import read_interaction


def read_particulars(doc: Document, page: PageEvidence) -> Particulars:
    """`page` is what was read of the same document already: its kind, list, article, links, tags."""
    return Particulars(
        hostile=read_hostile(doc, page),
        functions=read_functions(doc, page),
    )
    return Particulars(interaction=read_interaction(doc, page))
