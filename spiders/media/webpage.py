"""An account of any platform by the page that shows its posts to visitors."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.crawl.desk import Desk
from monitor.domain.evidence import FetchStatus
from monitor.domain.media import AccountLook, LookState
from monitor.domain.media_round import Limit
from monitor.domain.subject import Account
from monitor.extract.blocked import wall
from monitor.extract.timeline import Timeline, read_timeline
from spiders.media.adapter import ended, proofs, unverified, why

LANE = "webpage"
_GONE = (404, 410)
_FOR_THE_BROWSER = (None, FetchStatus.BLOCKED.value, "unreadable")
"""What a browser may see where a plain request does not."""


class Webpage:
    """The page as it is sent, then as a browser shows it. Posts that do not come newest first are a
    choice of the platform's: they prove what was posted and no silence. A page without posts proves
    nothing, whatever it says: platforms show such to visitors they do not know."""

    lane = LANE
    rank = 90
    limit = Limit(a_day=1000, seconds=5.0)

    def takes(self, account: Account, secrets: Mapping[str, str]) -> bool:
        return (account.url or "").startswith(("http://", "https://"))

    async def look(self, account: Account, desk: Desk) -> AccountLook:
        url = account.url or ""
        cookie = desk.secrets.get("cookie")
        answer = await desk.get(url, [f"Cookie: {cookie}"] if cookie else ())
        if answer.http_status in _GONE and answer.status is FetchStatus.OK:
            return ended(account, desk, LANE, "not_found", *proofs(desk, answer.body))
        body, found = answer.body, _read(account, desk, answer.body, why(answer))
        settled = found.posts or found.gone or found.refusal not in _FOR_THE_BROWSER
        if desk.render and not settled:
            rendered = await desk.render(url)
            if rendered.status is FetchStatus.OK and rendered.html:
                walled = wall(rendered.http_status, {}, rendered.html)
                body = rendered.html
                found = _read(account, desk, body, FetchStatus.BLOCKED.value if walled else None)
        proof = proofs(desk, body)
        if found.gone:
            return ended(account, desk, LANE, found.gone, *proof)
        if found.refusal:
            return unverified(account, desk, LANE, found.refusal, *proof)
        return AccountLook(
            account.id,
            desk.now,
            LookState.SEEN,
            LANE,
            posts=found.posts,
            partial=not found.ordered,
            proof=proof,
        )


ADAPTER = Webpage()


def _read(account: Account, desk: Desk, body: bytes, refusal: str | None) -> Timeline:
    if refusal is not None:
        return Timeline(refusal=refusal)
    return read_timeline(body, url=account.url or "", name=account.name, now=desk.now)
