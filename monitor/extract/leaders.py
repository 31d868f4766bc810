"""Office holders: who they are, and whether a biography stands there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bs4 import Tag

from monitor.domain.evidence import Leader
from monitor.extract import biography
from monitor.extract.article import clean_title
from monitor.extract.columns import names_leaders
from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from monitor.extract.lines import Line, read_lines
from monitor.extract.names import compact, read_labels, read_post, unnumbered
from monitor.extract.sightings import Seen, over, said, sightings

_DOCUMENT = re.compile(r"/\w*\d\w*\.\w+(?:\?|$)|[?&]\w*id=")
_FETCH = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)|\bfetch\(|axios|XMLHttpRequest|\.load\(\s*[\"']"
)
_REGION = 80
_NAME_AND_POST = 60
_HELD = 20
# A heading over a group shares a near ancestor with its names; the last line of a menu does not.
_HEAD_LEVELS = 3


@dataclass(slots=True)
class _Person:
    name: str
    vacant: bool = False
    post: str | None = None
    rank: int = 9
    url: str | None = None
    dead_end: bool = True
    told: biography.Told = field(default_factory=biography.Told)
    lines: list[Line] = field(default_factory=list)


def read_leaders(doc: Document, *, expected: bool, whole: bool = False) -> tuple[Leader, ...]:
    """The persons a page presents. `expected`: the page is promised to be one of leaders; any other
    is looked at only when its title is a person's name. `whole`: all that its scripts asked for is
    there.

    A name counts where a post stands with it, where its neighbours are names too, or where a
    biography begins with it; running text names nobody.
    """
    titled = read_labels(clean_title(doc.title))
    if not expected and not titled:
        return ()
    lines = read_lines(doc)
    seen = sightings(lines, {label.name for label in titled})
    if not expected:
        seen = [one for one in seen if one.label.name == titled[0].name]
    if not seen:
        return ()
    persons = _persons(doc, lines, seen)
    first = persons[0]
    if not expected and not (first.told.bio and first.post and _is_told_of(first)):
        return ()
    alone = _own_page(doc, persons)
    if alone is not None:
        alone.url = None
        persons = [alone]
    if alone is None:
        _doubt(lines, persons)
    elif _is_all_picture(alone):
        alone.dead_end = False
    for person in persons:
        if not person.told.bio and _held_back(doc, person.name):
            person.dead_end = False
    if not whole and fetches(doc) and not any(person.told.bio for person in persons):
        for person in persons:
            person.dead_end = False
    return tuple(_leader(person) for person in persons)


def _is_told_of(person: _Person) -> bool:
    """A biography under a caption, or one whose line begins with the name."""
    own = (line.text for line in person.lines if compact(line.text).startswith(person.name))
    return person.told.captioned or any(map(biography.begins, own))


def read_section(doc: Document) -> tuple[Leader, ...]:
    """The persons that a page about the whole office names under a heading of their own."""
    if not pattern("leaders_word").search(doc.main_text):
        return ()
    lines = read_lines(doc)
    heading = next((n for n, line in enumerate(lines) if _heads_leaders(line)), None)
    seen = sightings(lines[heading:], set()) if heading is not None else []
    return tuple(_leader(person) for person in _persons(doc, lines[heading:], seen)) if seen else ()


def _heads_leaders(line: Line) -> bool:
    words = unnumbered(line.text.strip(" ：:【】"))
    named = pattern("leaders_word").search(words) and names_leaders(words)
    return bool(named) and not line.anchors


def _leader(person: _Person) -> Leader:
    told = person.told
    bio: bool | None = told.bio
    if bio is False and (person.url or told.pictured or not person.dead_end):
        bio = None
    return Leader(
        name=person.name,
        post=person.post,
        url=person.url if bio is not True else None,
        bio=None if person.vacant else bio,
        vacant=person.vacant,
        duties_only=bio is False and (told.instead or (told.duties and not told.captioned)),
    )


def _persons(doc: Document, lines: Sequence[Line], seen: Sequence[Seen]) -> list[_Person]:
    persons: dict[str, _Person] = {}
    named = {one.line for one in seen}
    for one, unit in zip(seen, _units(seen), strict=True):
        person = persons.setdefault(one.key, _Person(one.label.name, one.label.vacant))
        region = _region(lines, one, unit, named)
        for rank, post in enumerate(_posts(lines, one, region, named)):
            if post and (rank, -len(post)) < (person.rank, -len(person.post or "")):
                person.post, person.rank = post, rank
        person.told = person.told.joined(biography.read(region))
        person.lines += region
        _link(doc, person, one, unit)
    return list(_once(persons.values()))


def _once(persons: Iterable[_Person]) -> Iterator[_Person]:
    """A vacant post named in a menu and again in its place is one."""
    vacant: set[str | None] = set()
    for person in persons:
        if not person.vacant or person.post not in vacant:
            yield person
        if person.vacant:
            vacant.add(person.post)


def _units(seen: Sequence[Seen]) -> list[Tag]:
    """The widest element around each name that names nobody else."""
    names: dict[int, set[str]] = defaultdict(set)
    for one in seen:
        for tag in (one.node, *one.node.parents):
            names[id(tag)].add(one.key)
    units = []
    for one in seen:
        unit = one.node
        for above in one.node.parents:
            if len(names[id(above)]) > 1 or above.name in ("body", "html", "[document]"):
                break
            unit = above
        units.append(unit)
    return units


def _region(lines: Sequence[Line], one: Seen, unit: Tag, named: set[int]) -> list[Line]:
    """The lines that belong to this name: its own element's, or in flat markup those that follow it
    up to the next name."""
    own = [line for line in lines if line.within(unit)]
    if len(own) > 1 or unit.parent is None:
        return own
    flat = own[:]
    for number in range(one.line + 1, min(one.line + _REGION, len(lines))):
        if number in named or not lines[number].within(unit.parent):
            break
        flat.append(lines[number])
    return flat


def _posts(
    lines: Sequence[Line], one: Seen, region: Sequence[Line], named: set[int]
) -> Iterator[str | None]:
    """The post with the name, in the lines that are its own, in its biography, over its group."""
    yield one.label.post
    yield next((post for line in region if (post := read_post(line.text))), None)
    yield biography.present_post(" ".join(line.text for line in region))
    heading = over(lines, one, named)
    heads = heading and any(heading.within(box) for box in list(one.node.parents)[:_HEAD_LEVELS])
    yield read_post(heading.text) if heading and heads else None


def _link(doc: Document, person: _Person, one: Seen, unit: Tag) -> None:
    """Where the name leads: its own link, else the one in its element that promises more."""
    anchors = [a for a in unit.find_all("a") if isinstance(a, Tag)] if unit.name != "a" else [unit]
    if one.anchor is not None:
        anchors = [one.anchor, *anchors]
    for anchor in anchors:
        words = said(anchor)
        if anchor is not one.anchor and words and not _promises(words, person.name):
            continue
        url = doc.addresses.absolute(str(anchor.get("href") or ""))
        if url and url != doc.url and person.url is None and not _is_news(words):
            person.url = url
        elif url is None and _is_switch(anchor):
            person.dead_end = False


def _promises(words: str, name: str) -> bool:
    return (name in compact(words) and len(words) < 40) or _tells_more(words)


def _tells_more(words: str) -> bool:
    return biography.caption(words) is not None or bool(
        pattern("label_word").search(compact(words))
    )


def _is_news(words: str) -> bool:
    return bool(words) and not read_labels(words) and not _tells_more(words)


def _is_switch(anchor: Tag) -> bool:
    """A dead link that a script listens to may show what we cannot see."""
    href = str(anchor.get("href") or "").lower()
    calls = href.startswith("javascript:") and "(" in href and "void" not in href
    return bool(anchor.get("onclick") or calls)


def _own_page(doc: Document, persons: Sequence[_Person]) -> _Person | None:
    """The one person whose own page this is: only this one is told about, and the address or the
    title is of one document. An index that opens with the first person is not."""
    told = [person for person in persons if person.told.bio or person.told.duties]
    told = told or [person for person in persons if person.told.captioned]
    told = told or (list(persons) if len(persons) == 1 else [])
    if len(told) != 1:
        return None
    parts = urlsplit(doc.url)
    titled = told[0].name in compact(clean_title(doc.title))
    return told[0] if titled or _DOCUMENT.search(f"{parts.path}?{parts.query}") else None


def fetches(doc: Document) -> bool:
    """Whether a script on the page asks the server for more."""
    return bool(_FETCH.search(doc.code))


def _held_back(doc: Document, name: str) -> bool:
    """Whether a life is told where only a script shows it: in code, an attribute or a hidden field."""
    held = [script.code for script in doc.scripts]
    held += [str(field.text) for field in doc.body.iter("textarea") if field.text]
    held += [
        value for tag in doc.body.iter() for value in tag.attrib.values() if len(value) > _HELD
    ]
    return any(name in compact(text) and biography.begins(text) for text in held)


def _is_all_picture(person: _Person) -> bool:
    """Nothing but a name, a post and a picture on a page of one's own: the life may be in it."""
    told, lines = person.told, person.lines
    words = sum(len(line.text) for line in lines)
    pictured = any(line.pictures for line in lines)
    return pictured and not (told.captioned or told.duties) and words <= _NAME_AND_POST


def _doubt(lines: Sequence[Line], persons: Sequence[_Person]) -> None:
    """Biographies that could not be told apart accuse nobody."""
    claimed = {id(line) for person in persons for line in person.lines}
    loose = any(biography.begins(line.text) for line in lines if id(line) not in claimed)
    if loose or any(person.told.several for person in persons):
        for person in persons:
            person.dead_end = False
