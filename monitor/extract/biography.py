"""Whether some lines tell a life, or only duties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from monitor.extract.lexicon import pattern, patterns
from monitor.extract.lines import Line
from monitor.extract.names import is_post

_NARROW = {wide: wide - 0xFF10 + ord("0") for wide in range(0xFF10, 0xFF1A)}
_CAPTION_LENGTH = 14
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_FILE = re.compile(r"\.(?:docx?|wps|pdf|rtf|xlsx?|zip|rar|jpe?g|png|ofd)(?:[?#]|$)", re.I)
_CAREER_LINES = 2
_CAREER_STEPS = 3

Caption = Literal["bio", "duty"]


@dataclass(frozen=True, slots=True)
class Told:
    """What some lines say of a person. `captioned`: the place of a biography is there. `instead`:
    duties stand in that place. `pictured`: a picture, a frame or a document
    does. `several`: more than one life is told."""

    bio: bool = False
    duties: bool = False
    captioned: bool = False
    instead: bool = False
    pictured: bool = False
    several: bool = False

    def joined(self, other: Told) -> Told:
        return Told(
            self.bio or other.bio,
            self.duties or other.duties,
            self.captioned or other.captioned,
            self.instead or other.instead,
            self.pictured or other.pictured,
            self.several or other.several,
        )


def caption(text: str) -> Caption | None:
    """What a line announces that is nothing but a caption."""
    bare = _EDGE.sub("", text)
    if not bare or len(bare) > _CAPTION_LENGTH:
        return None
    if pattern("bio_caption").fullmatch(bare):
        return "bio"
    return "duty" if pattern("duty_caption").fullmatch(bare) else None


def read(lines: Sequence[Line]) -> Told:
    """The verdict over the lines that belong to one person."""
    text = "\n".join(line.text for line in lines).translate(_NARROW)
    section: Caption | None = None
    captioned = pictured = False
    place: list[str] = []
    for line in lines:
        head, colon, rest = line.text.replace("：", ":").partition(":")
        announced = caption(head if colon else line.text)
        if announced:
            section = announced
            captioned = captioned or announced == "bio"
        filed = _files(line)
        pictured = pictured or _promises(filed)
        if section == "bio" and filed:
            pictured = True
        elif section == "bio":
            place.append(rest if announced else line.text)
            pictured = pictured or bool(line.pictures)
    told = "\n".join(place).strip().translate(_NARROW)
    lives = {line.text for line in lines if begins(line.text)}
    return Told(
        bio=_is_life(text) or _is_post_since(told),
        duties=bool(pattern("duty").search(text)),
        captioned=captioned,
        instead=bool(pattern("duty").search(told)),
        pictured=pictured and not told,
        several=len(lives) > 1,
    )


def _files(line: Line) -> list[str]:
    """The names of the documents that a line offers."""
    return [a.get_text() for a in line.anchors if _FILE.search(str(a.get("href") or ""))]


def _promises(names: Sequence[str]) -> bool:
    return any(pattern("bio_file").search(name) for name in names)


def begins(text: str) -> bool:
    """A line that tells somebody's sex and more: each life is told in one such line."""
    return bool(patterns("bio_mark")[0].search(f" {text} ")) and _is_life(text)


def _is_life(text: str) -> bool:
    """Sex, birth, start of work, party: two of them, or one with nation, education or origin; else
    a career year by year."""
    padded = f" {text} "
    marks = sum(bool(mark.search(padded)) for mark in patterns("bio_mark"))
    details = sum(bool(mark.search(padded)) for mark in patterns("bio_detail"))
    if marks >= 2 or (marks and details):
        return True
    return len(_steps(text)) >= _CAREER_LINES or len(_dated_steps(text)) >= _CAREER_STEPS


def _steps(text: str) -> list[str]:
    """The lines that begin with a span of years."""
    return [row for row in text.split("\n") if pattern("career_line").match(row.strip())]


def _dated_steps(text: str) -> list[str]:
    """The lines and clauses that begin with the day on which a post was taken up."""
    return [
        row for row in re.split(r"[\n；;。]", text) if pattern("career_step").match(row.strip())
    ]


def _is_post_since(text: str) -> bool:
    """Under the caption of a biography a single step of the career is one, however short."""
    dated = pattern("career_line").search(text) or _dated_steps(text)
    return bool(dated and (pattern("post").search(text) or pattern("career_word").search(text)))


def present_post(text: str) -> str | None:
    """The post that a biography gives as the present one."""
    for match in pattern("present_post").finditer(text):
        post = re.split(r"[。；;\n]| {2,}", text[match.end() :])[0].strip(" ：:")
        post = re.split(r"[，,]", post)[0].strip()
        if is_post(post):
            return post
    return None
