"""What findings and defects cost under a rubric. Pure; the same input gives the same score.

A defect is charged in one deduction row only: the first row of the rubric that counts it and that
no earlier row's `absorbs` excludes. Points of a row never exceed its cap. A row whose checks all
answered not observed is not verified: its cap goes to `unobserved_points`, never to the deduction.
So does, for every subject that could not be observed, its share of the row or the most it could
have cost there, whichever is more: the share alone would pay for hiding what is dearer than an
equal part of the cap. Hiding a page therefore moves points from verified to unobserved and can only
lower `verified - points`.

Rows that no check serves are a person's (`person`): neither verified nor deducted here, and outside the
component by which a subject is scored or not. Where a rubric rescales, points and verified points are
multiplied by the factor that makes up for rows which are not the subject's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from monitor.domain.defect import STRUCK, DecisionKind, Defect, DefectState
from monitor.domain.finding import Finding, Outcome
from monitor.domain.office import SeveralSites
from monitor.domain.rubric import Charge, Match, Of, Row, RowKind, RowScore, Rubric, Score, of
from monitor.domain.run import Coverage
from monitor.domain.subject import Account, Category, Unit, Watched

Rulings = Mapping[str, DecisionKind]
"""What a person decided on the rows of one site, by indicator: included, or struck out."""

NO_RULINGS: Rulings = {}
_RULED = {
    DecisionKind.INCLUDED: "charged",
    DecisionKind.EXCLUDED: "clean",
}
_NOT_CHARGED = frozenset({DecisionKind.FALSE, DecisionKind.EXCLUDED, DecisionKind.HINT})
_SAW = frozenset({Outcome.PASS, Outcome.FAIL})
_BLIND = frozenset({Outcome.NOT_OBSERVED, Outcome.ERROR})
_NOT_OURS = frozenset({"not_applicable", "person"})
"""States of deduction rows that are no part of the daily-monitoring component."""
_HALF = 1e-6
"""More than what sums of fractions are off by, less than what anything costs."""


def counts(match: Match, check: str, reason: str, facts: Mapping[str, object]) -> bool:
    """Whether a row's match fits a defect (or a finding)."""
    return (
        match.check == check
        and (not match.reasons or reason in match.reasons)
        and (not match.classes or facts.get("class") in {cls.value for cls in match.classes})
        and all(facts.get(name) in values for name, values in match.facts)
    )


def charged(defect: Defect) -> bool:
    """Only what is confirmed and not struck out by a person costs points."""
    return defect.state is DefectState.CONFIRMED and defect.decision not in _NOT_CHARGED


def applies(row: Row, site: Watched, unit: Unit, *, platform: bool) -> bool:
    """Rows of the platform are its owner's, those on services are for units that have some; some rows
    are not for some kinds of unit or site."""
    if isinstance(site, Account):
        return row.of is Of.ACCOUNT and unit.category not in row.not_for_categories
    return (
        row.of is Of.SITE
        and not (row.services and unit.category is Category.INTERNAL)
        and unit.category not in row.not_for_categories
        and site.kind not in row.not_for_kinds
        and (platform or not row.platform)
    )


def factor(rubric: Rubric, site: Watched, unit: Unit, *, platform: bool) -> float:
    """By what points are multiplied where the rubric rescales: its total by the caps that are the
    site's. One where it does not, and where nothing is the site's."""
    rows = rubric.rows_of(of(site), RowKind.DEDUCTION)
    whole = sum(row.cap for row in rows if applies(row, site, unit, platform=platform))
    return round(rubric.total / whole, 4) if rubric.rescale and whole else 1.0


