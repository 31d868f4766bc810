"""Public messages and the ways to write to an office, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ASKED, ANSWERED, UNIT, REPLY = FIELDS = ("asked", "answered", "unit", "reply")
"""What every public answer must show: 留言时间, 答复时间, 答复单位, 答复内容."""
DONE, PENDING, FORWARDED, VOID = "answered", "pending", "forwarded", "void"
"""States of a message: answered; waiting; passed on to another office; none that asks for an answer
(invalid, withdrawn, said twice, not accepted)."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A public message as one page shows it, in a row of a list or on its own page.

    `url`: its own page, "" where it has none. `status`: one of the states above, the page's own word
    where that is no known state, "" where none is shown. `shown`: a day without a name. `given`: the
    FIELDS that are shown; `blank`: those that are named and stand empty. `asks`: a mark of the text
    of the question, 0 where it shows none.
    """

    title: str = ""
    url: str = ""
    asked: date | None = None
    answered: date | None = None
    shown: date | None = None
    status: str = ""
    given: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    asks: int = 0


@dataclass(frozen=True, slots=True)
class Interaction:
    """What one page has to do with messages. `letters`: the rows of its list that tell more than a
    title and a day. `letter`: what it says as the own page of one. `entry`: the name of a way to
    write to the office that the page's own body leads to. `form`: one can write on it. `frames`: what
    stands in its frames. `unnamed`: pictures without words that lead on. `statistics`: it counts the
    messages that came and those answered. The last four only where the page's name has to do with it.
    """

    letters: tuple[Letter, ...] = ()
    letter: Letter | None = None
    entry: str = ""
    form: bool = False
    frames: tuple[str, ...] = ()
    unnamed: int = 0
    statistics: bool = False


NO_INTERACTION = Interaction()
