"""What is common to posts of all platforms: what their text says, and the words by which a platform says
no."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

from monitor.domain.mask import mask
from monitor.domain.media import Post
from monitor.domain.wording import Wording
from monitor.extract.lexicon import pattern
from monitor.extract.personal import exposures_in
from monitor.extract.wordings import find_wordings, is_traditional

EXCERPT = 200
_TAG = re.compile(r"<[^>]*>")
_SILENT = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.S | re.I)
_LINE = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d|/section|/blockquote)\b[^>]*>", re.I)
_CELL = re.compile(r"</t[dh]\s*>", re.I)
_LINK = re.compile(r"""href=["'](https?://[^"'\s>]+)""", re.I)
_MOST_LINKS = 20
_ENDS = "。！？；!?;\n"
_REPEATED = "//@"
"""What somebody reposts goes on with this and the words of those who posted it before."""
_LETTER = 2
"""So many different captions of a letter make one."""


def plain(markup: str) -> str:
    """The text of a post's markup, personal numbers masked, no longer than an excerpt."""
    text = unescape(_TAG.sub(" ", markup))
    return mask(" ".join(text.split()))[:EXCERPT]


def read_post(
    post: Post, said: str, *, beside: str = "", quoted: str = "", cut: bool = False
) -> Post:
    """The post with what its markup says: `said` gives the beginning that is kept, `beside` is read with
    it, and `quoted` is what the post repeats of somebody else. `cut`: what is `said` may end anywhere,
    as summaries do.

    What others wrote is not the office's wording. A personal number is shown by whoever repeats it.
    """
    told, more, repeated = lines(said), lines(beside), lines(quoted)
    whole = f"{told}\n{more}"
    own = f"{_unbroken(told, cut=cut)}\n{more}".partition(_REPEATED)[0]
    return replace(
        post,
        text=plain(said),
        quoted=plain(quoted),
        links=post.links or links(f"{said}{beside}"),
        wordings=() if post.deleted else _wordings(own),
        exposures=() if post.deleted else exposures_in(f"{whole}\n{repeated}"),
    )


def _unbroken(text: str, *, cut: bool) -> str:
    """Without the half sentence at the end of a text that platforms cut: half a name is no slip."""
    ending = pattern("media_cut").search(text)
    if ending is None and not cut:
        return text
    kept = text[: ending.start()] if ending else text
    return kept[: max(kept.rfind(mark) for mark in _ENDS) + 1]


def lines(markup: str) -> str:
    """The whole text of a post's markup, a line a block, cells parted by tabs."""
    marked = _CELL.sub("\t", _LINE.sub("\n", _SILENT.sub("", markup)))
    return unescape(_TAG.sub("", marked)).strip()


def _wordings(text: str) -> tuple[Wording, ...]:
    """Nothing where a post is about slips, answers a letter, or is not in simplified characters."""
    found = find_wordings(text)
    if not found or pattern("wording_about").search(text):
        return ()
    captions = {match[0] for match in pattern("wording_letter").finditer(text)}
    if len(captions) >= _LETTER or is_traditional(text):
        return ()
    return found


def links(markup: str) -> tuple[str, ...]:
    """The addresses that a post's markup leads to, in order, each once; behind a page that only warns of
    leaving the platform, the one it leads on to."""
    found = (_onward(unescape(one)) for one in _LINK.findall(markup))
    return tuple(dict.fromkeys(found))[:_MOST_LINKS]


def _onward(url: str) -> str:
    parts = urlsplit(url)
    if not parts.path.endswith("/sinaurl"):
        return url
    query = parse_qs(parts.query)
    onward = next((query[name][0] for name in ("u", "toasturl") if name in query), "")
    return onward if onward.startswith(("http://", "https://")) else url


def is_deleted(text: str) -> bool:
    return bool(pattern("media_deleted").search(text))


def is_pinned(label: str) -> bool:
    return bool(pattern("pinned").search(label))


def is_empty(message: str) -> bool:
    """Whether a platform's word means that the account has nothing yet."""
    return bool(pattern("media_empty").search(message))


def gone(message: str) -> str | None:
    """closed, banned or not_found where a platform says that there is no such account, else None."""
    if not pattern("media_gone").search(message):
        return None
    if pattern("media_closed").search(message):
        return "closed"
    return "banned" if pattern("media_banned").search(message) else "not_found"


def wants_login(message: str) -> bool:
    return bool(pattern("media_login").search(message))
