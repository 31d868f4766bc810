"""One parsed page, shared by all extractors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from monitor.extract.address import Addresses
from monitor.extract.flat import Flat
from monitor.extract.furniture import Furniture, read_whole
from monitor.extract.lexicon import pattern
from monitor.extract.markup import parse, written_by
from monitor.extract.regions import Place, mark_places
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element, grown


@dataclass(slots=True)
class Script:
    """An inline script: where it stands and what it says."""

    element: Element
    code: str

    @property
    def written(self) -> str:
        return written_by(self.code)


@dataclass
class Document:
    """The tree with scripts taken out of its text, and where on the page each element stands.

    `scripts` keeps the inline scripts in order; `places` is filled for every element; `source` is the
    text it was parsed from.
    """

    url: str
    root: Element
    body: Element
    flat: Flat = field(repr=False)
    scripts: list[Script]
    places: dict[Element, Place] = field(repr=False)
    addresses: Addresses = field(repr=False)
    source: str = field(default="", repr=False)
    _said: dict[str, list[re.Match[str]]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, text: str, url: str, furniture: Furniture | None = None) -> Document | None:
        """None when the text holds no markup at all. With `furniture`, elements that the pages of a
        site share stand in one document at a time: in the one read last."""
        read = furniture.read(text, url) if furniture else read_whole(text)
        if read is None:
            return None
        tree, scripts = read
        root = tree.elements[0]
        body = next(root.iter("body"), root)
        base = next((b.get("href") for b in root.iter("base") if b.get("href")), None)
        flat = Flat(body, text_of(body))
        places = mark_places(body, flat)
        told = [Script(element, code) for element, code in scripts]
        return cls(url, root, body, flat, told, places, Addresses(url, base), text)

    @cached_property
    def title(self) -> str:
        found = next((text_of(t) for t in self.root.iter("title") if text_of(t)), "")
        return found

    @property
    def text(self) -> str:
        """Everything readable in the body."""
        return self.flat.text

    @cached_property
    def main_text(self) -> str:
        """The body's own words: without navigation, footer, breadcrumb and the text of links."""
        return squeeze(" ".join(self.own_words))

    @cached_property
    def own_words(self) -> list[str]:
        """The pieces of `main_text`, each as it stands between two tags."""
        return list(self._own_words())

    def _own_words(self) -> Iterator[str]:
        places = self.places
        waiting: list[tuple[Iterator[Element], str | None]] = []
        inside, tail = iter((self.body,)), None
        while True:
            element = next(inside, None)
            if element is None:
                if tail:
                    yield tail
                if not waiting:
                    return
                inside, tail = waiting.pop()
            elif element in places or element.tag in _WORDLESS:
                if element.tail:
                    yield element.tail
            else:
                if element.text:
                    yield element.text
                waiting.append((inside, tail))
                inside, tail = iter(element), element.tail

    def said(self, key: str) -> list[re.Match[str]]:
        """Where `main_text` says something that the lexicon has under `key`; looked for once."""
        if key not in self._said:
            self._said[key] = list(pattern(key).finditer(self.main_text))
        return self._said[key]

    @cached_property
    def anchors(self) -> list[Element]:
        return list(self.body.iter("a"))

    @cached_property
    def code(self) -> str:
        """All inline scripts in one text."""
        return "\n".join(script.code for script in self.scripts)


_WORDLESS = {"a", "option", "select", "textarea", "button"}
"""Whose words are not the page's own."""


def fragment(markup: str) -> Element | None:
    """The tree of some markup, as it stands; None when there is nothing to parse."""
    root = parse(markup)
    read = grown(root) if root is not None else None
    return read[0].elements[0] if read else None
