"""What an account of the invented city consists of, before a platform shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from monitor.demo import words
from monitor.demo.model import AS_OF, TODAY, Answer

NOW = datetime.fromisoformat(AS_OF)


@dataclass(slots=True)
class Post:
    """One post. `age` counts days back from today; `words` are the platform's own for its time, where
    they are not the usual ones; `edited` is the age of a later change. `sent`: published as a message
    to followers, which WeChat's list of publications leaves out."""

    number: int
    title: str
    age: int
    words: str = ""
    pinned: bool = False
    repost: bool = False
    deleted: bool = False
    edited: int | None = None
    sent: bool = False

    @property
    def day(self) -> date:
        return day(self.age)

    @property
    def moment(self) -> datetime:
        return moment(self.age)


@dataclass(frozen=True, slots=True)
class Word:
    """What a unit's form says: how many days ago the last post was, None for no post at all."""

    age: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person noted who opened the account. `result`: agrees, differs or unseen; `age` of the
    newest post seen, None for none; `answers`: whether anybody may write to it, None where unsaid."""

    result: str
    age: int | None = None
    answers: bool | None = None


@dataclass(slots=True)
class Account:
    """One account and its oddities. `way`: how it can be looked at, the name of a stand-in's shape.

    `shown` is the name that the platform shows, `former` an earlier one as the ledger writes it.
    `instead` answers everything, `listed` the list alone, `once` the first request. `more` posts there
    are beyond those shown. `errors`: errcodes of WeChat's interface, by the last part of a path.
    `comments` and `menu`: what is open to visitors. `told` is the unit's form, `seen` a spot check.
    """

    id: str
    number: int
    unit: str
    platform: str
    way: str
    name: str
    posts: list[Post] = field(default_factory=list)
    shown: str = ""
    former: str = ""
    status: str = ""
    instead: Answer | None = None
    listed: Answer | None = None
    once: Answer | None = None
    more: int = 0
    shuffled: bool = False
    broken: bool = False
    errors: dict[str, int] = field(default_factory=dict)
    comments: bool = False
    menu: bool = False
    told: Word | None = None
    seen: Seen | None = None

    @property
    def title(self) -> str:
        """Its name as the platform shows it."""
        return self.shown or self.name

    @property
    def uid(self) -> str:
        return str(5_100_000_000 + self.number)


Change = Callable[[Account], None]


@dataclass(frozen=True, slots=True)
class MediaSpot:
    """`change` alters the account `site` while the spot is on. What it means stands in the truth alone."""

    id: str
    site: str
    change: Change


def posts(number: int, *ages: int) -> list[Post]:
    """Posts of these ages, in this order, of an account."""
    first = number * 100
    return [
        Post(first + place, words.title("政务动态", first + place), age)
        for place, age in enumerate(ages, 1)
    ]


def day(age: int) -> date:
    return TODAY - timedelta(days=age)


def moment(age: int) -> datetime:
    """Half past eight of a day so many days back."""
    return NOW - timedelta(days=age, hours=1, minutes=30)


def epoch(age: int) -> int:
    return int(moment(age).timestamp())
