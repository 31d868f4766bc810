"""One page's particulars: every area's extractor, asked in turn."""

from __future__ import annotations

from typing import Any

from monitor.domain.evidence import PageEvidence
from monitor.domain.particulars import Particulars
from monitor.extract.basics import read_basics
from monitor.extract.document import Document
from monitor.extract.function import read_functions
from monitor.extract.hostile import read_hostile
from monitor.extract.interaction import read_interaction
from monitor.extract.letters_api import read_api_letters
from monitor.extract.papers import read_listed, read_paper
from monitor.extract.stamps import read_rows, read_stamps
from monitor.extract.services import read_services


def read_particulars(doc: Document, page: PageEvidence) -> Particulars:
    """`page` is what was read of the same document already: its kind, list, article, links, tags."""
    paper = read_paper(doc, page)
    return Particulars(
        hostile=read_hostile(doc, page),
        functions=read_functions(doc, page),
        interaction=read_interaction(doc, page),
        paper=paper,
        listed=read_listed(page),
        stamps=read_stamps(doc, page, paper),
    )


def read_answer(value: Any, page: PageEvidence) -> Particulars:
    """The same of a platform's answer, which is no document: `value` is what it holds."""
    return Particulars(
        interaction=read_api_letters(value, page.url),
        listed=read_listed(page),
        rows=read_rows(value, page.url),
    )
    return Particulars(services=read_services(doc, page))
    return Particulars(basics=read_basics(doc, page))