def charges(
    defects: Iterable[Defect],
    rubric: Rubric,
    *,
    site: Watched,
    unit: Unit,
    platform: bool,
    rulings: Rulings = NO_RULINGS,
) -> dict[str, dict[str, float]]:
    """Uncapped points: row id → defect id → points; each defect in one deduction row.

    A row that a person dismissed keeps its defects, at no points.
    """
    rows = [
        row
        for row in rubric.rows_of(of(site), RowKind.DEDUCTION)
        if applies(row, site, unit, platform=platform)
    ]
    made: dict[str, dict[str, float]] = {row.id: {} for row in rows}
    for defect in sorted(filter(charged, defects), key=lambda d: d.id):
        for row in rows:
            match = _match(row, defect)
            if match is not None:
                dismissed = rulings.get(row.id) in STRUCK
                made[row.id][defect.id] = 0.0 if dismissed else _points(row, match)
                break
    return made


def _points(row: Row, match: Match) -> float:
    return row.points if match.points is None else match.points


def _match(row: Row, defect: Defect) -> Match | None:
    fitting = (m for m in row.counts if counts(m, defect.check, defect.reason, defect.facts))
    return next(fitting, None)


def row_points(row: Row, by_defect: Mapping[str, float]) -> float:
    """The row's deduction: each defect, or the dearest once; never more than the cap."""
    return round(min(_amount(row, by_defect), row.cap), 4)


def _amount(row: Row, by_defect: Mapping[str, float]) -> float:
    """The row's deduction before the cap."""
    if row.charge is Charge.ONCE:
        return max(by_defect.values(), default=0.0)
    return sum(by_defect.values())


def points_by_defect(
    defects: Sequence[Defect],
    rubric: Rubric,
    *,
    site: Watched,
    unit: Unit,
    platform: bool,
    rulings: Rulings = NO_RULINGS,
) -> dict[str, float]:
    """Each defect's own points, scaled down where its row's cap is exceeded, so that they add up."""
    shares: dict[str, float] = {}
    scale = factor(rubric, site, unit, platform=platform)
    made = charges(defects, rubric, site=site, unit=unit, platform=platform, rulings=rulings)
    for row in rubric.rows:
        by_defect = made.get(row.id, {})
        total = sum(by_defect.values())
        if total:
            share = row_points(row, by_defect) / total * scale
            shares |= {key: round(points * share, 4) for key, points in by_defect.items()}
    return shares


def vetoes(
    defects: Iterable[Defect], rubric: Rubric, *, site: Watched, unit: Unit
) -> dict[str, list[str]]:
    """Veto rows whose threshold is reached, with the defects that reach it; a person decides each.

    Columns that nobody confirmed in the ledger (栏目待核) never count towards a veto.
    """
    reached: dict[str, list[str]] = {}
    alive = [d for d in defects if charged(d) and d.facts.get("confirmed", True)]
    for row in rubric.rows_of(of(site), RowKind.VETO):
        if not applies(row, site, unit, platform=True):
            continue
        fitting = [d.id for d in alive if _match(row, d) is not None]
        if len(fitting) >= row.threshold:
            reached[row.id] = sorted(fitting)
    return reached


