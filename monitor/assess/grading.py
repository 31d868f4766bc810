"""From scores to grades, and why two gradings differ. Pure; the order of what comes in is nothing.

A unit is 优秀 when its score reaches the minimum and it has one of the places; 良好, 合格 and 不合格
go by minimum scores. Part two below the rubric's gate is 不合格 whatever the score
(国办秘函〔2019〕19号). Hiding pages lowers a score or takes it away, so it never leads to a better grade:
who has no score has no grade, but keeps its place in the number from which a quota is reckoned. A veto
that nobody has decided is neither upheld nor dismissed: where it matters the grade is 待定.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from monitor.domain.assessment import Result
from monitor.domain.grading import (
    AccountMerge,
    Candidate,
    Cause,
    Change,
    ClassGrades,
    ClassRules,
    Grade,
    GradeRules,
    Kind,
    Merged,
    Placed,
    Points,
    Tie,
    TieDecision,
    TieRule,
    VetoRule,
    Why,
)
from monitor.domain.subject import Category

INSUFFICIENT = "insufficient"
MERGE_UNDECIDED = "account_merge"


def exact(points: Points) -> Fraction:
    """A fraction as it is, a number in whole hundredths of a point, as printed."""
    return points if isinstance(points, Fraction) else Fraction(round(points * 100), 100)


def merge(accounts: Sequence[Merged], rule: AccountMerge | None) -> Merged:
    """The sites or accounts of a unit as one; several without a rule have no score (待定).

    One that is not scored leaves the unit without a score: left out, a bad one would raise its unit
    as soon as it hid enough. Raises ValueError for none at all.
    """
    if not accounts:
        raise ValueError("no account")
    if len(accounts) == 1:
        return accounts[0]
    if rule is None:
        return Merged(None, unscored=MERGE_UNDECIDED, provisional=True)
    trial = any(one.provisional for one in accounts)
    unobserved = _mean([_unverified(one.unobserved) for one in accounts])
    vetoed = [one for one in accounts if one.veto]
    recorded = all(one.score is not None for one in vetoed)
    veto = bool(vetoed) and not (rule is AccountMerge.MEAN and recorded)
    reason = next((one.unscored for one in accounts if one.unscored), None)
    score = _together([one.score for one in accounts], rule)
    if score is None and not veto:
        reason = reason or INSUFFICIENT
    return Merged(
        score,
        veto,
        reason,
        unobserved,
        trial,
        _together([one.beside if one.veto else one.score for one in accounts], rule),
        _together([one.part2 for one in accounts], rule),
    )


def _together(points: Sequence[Points | None], rule: AccountMerge) -> Points | None:
    """The lowest or the mean; None where one of them is not known."""
    known = [exact(one) for one in points if one is not None]
    if len(known) < len(points):
        return None
    return min(known) if rule is AccountMerge.MIN else _mean(known)


def candidate(rules: GradeRules, result: Result) -> Candidate | None:
    """A unit in one kind, in the class that the rules put it in; None where they put it in none.

    Where a veto merely bars from 优秀 the unit keeps the score that it has without it, unless a veto is
    recorded as points.
    """
    cls = rules.class_of(Kind(result.medium.value), Category(result.category))
    if cls is None:
        return None
    keeps = result.veto and result.score is None and cls.veto is VetoRule.BLOCKS_EXCELLENT
    return Candidate(
        result.unit,
        result.name,
        cls.id,
        result.beside if keeps else result.score,
        result.veto,
        result.unscored,
        Fraction(str(result.unverified)) / 100,
        result.provisional,
        result.failed,
        result.open_vetoes,
        result.unmonitored,
    )


def grade(
    candidates: Iterable[Candidate], rules: GradeRules, decided: Iterable[TieDecision] = ()
) -> tuple[ClassGrades, ...]:
    """Every class of the rules with its grades, in the order of the rules.

    Raises ValueError for a candidate of an unknown class, or one that stands twice in a class.
    """
    by_class: dict[str, list[Candidate]] = {one.id: [] for one in rules.classes}
    for one in candidates:
        if one.cls not in by_class:
            raise ValueError(f"{one.id}: no class {one.cls}")
        if any(one.id == other.id for other in by_class[one.cls]):
            raise ValueError(f"{one.id} stands twice in {one.cls}")
        by_class[one.cls].append(one)
    words = {(one.cls, one.tied): one.promoted for one in decided}
    return tuple(_class(rules_, by_class[rules_.id], words) for rules_ in rules.classes)


Words = Mapping[tuple[str, frozenset[str]], frozenset[str]]


def _class(rules: ClassRules, candidates: Sequence[Candidate], words: Words) -> ClassGrades:
    everyone = sorted(candidates, key=_by_name)
    failed = {one.id: why for one in everyone if (why := _fails(one, rules)) is not None}
    scored = [one for one in everyone if one.score is not None and one.id not in failed]
    unscored = tuple(one for one in everyone if one.score is None and one.id not in failed)
    missing = rules.missing(len(everyone))
    if missing:  # by name: an order of scores would be half a result
        left = (one for one in everyone if one not in unscored)
        placed = [Placed(one, None, None, Why.UNDECIDED) for one in left]
        return ClassGrades(rules, tuple(placed), unscored, missing)
    best, tie = _excellent(rules, scored, len(everyone), words)
    placed = [_held(_placed(one, rules, scored, best, tie), rules) for one in scored]
    placed += [
        Placed(one, Grade.FAIL, None, failed[one.id]) for one in everyone if one.id in failed
    ]
    placed.sort(key=_in_the_notice)
    return ClassGrades(rules, tuple(placed), unscored, (), tie)


def _fails(one: Candidate, rules: ClassRules) -> Why | None:
    """Why a unit is 不合格 whatever its score is, and also without one; None when it is not."""
    if one.veto and rules.veto is VetoRule.FAILS:
        return Why.VETO
    return Why.GATE if one.failed else None


def _excellent(
    rules: ClassRules, scored: Sequence[Candidate], total: int, words: Words
) -> tuple[frozenset[str], Tie | None]:
    """The ids of who is 优秀, and the tie over the edge of the quota that nobody decided."""
    least = _least_excellent(rules)
    fit = [one for one in scored if not one.veto and least is not None and _score(one) >= least]
    places = rules.places(total)
    if places is None or len(fit) <= places:
        return frozenset(one.id for one in fit), None
    if not places:
        return frozenset(), None
    edge = sorted(map(_score, fit), reverse=True)[places - 1]
    above = [one for one in fit if _score(one) > edge]
    tied = [one for one in fit if _score(one) == edge]
    room = places - len(above)
    chosen = tied if len(tied) == room else _chosen(rules, tied, room, words)
    tie = None if chosen is not None else Tie(tuple(one.id for one in tied), room)
    return frozenset(one.id for one in (*above, *(chosen or ()))), tie


def _chosen(
    rules: ClassRules, tied: Sequence[Candidate], room: int, words: Words
) -> Sequence[Candidate] | None:
    """Who of the tied (by name) is promoted; None where no rule and no person says so."""
    if rules.tie_rule is TieRule.SHARE:
        return tied
    if rules.tie_rule is TieRule.BY_NAME:
        return tied[:room]
    if rules.tie_rule is TieRule.BY_LOWER_UNOBSERVED:
        order = sorted(tied, key=lambda one: _unverified(one.unobserved))
        last, beyond = (_unverified(one.unobserved) for one in order[room - 1 : room + 1])
        return order[:room] if last < beyond else None
    said = words.get((rules.id, frozenset(one.id for one in tied)))
    if rules.tie_rule is not TieRule.PERSON or said is None or len(said) > room:
        return None
    return [one for one in tied if one.id in said]


def _placed(
    one: Candidate,
    rules: ClassRules,
    scored: Sequence[Candidate],
    best: frozenset[str],
    tie: Tie | None,
) -> Placed:
    score = _score(one)
    place = 1 + sum(_score(other) > score for other in scored)
    if one.id in best:
        return Placed(one, Grade.EXCELLENT, place, Why.SCORE)
    why = Why.SCORE
    least = _least_excellent(rules)
    if least is not None and score >= least:
        why = Why.TIE if tie and one.id in tie.ids else Why.VETO if one.veto else Why.QUOTA
    if rules.min_good is not None and score >= rules.min_good:
        return Placed(one, Grade.GOOD, place, why)
    passes = rules.min_pass is not None and score >= rules.min_pass
    return Placed(one, Grade.PASS if passes else Grade.FAIL, place, why)


def _held(placed: Placed, rules: ClassRules) -> Placed:
    """待定 where a veto that is not decided would take the grade away."""
    one = placed.candidate
    if not one.open_vetoes or placed.grade is Grade.FAIL:
        return placed
    if rules.veto is VetoRule.BLOCKS_EXCELLENT and placed.grade is not Grade.EXCELLENT:
        return placed
    return replace(placed, grade=None, why=Why.VETO_OPEN, otherwise=placed.grade)


def _least_excellent(rules: ClassRules) -> Fraction | None:
    """Nobody is 优秀 below what 良好 asks for, however many places there are."""
    return rules.min_good if rules.min_excellent is None else rules.min_excellent


_GRADES = tuple(Grade)


def _in_the_notice(one: Placed) -> tuple[int, bool, Fraction, bytes, str]:
    """By grade, in it by score, equal ones by name; who is failed by a veto or a gate stands last."""
    rank = _GRADES.index(one.grade) if one.grade else len(_GRADES)
    score = Fraction() if one.place is None else _score(one.candidate)
    return rank, one.place is None, -score, *_by_name(one.candidate)


def _by_name(one: Candidate) -> tuple[bytes, str]:
    """GB 18030 keeps the usual characters in the order of their sounds (音序)."""
    return one.name.encode("gb18030", "replace"), one.id


def _score(one: Candidate) -> Fraction:
    return exact(one.score) if one.score is not None else Fraction()


def _unverified(share: Points | None) -> Fraction:
    return Fraction(1) if share is None else Fraction(share)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)


def changes(before: Sequence[ClassGrades], after: Sequence[ClassGrades]) -> tuple[Change, ...]:
    """The units whose line in the lists is another one, in the order of `after`, and why.

    A unit that others passed without a change of its own grade is not named: its line changed by
    theirs. One that moved because of others says through whom.
    """
    old, new = ({one.rules.id: one for one in each} for each in (before, after))
    found: list[Change] = []
    for cls in [*new, *(one for one in old if one not in new)]:
        found += _changed(cls, old.get(cls), new.get(cls))
    return tuple(found)


def _changed(cls: str, before: ClassGrades | None, after: ClassGrades | None) -> list[Change]:
    old, new = _entries(before), _entries(after)
    same_rules = bool(before and after) and _rules(before) == _rules(after)
    shares = after is not None and after.rules.tie_rule is TieRule.BY_LOWER_UNOBSERVED
    everyone = [*new, *(id for id in old if id not in new)]
    own = {id: _own(old.get(id), new.get(id), shares) for id in everyone}
    movers = [id for id, causes in own.items() if causes]
    found = []
    for id, causes in own.items():
        was, is_ = old.get(id), new.get(id)
        if _line(was) == _line(is_) and not (causes and _ahead(id, old, new)):
            continue
        through: tuple[str, ...] = ()
        if not causes and same_rules:
            through = tuple((new.get(one) or old[one]).candidate.name for one in movers)
            tied = is_ is not None and is_.why is Why.TIE
            causes = (Cause.TIE if tied else Cause.OTHERS if movers else Cause.DECIDED,)
        known = is_ or was
        if known is None:
            continue
        found.append(
            Change(
                cls,
                id,
                known.candidate.name,
                was.grade if was else None,
                is_.grade if is_ else None,
                causes or (Cause.RULES,),
                (_points(was), _points(is_)),
                through,
            )
        )
    return found


def _entries(grades: ClassGrades | None) -> dict[str, Placed]:
    """Everybody of a class in the order of the notice; who is left out stands at the end."""
    if grades is None:
        return {}
    left_out = (Placed(one, None, None, Why.UNDECIDED) for one in grades.unscored)
    return {one.candidate.id: one for one in (*grades.placed, *left_out)}


def _rules(grades: ClassGrades | None) -> tuple[ClassRules, int | None] | None:
    return None if grades is None else (grades.rules, grades.rules.places(grades.total))


def _points(one: Placed | None) -> Points | None:
    return None if one is None else one.candidate.score


def _own(was: Placed | None, now: Placed | None, shares: bool) -> tuple[Cause, ...]:
    """What changed of a unit itself; `shares`: what could not be verified decides ties."""
    if was is None or now is None:
        return (Cause.ENTERED,) if was is None else (Cause.LEFT,)
    old, new = was.candidate, now.candidate
    causes = []
    if old.veto != new.veto:
        causes.append(Cause.VETO if new.veto else Cause.VETO_LIFTED)
    elif (was.why is Why.VETO_OPEN) != (now.why is Why.VETO_OPEN):
        causes.append(Cause.VETO_OPEN if now.why is Why.VETO_OPEN else Cause.VETO_SETTLED)
    if old.failed != new.failed:
        causes.append(Cause.GATE if new.failed else Cause.GATE_PASSED)
    if old.score is None or new.score is None:
        if (old.score is None) != (new.score is None):
            causes.append(Cause.UNSCORED if new.score is None else Cause.SCORED)
    elif _score(old) != _score(new):
        causes.append(Cause.RAISED if _score(new) > _score(old) else Cause.LOWERED)
    elif shares and _unverified(old.unobserved) != _unverified(new.unobserved):
        causes.append(Cause.UNOBSERVED)
    return tuple(causes)


def _line(one: Placed | None) -> tuple[bool, Grade | None, bool]:
    """In which of the lists a unit stands: of a grade, 待定, or 暂不评分."""
    if one is None:
        return False, None, False
    return True, one.grade, one.candidate.score is None and one.grade is None


def _ahead(id: str, old: Mapping[str, Placed], new: Mapping[str, Placed]) -> bool:
    """Whether a unit passed, or was passed by, another one that stands in the same list as before."""
    stay = [one for one in new if one in old and _line(old[one]) == _line(new[one])]
    order_before = [one for one in old if one in stay]
    order_after = [one for one in new if one in stay]
    ahead = set(order_before[: order_before.index(id)])
    return ahead != set(order_after[: order_after.index(id)]) if id in stay else False
