"""A page's elements as plain objects. lxml parses, but makes each element and each text anew for Python
whenever it is asked; readers ask some ten times a page.

Names and meanings are lxml's: `text` stands before the first child, `tail` after the element.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from secrets import token_hex
from typing import Any, TypeVar

from lxml import etree

MARK = f"m{token_hex(8)}"
"""An attribute that no page has."""

_KNOWN = 64
"""So many answers are kept of a part: a few for each reader."""

_NO_ATTRIBUTES: dict[str, str] = {}

A = TypeVar("A")
T = TypeVar("T")


class Element:
    """`nth`: which child of its parent it is. `at`, `size`: where it stands in its tree's order, and how
    many elements it and all below it are. `begin`, `end`: its texts among the tree's."""

    __slots__ = (
        "at", "attrib", "begin", "children", "end", "get", "home", "nth", "parent", "size", "tag",
        "tail", "text", "words",
    )  # fmt: skip

    tag: str
    text: str | None
    tail: str | None
    attrib: dict[str, str]
    get: Callable[[str], str | None]
    """The value of an attribute: that of `attrib`, at hand, for nothing is asked more often."""
    parent: Element | None
    children: list[Element]
    home: Home
    words: str | None
    """What `shown.text_of` said of it."""

    def __init__(
        self, tag: str, attrib: dict[str, str], parent: Element | None, home: Home
    ) -> None:
        self.tag = tag
        self.attrib = attrib
        self.get = attrib.get
        self.parent = parent
        self.home = home
        self.children = []
        self.text = self.tail = self.words = None
        self.nth = self.at = self.begin = self.end = 0
        self.size = 1

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)

    def __len__(self) -> int:
        return len(self.children)

    def __getitem__(self, number: int) -> Element:
        return self.children[number]

    def getparent(self) -> Element | None:
        return self.parent

    def iter(self, *tags: str) -> Iterator[Element]:
        """Itself and all below it, in page order; of `tags` only, if any are named."""
        home = self.home
        first = home.at + self.at
        if tags:
            return iter(home.tree.tagged(first, first + self.size, tags))
        return iter(home.tree.elements[first : first + self.size])

    def iterdescendants(self, *tags: str) -> Iterator[Element]:
        home = self.home
        first = home.at + self.at
        if tags:
            return iter(home.tree.tagged(first + 1, first + self.size, tags))
        return iter(home.tree.elements[first + 1 : first + self.size])

    def iterancestors(self, *tags: str) -> Iterator[Element]:
        """What it stands in, the nearest first."""
        above = self.parent
        while above is not None:
            if not tags or above.tag in tags:
                yield above
            above = above.parent

    def itersiblings(self, *tags: str, preceding: bool = False) -> Iterator[Element]:
        """Those after it, or those before it, the nearest first."""
        if self.parent is None:
            return iter(())
        beside = self.parent.children
        way = range(self.nth - 1, -1, -1) if preceding else range(self.nth + 1, len(beside))
        # One by one: each of ten thousand rows asks for the next.
        return (one for one in map(beside.__getitem__, way) if not tags or one.tag in tags)

    def getnext(self) -> Element | None:
        return next(self.itersiblings(), None)

    def getprevious(self) -> Element | None:
        return next(self.itersiblings(preceding=True), None)

    def find(self, tag: str) -> Element | None:
        """The first child of that tag."""
        return next((one for one in self.children if one.tag == tag), None)

    def itertext(self) -> Iterator[str]:
        """Every text in it, in page order."""
        return filter(None, self.pieces())

    def string(self) -> str:
        """All its texts in one."""
        return "".join(self.pieces())

    def walk(self) -> Iterator[tuple[bool, Element]]:
        """True with each element where it begins, False where it ends."""
        open_: list[Element] = []
        for element in self.iter():
            while open_ and open_[-1] is not element.parent:
                yield False, open_.pop()
            yield True, element
            open_.append(element)
        while open_:
            yield False, open_.pop()

    def pieces(self) -> list[str]:
        """All texts in it, empty ones too."""
        home = self.home
        return home.tree.pieces[home.begin + self.begin : home.begin + self.end]


class Home:
    """Where elements stand: in `tree`, from `at` on, their texts from `begin` on."""

    __slots__ = ("at", "begin", "shared", "tree")

    def __init__(self, tree: Tree, *, shared: bool = False) -> None:
        """`shared`: they are a part's."""
        self.tree = tree
        self.shared = shared
        self.at = self.begin = 0


