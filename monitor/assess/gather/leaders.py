"""The office holders a site presents, each with the page that should carry the biography."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from monitor.assess.gather.look import Names, PageLook, SiteLook, Watch
from monitor.domain.dossier import LeaderEntry, LeadersPage
from monitor.domain.evidence import Leader, PageKind, Region

CHECK = "leader-bio-missing"


def leaders_page(look: SiteLook, names: Names) -> LeadersPage:
    """Whether there is a page of leaders: one that was read, one that a link's text promises, or a
    part of another page."""
    home, url = look.home, look.site.url
    if home is None or not home.opened:
        return LeadersPage(subject="leaders", url=url, unseen=(home and home.unseen) or "unseen")
    pages = _pages(look)
    promised = [
        page
        for key, by_region in look.anchors.items()
        if (page := look.pages.get(key)) is not None and _promises(page, by_region, names)
    ]
    opened = [page for page in promised if page.opened]
    hidden = next((page.unseen for page in promised if page.unseen), None)
    found = pages[0] if pages else next((page for page in opened if _has_content(page)), None)
    found = found or next((page for page in look.pages.values() if _presents(page)), None)
    return LeadersPage(
        subject="leaders",
        url=url,
        unseen=hidden if found is None else None,
        searched=True,
        page=found.url if found else None,
        names=sum(len(page.leaders) for page in pages),
        elsewhere=any(names.leaders(text) for text in look.outside_anchors),
        picture_only=found is not None and not pages and found.text_length < 50,
        evidence=home.proof,
    )


def _promises(page: PageLook, by_region: Mapping[Region, Mapping[str, int]], names: Names) -> bool:
    """Links call it the leaders' page, or, where they are pictures, the page does so itself."""
    said = [text for texts in by_region.values() for text in texts if text]
    own = [page.column_name, page.title, *page.trail[-1:]]
    return any(names.leaders(text) for text in said or own)


def _presents(page: PageLook) -> bool:
    """A page about the whole office with a part about its leaders, or the own page of one."""
    return page.opened and any(leader.post for leader in page.leaders)


def _has_content(page: PageLook) -> bool:
    """A page that is named as the leaders' and shows something, though we read no names in it."""
    return page.text_length > 0 or page.pictures > 0


def _pages(look: SiteLook) -> list[PageLook]:
    pages = [p for p in look.pages.values() if p.kind is PageKind.LEADERS and p.opened]
    return sorted(pages, key=lambda page: (page.depth, page.url))


def leader_entries(look: SiteLook, watch: Watch) -> Iterator[LeaderEntry]:
    """One dossier a name; the linked page's word on the biography counts before the list's."""
    said: set[str] = set()
    for page in _pages(look):
        for leader in page.leaders:
            if leader.name in said:
                continue
            said.add(leader.name)
            yield _entry(leader, page, look)
    if _pages(look):
        for name in watch.subjects(CHECK):
            if name not in said:
                yield LeaderEntry(subject=name, url=look.site.url, name=name, listed=False)


def _entry(leader: Leader, page: PageLook, look: SiteLook) -> LeaderEntry:
    own = look.page(leader.url) if leader.url else None
    entry = LeaderEntry(
        subject=leader.name,
        url=leader.url or page.url,
        name=leader.name,
        post=leader.post,
        vacant=leader.vacant,
        bio=leader.bio,
        duties_only=leader.duties_only,
        parents=(page.url,),
        parents_total=1,
        evidence=page.proof,
    )
    if leader.bio is True or leader.url is None or own is page:
        return entry
    if own is None or not own.opened:
        return replace(entry, unseen=(own and own.unseen) or "unseen")
    told = [one for one in own.leaders if one.name == leader.name]
    told = told or list(own.leaders[:1] if own.kind is PageKind.LEADER else ())
    if not told:
        return replace(entry, bio=None, evidence=own.proof)
    return replace(
        entry,
        bio=told[0].bio,
        duties_only=told[0].duties_only,
        post=leader.post or told[0].post,
        evidence=own.proof,
    )
