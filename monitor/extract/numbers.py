"""Numbers that are a person's by their own make: resident ids and bank cards, each with a check digit."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from monitor.extract.laid import FEW, Laid
from monitor.extract.lexicon import pattern

_LONG_RUN = re.compile(r"\d[\d \t\n-]{15,}[\dXx]")
_IN_ONE = r"\d{17}[\dXx]"
_IN_GROUPS = "|".join(
    rf"{first}(?P<{name}>[ -]){rest.replace('_', f'(?P={name})')}"
    for name, first, rest in (
        ("a", r"\d{6}", r"\d{8}_\d{3}[\dXx]"),
        ("b", r"\d{6}", r"\d{4}_\d{4}_\d{3}[\dXx]"),
        ("c", r"\d{6}", r"\d{4}_\d{2}_\d{2}_\d{3}[\dXx]"),
        ("d", r"\d{4}", r"\d{4}_\d{4}_\d{4}_\d[\dXx]"),
        ("e", r"\d{3}", r"\d{3}_\d{4}_\d{4}_\d{3}[\dXx]"),
        ("f", r"\d{3}", r"\d{3}_\d{8}_\d{3}[\dXx]"),
    )
)
_GROUPED = re.compile(_IN_GROUPS)
_ONE_BY_ONE = r"(?:\d[ \t]){17}[\dXx]"
_IN_TWO = "|".join(rf"\d{{{first}}}(?: ?\n ?| )\d{{{17 - first}}}[\dXx]" for first in range(4, 18))
_IDENTITY = re.compile(
    rf"(?<!\d)(?<!\d\.)(?=(?P<number>{_IN_ONE}|{_IN_GROUPS}|{_ONE_BY_ONE}|{_IN_TWO})(?![\dA-Za-z]))"
)
"""Looked for at every place: what looks like a number may begin within another that is none."""
_OLD_IDENTITY = re.compile(r"(?<![\dA-Za-z.])(?P<number>\d{15})(?![\dA-Za-z.])")
_CARD = re.compile(
    r"(?<![\dA-Za-z.])"
    r"(?P<number>\d{16,19}|\d{4}(?P<gap>[ -])(?:\d{4}(?P=gap)){2}\d{4}(?:(?P=gap)\d{1,3})?)"
    r"(?![\dA-Za-z.])"
)
_ISSUER = re.compile(r"6[02]\d{14,17}|9558\d{15}|(?:4|5[1-5])\d{15}|35\d{14}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_PROVINCES = frozenset(
    f"{number}"
    for numbers in (
        *(range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55)),
        *(range(61, 66), (71, 81, 82, 83)),
    )
    for number in numbers
)
_FIRST_BORN = 1900
_OF_OUR_TIME = 2000
"""Serial numbers carry a division and a day as ids do, but a day of our own time."""
_LAST_BORN = 2035
_NEAR = 24
_WIDE = 60
_ABOVE = 200
_CROWD = 3
_CROWD_SHARE = 0.9
_COMPANY = 2
_SERIAL_SHARE = 0.5
_ADDRESS = re.compile(
    r"://|www\.|[?&=]|\.(?:s?html?|cn|com|jpe?g|png|pdf|docx?|xlsx?|jsp|aspx?|php)"
)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as it stands: its digits, its place, and whether it stands in one piece or in one of
    the usual groups."""

    digits: str
    place: int
    whole: bool
    grouped: bool = False


def identities(laid: Laid) -> dict[str, int]:
    """Resident ids: by number, its place. GB 11643: a division, a day of birth, three digits and a
    check digit."""
    like = [one for one in _like(laid.text) if _is_like_identity(one.digits)]
    valid = [one for one in like if _has_check_digit(one.digits)]
    whole = {one.digits for one in like if one.whole}
    right = sum(map(_has_check_digit, whole))
    crowd = right >= _CROWD and right >= _CROWD_SHARE * len(whole)
    serial = len(whole) >= _CROWD and right < _SERIAL_SHARE * len(whole)
    grouped = {one.digits for one in like if one.grouped}
    company = len(grouped) >= _COMPANY and all(map(_has_check_digit, grouped))
    found: dict[str, int] = {}
    for one in valid:
        alone = not one.whole and not (one.grouped and company)
        if _is_somebodys(one, laid, crowd, serial, alone):
            found.setdefault(one.digits, one.place)
    for one in _numbers(laid.text, _OLD_IDENTITY):
        if _is_old_identity(one.digits) and _said_to_be_identity(one, laid):
            found.setdefault(one.digits, one.place)
    return {} if laid.is_sample and len(found) <= FEW else found


