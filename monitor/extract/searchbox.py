"""The search form of a page, as a browser sends it without any script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from monitor.extract.decode import decode
from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from monitor.extract.tree import Element

_NAMED = re.compile(
    r"search|sousuo|souso|jiansuo|(?:^|[^a-z])(?:query(?:str|word|string|text)?"
    r"|key(?:s|word|words|str|board)?|q|kw|wd|sswd|so|ss)(?![a-z])",
    re.I,
)
_ACCOUNT = re.compile(r"user|account|login|passw|mobile|phone|mail|captcha|yzm|valid", re.I)
_WRITTEN = ("text", "search")
_PRESSED = ("submit", "button", "image", "reset", "file", "checkbox", "radio")


@dataclass(frozen=True, slots=True)
class SearchForm:
    """`action`: where it leads; `field`: the name of its box; `given`: what goes with every search;
    `encoding`: in which the page, and therefore what is asked, is written."""

    action: str
    field: str
    given: tuple[tuple[str, str], ...]
    encoding: str

    def address(self, words: str) -> str:
        """Where a search for `words` leads."""
        asked = urlencode(
            [*self.given, (self.field, words)], encoding=self.encoding, errors="replace"
        )
        return f"{self.action.partition('#')[0].partition('?')[0]}?{asked}"


def read_search_form(
    body: bytes, *, url: str, content_type: str | None = None
) -> SearchForm | None:
    """The first form of a page that sends the words of one box to its own host by a plain address."""
    text, encoding = decode(body, content_type)
    doc = Document.read(text, url)
    if doc is None:
        return None
    for form in doc.body.iter("form"):
        action = doc.addresses.absolute(form.get("action") or "") or url
        if (form.get("method") or "get").lower() != "get":
            continue
        if urlsplit(action).netloc != urlsplit(url).netloc:
            continue
        boxes = [box for box in form.iter("input") if _kind(box) in _WRITTEN and box.get("name")]
        if len(boxes) != 1 or any(_kind(box) == "password" for box in form.iter("input")):
            continue
        if _is_search(form, boxes[0]):
            return SearchForm(action, boxes[0].get("name") or "", _given(form), encoding.name)
    return None


def _kind(box: Element) -> str:
    return (box.get("type") or "text").lower()


def _is_search(form: Element, box: Element) -> bool:
    name = f"{box.get('name') or ''} {box.get('id') or ''}"
    if _ACCOUNT.search(name):
        return False
    told = " ".join(box.get(key) or "" for key in ("placeholder", "value", "title", "onfocus"))
    around = " ".join(form.get(key) or "" for key in ("name", "id", "class", "action"))
    return bool(
        _kind(box) == "search"
        or pattern("search_says").search(told)
        or _NAMED.search(name)
        or _NAMED.search(around)
    )


def _given(form: Element) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for one in form.iter("input", "select"):
        name = one.get("name")
        if not name:
            continue
        if one.tag == "select":
            options = list(one.iter("option"))
            chosen = next((o for o in options if o.get("selected") is not None), None)
            if chosen is None and options:
                chosen = options[0]
            if chosen is not None:
                value = chosen.get("value")
                found.append((name, chosen.string() if value is None else value))
        elif _kind(one) in ("checkbox", "radio"):
            if one.get("checked") is not None:
                found.append((name, one.get("value") or "on"))
        elif _kind(one) not in (*_WRITTEN, *_PRESSED):
            found.append((name, one.get("value") or ""))
    return tuple(found)
