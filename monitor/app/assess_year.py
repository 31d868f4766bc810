"""All that an assessment knows at one moment: units, what the machine saw in the year, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from db import assess, assess_final, queries, repository
from monitor.app.batch import score_over
from monitor.app.house import BadInput, House
from monitor.app.judging import rubric
from monitor.app.scorer import looks
from monitor.app.standing import Standing, standing
from monitor.assess.portal import answering
from monitor.assess.total import Applying, of_account, of_site
from monitor.assess.year import lines_of
from monitor.domain.address import Scopes
from monitor.domain.assessment import Assessment, AssessmentState, Entry, EntryKind, Line, Medium
from monitor.domain.calendar import end_of_day, shanghai_day
from monitor.domain.inspection import Inspection
from monitor.domain.office import Aggregation
from monitor.domain.rubric import Of, Rubric, Score
from monitor.domain.subject import Account, Registry, Site, Unit, Watched
from monitor.domain.succession import there
from monitor.domain.suggestion import Suggestion
from monitor.domain.terms import KeptTerms, Terms


@dataclass(frozen=True)
class Subject:
    """A site or an account that is assessed. `resting`: it was not to be looked at on that day."""

    entry: Site | Account
    medium: Medium
    resting: bool = False

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def of(self) -> Of:
        return Of.SITE if self.medium is Medium.SITES else Of.ACCOUNT


@dataclass(frozen=True)
class Year:
    """`stands`: what the machine knows at the moment from which the year is looked at; `entries`: what
    was said until then, oldest first."""

    house: House
    assessment: Assessment
    terms: Terms
    stands: Standing
    entries: tuple[Entry, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        return self.stands.units

    @property
    def registry(self) -> Registry:
        return self.stands.registry

    @property
    def rubric(self) -> Rubric:
        return self.stands.rubric

    @property
    def moment(self) -> datetime:
        return self.stands.as_of

    def subjects(self, unit: Unit) -> tuple[Subject, ...]:
        """The unit's sites and accounts that were there on the day, in the order of the ledger."""
        day = shanghai_day(self.moment)
        resting = self.stands.resting
        sites = [Subject(site, Medium.SITES, site.id in resting) for site in unit.sites]
        accounts = [
            Subject(one, Medium.MEDIA, one.id in resting)
            for one in unit.accounts
            if there(one, day)
        ]
        return (*sites, *accounts)

    def suggestions(self, subject: Subject) -> Sequence[Suggestion]:
        return self.stands.suggestions.get(subject.id, ())

    @cached_property
    def scores(self) -> dict[str, Score]:
        """By id of site or account, over the year by the office's rule; without one as it stands at the
        moment. A subject at which no run of the year has looked has none: what was seen in another
        year says nothing."""
        rule = self.terms.rules.year_aggregation
        seen = {
            site_id: score for site_id, score in self.stands.scores.items() if self._looked(site_id)
        }
        if rule is None or rule is Aggregation.POINT:
            return seen
        found = {site_id: self._over(self.registry.watched[site_id], rule) for site_id in seen}
        return {site_id: score for site_id, score in found.items() if score is not None}

    def _looked(self, site_id: str) -> bool:
        run = queries.latest_run(
            self.house.engine,
            site_id=site_id,
            before=self.moment,
            purposes=looks(self.registry.watched[site_id]),
        )
        return run is not None and shanghai_day(run.now).year == self.assessment.year

    def _over(self, site: Watched, rule: Aggregation) -> Score | None:
        """The nights of the year up to the moment, as those of an inspection."""
        nights = Inspection(
            id=self.assessment.id,
            name=self.assessment.name,
            basis="",
            as_of=self.moment,
            first=date(self.assessment.year, 1, 1),
            last=shanghai_day(self.moment),
            rubric=self.rubric.id,
            rubric_version=self.rubric.version,
        )
        defects, suggested = self.stands.defects[site.id], self.stands.suggestions[site.id]
        return score_over(self.stands.scorer, site, nights, defects, suggested, rule)

    def lines(self, unit: Unit, subject: Subject, *, reviewed: bool = True) -> tuple[Line, ...]:
        """Every row of a subject as it stands, or as it stood before any review."""
        return lines_of(
            self.rubric,
            unit=unit.id,
            subject=subject.id,
            about=self._about(unit, subject),
            score=self.scores.get(subject.id),
            suggestions=self.suggestions(subject),
            entries=[
                one
                for one in self.entries
                if one.subject == subject.id and (reviewed or one.kind is not EntryKind.REVIEW)
            ],
        )

    def _about(self, unit: Unit, subject: Subject) -> Applying:
        """The rows that are a subject's own."""
        if subject.medium is Medium.MEDIA:
            return of_account(self.rubric, unit)
        site = self.registry.sites[subject.id]
        owner = self._scopes.platform(site) == site.id
        return of_site(self.rubric, site, self.answering(unit, subject), platform=owner)

    def answering(self, unit: Unit, subject: Subject) -> Unit:
        """The unit as the rows of a subject look at it."""
        if subject.medium is Medium.MEDIA:
            return unit
        return answering(unit, self.registry.sites[subject.id], self.rubric, self._scopes)

    @cached_property
    def _scopes(self) -> Scopes:
        return Scopes(self.registry.sites.values())