def _like(text: str) -> Iterator[_Number]:
    """What has eighteen places, in one piece or in one of the usual groups."""
    for run in _LONG_RUN.finditer(text):
        if sum(map(str.isdigit, run[0])) >= 17:
            yield from _numbers(text, _IDENTITY, run.start(), run.end() + 1)


def _numbers(
    text: str, expression: re.Pattern[str], start: int = 0, end: int = sys.maxsize
) -> Iterator[_Number]:
    for match in expression.finditer(text, start, end):
        digits = "".join(c for c in match["number"] if c.isalnum()).upper()
        written = match["number"]
        whole = len(digits) == len(written)
        grouped = not whole and _GROUPED.fullmatch(written) is not None
        yield _Number(digits, match.start(), whole, grouped)


def _is_like_identity(digits: str) -> bool:
    if len(digits) != 18:
        return False
    home = digits[1:3] in _PROVINCES if digits[0] == "9" else digits[:2] in _PROVINCES
    if digits[:4] == "9999":  # a division that nobody has: what examples are made of
        home = True
    return home and _is_day(digits[6:14], _FIRST_BORN, _LAST_BORN)


def _is_day(text: str, first: int, last: int) -> bool:
    try:
        return first <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= last
    except ValueError:
        return False


def _has_check_digit(digits: str) -> bool:
    total = sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11] == digits[17]


def _is_somebodys(one: _Number, laid: Laid, crowd: bool, serial: bool, alone: bool) -> bool:
    """Whether a number with the right check digit is an id. One in eleven serial numbers of the same
    make has it by chance; a caption tells, or the company of others. `alone`: it stands in pieces
    without others in the usual groups that are all right."""
    told = _told(one, laid)
    if told is not None:
        return told
    if serial:
        return False
    late = int(one.digits[6:10]) >= _OF_OUR_TIME
    if late or alone or one.digits[0] == "9":
        above = laid.before(one.place, _ABOVE)
        return crowd or pattern("personal_id_caption").search(above) is not None
    return True


def _told(one: _Number, laid: Laid) -> bool | None:
    """What is said of the number: that it is an id, that it is none, or nothing."""
    text, place = laid.text, one.place
    word = re.split(r"[\s，,。；;（(]", laid.before(place, 200))[-1]
    if _ADDRESS.search(word) and "：" not in word:
        return False
    before = laid.before(place, _NEAR)
    if pattern("personal_sample_near").search(before):
        return False
    own, other = _last("personal_id_caption", before), _last("personal_id_other", before)
    if own >= 0 or other >= 0:
        if other > own:
            return False
        return True if own >= 0 else None
    letter = text[place - 1 : place]
    if letter.isascii() and letter.isalpha():
        return None if re.search(r"(?<![A-Za-z])(?:ID|NO|G)$", before, re.I) else False
    head = laid.head_at(place)
    if head:
        if pattern("personal_id_caption").search(head):
            return True
        if pattern("personal_id_other").search(head):
            return False
    return None


def _last(key: str, text: str) -> int:
    """Where the last of the words ends, -1 without any."""
    return max((match.end() for match in pattern(key).finditer(text)), default=-1)


def _is_old_identity(digits: str) -> bool:
    """15 places, as issued until 1999."""
    return digits[:2] in _PROVINCES and _is_day(f"19{digits[6:12]}", _FIRST_BORN, _LAST_BORN)


def _said_to_be_identity(one: _Number, laid: Laid) -> bool:
    return _told(one, laid) is True


def bank_cards(laid: Laid, ids: dict[str, int]) -> dict[str, int]:
    """Bank cards: by number, its place. An issuer's beginning, the check digit of ISO/IEC 7812 (Luhn),
    and a caption; accounts of offices are none. `ids`: what was found already."""
    found: dict[str, int] = {}
    for one in _numbers(laid.text, _CARD):
        if one.digits in ids or not _ISSUER.fullmatch(one.digits) or not _luhn(one.digits):
            continue
        if _is_private_account(one, laid):
            found.setdefault(one.digits, one.place)
    return {} if laid.is_sample and len(found) <= FEW else found


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_private_account(one: _Number, laid: Laid) -> bool:
    before, head = laid.before(one.place, _NEAR), laid.head_at(one.place)
    if pattern("personal_sample_near").search(before):
        return False
    caption = pattern("personal_card_caption")
    if not (caption.search(before) or caption.search(head)):
        return False
    _, row = laid.row_at(one.place)
    around = laid.text[max(0, one.place - _WIDE) : one.place + len(one.digits) + _WIDE]
    around += "\n" + row.text + "\n" + " ".join(row.heads)
    office, holder = pattern("personal_account_office"), pattern("personal_account_holder")
    if office.search(around) or holder.search(around):
        return False
    return not office.search(laid.title)
