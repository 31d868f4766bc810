"""Pages that are an error, a farewell or a maintenance notice though the server says 200."""

from __future__ import annotations

import re
from collections.abc import Callable

from monitor.extract.dates import full_dates
from monitor.extract.document import Document
from monitor.extract.lexicon import pattern

_SHORT = 200
_VERY_SHORT = 80
_NOTICE = 600
_FEW_LINKS = 8
_NOTHING = 10
_FEW_ENTRIES = 3
_HEADLINE = 10
_ALERT = re.compile(r"""\balert\(\s*(["'])(.*?)\1""")
_PICTURE = re.compile(r"404|error|weihu|maintain", re.I)


def is_soft_error(doc: Document, is_article: bool, entries: Callable[[], int]) -> bool:
    """Two signals are needed, the first being error words in a short main text. `entries`: how many
    items the page's list has; asked last, since reading a list costs most."""
    return _says_error(doc, is_article) and entries() <= _FEW_ENTRIES


def _says_error(doc: Document, is_article: bool) -> bool:
    if len(doc.text) <= _NOTHING and pattern("error_phrase").search(_alerted(doc)):
        return True
    main = doc.main_text
    brief = len(doc.text) <= _NOTICE
    if not brief and len(main) > _SHORT:
        return False
    links = sum(1 for a in doc.anchors if doc.addresses.absolute(a.get("href"))) if brief else 0
    alone = brief and links <= _FEW_LINKS
    if alone and not is_article and _is_notice(doc):
        return True
    if is_article and _is_published(main):
        return False
    said = f"{main} {doc.title}" if len(main) <= _SHORT else ""
    if alone:
        said = f"{said} {doc.text}"
    if not pattern("error_phrase").search(said) or not (
        pattern("error_phrase").search(_own_words(doc, said))
    ):
        return False
    supports = (
        bool(pattern("error_title").search(doc.title)),
        not is_article and len(main) <= _VERY_SHORT,
        alone,
        bool(pattern("return_hint").search(main)) and len(main) <= _SHORT,
        any(_PICTURE.search(i.get("src") or "") for i in doc.body.iter("img")),
    )
    return any(supports) if not is_article else sum(supports) >= 2


def _is_published(main: str) -> bool:
    return bool(pattern("strict_published_label").search(main) and full_dates(main))


def _alerted(doc: Document) -> str:
    """What a page without words says in a box before it leaves."""
    return " ".join(match[2] for match in _ALERT.finditer(doc.code))


def _own_words(doc: Document, text: str) -> str:
    """`text` without headlines: what a list says of some error or notice is not the page's word."""
    headlines = [words for words in doc.flat.linked.values() if len(words) >= _HEADLINE]
    for words in headlines if len(headlines) > 1 else ():
        text = text.replace(words, "")
    return text


def _is_notice(doc: Document) -> bool:
    text = _own_words(doc, f"{doc.title} {doc.text}")
    return bool(pattern("closed_notice").search(text) or pattern("maintenance").search(text))
