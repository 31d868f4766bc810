"""What one page is to a document of the administration: the document, or what explains it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """What a page is to a document: the document itself, its interpretation, or neither ("").

    `names`: the document's title, or those that an interpretation names in its own, without issuer,
    place, quotes and brackets. `number`: the document's own; `head` is what its first letters say of
    the place, `governs` that they stand for a government or its office. `issuer`: the place whose
    government the title or the label of the issuer names. `wide`: its title is that of a measure for
    everybody; `normative`: its number says so. `lapsed`: the page says that it is no longer in force.
    `firm`: nobody would call an interpretation anything else. `mentions`: names and numbers in an
    interpretation's text. `refers`: a link whose words lead to the other half, wherever that stands;
    `explained`: the text explains itself. `links`: marks (`gist.mark_of`) of the addresses that the
    page's own links lead to.
    """

    role: str = ""
    names: tuple[str, ...] = ()
    number: str = ""
    head: str = ""
    governs: bool = False
    issuer: str = ""
    wide: bool = False
    normative: bool = False
    lapsed: bool = False
    firm: bool = False
    mentions: tuple[str, ...] = ()
    refers: bool = False
    explained: bool = False
    links: tuple[int, ...] = ()


NO_PAPER = Paper()


@dataclass(frozen=True, slots=True)
class Listed:
    """An interpretation in a list: the documents its title names, and the mark of its address."""

    names: tuple[str, ...]
    mark: int
