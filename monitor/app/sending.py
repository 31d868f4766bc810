"""Sending a text to a channel through apprise, which knows the services; loaded when something is sent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any, Protocol

log = logging.getLogger(__name__)

_ROBOTS = ("wecombot", "dingtalk", "feishu", "lark")
"""Robots that answer 200 and refuse in the body: a word of the group's filter is missing, say."""
_CODES = ("errcode", "code", "StatusCode")


class Post(Protocol):
    """Sends a text to a channel; returns None when it was taken, else why not, without its address."""

    def __call__(self, channel: str, title: str, body: str) -> str | None: ...


def unfit(addresses: Mapping[str, str]) -> list[str]:
    """The channels whose address apprise does not know how to use."""
    return sorted(name for name, url in addresses.items() if _made(url) is None)


def sender(addresses: Mapping[str, str]) -> Post:
    """`addresses`: of the channels, as apprise writes them (wecombot://…, mailtos://…)."""

    def post(channel: str, title: str, body: str) -> str | None:
        service = _made(addresses[channel])
        if service is None:
            return "unfit"
        answers: list[Any] = []
        with _heard(answers):
            try:
                taken = bool(service.notify(title=title, body=body))
            except Exception as error:  # a library of a hundred services: none may stop us
                log.error("channel %s: %s", channel, type(error).__name__)
                return type(error).__name__
        if taken and (refusal := next(filter(None, map(_refusal, answers)), None)):
            return refusal
        if taken:
            return None
        status = answers[-1].status_code if answers else None
        return f"http_{status}" if status and status != 200 else "failed"

    return post


def _made(url: str) -> Any:
    import apprise

    asset = apprise.AppriseAsset(
        app_id="gov-monitor",
        app_desc="gov-monitor",
        app_url="",
        storage_mode=apprise.PersistentStoreMode.MEMORY,
    )
    logging.getLogger("apprise").setLevel(
        logging.CRITICAL
    )  # it would write addresses into the journal
    try:
        return apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    except Exception:
        return None


def _refusal(answer: Any) -> str | None:
    try:
        told = answer.json()
    except ValueError:
        return None
    codes = [told[name] for name in _CODES if name in told] if isinstance(told, dict) else []
    return next((f"refused_{code}" for code in codes if code not in (0, "0")), None)


@contextmanager
def _heard(answers: list[Any]) -> Iterator[None]:
    """What robots answer, which apprise does not read: their modules post through a listening ear."""
    with ExitStack() as stack:
        for name in _ROBOTS:
            module = import_module(f"apprise.plugins.{name}")
            plain = module.requests
            stack.callback(setattr, module, "requests", plain)
            module.requests = _Ear(plain, answers.append)  # type: ignore[attr-defined]
        yield


class _Ear:
    def __init__(self, plain: Any, hear: Callable[[Any], None]) -> None:
        self._plain = plain
        self._hear = hear

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)

    def post(self, *given: Any, **named: Any) -> Any:
        answer = self._plain.post(*given, **named)
        self._hear(answer)
        return answer
