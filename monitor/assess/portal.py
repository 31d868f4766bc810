"""Who answers for what a portal offers to all that live on it. Pure."""

from __future__ import annotations

from dataclasses import replace

from monitor.domain.address import Scopes
from monitor.domain.rubric import Rubric
from monitor.domain.subject import Category, Site, SiteKind, Unit


def answering(unit: Unit, site: Site, rubric: Rubric, scopes: Scopes) -> Unit:
    """The unit as the rows of one of its sites look at it.

    Where a rubric leaves services to the platform's owner, the portal is judged as a government's own,
    whatever the unit that runs it does: what is charged to nobody on the channels would otherwise be
    charged to nobody at all. For classes and ranks the unit stays what it is.
    """
    left = any(row.platform and row.services for row in rubric.rows)
    portal = site.kind is SiteKind.PORTAL or scopes.carries(site)
    return replace(unit, category=Category.COUNTY) if left and portal else unit
