"""The verb that looks before there is a ledger's word: probe."""

from __future__ import annotations

from pathlib import Path

from monitor.app import letters, probing
from monitor.app.house import BadInput
from monitor.cli import papers
from monitor.cli.show import Shown
from monitor.cli.suggest import suggested
from monitor.cli.verb import COMPLETE, PATH, SITES, Verb, house, option


def _probe(
    sites: tuple[str, ...],
    suggest: str | None,
    output: Path | None,
    letter: Path | None,
    addresses: tuple[str, ...],
    schedules: Path | None,
) -> int:
    if suggest is not None:
        return suggested(suggest, output)
    if output is not None:
        raise BadInput("input.output_of_suggest")
    shown, built = Shown(), house()
    wanted = letters.prepare(letter, addresses, schedules)
    found = probing.probe(built, sites=sites)
    for probed in found:
        shown.probed(probed)
    return papers.lettered(shown, letters.write(built, wanted, found)) if wanted else COMPLETE


VERBS = (
    Verb(
        "probe",
        (
            SITES,
            option("--suggest", key="suggest"),
            option("--output", key="suggest_output", type=PATH),
            *papers.LETTER,
        ),
        _probe,
    ),
)