def year_of(
    house: House,
    assessment: Assessment,
    *,
    units: Sequence[str] = (),
    as_of: str | None = None,
    terms: Terms | None = None,
) -> Year:
    """An assessment as it is known; with `as_of` as it was known at that moment: by the runs, the words
    and the decisions on defects up to it. `terms`: by what it is reckoned, else its own.

    The machine's part is looked at from the end of the assessment's year, or the latest judged run
    before it. Raises BadInput for an unknown unit and an empty ledger.
    """
    last = end_of_day(date(assessment.year, 12, 31))
    terms = terms or terms_of(house, assessment)
    by = terms.ledger, terms.rubric
    if as_of is None:
        stands = standing(house, units=units, period=str(assessment.year), by=by)
        said = assess.entries(house.engine, assessment.id)
    else:
        until = house.now(as_of)
        looked = queries.latest_judged_moment(house.engine, until) or until
        stands = standing(
            house,
            units=units,
            as_of=min(looked, last).isoformat(),
            by=by,
            decided=until,
        )
        said = assess.entries(house.engine, assessment.id, until)
    known = {unit.id for unit in stands.units}
    return Year(house, assessment, terms, stands, tuple(one for one in said if one.unit in known))


def stays_as_kept(house: House, assessment: Assessment, as_of: str | None) -> bool:
    """Whether an assessment was final at a moment: then it is what was kept."""
    final = assess_final.final_at(house.engine, assessment.id)
    return final is not None and (as_of is None or final <= house.now(as_of))


def terms_of(house: House, assessment: Assessment) -> Terms:
    """By what an assessment is reckoned: a final one by what it was made final with, a draft by the
    ledger, the rubric and the office's rules as they are. Raises BadInput as `kept_terms`."""
    if assessment.state is AssessmentState.FINAL:
        return kept_terms(house, assessment).terms
    office = house.office
    return Terms(
        ledger=repository.load_registry(house.engine),
        rubric=rubric(assessment.rubric, house.home),
        rules=office.assessment,
        several_sites=office.inspections.several_sites,
        grading=office.grading,
    )


def kept_terms(house: House, assessment: Assessment) -> KeptTerms:
    """What a final assessment was made final with. Raises BadInput for one that was made final before
    any of that was kept: what it held cannot be told as it was then."""
    try:
        return assess_final.kept(house.engine, assessment.id)
    except LookupError as error:
        raise BadInput("input.assess_no_terms", value=assessment.id) from error


def one_or_all(unit: str | None, everything: bool) -> list[str]:
    """`--unit U` or `--all`. Raises BadInput for neither and for both."""
    if (unit is None) is not everything:
        raise BadInput("input.unit_or_all")
    return [] if unit is None else [unit]
