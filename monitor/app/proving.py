"""The proof that goes out with a list: what was stored of each of its lines, as when it was frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from db import proof as kept
from monitor.app.house import House
from monitor.domain.calendar import SHANGHAI
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.domain.inspection import SentList
from monitor.report.proof import LineProof, write_proof
from monitor.text import say

_MOST_LOOKS = 12
"""The first and the last looks told of a fault that stood for months."""


def write_proof_of(house: House, sent: SentList, path: Path) -> Path:
    """Beside a list: a folder a line with its text, looks, stored page and picture.

    A line that is withheld has its number only. Nothing but what its own records name is read.
    Raises OSError where it cannot be written.
    """
    lines = [_line(house, sent, number, one) for number, one in enumerate(sent.records, 1)]
    return write_proof(path, lines)


def _line(house: House, sent: SentList, number: int, one: Mapping[str, Any]) -> LineProof:
    words = [_zh("number", list=sent.number, number=number, id=one["id"]), one["description"]]
    if not one["url"]:
        return LineProof(number, _text(words))
    words.append(_zh("url", url=one["url"]))
    if one["parents"]:
        words.append(_zh("parents", urls="\n".join(one["parents"])))
    told = kept.looks(house.engine, one["id"], one["url"], sent.as_of)
    half = _MOST_LOOKS // 2
    shown = told if len(told) <= _MOST_LOOKS else [*told[:half], *told[-half:]]
    if shown:
        words.append(_zh("looks", count=len(told)))
        words += [_look(fetch) for fetch in shown]
    files: dict[str, bytes] = {}
    for proof in one["evidence"]:
        sha256, kind = proof["sha256"], proof["kind"]
        body = house.blobs.get(sha256)
        words.append(
            _zh("file" if body is not None else "not_stored", kind=_kind(kind), sha256=sha256)
        )
        if body is not None:
            ending = "jpg" if kind == "picture" else "txt"
            files[f"{_kind(kind)}_{sha256[:16]}.{ending}"] = body
    return LineProof(number, _text(words), files)


def _look(fetch: Fetch) -> str:
    said = (
        _zh("answered", status=fetch.http_status)
        if fetch.status is FetchStatus.OK and fetch.http_status
        else say(f"fetch.{fetch.status.value}", lang="zh")
    )
    line = _zh("look", at=_clock(fetch.fetched_at), said=said)
    if fetch.hops or (fetch.final_url and fetch.final_url != fetch.url):
        line += _zh("final", url=fetch.final_url or fetch.url)
    return line


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _kind(kind: str) -> str:
    return say(f"report.{kind}", lang="zh")


def _zh(key: str, **words: object) -> str:
    return say(f"proof.{key}", lang="zh", **words)


def _text(words: list[str]) -> str:
    return "\n".join(words) + "\n"
