"""Scores for the terminal and for machines. A total is never printed bare.

The terminal's are in the language of the command line, save for what the ledger and the rubric call things
and what lists say of a defect; what goes into a document is Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.domain.calendar import SHANGHAI
from monitor.domain.office import SeveralSites
from monitor.domain.rubric import RowScore, Rubric, Score
from monitor.domain.subject import Unit
from monitor.text import say


@dataclass(frozen=True)
class ScoreSheet:
    """Scores of sites at one moment. `descriptions`: the sentence of each defect, by id. `resting`:
    ids of sites that were not to be looked at on that day. `unit_scores`: of units with several sites,
    by unit id, after the rule `several_sites` (None: the lowest, 试算). `evidence`: the stored proof of
    each defect, by id, as SHA-256 and kind."""

    units: tuple[Unit, ...]
    rubric: Rubric
    as_of: datetime
    scores: Mapping[str, Score]
    descriptions: Mapping[str, str]
    resting: frozenset[str] = frozenset()
    unit_scores: Mapping[str, Score] = field(default_factory=dict)
    several_sites: SeveralSites | None = None
    evidence: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


def score_text(score: Score, lang: str | None = "zh") -> str:
    """已核验 x/100，扣 y，未能核验 z; with the factor where points were scaled. `lang` as in `say`."""
    if not score.max:
        key = "report.vetoes_alone" if score.scored else "report.vetoes_unseen"
        return say(key, lang=lang)
    factor = figure(score.factor, 4)
    scaled = say("report.factor", lang=lang, factor=factor) if score.factor != 1 else ""
    return _sums(score, lang) + scaled


def _sums(score: Score, lang: str | None) -> str:
    return say(
        "report.score" if score.scored else "report.not_scored",
        lang=lang,
        verified=figure(score.verified),
        max=figure(score.max),
        points=figure(score.points),
        unobserved=figure(score.unobserved_points),
    )


def figure(number: float, digits: int = 2) -> str:
    """A number as it is printed: no more digits than it has."""
    return f"{number:.{digits}f}".rstrip("0").rstrip(".")


def score_lines(sheet: ScoreSheet, *, explain: bool = False) -> Iterable[str]:
    """One line a site, with the lines that explain each point if asked; siteless units too."""
    moment = sheet.as_of.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    yield say("score.head", rubric=sheet.rubric.id, as_of=moment)
    if sheet.rubric.trial:
        yield say("report.trial")
    for unit in sheet.units:
        if not unit.sites:
            reason = unit.unwatched_reason or say("report.no_address")
            yield say("score.unwatched", unit=unit.name, reason=reason)
        for site in unit.watched:
            score = sheet.scores.get(site.id)
            unseen = "report.resting" if site.id in sheet.resting else "report.not_seen"
            text = score_text(score, None) if score else say(unseen)
            rows = " ".join(score.vetoes) if score else ""
            vetoes = say("score.vetoes", rows=rows) if rows else ""
            yield say("score.line", unit=unit.name, site=site.name, text=text, vetoes=vetoes)
            if explain and score:
                yield from _explained(score, sheet)
        if unit.id in sheet.unit_scores:
            yield unit_line(unit, sheet.unit_scores[unit.id], sheet.several_sites, None)


def unit_line(unit: Unit, score: Score, rule: SeveralSites | None, lang: str | None = "zh") -> str:
    """How a unit with several sites stands, and by which rule; until the office has one, on trial."""
    rows = " ".join(score.vetoes)
    return say(
        "score.unit",
        lang=lang,
        unit=unit.name,
        sites=len(unit.sites),
        rule=say(f"several_sites.{rule or SeveralSites.LOWEST}", lang=lang),
        trial="" if rule else say("score.trial", lang=lang),
        text=score_text(score, lang),
        vetoes=say("score.vetoes", lang=lang, rows=rows) if rows else "",
    )


def _explained(score: Score, sheet: ScoreSheet) -> Iterable[str]:
    """Each row with its defects, and each defect with its proof."""
    rows = {row.id: row for row in sheet.rubric.rows}
    if score.factor != 1:
        yield say("score.factor", factor=figure(score.factor, 4))
    for row in score.rows:
        known = rows.get(row.indicator)
        name = known.name if known else ""
        if row.state == "person" and not row.findings:
            yield say("score.by_person", indicator=row.indicator, name=name)
            continue
        yield say(
            "score.row",
            indicator=row.indicator,
            name=name,
            cap=figure(row.cap),
            state=say(f"score.state.{row.state}"),
            points=figure(row.points),
        )
        for key in row.findings:
            yield say("score.defect", id=key, text=sheet.descriptions.get(key, ""))
            for sha256, kind in sheet.evidence.get(key, ()):
                made = say(f"report.{kind}")
                told = say("report.evidence", kind=made, sha256=sha256)
                yield say("score.proof", text=told)


def score_json(sheet: ScoreSheet) -> list[dict[str, Any]]:
    """The contract's score JSON; of a unit with several sites one more entry, without a site."""
    return [
        {
            "unit": score.unit_id,
            "site": score.site_id,
            "rubric": score.rubric,
            "period": score.period,
            "points": score.points,
            "max": score.max,
            "verified": score.verified,
            "unobserved_points": score.unobserved_points,
            "vetoes": list(score.vetoes),
            "rows": [_row(row) for row in score.rows],
            "coverage": {
                "planned": score.planned,
                "observed": score.observed,
                "not_observed": score.not_observed,
            },
            "scored": score.scored,
            "factor": score.factor,
            "trial": sheet.rubric.trial,
            "note": say("report.trial", lang="zh") if sheet.rubric.trial else None,
        }
        for score in (*sheet.scores.values(), *sheet.unit_scores.values())
    ]


def _row(row: RowScore) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "clause": row.clause,
        "cap": row.cap,
        "points": row.points,
        "state": row.state,
        "findings": list(row.findings),
    }