def score_site(
    site: Watched,
    unit: Unit,
    rubric: Rubric,
    *,
    findings: Sequence[Finding],
    defects: Sequence[Defect],
    coverage: Coverage,
    platform: bool,
    period: str,
    rulings: Rulings = NO_RULINGS,
) -> Score:
    """The daily-monitoring component of one site: a row for each indicator that its checks serve.

    `rulings`: what a person decided on the rows that suggest a veto or a deduction.
    """
    made = charges(defects, rubric, site=site, unit=unit, platform=platform, rulings=rulings)
    rows = [
        _row(row, made, findings, applicable=applies(row, site, unit, platform=platform))
        for row in rubric.rows_of(of(site), RowKind.DEDUCTION)
    ]
    reached = vetoes(defects, rubric, site=site, unit=unit)
    scale = factor(rubric, site, unit, platform=platform)
    component = scale * sum(row.cap for row in rows if row.state not in _NOT_OURS)
    applying = {row.id: row for row in rubric.rows if row.id in made and not row.by_person}
    stakes = _stakes(tuple(applying.values()), findings)
    parts = (
        _verified(
            applying[one.indicator], one, made[one.indicator], findings, stakes[one.indicator]
        )
        for one in rows
        if one.indicator in applying
    )
    points, verified = _printed(scale * sum(row.points for row in rows), scale * sum(parts))
    share = verified / component if component else 0.0
    vetoes_alone = isinstance(site, Account) and not component
    total = 0.0 if vetoes_alone else rubric.total
    vetoes_told = tuple(_veto_rows(rubric, reached, findings, site, unit, rulings))
    return Score(
        unit_id=unit.id,
        site_id=site.id,
        rubric=rubric.id,
        period=period,
        points=points,
        max=total,
        verified=verified,
        unobserved_points=round(total - verified, 2),
        vetoes=tuple(row for row in reached if rulings.get(row) not in STRUCK),
        rows=(*rows, *vetoes_told),
        scored=_all_looked_into(vetoes_told) if vetoes_alone else share >= rubric.min_verified,
        planned=coverage.planned,
        observed=coverage.observed,
        not_observed=dict(coverage.not_observed),
        factor=scale,
    )


def _all_looked_into(rows: Sequence[RowScore]) -> bool:
    """Where a rubric has vetoes alone, a subject stands when no veto was left unseen."""
    return bool(rows) and not any(row.state == "not_observed" for row in rows)


def _printed(points: float, verified: float) -> tuple[float, float]:
    """Both to the hundredth, and their difference too: rounded each by itself, hiding a page that
    changes nothing could bring the difference a hundredth. Half a hundredth is rounded down."""
    printed = round(points, 2)
    return printed, round(printed + round(verified - points - _HALF, 2), 2)


def _row(
    row: Row,
    made: Mapping[str, Mapping[str, float]],
    findings: Sequence[Finding],
    *,
    applicable: bool,
) -> RowScore:
    by_defect = made.get(row.id, {})
    points = row_points(row, by_defect)
    if not applicable:
        state = "not_applicable"
    elif row.by_person:
        state = "person"
    else:
        state = "charged" if points else _unreached(_outcomes(row, findings))
    return RowScore(row.id, row.clause, row.cap, points, state, tuple(sorted(by_defect)))


def _verified(
    row: Row,
    scored: RowScore,
    by_defect: Mapping[str, float],
    findings: Sequence[Finding],
    stakes: Sequence[float],
) -> float:
    """The part of a row's cap that was verified: what is left of it when each subject that could
    not be observed takes its share or its stake. What was deducted is verified in any case."""
    if scored.state == "not_observed":
        return 0.0
    seen = _outcomes(row, findings)
    share = row.cap / max(sum(seen.values()), 1)
    blind = sum(seen[outcome] for outcome in _BLIND)
    open_points = sum(max(share, stake) for stake in stakes) + share * (blind - len(stakes))
    return scored.points + max(0.0, row.cap - _amount(row, by_defect) - open_points)


def _stakes(rows: Sequence[Row], findings: Sequence[Finding]) -> dict[str, list[float]]:
    """The most that each subject which could not be observed might have cost, by row.

    As with defects the first row that surely counts it keeps it from later rows. Reasons and facts
    are unknown of what nobody saw; a column's class may be known, or that its check would not have
    applied (`settled`): then nothing is at stake.
    """
    stakes: dict[str, list[float]] = {row.id: [] for row in rows}
    for finding in findings:
        if finding.outcome not in _BLIND or "settled" in finding.facts:
            continue
        for row in rows:
            fitting = [
                m for m in row.counts if m.check == finding.check and _same_class(m, finding)
            ]
            if fitting:
                stakes[row.id].append(max(_points(row, match) for match in fitting))
            if any(_surely(match, finding) for match in fitting):
                break
    return stakes


