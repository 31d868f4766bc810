"""What the checks of interaction read: the ways to write to an office, and its public messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.domain.dossier import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationChannel(Dossier):
    """Whether a site offers a way to ask or suggest on the net. `searched`: home page and navigation
    were read. `channel`: where it was found; `elsewhere`: on another site. `unclear`: something that
    may be one could not be told. `dead`: all that is called so is an address without a page."""

    searched: bool = False
    channel: str | None = None
    elsewhere: bool = False
    unclear: bool = False
    dead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMessage(Dossier):
    """One message of a column of consultation, its list and its own page taken together.

    `status`: as in `Letter`. `replied`: a text of reply is shown. `unreplied`: the place of the reply
    stands empty, or there is none where the column's other messages have one.
    """

    title: str = ""
    column: str = ""
    asked: date | None = None
    answered: date | None = None
    status: str = ""
    replied: bool = False
    unreplied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredMessage(Dossier):
    """One of a site's newest answered messages. `shown`: how many of the FIELDS its page names or
    shows at all, the fewer the less a lack says; `lacking`: those that neither its page nor its list
    shows."""

    title: str = ""
    column: str = ""
    shown: int = 0
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageList(Dossier):
    """A list of public messages. `newest`: of all lists of the site, by day of asking or answering,
    none of the future; `own`: of this one. `speaks`: this list answers for the site. `items`: over
    all lists; `undated`: those among them without a day whose own page was read, `unread`: whose was
    not. `state`: items | empty | placeholder | unreadable (made by a script). `hidden`: why another
    list of the site could not be looked at."""

    name: str = ""
    newest: date | None = None
    own: date | None = None
    speaks: bool = True
    items: int = 0
    undated: int = 0
    unread: int = 0
    state: str = "items"
    hidden: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageStatistics(Dossier):
    """Whether a site that publishes messages also says how many came and were answered. `messages`:
    how many lists of messages were read; `page`: where the statistics stand; `unclear`: a page that
    may hold them could not be read."""

    messages: int = 0
    page: str | None = None
    unclear: bool = False
