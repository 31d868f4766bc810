"""Which characters the bytes of a page mean."""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import http_content_type_encoding, resolve_encoding

from monitor.domain.evidence import Encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.I
)
_HEAD_BYTES = 8192
_WIDE_BYTES = 64
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_HALF, _FOURTH, _NEARLY_ALL = 0.5, 0.25, 0.9
# Single-byte sets accept any bytes, so their success proves nothing about a Chinese page.
_PROVES_NOTHING = {"cp1252", "iso8859-1", "latin-1", "ascii"}
_TOLERATED = 0.01


def decode(body: bytes, content_type: str | None = None) -> tuple[str, Encoding]:
    """Text of `body` and the evidence that decided: bom, header, meta or guess.

    No declaration is trusted alone: a declared set counts only if the bytes fit it, and bytes that
    are UTF-8 beyond ASCII are UTF-8 whatever is declared. gb2312 and gbk are read as gb18030. Never
    raises; bytes that fit nothing become U+FFFD.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), Encoding(name, "bom")
    declared = _declared(body, content_type)
    wide = _wide(body)
    if wide:
        return body.decode(wide, "replace"), Encoding(wide, declared.get(wide, "guess"))
    if body.isascii():
        name = next(iter(declared), "utf-8")
        return body.decode("ascii"), Encoding(name, declared.get(name, "guess"))
    try:
        text = body.decode()
    except UnicodeDecodeError:
        pass
    else:
        if "\ufffd" not in text:
            return text, Encoding("utf-8", declared.get("utf-8", "guess"))
    tried: dict[str, tuple[int, str]] = {}
    for name in dict.fromkeys(["utf-8", *declared, "gb18030", "big5hkscs"]):
        text = body.decode(name, "replace")
        errors = text.count("\ufffd")
        if _fits(text, errors):
            if name == "gb18030" and name not in declared and _is_big5(body):
                return body.decode("big5hkscs", "replace"), Encoding("big5hkscs", "guess")
            return text, Encoding(name, declared.get(name, "guess"))
        tried[name] = (errors, text)
    name = min(tried, key=lambda one: tried[one][0])
    return tried[name][1], Encoding(name, declared.get(name, "guess"))


def _wide(body: bytes) -> str | None:
    """Two bytes a character without a mark: markup is then every other byte nothing."""
    head = body[:_WIDE_BYTES]
    if len(head) < 16:
        return None
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[offset::2]
        if half.count(0) > _HALF * len(half) and head[1 - offset :: 2].count(0) == 0:
            return name
    return None


def _is_big5(body: bytes) -> bool:
    """Almost any bytes can be read as gb18030. Those of everyday characters begin with B0 to D7
    there, and with A4 to C6 in Big5, where the second byte is often an ASCII letter."""
    text = body.decode("big5hkscs", "replace")
    pairs: list[bytes] = [pair for pair in _PAIR.findall(body) if not 0xA1 <= pair[0] <= 0xA3]
    if not pairs or "\ufffd" in text:
        return False
    everyday = sum(0xA4 <= pair[0] <= 0xC6 for pair in pairs)
    low = sum(pair[1] < 0xA1 for pair in pairs)
    return everyday > _NEARLY_ALL * len(pairs) and low > _FOURTH * len(pairs)


def _fits(text: str, errors: int) -> bool:
    """No error, one at a cut-off end, or a few in a page that is otherwise right."""
    if errors == 0 or (errors == 1 and text.endswith("\ufffd")):
        return True
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return errors <= _TOLERATED * beyond_ascii


def _declared(body: bytes, content_type: str | None) -> dict[str, str]:
    """Declared set -> who declared it, the header before the page's own word."""
    meta = _META.search(body[:_HEAD_BYTES])
    said = {
        "header": http_content_type_encoding(content_type) if content_type else None,
        "meta": resolve_encoding(meta[1].decode("ascii")) if meta else None,
    }
    found: dict[str, str] = {}
    for source, name in said.items():
        if name and name not in _PROVES_NOTHING:
            found.setdefault(name, source)
    return found
