"""Apps and mini-programs by the page where they are offered or opened."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.crawl.desk import Desk
from monitor.domain.evidence import FetchStatus
from monitor.domain.media import AccountLook, LookState
from monitor.domain.media_round import Limit
from monitor.domain.subject import Account
from monitor.extract.blocked import wall
from monitor.extract.decode import decode
from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from spiders.media.adapter import ended, proofs, unverified, why

LANE = "app"
_PLATFORMS = ("app", "miniprogram")
_GONE = (404, 410)
_SHORT = 600
_BARE = 20
"""Fewer characters are no page that anybody could use."""


class App:
    """Whether the page opens, and what it says in an app's place. The day of a version is no day of a
    post, so that nothing is said of its content; whether the app starts a person has to try."""

    lane = LANE
    rank = 20
    limit = Limit(a_day=1000, seconds=3.0)

    def takes(self, account: Account, secrets: Mapping[str, str]) -> bool:
        return account.platform in _PLATFORMS and (account.url or "").startswith("http")

    async def look(self, account: Account, desk: Desk) -> AccountLook:
        url = account.url or ""
        answer = await desk.get(url)
        if answer.http_status in _GONE and answer.status is FetchStatus.OK:
            return ended(account, desk, LANE, "not_found", *proofs(desk, answer.body))
        body, refusal = answer.body, why(answer)
        shown = "" if refusal else _shown(body, url)
        if desk.render and len(shown) < _BARE and refusal in (None, FetchStatus.BLOCKED.value):
            rendered = await desk.render(url)
            if rendered.status is FetchStatus.OK and not wall(
                rendered.http_status, {}, rendered.html
            ):
                body, refusal = rendered.html, None
                shown = _shown(body, url)
        proof = proofs(desk, body)
        if refusal is None and len(shown) < _SHORT and pattern("app_gone").search(shown):
            return ended(account, desk, LANE, "removed", *proof)
        if refusal is not None or len(shown) < _BARE:
            return unverified(account, desk, LANE, refusal or "unreadable", *proof)
        return AccountLook(account.id, desk.now, LookState.SEEN, LANE, partial=True, proof=proof)


ADAPTER = App()


def _shown(body: bytes, url: str) -> str:
    doc = Document.read(decode(body)[0], url)
    return f"{doc.title} {doc.text}".strip() if doc else ""
