"""How platforms answer: JSON, pages, words instead of a page."""

from __future__ import annotations

import json
from typing import Any

from monitor.demo.model import NOTE, Answer

BUSY = Answer(f"Too Many Requests {NOTE}".encode(), 429, "text/plain; charset=utf-8")
BROKEN = Answer(f"500 Internal Server Error {NOTE}".encode(), 500, "text/plain; charset=utf-8")


def told(value: dict[str, Any], status: int = 200) -> Answer:
    """A JSON object, which says that nothing in it is real."""
    body = json.dumps(value | {"note": NOTE}, ensure_ascii=False).encode()
    return Answer(body, status, "application/json; charset=utf-8")


def page(title: str, body: str, status: int = 200, head: str = "") -> Answer:
    text = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body>{body}<!-- {NOTE} --></body></html>"
    )
    return Answer(text.encode(), status)


def notice(words: str, title: str = "", status: int = 200) -> Answer:
    """A few words in a page's place."""
    return page(title, f"<div class='msg'><h2>{words}</h2></div>", status)
