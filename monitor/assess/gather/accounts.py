"""What is known of one account at a moment: by our own looks, by spot checks, by the unit's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from monitor.domain.calendar import shanghai_day
from monitor.domain.finding import Evidence
from monitor.domain.media import (
    TRUST,
    AccountLook,
    AccountState,
    LookState,
    SelfReport,
    SpotCheck,
    SpotResult,
    Standing,
)
from monitor.domain.subject import Account


def account_state(
    account: Account,
    looks: Sequence[AccountLook],
    checks: Sequence[SpotCheck],
    reports: Sequence[SelfReport],
    moment: datetime,
) -> AccountState:
    """`looks`, `checks` and `reports` up to the moment, oldest first; the last look is this run's.

    What we read ourselves comes first. Where this look failed, a spot check of the last two weeks stands
    for it, or an older reading where that is newer: both prove what there was on their day (`seen_on`), so
    that an account whose post of last week was seen is no less verified today. A look that showed the
    account and only some of its posts, none of them of the last two weeks, says that the account is
    there and nothing of its being kept up. The unit's own word is kept apart and never takes their place.
    """
    today = shanghai_day(moment)
    last = looks[-1] if looks else None
    blank = AccountState(
        subject=account.url or account.id,
        url=account.url or "",
        platform=account.platform,
        name=account.name,
    )
    word = _reported(reports, today)
    state = blank
    if word is not None:
        state = replace(blank, reported=word.last_post, reported_on=word.day)
    saw = [one for one in checks if one.result is not SpotResult.UNSEEN]
    checked = next((one for one in reversed(saw) if _fresh(one.at, moment)), None)
    if checked is not None and checked.interactive is not None:
        # Few platforms show it to us: it stands wherever a look does not tell.
        state = replace(state, interactive=checked.interactive, noted_on=_day(checked))
    if last is not None and last.state is not LookState.UNVERIFIED:
        state = _seen(state, account, last, today)
        if last.verified is not LookState.UNVERIFIED:
            return state
    earlier = next((one for one in reversed(looks) if one.verified is LookState.SEEN), None)
    if checked is not None and (earlier is None or shanghai_day(earlier.at) <= _day(checked)):
        return _checked(state, checked, last)
    if earlier is not None and _fresh(earlier.newest, moment):
        return replace(_seen(state, account, earlier, today), why=last.reason if last else None)
    word_alone = Standing.REPORTED if state.reported_on else Standing.UNVERIFIED
    if last is not None and last.partial:
        return replace(state, standing=word_alone, why="list_partial")
    since = next((one for one in reversed(looks) if one.state is not LookState.UNVERIFIED), None)
    first_vain = next((one for one in looks if since is None or one.at > since.at), None)
    return replace(
        state,
        standing=word_alone,
        why=last.reason if last is not None else "never_looked",
        since=shanghai_day(first_vain.at) if first_vain is not None else None,
        evidence=_proof(last),
    )


def _fresh(at: datetime | None, moment: datetime) -> bool:
    return at is not None and moment - at <= TRUST


def _day(check: SpotCheck) -> date:
    return shanghai_day(check.at)


def _reported(reports: Sequence[SelfReport], today: date) -> SelfReport | None:
    last = reports[-1] if reports else None
    return last if last is not None and today - last.day <= TRUST else None


def _seen(state: AccountState, account: Account, look: AccountLook, today: date) -> AccountState:
    if look.state is LookState.GONE:
        return replace(
            state, standing=Standing.VERIFIED, gone=look.reason or "gone", evidence=_proof(look)
        )
    alive = [one for one in look.posts if not one.deleted]
    days = sorted(shanghai_day(one.published) for one in alive if one.published is not None)
    told = [one.original for one in alive]
    shown = look.profile.interactive if look.profile else None
    return replace(
        state,
        standing=Standing.VERIFIED,
        newest=days[-1] if days else None,
        posts=len(alive),
        unread=len(alive) - len(days),
        days=tuple(days),
        originals=None if None in told else sum(bool(one) for one in told),
        whole=look.whole,
        partial=look.partial,
        gaps=look.gaps,
        removed=max(
            (shanghai_day(p.published) for p in look.posts if p.deleted and p.published),
            default=None,
        ),
        renamed_to=_renamed(account, look, today),
        interactive=state.interactive if shown is None else shown,
        noted_on=state.noted_on if shown is None else None,
        seen_on=shanghai_day(look.at),
        evidence=_proof(look),
    )


def _renamed(account: Account, look: AccountLook, today: date) -> str | None:
    """The name shown, where it is none that the ledger knows: of that day, to come, or a former one
    that is not over or whose last day nobody wrote down."""
    shown = look.profile.name if look.profile else ""
    others = (f.name for f in account.former_names if f.until is None or today <= f.until)
    known = {_plain(name) for name in (account.name, *others)}
    return shown if shown and _plain(shown) not in known else None


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _checked(state: AccountState, check: SpotCheck, last: AccountLook | None) -> AccountState:
    return replace(
        state,
        standing=Standing.VERIFIED,
        newest=check.last_post,
        posts=int(check.last_post is not None),
        days=(check.last_post,) if check.last_post else (),
        unread=0,
        whole=False,
        partial=False,
        gaps=False,
        spot=True,
        spot_differs=check.result is SpotResult.DIFFERS,
        seen_on=_day(check),
        why=last.reason if last is not None else "never_looked",
    )


def _proof(look: AccountLook | None) -> tuple[Evidence, ...]:
    return tuple(Evidence(sha256, "body") for sha256 in look.proof) if look else ()
