"""Documents of a government and what explains them, as a site shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.domain.dossier import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPaper(Dossier):
    """A document of the site's own government, and whether anything on the site explains it.

    `how`: link (the page leads to it), article, text (the page itself) or None. `cut`: lists of
    interpretations that could not be read far enough back. `perhaps`: an article of about that time is on
    its subject, but does not name it. `known`: False when the address no longer
    shows such a document.
    """

    title: str = ""
    number: str = ""
    published: date | None = None
    wide: bool = False
    normative: bool = False
    lapsed: bool = False
    how: str | None = None
    cut: bool = False
    perhaps: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing(Dossier):
    """One half of a document and its interpretation, both read on the site, their match sure.

    `half`: what the subject is, interpretation or policy. `linked`: it leads to the other half, whose
    title and address are `other` and `other_url`. `published` is the interpretation's day. `known`:
    False when the two no longer belong together.
    """

    half: str = "interpretation"
    title: str = ""
    other: str = ""
    other_url: str = ""
    linked: bool = False
    published: date | None = None
    known: bool = True
