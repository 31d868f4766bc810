"""The score of one site at one moment, with what persons decided on the rows that need them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from db import media, queries
from monitor.app.house import House
from monitor.assess.portal import answering
from monitor.assess.rulings import rulings, suggestions
from monitor.assess.scoring import points_by_defect, score_site
from monitor.domain.address import Scopes
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import Defect, suggestion_id
from monitor.domain.media import LookState
from monitor.domain.rubric import Rubric, Score
from monitor.domain.run import Coverage, Purpose, Run
from monitor.domain.subject import Account, Registry, Unit, Watched
from monitor.domain.suggestion import Suggestion

LOOKS = (Purpose.CRAWL, Purpose.RECRAWL)


def looks(site: Watched) -> tuple[Purpose, ...]:
    """The runs that look at all of such a subject."""
    return (Purpose.MEDIA,) if isinstance(site, Account) else LOOKS


class Scorer:
    """Scores sites and accounts of one ledger under one rubric, by what was decided until `decided`
    (None: ever)."""

    def __init__(
        self, house: House, registry: Registry, rules: Rubric, decided: datetime | None = None
    ) -> None:
        self.house = house
        self.registry = registry
        self.rules = rules
        self.decided = decided
        self._scopes = Scopes(registry.sites.values())

    def waiting(self, site: Watched, defects: Sequence[Defect], now: datetime) -> list[Suggestion]:
        """The rows that wait for a person at the site, or had one."""
        ids = [suggestion_id(site.id, row.id) for row in self.rules.rows]
        return suggestions(
            defects,
            self.rules,
            site=site,
            unit=self._unit(site),
            platform=self._owns_platform(site),
            decisions=queries.decisions_on(self.house.engine, ids, self.decided),
            as_of=now,
        )

    def points(
        self, site: Watched, defects: Sequence[Defect], suggested: Sequence[Suggestion]
    ) -> dict[str, float]:
        """Each defect's own points, by id."""
        return points_by_defect(
            defects,
            self.rules,
            site=site,
            unit=self._unit(site),
            platform=self._owns_platform(site),
            rulings=rulings(suggested),
        )

    def score(
        self,
        site: Watched,
        defects: Sequence[Defect],
        suggested: Sequence[Suggestion],
        now: datetime,
        period: str | None = None,
    ) -> Score | None:
        """None when nobody ever looked at the site."""
        engine = self.house.engine
        run = queries.latest_run(engine, site_id=site.id, before=now, purposes=looks(site))
        if run is None:
            return None
        return score_site(
            site,
            self._unit(site),
            self.rules,
            findings=queries.latest_findings(engine, site_id=site.id, as_of=now),
            defects=defects,
            coverage=self._coverage(site, run),
            platform=self._owns_platform(site),
            period=period or shanghai_day(now).isoformat(),
            rulings=rulings(suggested),
        )

    def _coverage(self, site: Watched, run: Run) -> Coverage:
        """Of an account the one look that was planned."""
        if not isinstance(site, Account):
            return queries.coverage(self.house.engine, run.id, site.id)
        made = media.looks(self.house.engine, [site.id], until=run.now, run_id=run.id)
        look = next(iter(made.get(site.id, ())), None)
        if look is None:
            return Coverage(0, 0)
        if look.state is LookState.UNVERIFIED:
            return Coverage(1, 0, {look.reason or "unseen": 1})
        return Coverage(1, 1)

    def _unit(self, site: Watched) -> Unit:
        unit = self.registry.units_by_id[site.unit_id]
        if isinstance(site, Account):
            return unit
        return answering(unit, site, self.rules, self._scopes)

    def _owns_platform(self, site: Watched) -> bool:
        return isinstance(site, Account) or self._scopes.platform(site) == site.id
