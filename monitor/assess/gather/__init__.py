"""From the pages of a run to the dossiers that checks read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from monitor.assess.gather.basics import basics
from monitor.assess.gather.columns import column_states
from monitor.assess.gather.dating import dated_articles
from monitor.assess.gather.function import function_dossiers
from monitor.assess.gather.home import home_news, home_visit
from monitor.assess.gather.hostile import foreign_targets, hidden_places, tampered_pages
from monitor.assess.gather.interaction import interaction
from monitor.assess.gather.interpretation import pairings, policy_papers
from monitor.assess.gather.leaders import leader_entries, leaders_page
from monitor.assess.gather.links import Crossings, link_targets
from monitor.assess.gather.look import Names, Seen, SiteLook, Watch
from monitor.assess.gather.marks import footer_marks, page_tags
from monitor.assess.gather.personal import personal_data
from monitor.assess.gather.scene import History, Scene
from monitor.assess.gather.services import form_files, guide_texts, service_offer
from monitor.assess.gather.shown_accounts import own_accounts, unlisted_accounts
from monitor.assess.gather.wordings import wordings
from monitor.domain.address import Scopes, address_key
from monitor.domain.calendar import Window
from monitor.domain.dossier import Dossier
from monitor.domain.run import Role
from monitor.domain.subject import Account, ColumnClass, Site, Unit

__all__ = [
    "Crossings",
    "Names",
    "Scene",
    "Seen",
    "SiteLook",
    "Watch",
    "dossiers",
    "look_at",
    "note_links",
]

_AREAS: tuple[Callable[[SiteLook, Scene], Iterable[Dossier]], ...] = (
    foreign_targets,
    hidden_places,
    tampered_pages,
    function_dossiers,
    interaction,
    policy_papers,
    pairings,
    dated_articles,
    service_offer,
    guide_texts,
    form_files,
    basics,
    personal_data,
    wordings,
    unlisted_accounts,
    own_accounts,
)
"""The dossiers of every further area, each from its own module."""


def look_at(
    site: Site,
    scopes: Scopes,
    pages: Iterable[Seen],
    crossings: Crossings,
    older: Iterable[Seen] = (),
) -> SiteLook:
    """Read one site's pages once; keep only what the dossiers need, and note who links to what.

    `older`: what an earlier run saw; it stands where this run did not look.
    """
    look = SiteLook(site=site, scopes=scopes)
    for seen in pages:
        look.add(seen)
        crossings.add(seen, site.id)
    looked_at = set(look.pages)
    for seen in older:
        if address_key(seen.target.url) not in looked_at:
            look.add(seen, fresh=False)
            crossings.add(seen, site.id, fresh=False)
    look.settle()
    return look


def note_links(
    site: Site, pages: Iterable[Seen], crossings: Crossings, older: Iterable[Seen] = ()
) -> None:
    """Note who links to what, as `look_at` does, and keep nothing of the pages."""
    looked_at = set()
    for seen in pages:
        if seen.target.role is not Role.SOUNDING:
            looked_at.add(address_key(seen.target.url))
        crossings.add(seen, site.id)
    for seen in older:
        if address_key(seen.target.url) not in looked_at:
            crossings.add(seen, site.id, fresh=False)


def dossiers(
    look: SiteLook,
    *,
    unit: Unit,
    platform_pages: Mapping[str, SiteLook],
    crossings: Crossings,
    windows: Mapping[ColumnClass, Window],
    names: Names,
    watch: Watch,
    history: History | None = None,
    accounts: Sequence[Account] = (),
) -> Iterator[Dossier]:
    """Every dossier of one site. `platform_pages`: the looks of the channels whose footers are its;
    `accounts`: those of the whole ledger."""
    columns = column_states(look, windows, names, watch.today)
    yield home_visit(look)
    yield home_news(look, columns, watch.today)
    yield from columns
    yield from link_targets(look, crossings, watch)
    yield leaders_page(look, names)
    yield from leader_entries(look, watch)
    if look.scopes.platform(look.site) == look.site.id:
        yield from footer_marks(look, platform_pages, watch)
    yield from page_tags(look, columns, watch)
    scene = Scene(unit, columns, platform_pages, crossings, names, watch, history, accounts)
    for area in _AREAS:
        yield from area(look, scene)
