"""What is a person's name, what is a post, and what short text says both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.extract.lexicon import pattern

_HARD_BREAK = re.compile(r"[:：|\u4e28/（）()\[\]【】<>《》—－\-–，,;；。]+")
_DOTTED = re.compile(r"^[\u4e00-\u9fff]{1,8}(?:[·•‧・．][\u4e00-\u9fff]{1,8})+$")
_LONGEST_LABEL = 80
_LONGEST_POST = 60


@dataclass(frozen=True, slots=True)
class Label:
    """A person as one short text presents him or her. A vacant post has the word for that as name."""

    name: str
    post: str | None = None
    vacant: bool = False


def compact(text: str) -> str:
    return "".join(text.split())


def is_name(text: str) -> bool:
    """Two or three characters that begin with a surname (four with a double one), or a dotted name;
    words of office life that look the same are none."""
    if _DOTTED.match(text):
        return len(text) <= 16 and not is_post(text)
    if not pattern("person_name").fullmatch(text):
        return False
    return not (pattern("not_name").search(text) or is_post(text))


@cache
def _post_at_end() -> re.Pattern[str]:
    return re.compile(f"(?:{pattern('post').pattern})$", re.I)


def is_post(text: str) -> bool:
    """An office, or several, and nothing else."""
    if not 2 <= len(text) <= _LONGEST_POST or pattern("not_post").search(text):
        return False
    return bool(_post_at_end().search(text))


def read_post(text: str) -> str | None:
    """The post in a line that says nothing but that, with or without the word for it."""
    if len(text) > _LONGEST_LABEL:
        return None
    words = [w for w in _words(unnumbered(text)) if not pattern("label_word").search(w)]
    return _joined(words) if words and all(map(is_post, words)) else None


def read_labels(text: str) -> tuple[Label, ...]:
    """Persons that `text` names, when it holds nothing but names, posts and words such as 姓名."""
    text = unnumbered(text)
    if not text or len(text) > _LONGEST_LABEL:
        return ()
    row = _row(text)
    if row:
        return row
    names: list[str] = []
    posts: list[str] = []
    vacant = ""
    for word in _words(text):
        bare = pattern("name_tail").sub("", word) or word
        unfilled = pattern("vacant").search(word)
        if unfilled:
            vacant = unfilled[0]
            if word != vacant:
                posts.append(word[: unfilled.start()])
        elif is_name(bare):
            names.append(bare)
        elif is_post(word):
            if len(names) > 1:
                return ()
            posts.append(word)
        elif not pattern("label_word").search(word):
            both = _attached(bare)
            if both is None:
                return ()
            posts.append(both[0])
            names.append(both[1])
    if vacant:
        known = not names and all(map(is_post, posts))
        return (Label(vacant, _joined(posts), vacant=True),) if known else ()
    return tuple(Label(name, _joined(posts)) for name in names)


def unnumbered(text: str) -> str:
    """The text without the number or dot it begins with."""
    return pattern("ordinal").sub("", text)


def _row(text: str) -> tuple[Label, ...]:
    """Several holders of one post in a row: 副局长：王伟、李　明、赵晓峰."""
    post, colon, rest = text.replace("：", ":").partition(":")
    names = [compact(part) for part in re.split(r"[、，,；;]", rest)]
    if not colon or len(names) < 2 or not is_post(compact(post)):
        return ()
    return tuple(Label(name, compact(post)) for name in names) if all(map(is_name, names)) else ()


def _attached(word: str) -> tuple[str, str] | None:
    """Post and name written without anything between: 副县长王伟."""
    for length in (2, 3, 4):
        post, name = word[:-length], word[-length:]
        if is_name(name) and is_post(post):
            return post, name
    return None


def _joined(posts: Sequence[str]) -> str | None:
    return "、".join(posts) or None


def _words(text: str) -> list[str]:
    parts = _HARD_BREAK.split(text)
    return [word for part in parts for word in _merged(part.split())]


def _merged(words: list[str]) -> Iterator[str]:
    """Names of two characters are spread to the width of three: single characters belong together."""
    spread = ""
    for word in [*words, ""]:
        if len(word) == 1:
            spread += word
            continue
        yield from _unspread(spread)
        spread = ""
        if word:
            yield word


def _unspread(spread: str) -> Iterator[str]:
    """A post and a name may both be spread, side by side: 于 洋 局 长."""
    for length in (3, 2):
        name, post = spread[:length], spread[length:]
        if is_name(name) and is_post(post):
            yield from (name, post)
            return
    if len(spread) > 3 and _attached(spread):
        yield spread
        return
    yield from (spread[n : n + 3] for n in range(0, len(spread), 3))
