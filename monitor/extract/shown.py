"""The words of an element as a visitor reads them."""

from __future__ import annotations

from lxml import etree

_EVERYTHING = etree.XPath("string()", smart_strings=False)


def squeeze(text: str) -> str:
    """White space of any kind made one blank, ends stripped."""
    if text.isalnum():  # most labels of links: nothing to squeeze, and told at once
        return text
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def text_of(element: etree._Element) -> str:
    """The element's text as a visitor reads it, in one line."""
    if len(element) == 0:
        text = element.text
        return squeeze(text) if text else ""
    return squeeze(str(_EVERYTHING(element)))
