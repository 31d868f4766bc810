"""New-media accounts: what a look at one brought, what its unit reports, what a spot check found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from monitor.domain.dossier import Dossier
from monitor.domain.evidence import Fetch
from monitor.domain.hostile import Guise
from monitor.domain.personal import Exposure
from monitor.domain.wording import Wording

TRUST = timedelta(days=14)
"""A post, a spot check and a self-report speak for so long: the reporting period."""


class LookState(StrEnum):
    """`seen`: the account's own list of posts was read. `gone`: the platform says that there is no such
    account (cancelled, blocked, renamed away). `unverified`: we could not look, and say why."""

    SEEN = "seen"
    GONE = "gone"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Post:
    """One post. `published` is aware, None where it could not be read; `text` its beginning, masked.

    `pinned` posts stand first whatever their age. `original` is False for a repost, None where the
    platform does not tell; `quoted` is the beginning of what it repeats. `links` lead out of the post.
    Of the whole text that was read: `wordings` in question, its own alone, and `exposures` of personal
    numbers, what it repeats included.
    """

    url: str
    published: datetime | None = None
    text: str = ""
    original: bool | None = None
    pinned: bool = False
    edited: bool = False
    deleted: bool = False
    links: tuple[str, ...] = ()
    quoted: str = ""
    wordings: tuple[Wording, ...] = ()
    exposures: tuple[Exposure, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """How an account presents itself. `interactive`: whether anybody can write to it (comments,
    messages, a menu): None where that was not to be seen."""

    name: str = ""
    owner: str = ""
    interactive: bool | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkLook:
    """Where a link of an account's posts, profile or menu led, redirects followed. `soft404`: to an
    error page sent as a good one; `guise`: to what no office links to."""

    url: str
    fetch: Fetch
    soft404: bool = False
    guise: Guise | None = None


@dataclass(frozen=True, slots=True)
class AccountLook:
    """One look at one account by one adapter.

    `whole`: the posts reach back without a gap, so that what is not among them was not posted since
    `since` (the oldest post's time, or None for a list that is complete). `partial`: the posts are some
    of the account's and need not be its newest, so that they prove what was posted and never that
    nothing was. `gaps`: the posts begin with the newest, but older ones may be missing among them.
    `reason`: a key, why the account is gone or could not be verified. `proof`: SHA-256 of the stored
    answers. `targets`: links of the account that were followed with this look.
    """

    account_id: str
    at: datetime
    state: LookState
    via: str
    reason: str | None = None
    profile: Profile | None = None
    posts: tuple[Post, ...] = ()
    whole: bool = False
    partial: bool = False
    gaps: bool = False
    proof: tuple[str, ...] = ()
    targets: tuple[LinkLook, ...] = ()

    @property
    def newest(self) -> datetime | None:
        """The newest post's time, pinned ones included; deleted ones are none."""
        return max((p.published for p in self.posts if p.published and not p.deleted), default=None)

    @property
    def verified(self) -> LookState:
        """Its state as far as it verifies how the account is kept: where only some posts were seen, none
        of them of the last two weeks, that stays unverified though the account was seen."""
        newest = self.newest
        if self.partial and (newest is None or self.at - newest > TRUST):
            return LookState.UNVERIFIED
        return self.state


@dataclass(frozen=True, slots=True)
class SelfReport:
    """What a unit says of its own account in a 填报表: never a pass by itself.

    `day`: the day the form is of. `last_post`: the day of its last post, None for none in the period.
    """

    account_id: str
    day: date
    last_post: date | None
    link: str | None
    screenshot: str | None
    reporter: str
    loaded_at: datetime


class SpotResult(StrEnum):
    """What a person saw who opened the account: as reported, not as reported, or could not look; `seen`
    where the unit had reported nothing to compare with."""

    AGREES = "agrees"
    DIFFERS = "differs"
    SEEN = "seen"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """A person's look at an account that was drawn (人工抽查). `last_post`: the day of the newest post
    seen, None where none was; `interactive` as in `Profile`. `loaded_at`: when we came to know of it."""

    account_id: str
    at: datetime
    by: str
    result: SpotResult
    last_post: date | None = None
    interactive: bool | None = None
    note: str = ""
    loaded_at: datetime | None = None

    @property
    def known_at(self) -> datetime:
        return self.loaded_at or self.at


class Standing(StrEnum):
    """The three values that are kept apart: 已核验, 单位自报, 未能核验."""

    VERIFIED = "verified"
    REPORTED = "reported"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState(Dossier):
    """One account at the moment of judging.

    `standing` says whose word `newest` is: ours or a spot check's (`spot`), the unit's, or
    nobody's. `seen_on`: the day of that look, None for this moment's; what was posted since is not
    known. `spot_differs`: the person found the account not as reported. `why` we could not look
    this time, and `since` when. `days` of the posts seen, oldest first; `unread` of them had no
    readable time; `whole`: what is not among them was not posted since the first; `gaps`: some
    between the first and the newest may be missing; `partial`: newer ones may be missing, and where
    none is recent the standing is not `verified` though the account itself was seen. `removed`: the
    newest day of a post that was deleted since. `noted_on`: the day of the person's look whose word
    `interactive` is, None where the platform shows it. `gone`: a reason. `reported`: the last post
    by the unit's form of `reported_on`.
    """

    platform: str
    name: str
    standing: Standing = Standing.UNVERIFIED
    why: str | None = None
    since: date | None = None
    gone: str | None = None
    renamed_to: str | None = None
    newest: date | None = None
    posts: int = 0
    unread: int = 0
    days: tuple[date, ...] = ()
    originals: int | None = None
    whole: bool = False
    partial: bool = False
    gaps: bool = False
    removed: date | None = None
    interactive: bool | None = None
    noted_on: date | None = None
    spot: bool = False
    spot_differs: bool = False
    seen_on: date | None = None
    reported: date | None = None
    reported_on: date | None = None
