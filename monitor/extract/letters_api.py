"""Public messages that come as JSON: lists that platforms of interaction hand to their pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from monitor.domain.interaction import (
    ANSWERED,
    ASKED,
    FIELDS,
    REPLY,
    UNIT,
    Interaction,
    Letter,
)
from monitor.extract.address import Addresses
from monitor.extract.api import arrays, day_of
from monitor.extract.letters import MOST
from monitor.extract.lexicon import pattern
from monitor.extract.message import is_label, read_message, state_of
from monitor.extract.shown import squeeze

_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "subject", "lettertitle", "mailtitle", "topic", "name", "xjbt", "bt"),
    "url": ("url", "link", "href", "detailurl", "posturl", "weburl", "visiturl", "puburl", "path"),
    ASKED: (
        "asktime", "askdate", "writetime", "writedate", "lettertime", "letterdate", "submittime",
        "submitdate", "sendtime", "senddate", "consulttime", "consultdate", "questiontime",
        "messagetime", "leavetime", "mailtime", "lxsj", "lysj", "tjsj", "zxsj", "xxsj", "acceptdate",
    ),
    ANSWERED: (
        "replytime", "replydate", "answertime", "answerdate", "replyat", "repliedat", "answeredat",
        "finishtime", "finishdate", "dealtime", "handletime", "completetime", "feedbacktime",
        "responsetime", "resulttime", "endtime", "hfsj", "dfsj", "bjsj",
    ),
    "state": (
        "status", "state", "statusname", "statename", "statustext", "statusstr", "dealstatus",
        "replystatus", "letterstatus", "handlestatus", "clzt", "blzt", "xjzt",
    ),
    UNIT: (
        "deptname", "dept", "department", "departmentname", "replydept", "replyunit", "unitname",
        "answerunit", "answerdept", "organname", "orgname", "replyorg", "handledept", "cbdw", "hfdw",
    ),
    REPLY: (
        "reply", "replycontent", "answer", "answercontent", "result", "replytext", "feedback",
        "handleresult", "hfnr", "dfnr",
    ),
}  # fmt: skip
_MADE = ("createtime", "createdate", "createdat", "addtime", "inputtime", "pubtime", "publishtime")
"""Days of asking where something else says that these are messages."""


def read_api_letters(value: Any, url: str) -> Interaction:
    """The longest array of messages in an API's answer."""
    addresses = Addresses(url)
    best: tuple[Letter, ...] = ()
    for items in arrays(value):
        letters = tuple(_letters(items[:MOST], addresses))
        if len(letters) > len(best):
            best = letters
    return Interaction(letters=best)


def _letters(items: list[Any], addresses: Addresses) -> Iterator[Letter]:
    for item in items:
        if isinstance(item, Mapping) and (letter := _letter(item, addresses)) is not None:
            yield letter


def _letter(item: Mapping[Any, Any], addresses: Addresses) -> Letter | None:
    told = {str(name).lower().replace("_", ""): value for name, value in item.items()}
    named = {key: next((n for n in names if n in told), None) for key, names in _NAMES.items()}
    labels = [f"{name}：{value or ''}" for name, value in item.items() if is_label(str(name))]
    said = read_message("\x1f".join(labels)) if labels else None
    title = _text(told, named["title"]) or (said.title if said else "")
    asks = named[ASKED] or next((n for n in _MADE if n in told and named[ANSWERED]), None)
    if not title or not (said or named[ANSWERED] or named[ASKED] or named[REPLY]):
        return None
    asked, answered = _day(told, asks), _day(told, named[ANSWERED])
    status = _text(told, named["state"])
    given = {
        name
        for name, value in (
            (ASKED, asked),
            (ANSWERED, answered),
            (UNIT, _text(told, named[UNIT])),
            (REPLY, _reply(told, named[REPLY])),
        )
        if value
    }
    blank = {name for name in (ANSWERED, UNIT, REPLY) if named[name]} - given
    if said:
        given, blank = given | set(said.given), blank | set(said.blank)
    state = state_of(status) if status and not status.isdigit() else (said.status if said else "")
    return Letter(
        title=title[:60],
        url=addresses.absolute(_text(told, named["url"]) or None) or "",
        asked=asked or (said.asked if said else None),
        answered=answered or (said.answered if said else None),
        status=state[:14],
        given=tuple(name for name in FIELDS if name in given),
        blank=tuple(name for name in FIELDS if name in blank - given),
    )


def _text(told: Mapping[str, Any], name: str | None) -> str:
    value = told.get(name) if name else None
    return squeeze(str(value)) if isinstance(value, str | int) else ""


def _reply(told: Mapping[str, Any], name: str | None) -> str:
    text = _text(told, name)
    return "" if pattern("no_reply").search(text) else text


def _day(told: Mapping[str, Any], name: str | None) -> date | None:
    value = told.get(name) if name else None
    return day_of(value) if value else None
