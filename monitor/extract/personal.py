"""Personal numbers that a text shows. Nothing that is found leaves here in clear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.domain.personal import Exposure, PersonalKind
from monitor.extract.document import Document
from monitor.extract.laid import Laid, laid_out
from monitor.extract.lexicon import pattern
from monitor.extract.mobiles import private_mobiles
from monitor.extract.numbers import bank_cards, identities
from monitor.extract.regions import Place

_SHORTEST = 11
_RUN = re.compile(r".{0,10}?(\d[\d -]{9,}\d)", re.S)
_OF_A_RUN = re.compile(r"[\d -]")
_DAY = re.compile(r"(?:19|20)\d\d-\d\d?-\d\d?(?!\d)")
_MOBILE = re.compile(r"[1１][3-9３-９](?:[ -]?\d){9}")
_PAGES = re.compile(r"(?:\d{1,2} +)*\d{2} *")
_RECORDED = "\u5907"
"""What stands before the number of a record with the police, in the foot of every page."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufffe]")
_PLAIN = {ord("\u00a0"): " ", ord("\u3000"): " ", ord("－"): "-", ord("Ｘ"): "X", ord("ｘ"): "x"}
_PLAIN |= {ord("０") + n: str(n) for n in range(10)}

_TOP = 100
_BEFORE_SITE = re.compile(r"\s*[-_|—–]+\s*")
"""A page's title goes on with the site's name, which says nothing of the page."""


def read_exposures(doc: Document) -> tuple[Exposure, ...]:
    """What a page shows; `()` for nearly every page, told without laying it out."""
    if not _may_show_any(doc.text):
        return ()
    foot = {element for element, place in doc.places.items() if place is Place.FOOTER}
    return exposures_in(laid_out(doc.body, foot), _BEFORE_SITE.split(doc.title)[0])


def _may_show_any(text: str) -> bool:
    """Whether there are fifteen digits in a row, or eleven like a mobile number's. Most pages are told by
    this alone: what stands in two cells may run together here."""
    for match in runs(text):
        for run in _DAY.split(match[1]):
            digits = len(run) - run.count(" ") - run.count("-")
            if digits < 11 or _PAGES.fullmatch(run):
                continue
            if digits >= 15:
                return True
            recorded = _RECORDED in text[max(0, match.start(1) - 2) : match.start(1)]
            if _MOBILE.search(run) and not (recorded and digits == 14):
                return True
    return False


def runs(text: str) -> Iterator[re.Match[str]]:
    r"""The runs `\d[\d -]{9,}\d`, each as group 1. Each covers one of every eleventh characters: a run is
    looked for only around those of them that can be of one, which is five times sooner."""
    end = 0
    for one in _OF_A_RUN.finditer(text[_SHORTEST - 1 :: _SHORTEST]):
        at = one.start() * _SHORTEST
        if at + _SHORTEST > end and (match := _RUN.match(text, max(at, end))):
            yield match
            end = match.end()


def exposures_in(text: str, title: str = "") -> tuple[Exposure, ...]:
    """What a text shows. Lines are rows, tabs part their cells; `title` tells what it is about."""
    plain = _UNSEEN.sub("", text).translate(_PLAIN)
    laid = Laid(plain, title)
    if pattern("personal_punitive").search(f"{title}\n{plain[:_TOP]}"):
        return ()
    ids = identities(laid)
    found = (
        (PersonalKind.IDENTITY, ids),
        (PersonalKind.CARD, bank_cards(laid, ids)),
        (PersonalKind.MOBILE, private_mobiles(laid, ids)),
    )
    return tuple(_exposure(kind, numbers) for kind, numbers in found if numbers)


def _exposure(kind: PersonalKind, numbers: dict[str, int]) -> Exposure:
    first = next(iter(numbers))
    return Exposure(kind, len(numbers), f"{first[:3]}{'*' * (len(first) - 5)}{first[-2:]}")
