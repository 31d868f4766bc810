"""Whether an account shows what the office asked it to repost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from monitor.assess.gather.look import Watch
from monitor.assess.gather.posts import PostsSeen
from monitor.domain.calendar import shanghai_day
from monitor.domain.mask import mask
from monitor.domain.media import AccountLook, LookState, Post
from monitor.domain.media_dossiers import RepostState
from monitor.domain.reposts import Repost

CHECK = "account-repost-missing"
_PART = 8
"""At least so many characters of a title in a row, and half of it, make a post one that may be it."""


def repost_states(
    seen: PostsSeen, watch: Watch, reposts: Sequence[Repost]
) -> Iterator[RepostState]:
    """One dossier for each title that is asked of the account since its first day, and for those of
    open defects that are asked no more."""
    url = seen.account.url or ""
    asked = [one for one in reposts if one.asks(seen.account)]
    for one in asked:
        if one.first <= watch.today:
            yield _state(seen, one, url)
    titles = {one.title for one in asked}
    for title in watch.subjects(CHECK):
        if title not in titles:
            yield RepostState(
                subject=title, url=url, first=watch.today, last=watch.today, withdrawn=True
            )


def _state(seen: PostsSeen, asked: Repost, url: str) -> RepostState:
    title = _plain(mask(asked.title))
    posts = [post for look in seen.looks for post in look.posts if not post.deleted]
    days = [
        shanghai_day(post.published) for post in posts if post.published and _shows(post, title)
    ]
    return RepostState(
        subject=asked.title,
        url=url,
        unseen=None if days else seen.unseen,
        evidence=seen.proof,
        first=asked.first,
        last=asked.last,
        found=min(days, default=None),
        reaches=any(_reaches(look, asked) for look in seen.looks),
        alike=any(_may_show(post, title, asked.first) for post in posts),
    )


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).casefold()


def _shows(post: Post, title: str) -> bool:
    return title in _plain(post.text) or title in _plain(post.quoted)


def _may_show(post: Post, title: str, first: date) -> bool:
    if post.published is not None and _shows(post, title):
        return False
    if post.published is not None and shanghai_day(post.published) < first:
        return False
    said = _plain(f"{post.text} {post.quoted}")
    size = max(_PART, len(title) // 2)
    parts = [title[at : at + size] for at in range(max(1, len(title) - size + 1))]
    return not said or any(part in said for part in parts)


def _reaches(look: AccountLook, asked: Repost) -> bool:
    """Taken after the last day, it shows everything that was posted since before the first."""
    if look.state is not LookState.SEEN or look.partial or look.gaps:
        return False
    if shanghai_day(look.at) <= asked.last or any(one.published is None for one in look.posts):
        return False
    listed = [shanghai_day(one.published) for one in look.posts if one.published and not one.pinned]
    return look.whole or min(listed, default=asked.first) < asked.first