class Tree:
    """All elements in page order; `pieces`: every text, in the order of the page."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.pieces: list[str] = []
        self._parts: list[tuple[int, Part]] = []
        self._known: dict[Hashable, Any] = {}

    def add(self, part: Part) -> None:
        """As the last of the elements so far."""
        self._parts.append((len(self.elements), part))
        self.elements += part.elements
        self.pieces += part.pieces

    def gathered(
        self, read: Callable[..., list[T]], *given: Hashable, within: Element | None = None
    ) -> list[T]:
        """What `read` makes of the elements, in page order; those `within` one only, if it is named.

        `read` takes some elements that follow each other, and what is `given`; it may look at each of
        them and below it, at nothing else: not at what stands after a part's root. Of a part it is asked
        once, not once a page.
        """
        first, stop = (0, len(self.elements)) if within is None else _span(within)
        found: list[T] = []
        for at, part in self._parts:
            end = at + len(part.elements)
            if at < first or end > stop:
                continue
            if first < at:
                found += read(self.elements[first:at], *given)
            found += part.read(read, given)
            first = end
        if first < stop:
            found += read(self.elements[first:stop], *given)
        return found

    def dissolve(self) -> None:
        """Let go of the elements. They hold each other: left to the collector, they cost it more than
        their making."""
        for _, part in self._parts:
            part.elements[0].parent = None
            part.home.tree = _NOWHERE
        for element in self.elements:
            if not element.home.shared:
                element.parent = None
                element.home.tree = _NOWHERE
        self.elements = []

    def once(self, read: Callable[[Sequence[Element]], A], elements: Sequence[Element]) -> A:
        """What `read` makes of a row of elements, kept while the page is read."""
        key = (read, place_of(elements[0]), len(elements))
        known: A | None = self._known.get(key)
        if known is None:
            known = self._known[key] = read(elements)
        return known

    def part_roots(self, within: Element) -> list[Element]:
        first, stop = _span(within)
        return [part.elements[0] for at, part in self._parts if first <= at < stop]

    @cached_property
    def _by_tag(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, element in enumerate(self.elements):
            found[element.tag].append(at)
        return dict(found)

    def tagged(self, first: int, stop: int, tags: Iterable[str]) -> list[Element]:
        """Elements of `tags` from `first` to before `stop`."""
        if stop - first == 1:
            alone = self.elements[first]
            return [alone] if alone.tag in tuple(tags) else []
        found: list[int] = []
        several = False
        for tag in dict.fromkeys(tags):
            places = self._by_tag.get(tag)
            if places is None:
                continue
            start = bisect_left(places, first)
            some = places[start : bisect_left(places, stop, start)]
            several = several or bool(found and some)
            found += some
        if several:
            found.sort()
        elements = self.elements
        return [elements[at] for at in found]


_NOWHERE = Tree()


def _span(element: Element) -> tuple[int, int]:
    first = element.home.at + element.at
    return first, first + element.size


def place_of(element: Element) -> int:
    """Its number in its tree's order."""
    return element.home.at + element.at


class Part:
    """A piece of markup whose elements stand in one page after the other. `scripts`: its inline ones,
    with what they say."""

    __slots__ = ("_known", "elements", "home", "pieces", "scripts", "text")

    def __init__(self, text: str, root: Element, scripts: Sequence[tuple[Element, str]]) -> None:
        """`root`: the element that `text` became; copied, with all below it."""
        tree = Tree()
        copies: dict[Element, Element] = {}
        self.text = text
        self.home = Home(tree, shared=True)
        self._known: dict[Hashable, list[Any]] = {}
        for one in root.iter():
            parent = copies.get(one.parent) if one.parent is not None else None
            copy = copies[one] = Element(one.tag, one.attrib, parent, self.home)
            copy.text, copy.tail, copy.nth = one.text, one.tail, one.nth
            copy.at, copy.size = one.at - root.at, one.size
            copy.begin, copy.end = one.begin - root.begin, one.end - root.begin
            if parent is not None:
                parent.children.append(copy)
            tree.elements.append(copy)
        tree.pieces = list(root.pieces())
        self.elements, self.pieces = tree.elements, tree.pieces
        self.scripts = [(copies[one], code) for one, code in scripts if one in copies]

    def stand(self, tree: Tree, parent: Element, tail: str | None) -> None:
        """As the last element of `tree` so far, below `parent`. It stands nowhere else from now on."""
        home, root = self.home, self.elements[0]
        home.tree, home.at, home.begin = tree, len(tree.elements), len(tree.pieces)
        root.parent, root.nth, root.tail = parent, len(parent.children), tail
        parent.children.append(root)
        tree.add(self)
        tree.pieces.append(tail or "")

    def read(self, read: Callable[..., list[Any]], given: tuple[Hashable, ...]) -> list[Any]:
        """What `read` makes of its elements, kept."""
        known = self._known.get((read, given))
        if known is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            known = self._known[read, given] = read(self.elements, *given)
        return known


def grown(
    root: etree._Element,
    codes: Sequence[tuple[etree._Element, str]] = (),
    parts: Sequence[Part] = (),
) -> tuple[Tree, list[tuple[Element, str]]] | None:
    """The tree of what lxml parsed, without comments, and in page order its inline scripts with what
    they say (`codes`). `parts` stand where an empty element has their number under `MARK`; None where
    one of them does not stand anywhere.
    """
    tree = Tree()
    home = Home(tree)
    elements, pieces = tree.elements, tree.pieces
    said = dict(codes)
    scripts: list[tuple[Element, str]] = []
    waiting = set(range(len(parts)))
    parent: Element | None = None
    above: list[etree._Element] = []
    for one in root.iter():
        holder = one.getparent() if above else None
        while parent is not None and above[-1] is not holder:
            above.pop()
            parent = _ends(parent, elements, pieces)
        told = one.items()
        if waiting and told and told[0][0] == MARK and parent is not None:
            number = int(told[0][1])
            waiting.remove(number)
            parts[number].stand(tree, parent, one.tail)
            scripts += parts[number].scripts
            continue
        element = Element(one.tag, dict(told) if told else _NO_ATTRIBUTES, parent, home)  # type: ignore[arg-type]
        element.text = text = one.text
        element.tail = one.tail
        element.at, element.begin = len(elements), len(pieces)
        if parent is not None:
            beside = parent.children
            element.nth = len(beside)
            beside.append(element)
        elements.append(element)
        pieces.append(text or "")
        above.append(one)
        parent = element
        if said and one in said:
            scripts.append((element, said.pop(one)))
    while parent is not None:
        parent = _ends(parent, elements, pieces)
    if waiting:
        return None
    scripts += [(Element("script", {}, None, home), code) for code in said.values()]
    return tree, scripts


def _ends(element: Element, elements: list[Element], pieces: list[str]) -> Element | None:
    element.end = len(pieces)
    element.size = len(elements) - element.at
    pieces.append(element.tail or "")
    return element.parent
