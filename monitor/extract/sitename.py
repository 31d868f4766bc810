"""Whether what a home page calls itself is the ledger's name: told only where it is clear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.domain.function import Naming
from monitor.extract.kept import kept
from monitor.extract.lexicon import classes, pattern
from monitor.extract.shown import squeeze
from monitor.extract.simplified import simplified

_PARTS = re.compile(r"[^\w\u4e00-\u9fff()（）《》“”\u2018\u2019]+|[丨_]")
_QUOTED = re.compile(r"[\s“”‘’\"'《》〈〉「」『』（）()\[\]【】!！。.…*#®©]+")
_QUOTES = re.compile(r"[“”‘’\"'《》「」『』（）()\[\]【】*#]+")
_DASHES = re.compile(r"\s*[-_|丨—–]+\s*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST = 2
_RANKS = (("省", "自治区", "特别行政区"), ("市", "自治州", "州", "盟"))
_LONG = 200
_PAIR = 2
_HEADLINE = 24
"""Longer words in a head are news, not names."""


def naming(title: str, names: Sequence[str], expected: Sequence[str]) -> tuple[Naming, str]:
    """How a home page's `title` and other `names` go with the names it may bear, and the words that
    decided. A title that says nothing but what its template came with is a fault whatever the head
    shows; the name of somebody else is one where it stands in the title, or, where the title names
    nobody, in whatever else names the site; there with its region: a head shows columns and pictures
    of campaigns as well."""
    title = squeeze(title)
    if title and _is_default(title):
        return Naming.DEFAULT, title
    wanted = [_plain(name) for name in expected if name]
    said = _judged(title, wanted)
    if said is not Naming.UNCLEAR:
        return said, title
    told = [(_judged(name, wanted), name) for name in names if len(name) <= _HEADLINE]
    for verdict in (Naming.OWN, Naming.OTHER):
        for one, name in told:
            if one is verdict and (verdict is Naming.OWN or _regions(_plain(name))):
                return verdict, name
    return Naming.UNCLEAR, title or next(iter(names), "")


def same_body(shown: str, own: str) -> bool:
    """Whether two names are of one body, but for signs of rank: 甲市教育 is 甲市教育局, 平安甲市 is not
    甲市."""
    return _short(_core(_plain(shown))) == _short(_core(_plain(own))) != ""


def _is_default(title: str) -> bool:
    """In whole, or in each of its parts."""
    default = pattern("default_title")
    bare = _QUOTES.sub(" ", title).strip()
    parts = [part.strip() for part in _DASHES.split(bare) if part.strip()]
    return bool(default.search(bare)) or (bool(parts) and all(map(default.search, parts)))


def _judged(said: str, wanted: Sequence[str]) -> Naming:
    plain = _plain(said)
    parts = [plain, *_segments(said)]
    cores = [core for core in map(_core, parts) if len(core) >= _LEAST]
    ours = [core for core in map(_core, wanted) if core]
    if any(_same(core, own) for core in cores for own in ours):
        return Naming.OWN
    bodies = [part for part in parts if _names_a_body(part)]
    if bodies and all(_differs(part, wanted) for part in bodies):
        return Naming.OTHER
    return Naming.UNCLEAR


def _segments(said: str) -> Iterator[str]:
    for part in _PARTS.split(said):
        plain = _plain(part)
        if len(plain) >= _LEAST:
            yield plain


@kept(1 << 10, longest=_LONG)
def _plain(name: str) -> str:
    """Without blanks and signs, in the characters of today."""
    return simplified(_QUOTED.sub("", _PARTS.sub("", name)))


@kept(1 << 10, longest=_LONG)
def _core(plain: str) -> str:
    """What is left of a name without what every name has."""
    text = pattern("sovereign").sub("", plain)
    text = pattern("government").sub("", text)
    for _ in range(2):
        for _, words in classes("site_word"):
            text = words.sub("", text)
    return text


def _same(shown: str, own: str) -> bool:
    """One holds the other, or is a short form of it: its characters in their order. A region's own name
    is held by those of all its offices."""
    if shown in own or own in shown:
        return bool(_department(own)) or not _department(shown)
    short, long = sorted((_short(shown), _short(own)), key=len)
    if len(short) < _LEAST or not _regions_agree(shown, own):
        return False
    return _follows(short, long) and short[0] == long[0]


def _short(core: str) -> str:
    """Without the signs of rank: 示范市发展和改革局 holds 示范发改 in its order."""
    text = pattern("body_end").sub("", core)
    for region in _regions(text):
        text = text.replace(region, _stem(region), 1)
    return text


def _follows(short: str, long: str) -> bool:
    rest = iter(long)
    return all(sign in rest for sign in short)


def _names_a_body(plain: str) -> bool:
    core = _core(plain)
    if len(core) < _LEAST:
        return False
    if not _regions(core) and not pattern("office_name").search(plain):
        return False
    return bool(pattern("body_name").search(plain + " ") or pattern("region_alone").search(core))


def _differs(plain: str, wanted: Sequence[str]) -> bool:
    """Another region, or the same one's other department. A superior that shares the region, or a name
    of which we cannot tell either, differs from nothing."""
    named = [one for one in wanted if _department(one)] or wanted
    return all(_differs_from(plain, one) for one in named)


def _differs_from(plain: str, own: str) -> bool:
    theirs, ours = _regions(plain), _regions(own)
    if theirs and ours and not _regions_agree(plain, own):
        return _rank(theirs[-1]) >= _rank(ours[-1])
    their_part, our_part = _department(plain), _department(own)
    if their_part and our_part:
        return not _related(their_part, our_part)
    return bool(not theirs and not ours and (their_part or our_part))


def _related(one: str, other: str) -> bool:
    """The same office by another name, or one that may be: what all administrations are called alike
    does not count, and of two signs the first must be shared."""
    one, other = (pattern("office_common").sub("", name) for name in (one, other))
    short, long = sorted((one, other), key=len)
    if _follows(short, long):
        return True
    shared = set(short) & set(long)
    if len(set(short)) <= _PAIR:
        return not shared.isdisjoint((short[0], long[0]))
    return len(shared) * 2 >= len(set(short))


def _regions(name: str) -> list[str]:
    return [match[0] for match in pattern("region").finditer(pattern("sovereign").sub("", name))]


def _regions_agree(one: str, other: str) -> bool:
    """The narrowest region of either is spoken of in the other, or one has none."""
    first, second = _regions(one), _regions(other)
    if not first or not second:
        return True
    return _stem(first[-1]) in other or _stem(second[-1]) in one


def _rank(region: str) -> int:
    """A wider region, by its sign, may be the superior of the other."""
    return next((rank for rank, signs in enumerate(_RANKS) if region.endswith(signs)), len(_RANKS))


def _stem(region: str) -> str:
    return region[:-1] if len(region) > _LEAST else region


def _department(plain: str) -> str:
    """The part of a name that says which office it is, without region and rank; "" for a region."""
    core = _core(plain)
    for region in reversed(_regions(core)):
        core = core.replace(region, "", 1)
    return pattern("body_end").sub("", core)
