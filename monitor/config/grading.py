"""The groups `grading` and `notice` of office.yaml."""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction
from itertools import pairwise

from monitor.config.fields import Fields, Items, Scalar
from monitor.domain.grading import (
    AccountMerge,
    ClassRules,
    GradeRules,
    Kind,
    Quota,
    Rounding,
    TieDecision,
    TieRule,
    VetoRule,
)
from monitor.domain.notice import NoticeRules
from monitor.domain.subject import Category

GRADING = ("account_merge", "classes", "ties")
_TIE = ("class", "tied", "promoted", "by", "reason")
NOTICE = ("number", "addressees", "basis", "publicity", "copies")
_CLASS = (
    "id",
    "kind",
    "categories",
    "name",
    "note",
    "quota_excellent",
    "rounding",
    "min_excellent",
    "min_good",
    "min_pass",
    "tie_rule",
    "veto",
)
_NUMBER = re.compile(r"\S+〔[12]\d{3}〕\d+号", re.ASCII)
_MINIMA = ("min_excellent", "min_good", "min_pass")
_TWO = 2
_HIGHEST = 1000
"""No total with its bonus comes near it."""


def grade_rules(fields: Fields) -> GradeRules:
    """Raises ConfigError for what does not fit: two classes of one id or for one unit, minimum scores
    in the wrong order, a quota that is neither a share nor a number."""
    classes: dict[str, tuple[Scalar, ClassRules]] = {}
    taken: dict[tuple[Kind, Category], Scalar] = {}
    for one in fields.each("classes"):
        name = one.only(*_CLASS).the("id")
        made = _class(one)
        if made.id in classes:
            raise name.wrong("duplicate_id", first=classes[made.id][0].place)
        classes[made.id] = name, made
        for category, scalar in zip(made.categories, one.scalars("categories"), strict=True):
            first = taken.setdefault((made.kind, category), scalar)
            if first is not scalar:
                raise scalar.wrong("in_two_classes", first=first.place)
    return GradeRules(
        classes=tuple(made for _, made in classes.values()),
        account_merge=fields.maybe("account_merge", lambda value: value.choice(AccountMerge)),
        ties=tuple(_tie(one.only(*_TIE), classes) for one in fields.each("ties")),
    )


def _tie(fields: Fields, classes: Collection[str]) -> TieDecision:
    """A tie decided by a person, who is named with the reason."""
    fields.need("by", Scalar.line)
    fields.need("reason", Scalar.line)
    tied = fields.list_of("tied", Scalar.id)
    if len(set(tied)) < _TWO:
        raise fields.the("class").wrong("tie_of_one")
    return TieDecision(
        cls=fields.need("class", lambda value: value.one_of(classes)),
        tied=frozenset(tied),
        promoted=frozenset(fields.list_of("promoted", lambda value: value.one_of(tied))),
    )


def notice_rules(fields: Fields) -> NoticeRules:
    return NoticeRules(
        number=fields.maybe("number", _document_number),
        addressees=fields.maybe("addressees", Scalar.line),
        basis=fields.maybe("basis", Scalar.line),
        publicity=fields.maybe("publicity", Scalar.line),
        copies=fields.maybe("copies", Scalar.line),
    )


def _class(fields: Fields) -> ClassRules:
    if not isinstance(fields.get("categories"), Items):
        fields.the("categories")
    minima = {name: fields.maybe(name, _points) for name in _MINIMA}
    set_ones = [(name, value) for name, value in minima.items() if value is not None]
    for (name, higher), (_, lower) in pairwise(set_ones):
        if lower > higher:
            raise fields.the(name).wrong("minima_out_of_order")
    return ClassRules(
        id=fields.need("id", Scalar.id),
        kind=fields.need("kind", lambda value: value.choice(Kind)),
        categories=fields.list_of("categories", lambda value: value.choice(Category)),
        name=fields.need("name", Scalar.line),
        note=fields.maybe("note", Scalar.line),
        quota_excellent=fields.maybe("quota_excellent", _quota),
        rounding=fields.maybe("rounding", lambda value: value.choice(Rounding)),
        **minima,
        tie_rule=fields.maybe("tie_rule", lambda value: value.choice(TieRule)),
        veto=fields.maybe("veto", lambda value: value.choice(VetoRule)) or VetoRule.FAILS,
    )


def _quota(value: Scalar) -> Quota:
    """`25%` is a share, `2` a number: 0.25 could be meant as either."""
    text = value.text()
    if re.fullmatch(r"\d{1,3}(\.\d{1,4})?%", text, re.ASCII):
        share = Fraction(text.removesuffix("%")) / 100
        if share <= 1:
            return Quota(share=share)
    elif re.fullmatch(r"\d{1,4}", text, re.ASCII):
        return Quota(number=int(text))
    raise value.wrong("not_a_quota")


def _points(value: Scalar) -> Fraction:
    value.number(0, _HIGHEST)
    return Fraction(value.text())


def _document_number(value: Scalar) -> str:
    """The office's mark, the year in 〔〕, and the number without 第 or zeros before it (GB/T 9704)."""
    if not _NUMBER.fullmatch(value.line()):
        raise value.wrong("not_a_document_number")
    return value.line()
