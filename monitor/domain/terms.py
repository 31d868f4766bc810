"""By what a year's assessment is reckoned; of a final one (定稿) as it was then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.domain.grading import GradeRules
from monitor.domain.office import AssessmentRules, SeveralSites
from monitor.domain.rubric import Rubric
from monitor.domain.subject import Registry


@dataclass(frozen=True, slots=True)
class Terms:
    """The ledger with all its days, the rubric, and the office's rules: stages and how the year is
    aggregated, units with several sites, classes with quotas, cut-offs, ties and merged accounts."""

    ledger: Registry
    rubric: Rubric
    rules: AssessmentRules
    several_sites: SeveralSites | None
    grading: GradeRules


@dataclass(frozen=True, slots=True)
class KeptTerms:
    """What a final assessment keeps beside its results. `descriptions`: the sentence of each defect."""

    terms: Terms
    descriptions: Mapping[str, str]
