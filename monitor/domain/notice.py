"""The public notice (通报): what the office has set for it, its template, and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """What heads and closes the notice; None is 待定.

    `number`: 发文字号, as it is printed. `addressees`: 主送机关, without the colon. `basis`: the plan
    by which units are assessed (考评方案). `publicity`: 公开方式. `copies`: 抄送机关.
    """

    number: str | None = None
    addressees: str | None = None
    basis: str | None = None
    publicity: str | None = None
    copies: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the notice with what it was counted from.

    `name`: its placeholder in the template. `value`: as printed. `query`: in words, what was counted.
    `ids`: of what was counted.
    """

    name: str
    value: str
    query: str
    ids: tuple[str, ...] = ()


WORDS = ("office", "year", "number", "addressees", "basis", "stages", "publicity", "copies")
"""Placeholders that are always filled, at worst with 待定."""
FIGURES = (
    "sites_checked",
    "accounts_checked",
    "inspections",
    "lists_sent",
    "problems",
    "problem_kinds",
    "fixed",
    "repeated",
)
"""Placeholders of figures: a sentence whose figure is not known is left out."""
BLOCKS = ("sites", "media", "signature")
"""Placeholders that stand alone: the lists of a kind; who signs, and the day."""


class Style(StrEnum):
    """How a paragraph is set: 标题, 居中, 一级标题, 二级标题, 顶格, 正文, 版记; or a block."""

    TITLE = "title"
    CENTRED = "centred"
    HEADING = "heading"
    SECOND = "second"
    FLUSH = "flush"
    BODY = "body"
    COLOPHON = "colophon"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`sentences` are format strings, joined without anything between; titles keep their lines.

    Of a block the one sentence is its name.
    """

    style: Style
    sentences: tuple[str, ...]
