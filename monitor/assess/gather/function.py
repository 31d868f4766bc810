"""What a site offers beside its content: of the platform owner, and of sites of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.assess.gather.look import PageLook, SiteLook, Watch
from monitor.assess.gather.marks import NEARLY_ALL, in_frame, places, standing, unsure, with_foot
from monitor.assess.gather.scene import Scene
from monitor.domain.address import is_numbered
from monitor.domain.dossier import Dossier
from monitor.domain.finding import Evidence
from monitor.domain.function import Naming, Sight
from monitor.domain.function_dossier import (
    AccessAid,
    ErrorEntry,
    MobileView,
    SiteNaming,
    SiteSearch,
    V6Access,
)

ENTRY_CHECK, ENTRY = "error-report-missing", "error_report"


def function_dossiers(look: SiteLook, scene: Scene) -> Iterable[Dossier]:
    """Channels have their names alone; everything else is their platform's."""
    yield site_naming(look, scene)
    if look.scopes.platform(look.site) == look.site.id:
        yield error_entry(look, scene)
        yield site_search(look)
        yield v6_access(look)
        yield mobile_view(look)
        yield access_aid(look)


def _hidden(look: SiteLook) -> str | None:
    """Why the home page could not be seen; None where it opened."""
    home = look.home
    if home is None:
        return "unseen"
    return None if home.opened else home.unseen or "unseen"


def _proof(look: SiteLook) -> tuple[Evidence, ...]:
    return look.home.proof if look.home else ()


# 找错


def error_entry(look: SiteLook, scene: Scene) -> ErrorEntry:
    """Over the pages of the platform owner and its channels, like a footer mark. A page on which a
    script may bring the entry is left out."""
    looks = (look, *scene.channels.values())
    framed = [(page, one) for one in looks for page in in_frame(one)]
    footed = with_foot([page for page, _ in framed])
    read = [page for page in footed if page.particulars.functions.report is not Sight.MAYBE]
    lacking = [page for page in read if not page.footer.error_report]
    without = standing(ENTRY_CHECK, ENTRY, lacking, looks, scene.watch)
    plain = [page for page, _ in framed if not page.rendered]
    shown = any(page.rendered and page.footer.error_report for page, _ in framed)
    bare = sum(not page.footer.error_report for page in plain)
    wrong = [] if without else [page for page, one in framed if _wrong(page, one, look)]
    home = look.home
    return ErrorEntry(
        subject=ENTRY,
        url=look.site.url,
        unseen=_hidden(look) or _unsettled((*without, *wrong), looks, scene.watch),
        pages=len(read),
        without=len(without),
        home_lacks=home in without,
        scripted=(bool(framed) and not read)
        or (shown and bool(plain) and bare >= NEARLY_ALL * len(plain)),
        wrong=len(wrong),
        code=_usual(wrong),
        expected=look.site.code or next((p.footer.site_code for p in wrong), None),
        parents=places((*without, *wrong)),
        parents_total=len(without) + len(wrong),
        evidence=next((page.proof for page in (*without, *wrong)), ()),
    )


def _unsettled(found: Sequence[PageLook], looks: Sequence[SiteLook], watch: Watch) -> str | None:
    return unsure(ENTRY_CHECK, ENTRY, found, looks, watch)


def _wrong(page: PageLook, one: SiteLook, owner: SiteLook) -> bool:
    """Every code in the entry is another's than the ledger's and the foot's."""
    codes = page.particulars.functions.report_codes
    own = {one.site.code, owner.site.code, page.footer.site_code}
    known = {code.lower() for code in own if code}
    return bool(codes and known) and known.isdisjoint(codes)


def _usual(pages: Sequence[PageLook]) -> str | None:
    codes = Counter(page.particulars.functions.report_codes[0] for page in pages)
    return min(codes, key=lambda code: (-codes[code], code)) if codes else None


# The name


def site_naming(look: SiteLook, scene: Scene) -> SiteNaming:
    """By the home page. It may bear the unit's or the portal's name, and one it bore before."""
    home, site = look.home, look.site
    offers = home.particulars.functions.offers if home else None
    expected = [site.name, scene.unit.name, look.scopes.name(look.scopes.platform(site)) or ""]
    expected += [former.name for former in (*site.former_names, *scene.unit.former_names)]
    naming, shown = Naming.UNCLEAR, ""
    if offers is not None:
        naming, shown = scene.names.naming(offers.title, offers.names, expected)
    return SiteNaming(
        subject="site_name",
        url=site.url,
        unseen=_hidden(look) or (None if offers else "unreadable"),
        naming=naming,
        shown=shown,
        expected=site.name,
        evidence=_proof(look),
    )


# Search


def site_search(look: SiteLook) -> SiteSearch:
    """Whether any page of the site shows a search, and what its box found."""
    seen = [p.particulars.functions.search for p in look.pages.values() if p.opened]
    box = next((one for one in (Sight.SHOWN, Sight.MAYBE) if one in seen), Sight.NONE)
    looked = [
        (page, search)
        for page in look.soundings
        if page.particulars.sounding and (search := page.particulars.sounding.search)
    ]
    return SiteSearch(
        subject="search",
        url=look.site.url,
        unseen=_hidden(look),
        box=box,
        looks=tuple(search for _, search in looked),
        evidence=tuple(one for page, _ in looked for one in page.proof) or _proof(look),
    )


# IPv6


def v6_access(look: SiteLook) -> V6Access:
    told = [p.particulars.sounding.v6 for p in look.soundings if p.particulars.sounding]
    found = next((one for one in told if one is not None), None)
    numbered = is_numbered(look.site.url)
    return V6Access(
        subject="ipv6",
        url=look.site.url,
        unseen=None if numbered or found else "unseen",
        numbered=numbered,
        look=found,
        evidence=_proof(look),
    )


# Advice


def mobile_view(look: SiteLook) -> MobileView:
    offers = look.home.particulars.functions.offers if look.home else None
    return MobileView(
        subject="mobile_view",
        url=look.site.url,
        unseen=_hidden(look) or (None if offers else "unreadable"),
        sight=offers.mobile if offers else Sight.MAYBE,
        evidence=_proof(look),
    )


def access_aid(look: SiteLook) -> AccessAid:
    offers = look.home.particulars.functions.offers if look.home else None
    return AccessAid(
        subject="accessibility",
        url=look.site.url,
        unseen=_hidden(look) or (None if offers else "unreadable"),
        sight=offers.accessible if offers else Sight.MAYBE,
        evidence=_proof(look),
    )
