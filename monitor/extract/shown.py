"""The words of an element as a visitor reads them."""

from __future__ import annotations

from monitor.extract.tree import Element


def squeeze(text: str) -> str:
    """White space of any kind made one blank, ends stripped."""
    if text.isalnum():  # most labels of links: nothing to squeeze, and told at once
        return text
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def text_of(element: Element) -> str:
    """The element's text as a visitor reads it, in one line."""
    words = element.words
    if words is None:
        told = element.string() if element.children else element.text
        words = element.words = squeeze(told) if told else ""
    return words
