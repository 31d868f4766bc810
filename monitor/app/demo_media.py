"""The demonstration's accounts: forms out and in, a draw, rounds of looks."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monitor.app.accounts import account_states
from monitor.app.house import House
from monitor.app.media import MediaRound, look_at_accounts
from monitor.app.media_forms import draw, forms
from monitor.app.media_list import counts
from monitor.app.media_loading import Loaded, load
from monitor.app.selection import ledger
from monitor.demo.media.account import Account, Seen, Word, day
from monitor.demo.model import AS_OF, TODAY
from monitor.demo.words import person
from monitor.report.media_filled import fill_in
from monitor.report.workbook import zh

_SEED = 2026
_EVERYBODY = 1.0
"""The share drawn: who opens the accounts notes only some of them."""

Words = dict[str, str | date]


@dataclass(frozen=True)
class Papers:
    """What came back: forms of units, and the sheet of who opened accounts by hand."""

    forms: Loaded
    draw: Loaded


def paperwork(house: House, accounts: Sequence[Account]) -> Papers:
    """Forms to every unit, a draw to whoever opens accounts; both come back as the city fills them in,
    and are read as an office reads them. What was read before adds nothing."""
    told = {one.id: _reported(one.number, one.told) for one in accounts if one.told}
    seen = {one.id: _noted(one.number, one.seen) for one in accounts if one.seen}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        sent = forms(house, unit=None, everything=True, output=folder / "forms", as_of=AS_OF)
        filled = load(house, _filled(sent.files, told, folder / "filled"), as_of=AS_OF)
        sheet = folder / "draw.xlsx"
        drawn = draw(house, seed=_SEED, share=_EVERYBODY, output=sheet, as_of=AS_OF)
        back = _filled([drawn.file], seen, folder / "back")
        return Papers(filled, load(house, back, as_of=AS_OF))


def look(house: House, moment: str) -> MediaRound:
    """A round that looks at every account, whether or not it was seen lately."""
    everybody = list(ledger(house, house.now(moment)).accounts)
    return look_at_accounts(house, accounts=everybody, as_of=moment)


def standings(house: House, done: MediaRound) -> dict[str, int]:
    """How many accounts are verified, told of by their units alone, unverified."""
    return counts(account_states(house, done.registry, list(done.looks), done.run.now))


def _filled(files: Sequence[Path], words: Mapping[str, Words], folder: Path) -> list[Path]:
    folder.mkdir()
    return [path for file in files if fill_in(file, words, path := folder / file.name)]


def _reported(number: int, word: Word) -> Words:
    return {
        "media_last_post": _day(word.age),
        "media_reporter": person(number),
        "media_screenshot": f"{number}.png",
    }


def _noted(number: int, seen: Seen) -> Words:
    said: Words = {
        "media_result": zh(f"media_forms.result.{seen.result}"),
        "media_checked_on": TODAY,
        "media_checker": person(number + 1),
    }
    if seen.result != "unseen":
        said["media_seen"] = _day(seen.age)
    if seen.answers is not None:
        said["media_interactive"] = zh(
            f"media_forms.interactive.{'open' if seen.answers else 'closed'}"
        )
    return said


def _day(age: int | None) -> str | date:
    return zh("media_forms.none") if age is None else day(age)
