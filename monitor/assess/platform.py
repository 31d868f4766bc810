"""Sites of one platform that fail together: when that is a case, and whom it spares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.assess.judge import HOME
from monitor.domain.address import Scopes
from monitor.domain.calendar import shanghai_day
from monitor.domain.case import CaseState, PlatformCase
from monitor.domain.finding import Finding, Outcome
from monitor.domain.office import PlatformRules
from monitor.domain.subject import Site

PLATFORM_DOWN = "platform_down"
APPROVED_OUTAGE = "approved_outage"
_LINK = "link-broken"


def platform_of(site: Site, scopes: Scopes) -> str:
    """The id of the site that owns the platform: `portal`, else the shortest prefix on the host."""
    return site.portal or scopes.host_owner(site.url) or site.id


@dataclass(frozen=True, slots=True)
class PlatformLook:
    """How many sites of a platform opened and failed in one run; what was not observed is neither."""

    owner_id: str
    opened: int
    failed: int

    def down(self, rules: PlatformRules) -> bool:
        """Enough of them, and enough of all, failed together."""
        return (
            self.failed >= rules.least and self.failed / (self.opened + self.failed) >= rules.share
        )

    def well(self, rules: PlatformRules) -> bool:
        """Enough were looked at to say that they do not fail together."""
        return self.opened + self.failed >= rules.least and not self.down(rules)


def platform_looks(
    opened: Mapping[str, bool], sites: Mapping[str, Site], scopes: Scopes
) -> list[PlatformLook]:
    """The sites of one run by platform. `opened`: by site id, whether it opened or failed."""
    by_owner: dict[str, list[bool]] = {}
    for site_id, well in opened.items():
        by_owner.setdefault(platform_of(sites[site_id], scopes), []).append(well)
    return [
        PlatformLook(owner, opened=sum(looks), failed=len(looks) - sum(looks))
        for owner, looks in sorted(by_owner.items())
    ]


def followed(
    known: Iterable[PlatformCase],
    look: PlatformLook,
    *,
    host: str,
    now: datetime,
    rules: PlatformRules,
) -> list[PlatformCase]:
    """What a look at a platform makes of its cases: the new and changed ones.

    Failing together opens a case or draws out the one it falls into; a run in which they do not ends
    the case's time, and the case waits for a person. A run judged again changes nothing.
    """
    own = [case for case in known if case.owner_id == look.owner_id]
    if look.down(rules):
        case = next((one for one in own if one.covers(now)), None) or next(
            (one for one in own if one.state is CaseState.OPEN and now < one.first), None
        )
        if case is None:
            return [PlatformCase(0, look.owner_id, host, now, now, look.failed)]
        drawn_out = replace(
            case,
            first=min(case.first, now),
            last=max(case.last, now),
            sites=max(case.sites, look.failed),
        )
        return [drawn_out] if drawn_out != case else []
    if look.well(rules):
        return [replace(one, over=now) for one in own if one.over is None and one.last < now]
    return []


def excused(
    findings: Iterable[Finding],
    *,
    sites: Mapping[str, Site],
    scopes: Scopes,
    cases: Sequence[PlatformCase],
) -> list[Finding]:
    """Findings without what may not be held against a site.

    A home page that did not open while its closure was approved, or while its platform was down and
    the site does not answer for that, is not observed; so is a dead link into a platform that was
    down, whoever carries it.
    """
    return [
        finding if reason is None else _unobserved(finding, reason)
        for finding in findings
        for reason in (_excuse(finding, sites, scopes, cases),)
    ]


def _excuse(
    finding: Finding, sites: Mapping[str, Site], scopes: Scopes, cases: Sequence[PlatformCase]
) -> str | None:
    if finding.outcome is not Outcome.FAIL:
        return None
    if finding.check == HOME:
        site = sites[finding.site_id]
        if any(outage.holds_on(shanghai_day(finding.now)) for outage in site.outages):
            return APPROVED_OUTAGE
        spared = cases_of(site, scopes, cases)
        return PLATFORM_DOWN if _spared(spared, site, finding.now) else None
    if finding.check == _LINK:
        owner = scopes.owner(finding.url) or scopes.host_owner(finding.url)
        down = cases_of(sites[owner], scopes, cases) if owner else ()
        return PLATFORM_DOWN if any(case.covers(finding.now) for case in down) else None
    return None


def cases_of(site: Site, scopes: Scopes, cases: Iterable[PlatformCase]) -> tuple[PlatformCase, ...]:
    """The cases of a site's platform."""
    owner = platform_of(site, scopes)
    return tuple(case for case in cases if case.owner_id == owner)


def _spared(cases: Iterable[PlatformCase], site: Site, now: datetime) -> bool:
    return any(case.covers(now) and case.spares(site.id) for case in cases)


def _unobserved(finding: Finding, reason: str) -> Finding:
    return replace(finding, outcome=Outcome.NOT_OBSERVED, reason=reason, facts={}, at_once=False)
