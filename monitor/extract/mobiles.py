"""Mobile numbers of private persons: in lists of people, in what they write, beside their ids.

What an office, a business or a person in charge publishes to be called is none, and where nothing
says whose a number is, it is nobody's here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.laid import FEW, Laid, Row
from monitor.extract.lexicon import pattern
from monitor.extract.names import is_name

_MOBILE = re.compile(
    r"(?<![\d.A-Za-z/_=])(?:(?:\+|00)?86[ -]?)?(?P<number>1[3-9]\d(?P<gap>[ -]?)\d{4}(?P=gap)\d{4})(?!\d)"
)
_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}(?:[*＊×某]{1,2})?|[\u4e00-\u9fff][*＊×某]{1,2}")
_NEAR = 24
_FORM = 160
_ROWS = 3
"""So many numbers make a list."""
_CAPTION = 12
_TOP = 200


def private_mobiles(laid: Laid, ids: dict[str, int]) -> dict[str, int]:
    """By number, its place. `ids`: the places of the resident ids of the same text."""
    matches = list(_MOBILE.finditer(laid.text))
    if not matches:
        return {}
    answer = _answer_begins(laid)
    id_rows = {laid.row_at(place)[0] for place in ids.values()}
    found: dict[str, int] = {}
    listed: dict[int, dict[str, int]] = {}
    for match in matches:
        number = re.sub("[ -]", "", match["number"])
        place = match.start()
        line, row = laid.row_at(place)
        beside = line in id_rows and not _is_office_phone(laid.line_before(place)[-_NEAR:])
        if beside or _is_own_phone(laid, place, answer) or _is_on_form(laid, place):
            found.setdefault(number, place)
        elif row.head_line >= 0 and _names_somebody(row.text):
            listed.setdefault(row.head_line, {}).setdefault(number, place)
    for head_line, numbers in listed.items():
        if len(numbers) >= _ROWS and _is_list_of_people(laid, head_line):
            found = numbers | found
    return {} if laid.is_sample and len(found) <= FEW else found


def _is_office_phone(before: str) -> bool:
    return pattern("personal_phone_office").search(before) is not None


def _answer_begins(laid: Laid) -> int:
    """Where the office answers a letter; 0 where the text is none."""
    told = {match[0] for match in pattern("personal_letter").finditer(laid.text)}
    if not told:
        return 0
    answer = next((m.start() for m in pattern("personal_answer").finditer(laid.text)), 0)
    return answer or (len(laid.text) if len(told) > 1 else 0)


def _is_own_phone(laid: Laid, place: int, answer: int) -> bool:
    """Its owner says so, or what stands before it does; or a letter's writer gives it."""
    before = laid.before(place, 40).rsplit("\n", 1)[-1]
    if _is_office_phone(before[-_NEAR:]):
        return False
    if pattern("personal_phone_own").search(before):
        return True
    return place < answer and pattern("personal_phone_said").search(before) is not None


def _is_on_form(laid: Laid, place: int) -> bool:
    """A form about one person: a name, something private, and the caption of the number."""
    around = laid.text[max(0, place - _FORM) : place + _FORM]
    if not pattern("personal_form_private").search(around):
        return False
    if not pattern("personal_form").search(laid.text[max(0, place - _FORM) : place]):
        return False
    caption = laid.before(place, _CAPTION).strip()
    if not pattern("personal_phone_column").search(caption):
        return False
    office = pattern("personal_office_list").search(around)
    return office is None and not _is_office_phone(around)


def _names_somebody(line: str) -> bool:
    return any(is_name(word) or word[-1] in "*＊×某" for word in _WORD.findall(line))


def _is_list_of_people(laid: Laid, head_line: int) -> bool:
    """The heads name people and their telephones, and nothing calls them an office's."""
    rows: Sequence[Row] = laid.rows
    heads = rows[head_line].text
    if not pattern("personal_name_column").search(heads):
        return False
    if not pattern("personal_phone_column").search(heads):
        return False
    above = "\n".join(row.text for row in rows[max(0, head_line - 3) : head_line])
    about = f"{laid.title}\n{above[-_TOP:]}"
    office = pattern("personal_office_list")
    if office.search(heads) or office.search(about):
        return False
    if pattern("personal_people").search(about) or pattern("personal_private_column").search(heads):
        return True
    listed = pattern("personal_list").search(about)
    return bool(listed and pattern("personal_trait_column").search(heads))
