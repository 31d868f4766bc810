"""What is counted but not crawled (找错留言, 模拟提问, 电话测试, 办事统计): points it proposes. Pure.

Figures after 国办秘函〔2019〕19号 as the rubric's rows WD-4.4b, WD-3.4, WD-2.5 and WD-2.3 have them. A
thing is charged once, also where it was both late and poor. A clock in working days that runs into a
year whose holidays are not known is 未能核验 and costs nothing.

Everything is looked at from one day (`today`), the assessment's own and never that on which the figures
happened to be taken in: what was answered later was not answered then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from monitor.domain.calendar import Window, add_months
from monitor.domain.workdays import WorkCalendar

MESSAGES, QUESTIONS, CALLS, STATISTICS = "WD-4.4b", "WD-3.4", "WD-2.5", "WD-2.3"
MESSAGE_WINDOW = Window(months=6)
MESSAGE_DAYS, QUESTION_DAYS = 3, 5
MESSAGE_POINTS, QUESTION_POINTS, CALL_POINTS = 1.0, 4.0, 1.0
STALE_POINTS, OLD_POINTS, NO_STATISTICS_POINTS = 1.0, 2.0, 2.0
STALE_MONTHS, OLD_MONTHS = 1, 3


class Call(StrEnum):
    """How a telephone test of a guide ended. no_answer: could not be tested, costs nothing."""

    RIGHT = "right"
    WRONG = "wrong"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Asked:
    """A message (找错留言) or a mock question: when it came in, when it was answered (None: not yet),
    whether the answer was poor or evasive. `label` tells it from others; `by`: who recorded it."""

    label: str
    asked: date
    answered: date | None = None
    poor: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """A telephone test. `label`: the guide or the number; `on`: the day."""

    label: str
    on: date
    outcome: Call
    by: str = ""


@dataclass(frozen=True, slots=True)
class Statistics:
    """The service statistics of a site. `newest`: the last day they are of; None when none are shown."""

    checked: date
    newest: date | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line costs what it costs: a key of `assess.counted`, its parameters, who recorded it."""

    key: str
    points: float = 0.0
    params: dict[str, str] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a site's figures propose for a row: never more than the cap. `untold`: how many could not
    be told (未能核验). `counted`: how many there were."""

    indicator: str
    points: float
    reasons: tuple[Reason, ...]
    counted: int
    untold: int

    @property
    def by(self) -> tuple[str, ...]:
        """Who recorded what it rests on."""
        return tuple(dict.fromkeys(one.by for one in self.reasons))


def messages(
    found: Sequence[Asked], calendar: WorkCalendar, *, today: date, cap: float
) -> Proposal | None:
    """找错留言 of the 6 months up to the day: −1 for each one not answered in 3 working days, or
    answered poorly."""
    first = MESSAGE_WINDOW.earliest(today)
    inside = [one for one in found if first <= one.asked <= today]
    reasons = (_asked(one, calendar, MESSAGE_DAYS, MESSAGE_POINTS, today) for one in inside)
    return _proposal(MESSAGES, reasons, cap)


def questions(
    found: Sequence[Asked], calendar: WorkCalendar, *, today: date, cap: float
) -> Proposal | None:
    """Mock questions (模拟提问) of the year: −4 for each one not answered on the web in 5 working
    days, or poorly."""
    first = date(today.year, 1, 1)
    inside = [one for one in found if first <= one.asked <= today]
    reasons = (_asked(one, calendar, QUESTION_DAYS, QUESTION_POINTS, today) for one in inside)
    return _proposal(QUESTIONS, reasons, cap)


def calls(found: Sequence[Called], *, cap: float) -> Proposal | None:
    """Telephone tests of guides: −1 for each wrong number."""
    points = {Call.WRONG: CALL_POINTS}
    reasons = (
        Reason(
            f"call_{one.outcome}",
            points.get(one.outcome, 0.0),
            {"label": one.label, "day": one.on.isoformat()},
            one.by,
        )
        for one in found
    )
    return _proposal(CALLS, reasons, cap)


def statistics(found: Sequence[Statistics], *, cap: float) -> Proposal | None:
    """Service statistics, as last looked at: −2 for none or none within 3 months, −1 within 1 month."""
    if not found:
        return None
    last = max(found, key=lambda one: one.checked)
    params = {"checked": last.checked.isoformat()}
    if last.newest is None:
        reason = Reason("statistics_none", NO_STATISTICS_POINTS, params, last.by)
        return _proposal(STATISTICS, [reason], cap)
    params["newest"] = last.newest.isoformat()
    if last.newest < add_months(last.checked, -OLD_MONTHS):
        reason = Reason("statistics_old", OLD_POINTS, params, last.by)
    elif last.newest < add_months(last.checked, -STALE_MONTHS):
        reason = Reason("statistics_stale", STALE_POINTS, params, last.by)
    else:
        reason = Reason("statistics_fresh", 0.0, params, last.by)
    return _proposal(STATISTICS, [reason], cap)


_UNTOLD = frozenset({"untold", f"call_{Call.NO_ANSWER}"})


def _proposal(indicator: str, reasons: Iterable[Reason], cap: float) -> Proposal | None:
    """None where there was nothing to count: that is not the same as nothing wrong."""
    known = tuple(reasons)
    if not known:
        return None
    points = round(min(cap, sum(one.points for one in known)), 2)
    untold = sum(one.key in _UNTOLD for one in known)
    return Proposal(indicator, points, known, len(known), untold)


def _asked(one: Asked, calendar: WorkCalendar, days: int, points: float, today: date) -> Reason:
    """As it stood on the day: late only once its last day was over."""
    answered = one.answered if one.answered is not None and one.answered <= today else None
    last = calendar.add_working_days(one.asked, days)
    params = {"label": one.label, "asked": one.asked.isoformat(), "days": str(days)}
    params["answered"] = answered.isoformat() if answered else "—"
    params["today"] = today.isoformat()
    if answered is not None and one.poor:
        return Reason("poor", points, params, one.by)
    if last is None:
        soon = answered is not None and (answered - one.asked).days <= days
        return Reason("in_time" if soon else "untold", 0.0, params, one.by)
    params["last"] = last.isoformat()
    if (answered or today) > last:
        return Reason("late" if answered else "unanswered", points, params, one.by)
    return Reason("in_time" if answered else "waiting", 0.0, params, one.by)
