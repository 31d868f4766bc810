"""The proof that goes out with a list: what was stored of each of its lines, as when it was frozen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db import proof as kept
from monitor.app.house import House
from monitor.app.telling import told_looks
from monitor.domain.inspection import SentList
from monitor.report.proof import LineProof, write_proof
from monitor.text import say


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
    words += told_looks(kept.looks(house.engine, one["id"], one["url"], sent.as_of))
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


def _kind(kind: str) -> str:
    return say(f"report.{kind}", lang="zh")


def _zh(key: str, **words: object) -> str:
    return say(f"proof.{key}", lang="zh", **words)


def _text(words: list[str]) -> str:
    return "\n".join(words) + "\n"
