"""Verb that shows defects on the pages they are on: pictures."""

from __future__ import annotations

from monitor.app.picturing import take_pictures
from monitor.cli.show import Shown
from monitor.cli.verb import AS_OF, COMPLETE, UNITS, Verb, house, option


def _pictures(units: tuple[str, ...], defects: tuple[str, ...], as_of: str | None) -> int:
    Shown().pictures(take_pictures(house(), units=units, defects=defects, as_of=as_of))
    return COMPLETE


VERBS = (
    Verb(
        "pictures",
        (UNITS, option("--defect", "defects", key="defect", multiple=True), AS_OF),
        _pictures,
    ),
)
