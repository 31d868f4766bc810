"""One page's particulars: every area's extractor, asked in turn."""

from __future__ import annotations

from typing import Any

from monitor.domain.evidence import PageEvidence
from monitor.domain.particulars import Particulars
from monitor.extract.accounts import read_shown_accounts
from monitor.extract.basics import read_basics, read_listed_reports
from monitor.extract.document import Document
from monitor.extract.function import read_functions
from monitor.extract.hostile import read_hostile
from monitor.extract.interaction import read_interaction
from monitor.extract.letters_api import read_api_letters
from monitor.extract.papers import read_listed, read_paper
from monitor.extract.personal import exposures_in, read_exposures
from monitor.extract.services import read_services
from monitor.extract.stamps import read_rows, read_stamps
from monitor.extract.wordings import find_wordings, read_wordings


def read_particulars(doc: Document, page: PageEvidence) -> Particulars:
    """`page` is what was read of the same document already: its kind, list, article, links, tags."""
    paper = read_paper(doc, page)
    return Particulars(
        basics=read_basics(doc, page),
        exposures=read_exposures(doc),
        functions=read_functions(doc, page),
        hostile=read_hostile(doc, page),
        interaction=read_interaction(doc, page),
        listed=read_listed(page),
        paper=paper,
        services=read_services(doc, page),
        stamps=read_stamps(doc, page, paper),
        wordings=read_wordings(doc, page),
        accounts=read_shown_accounts(doc, page),
    )


def read_answer(value: Any, page: PageEvidence, text: str) -> Particulars:
    """The same of a platform's answer, which is no document: `value` is what its `text` holds."""
    return Particulars(
        basics=read_listed_reports(page),
        exposures=exposures_in(text, ""),
        interaction=read_api_letters(value, page.url),
        listed=read_listed(page),
        rows=read_rows(value, page.url),
    )


def text_particulars(text: str, title: str = "") -> Particulars:
    """Of a text without markup: what a file says. Lines are rows, tabs part their cells; `title` is
    what it is called, a file's own name."""
    return Particulars(exposures=exposures_in(text, title), wordings=find_wordings(text))
