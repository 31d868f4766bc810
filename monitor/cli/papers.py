"""What verbs say about the documents that they write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.show import Shown
from monitor.cli.verb import BLIND, COMPLETE, PATH, option
from monitor.domain.evidence import FetchStatus
from monitor.text import say

if TYPE_CHECKING:  # a look needs no library of documents
    from monitor.app.letters import Lettered
    from monitor.app.probing import Probed

LETTER = (
    option("--letter", key="letter", type=PATH),
    option("--exit-address", "addresses", key="exit_address", multiple=True),
    option("--schedules", key="schedules", type=PATH),
)
RECEIPT = option("--receipt", key="receipt", type=PATH)


def lettered(shown: Shown, done: Lettered) -> int:
    """Where the letter lies, and which sites it leaves out for which reason."""
    if done.blind:
        shown.line("cmd.papers.blind")
        return BLIND
    for one in done.left_out:
        if not one.lets_us_in:
            shown.line("cmd.papers.left_out", site=one.site.name, why=_why(one))
    if done.path is None:
        shown.line("cmd.papers.no_letter")
    else:
        shown.line("cmd.papers.letter", path=str(done.path), count=len(done.asked))
    return COMPLETE


def _why(probed: Probed) -> str:
    if not probed.fetches:
        return say("cmd.papers.why.unseen")
    status = probed.fetches[-1].status
    if status is FetchStatus.OK:
        return say("cmd.papers.why.answered")
    return say("cmd.papers.why.status", status=say(f"fetch.{status.value}"))


def receipted(shown: Shown, path: Path) -> None:
    shown.line("cmd.papers.receipt", path=str(path))
