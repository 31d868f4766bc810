"""A site's search without a browser: where its form leads by a plain address, and what comes from there.

What is found so is found. What is not says nothing: scripts may send another question than the form
tells, or show what comes; a browser has to look.
"""

from __future__ import annotations

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


def find_form(home: str, manner: Manner) -> SearchForm | None:
    """The search form of the home page, asked for anew. Blocks until it has come."""
    answer = _Answer.of(home, manner)
    if answer is None:
        return None
    return read_search_form(answer.body, url=answer.url, content_type=answer.content_type)


def search_plainly(form: SearchForm, title: str, article: str, manner: Manner) -> Search | None:
    """The search that found the article, or None. Blocks until its answer has come."""
    answer = _Answer.of(form.address(title), manner)
    if answer is None:
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
