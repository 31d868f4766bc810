"""A site's search without a browser: where its form leads by a plain address, and what comes from there.

What is found so is found. What is not says nothing: scripts may send another question than the form
tells, or show what comes; a browser has to look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pycurl

from monitor.crawl.transfer import Transfer
from monitor.crawl.visit import Manner
from monitor.domain.evidence import FetchStatus, Via
from monitor.domain.function import Searched
from monitor.extract.results import read_results
from monitor.extract.searchbox import SearchForm, read_search_form

_MOST_BYTES = 2_000_000
_WHOLE = 200
_SAME = 0.8
_HREF = re.compile(rb"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.I)


@dataclass(frozen=True, slots=True)
class Search:
    """What one search came to; `body` is what was shown last, with its address, status and type."""

    outcome: Searched
    why: str | None = None
    body: bytes = b""
    url: str = ""
    http_status: int | None = None
    via: Via = Via.BROWSER
    content_type: str | None = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


class PlainSearch:
    """The search form of a home page."""

    def __init__(self, form: SearchForm, home: bytes, manner: Manner) -> None:
        self._form = form
        self._links = _links_in(home)
        self._manner = manner

    @classmethod
    def at(cls, home: str, manner: Manner) -> PlainSearch | None:
        """That of the page at `home`, asked for anew; None where it has none that can be asked so. Blocks
        until the page has come."""
        answer = _Answer.of(home, manner)
        if answer is None:
            return None
        form = read_search_form(answer.body, url=answer.url, content_type=answer.content_type)
        return cls(form, answer.body, manner) if form is not None else None

    def find(self, title: str, article: str) -> Search | None:
        """The search that found the article at that address, or None. Blocks until its answer has come."""
        answer = _Answer.of(self._form.address(title), self._manner)
        if answer is None or self._is_home(answer.body):
            return None
        results = read_results(
            answer.body,
            url=answer.url,
            title=title,
            article=article,
            content_type=answer.content_type,
        )
        if not results.found:
            return None
        return Search(
            Searched.FOUND,
            body=answer.body,
            url=answer.url,
            http_status=_WHOLE,
            via=Via.PLAIN,
            content_type=answer.content_type,
            headers=answer.headers,
        )

    def _is_home(self, body: bytes) -> bool:
        """Whether it is the home page again, whose news may name the article."""
        links = _links_in(body)
        shared, most = len(self._links & links), max(len(self._links), len(links))
        return shared >= _SAME * most > 0


def _links_in(body: bytes) -> frozenset[bytes]:
    return frozenset(_HREF.findall(body))


@dataclass(frozen=True, slots=True)
class _Answer:
    body: bytes
    url: str
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, url: str, manner: Manner) -> _Answer | None:
        """None where no whole page came."""
        transfer = Transfer(
            manner.networks, manner.user_agent, timeout=manner.timeout, limit=_MOST_BYTES
        )
        try:
            status, detail = transfer.fetch(url)
            if status is not FetchStatus.OK or detail is not None:
                return None
            if transfer.info(pycurl.RESPONSE_CODE) != _WHOLE:
                return None
            final = transfer.info(pycurl.EFFECTIVE_URL) or url
            return cls(bytes(transfer.body), final, tuple(transfer.headers.items()))
        finally:
            transfer.close()

    @property
    def content_type(self) -> str | None:
        return dict(self.headers).get("content-type")