def _surely(match: Match, finding: Finding) -> bool:
    """Whether any failure of the finding's subject would fit."""
    class_known = not match.classes or "class" in finding.facts
    return class_known and not match.reasons and not match.facts


def _outcomes(row: Row, findings: Sequence[Finding]) -> Counter[Outcome]:
    """How the row's checks answered, over the subjects the row is about."""
    found: Counter[Outcome] = Counter()
    for finding in findings:
        for match in row.counts:
            if match.check != finding.check:
                continue
            fits = finding.outcome is not Outcome.FAIL or counts(
                match, finding.check, finding.reason, finding.facts
            )
            if fits and _same_class(match, finding):
                found[finding.outcome] += 1
                break
    return found


def _same_class(match: Match, finding: Finding) -> bool:
    """A column's class narrows a row where the finding tells it."""
    cls = finding.facts.get("class")
    return not match.classes or cls is None or cls in {one.value for one in match.classes}


def _veto_rows(
    rubric: Rubric,
    reached: Mapping[str, Sequence[str]],
    findings: Sequence[Finding],
    site: Watched,
    unit: Unit,
    rulings: Rulings,
) -> Iterable[RowScore]:
    """A veto that nobody could look into is not clean; one that is suggested waits for a person, as
    does one that no check serves."""
    for row in rubric.rows_of(of(site), RowKind.VETO):
        if row.id in reached:
            state = _RULED.get(rulings.get(row.id, DecisionKind.PENDING), "person")
        elif not applies(row, site, unit, platform=True):
            state = "not_applicable"
        elif row.by_person:
            state = "person"
        else:
            state = _unreached(_outcomes(row, findings))
        found = tuple(reached.get(row.id, ()))
        yield RowScore(row.id, row.clause, 0.0, 0.0, state, found)


def _unreached(seen: Counter[Outcome]) -> str:
    """The state of a row that charges nothing: what was looked at is clean."""
    if any(seen[outcome] for outcome in _SAW):
        return "clean"
    return "not_observed" if any(seen[outcome] for outcome in _BLIND) or not seen else "clean"


def unit_score(scores: Sequence[Score | None], rule: SeveralSites | None = None) -> Score | None:
    """How a unit stands by its sites' scores, in the order of the ledger; None for a site at which
    nobody has looked yet. Sites at rest are left out by the caller.

    The rule is the office's (`inspections.several_sites`); until it has set one the lowest stands,
    and whoever prints it says 试算. A unit is scored only where every site that counts is: were the
    others enough, hiding the worst site would raise the unit.

    lowest: the site with the least `verified - points`. mean: of points and verified points over all
    sites, without rows and without a site id. first: the main site alone, which is the first of the
    ledger. A veto suggested at any site that counts is suggested for the unit. Returns None where
    there is no score to stand with.
    """
    counted = scores[:1] if rule is SeveralSites.FIRST else scores
    known = [score for score in counted if score is not None]
    if not known:
        return None
    whole = len(known) == len(counted) and all(score.scored for score in known)
    if rule is SeveralSites.MEAN:
        stands = _mean(known, len(counted))
    else:
        stands = min(known, key=lambda s: (s.verified - s.points, s.site_id or ""))
    suggested = tuple(dict.fromkeys(row for score in known for row in score.vetoes))
    return replace(stands, scored=whole, vetoes=suggested)


def _mean(scores: Sequence[Score], sites: int) -> Score:
    first = scores[0]
    verified = round(sum(score.verified for score in scores) / sites, 2)
    reasons: Counter[str] = Counter()
    for score in scores:
        reasons.update(score.not_observed)
    return replace(
        first,
        site_id=None,
        points=round(sum(score.points for score in scores) / sites, 2),
        verified=verified,
        unobserved_points=round(first.max - verified, 2),
        rows=(),
        factor=1.0,
        planned=sum(score.planned for score in scores),
        observed=sum(score.observed for score in scores),
        not_observed=dict(reasons),
    )
