"""Personal numbers in what we quote: a list that goes round an office must not publish them again.

Masked are resident ids, bank cards and mobile numbers, also in full-width digits and in the usual
groups. Left alone are social credit codes, site codes, ICP and police record numbers, document
numbers and landlines: they are an office's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

_GROUPS = {
    "id": (r"\d{6}(?P<gap>[ -]?)\d{8}(?P=gap)\d{3}[\dX]",),
    "old_id": (r"\d{6}(?P<gap>[ -]?)\d{6}(?P=gap)\d{3}",),
    "card": (
        r"\d{4}(?P<gap>[ -]?)(?:\d{4}(?P=gap)){2}\d{4}",
        r"\d{4}(?P<gap>[ -]?)(?:\d{4}(?P=gap)){3}\d{1,3}",
    ),
    "mobile": (r"(?:(?:00)?86[ -]?)?0?1[3-9]\d(?P<gap>[ -]?)\d{4}(?P=gap)\d{4}",),
}
_PATTERNS = [
    (kind, re.compile(rf"(?<!\d)(?=(?P<number>{groups})(?!\d))", re.ASCII))
    for kind, several in _GROUPS.items()
    for groups in several
]
"""Looked for at every place: what looks like a number may begin within another that is none."""
_PLAIN = str.maketrans({"x": "X", "Ｘ": "X", "ｘ": "X", "\u00a0": " ", "\u3000": " ", "－": "-"})
_ISSUER = re.compile(r"6\d{15,18}|9558\d{15}|(?:4|5[1-5])\d{15}", re.ASCII)
_ADDRESS = re.compile(r"https?://\S+")
_PROVINCES = frozenset(
    str(number)
    for numbers in (
        *(range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55)),
        *(range(61, 66), (71, 81, 82)),
    )
    for number in numbers
)
_KEPT_FIRST, _KEPT_LAST = 3, 2


def mask(text: str) -> str:
    """The text with every personal number cut down to its first three and last two digits.

    Masking again changes nothing.
    """
    while (masked := _once(text)) != text:
        text = masked
    return text


def mask_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts with masked texts. An address stays as it is: changed it would lead nowhere."""
    return {name: _value(value) for name, value in facts.items()}


def mask_name(text: str) -> str:
    """A subject: what is no address is masked."""
    return text if _ADDRESS.fullmatch(text) else mask(text)


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return mask_name(value)
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    return value


def _once(text: str) -> str:
    plain = _plain(text)
    hidden: set[int] = set()
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            places = [n for n in range(*match.span("number")) if plain[n] not in " -"]
            if _FITS[kind]("".join(plain[n] for n in places)):
                hidden.update(places[_KEPT_FIRST:-_KEPT_LAST])
    return "".join("*" if n in hidden else char for n, char in enumerate(text))


def _plain(text: str) -> str:
    """Place for place the same with ASCII digits, blanks and hyphens, and the X of ids."""
    digits = (str(int(char)) if char.isdecimal() else char for char in text)
    return "".join(digits).translate(_PLAIN)


def _is_id(number: str) -> bool:
    """18 places with a day of birth (GB 11643). The check digit is not asked: a mistyped id is
    somebody's still, and an all-digit social credit code has no such day but by rare chance."""
    try:
        born = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        return False
    return number[0] != "0" and 1900 <= born.year < 2100


def _is_old_id(number: str) -> bool:
    """15 places, as issued until 1999: a province and a day of birth in the last century."""
    try:
        date.fromisoformat(f"19{number[6:8]}-{number[8:10]}-{number[10:12]}")
    except ValueError:
        return False
    return number[:2] in _PROVINCES


def _is_card(number: str) -> bool:
    """An issuer's beginning and the check digit of ISO/IEC 7812 (Luhn)."""
    if not _ISSUER.fullmatch(number):
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


_FITS: dict[str, Callable[[str], bool]] = {
    "id": _is_id,
    "old_id": _is_old_id,
    "card": _is_card,
    "mobile": bool,
}
