"""Who stands before whom. Pure, exact, and nothing to be gained by hiding pages from us.

A subject stands by what it kept: what was verified without what was deducted, as a share of the
caps that apply to it, so that a channel, which answers for no platform rows, is measured by its own
whole. Hiding a page can only lower that. Points alone, or points per verified, would rise when a
page with a fault is hidden.

Who is 监测不充分，暂不评分 has no place. Suggested vetoes do not count here: a person decides them
first, and a place below all others could be left by hiding what suggests them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from monitor.domain.office import SeveralSites
from monitor.domain.rubric import Score


@dataclass(frozen=True, slots=True)
class Place:
    """Subjects that stand equal, by id. `number`: one more than stand before them (1, 2, 2, 4).

    `kept`: from 0 to 1.
    """

    number: int
    subjects: tuple[str, ...]
    kept: Fraction


@dataclass(frozen=True, slots=True)
class Ranking:
    """Best first. `unranked`: of whom too little was verified."""

    places: tuple[Place, ...]
    unranked: tuple[str, ...]

    def place(self, subject: str) -> int | None:
        """The number of a subject's place; None when it has none."""
        found = (place.number for place in self.places if subject in place.subjects)
        return next(found, None)


def site_standing(score: Score) -> Fraction | None:
    """What a site kept, None when it is not scored. In whole hundredths of a point, as printed."""
    whole = _whole(score)
    if not score.scored or not whole:
        return None
    return Fraction(_cents(score.verified) - _cents(score.points), whole)


def unverified(score: Score) -> Fraction:
    """The share of the points that apply to a site which could not be verified, 0 to 1."""
    whole = _whole(score)
    return Fraction(max(0, whole - _cents(score.verified)), whole) if whole else Fraction(1)


def _whole(score: Score) -> int:
    """Of the rows that are the site's and that checks serve: what a person judges is not in it."""
    apart = ("not_applicable", "person")
    return _cents(score.factor * sum(row.cap for row in score.rows if row.state not in apart))


def unit_standing(scores: Sequence[Score], rule: SeveralSites | None = None) -> Fraction | None:
    """How a unit stands by the scores of its sites, its main site first; until the office has set a
    rule with its lowest (试算).

    None without a site, and when one that counts is not scored: left out, a bad site would raise
    its unit as soon as it hid enough.
    """
    counting = scores[:1] if rule is SeveralSites.FIRST else scores
    standings = [site_standing(score) for score in counting]
    known = [one for one in standings if one is not None]
    if not known or len(known) < len(standings):
        return None
    return sum(known, Fraction()) / len(known) if rule is SeveralSites.MEAN else min(known)


def rank(standings: Mapping[str, Fraction | None]) -> Ranking:
    """Places by standing; equal ones share a place and stand in the order of their ids."""
    by_kept: dict[Fraction, list[str]] = {}
    for subject, kept in sorted(standings.items()):
        if kept is not None:
            by_kept.setdefault(kept, []).append(subject)
    places: list[Place] = []
    before = 0
    for kept in sorted(by_kept, reverse=True):
        places.append(Place(before + 1, tuple(by_kept[kept]), kept))
        before += len(by_kept[kept])
    return Ranking(tuple(places), tuple(sorted(s for s, kept in standings.items() if kept is None)))


def _cents(points: float) -> int:
    return round(points * 100)
