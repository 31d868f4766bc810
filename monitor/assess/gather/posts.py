"""What the posts of an account say, for the checks that read pages as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from monitor.assess.gather.look import Watch
from monitor.domain.dossier import Dossier
from monitor.domain.exposed import PersonalData
from monitor.domain.finding import Evidence
from monitor.domain.media import AccountLook, LookState, Post
from monitor.domain.subject import Account
from monitor.domain.wording_state import OrdinaryWordings, SevereWordings

SEVERE, ORDINARY, PERSONAL = "wording-severe", "wording-error", "personal-data-exposed"
_TITLE = 60


@dataclass(frozen=True)
class PostsSeen:
    """The posts of an account by its looks, oldest first, of which the last is this run's."""

    account: Account
    looks: Sequence[AccountLook]

    @property
    def last(self) -> AccountLook:
        return self.looks[-1]

    @property
    def address(self) -> str:
        """By which the account itself is named."""
        return self.account.url or self.account.id

    @property
    def proof(self) -> tuple[Evidence, ...]:
        return tuple(Evidence(sha256, "body") for sha256 in self.last.proof)

    @property
    def unseen(self) -> str | None:
        """Why this look says nothing of posts, or None."""
        if self.last.state is LookState.GONE:
            return "gone"
        if self.last.state is LookState.UNVERIFIED:
            return self.last.reason or "unseen"
        return "list_partial" if self.last.partial and not self.shown else None

    @cached_property
    def shown(self) -> dict[str, Post]:
        """What this look showed by address; deleted posts are none."""
        return {one.url: one for one in self.last.posts if one.url and not one.deleted}

    def taken_off(self, url: str) -> bool:
        """Positive sight that a post is no more: it is marked as deleted, or missing from a list that is
        without gaps and reaches back beyond it."""
        if self.last.state is not LookState.SEEN or url in self.shown:
            return False
        if self.last.whole or any(one.url == url for one in self.last.posts):
            return True
        if self.last.partial or self.last.gaps:
            return False
        listed = [one.published for one in self.last.posts if one.published and not one.pinned]
        posted = self._known.get(url)
        return posted is not None and any(one < posted for one in listed)

    @cached_property
    def _known(self) -> dict[str, datetime | None]:
        return {one.url: one.published for look in self.looks for one in look.posts}


def post_contents(seen: PostsSeen, watch: Watch) -> Iterator[Dossier]:
    """A dossier for each post that shows something and for each that is known to have done so; the
    account itself as proof of sight."""
    for severe in (True, False):
        yield from _wordings(seen, watch, severe=severe)
    yield from _exposures(seen, watch)


def _wordings(seen: PostsSeen, watch: Watch, *, severe: bool) -> Iterator[Dossier]:
    state = SevereWordings if severe else OrdinaryWordings
    told: set[str] = set()
    for url, post in seen.shown.items():
        wordings = tuple(one for one in post.wordings if one.severe is severe)
        if wordings:
            told.add(url)
            yield state(subject=url, url=url, wordings=wordings, evidence=seen.proof)
    for url in watch.subjects(SEVERE if severe else ORDINARY):
        if url not in told and (url in seen.shown or seen.taken_off(url)):
            told.add(url)
            yield state(subject=url, url=url, taken_off=url not in seen.shown, evidence=seen.proof)
    if seen.address not in told:
        yield state(subject=seen.address, url=seen.account.url or "", unseen=seen.unseen)


def _exposures(seen: PostsSeen, watch: Watch) -> Iterator[Dossier]:
    told: set[str] = set()
    for url, post in seen.shown.items():
        if post.exposures:
            told.add(url)
            yield PersonalData(
                subject=url,
                url=url,
                exposures=post.exposures,
                title=post.text[:_TITLE],
                evidence=seen.proof,
            )
    for url in watch.subjects(PERSONAL):
        if url not in told and (url in seen.shown or seen.taken_off(url)):
            told.add(url)
            yield PersonalData(subject=url, url=url, removed=url not in seen.shown)
    if seen.address not in told:
        yield PersonalData(subject=seen.address, url=seen.account.url or "", unseen=seen.unseen)
