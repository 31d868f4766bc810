"""Accounts that a site presents as its office's, held against the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from monitor.assess.gather.look import MAX_PARENTS, PageLook, SiteLook
from monitor.assess.gather.scene import Scene
from monitor.domain.account_address import AccountAddress, account_address, owner_address
from monitor.domain.evidence import FetchStatus
from monitor.domain.media_dossiers import OwnAccount, UnlistedAccount
from monitor.domain.shown_accounts import ShownAccount, Whose

CHECK = "account-unregistered"
UNSHOWN = "account-unshown"
_NO_ADDRESSES = ("wechat",)
"""Shown by pictures of codes nearly everywhere: that a link is missing says nothing."""
_GONE = (404, 410)

Shown = tuple[PageLook, ShownAccount, Whose]


def unlisted_accounts(look: SiteLook, scene: Scene) -> Iterator[UnlistedAccount]:
    """One dossier for each account that is the office's by its name or by where it is presented and that
    the ledger does not have; and for those of open defects.

    Where the ledger has no accounts at all nobody has registered any yet. The head and foot of a
    channel are its platform's.
    """
    if not scene.accounts or look.scopes.platform(look.site) != look.site.id:
        return
    known = {
        address: url
        for url in scene.watch.subjects(CHECK)
        if (address := account_address(url)) is not None
    }
    told: set[AccountAddress] = set()
    for address, shown in _presented(look, scene).items():
        listed = _is_listed(address, scene)
        if not any(page.fresh for page, _, _ in shown) or (listed and address not in known):
            continue
        told.add(address)
        yield _dossier(known.get(address), address, shown, scene, listed=listed)
    for address, url in known.items():
        if address not in told:
            yield _left(look, scene, address, url)


def own_accounts(look: SiteLook, scene: Scene) -> Iterator[OwnAccount]:
    """One dossier for each account of the unit that its site could lead to, where it leads to another
    one; and for those of open defects. Only of a unit with one site of its own: of several, any would do.
    """
    owners = [one for one in scene.unit.sites if look.scopes.platform(one) == one.id]
    if owners != [look.site]:
        return
    addresses = {
        one.url: address
        for one in scene.unit.accounts
        if one.url and one.platform not in _NO_ADDRESSES and (address := owner_address(one.url))
    }
    shown = {
        address: one.text
        for page in look.pages.values()
        if page.opened and not page.leads_elsewhere
        for one in page.particulars.accounts
        if (address := account_address(one.url))
    }
    opened = look.home is not None and look.home.fresh and look.home.opened
    leads = {url for url, address in addresses.items() if address in shown}
    for one in scene.unit.accounts:
        if one.url is None or one.url not in addresses:
            continue
        address = addresses[one.url]
        there = address in shown or any(_same(one.name, text) for text in shown.values())
        if not (leads - {one.url} or there):
            continue
        alike = (other for other in shown if other.platform == address.platform)
        doubtful = any(other.form != address.form for other in alike)
        yield OwnAccount(
            subject=one.url,
            url=one.url,
            parents=(look.site.url,),
            parents_total=1,
            evidence=look.home.proof if look.home is not None and opened else (),
            platform=one.platform,
            name=one.name,
            shown=there,
            doubt="address_unknown" if doubtful else None,
            unseen=None if opened or there else "unseen",
        )
    for url in scene.watch.subjects(UNSHOWN):
        if url not in addresses:
            yield OwnAccount(subject=url, url=url, unlisted=True)


def _presented(look: SiteLook, scene: Scene) -> dict[AccountAddress, list[Shown]]:
    own = [scene.unit.name, look.site.name, *(one.name for one in scene.unit.accounts)]
    found: dict[AccountAddress, list[Shown]] = defaultdict(list)
    for page in look.pages.values():
        if not page.opened or page.leads_elsewhere:
            continue
        for one in page.particulars.accounts:
            address = account_address(one.url)
            who = scene.names.whose(one.text, own)
            if address and (who is Whose.OWN or (who is Whose.NOBODY and one.presented)):
                found[address].append((page, one, who))
    return found


def _dossier(
    known: str | None, address: AccountAddress, shown: list[Shown], scene: Scene, *, listed: bool
) -> UnlistedAccount:
    url = known or min(one.url for _, one, _ in shown)
    pages = {page.url: page for page, _, _ in shown}
    first = min((page for page in pages.values() if page.fresh), key=lambda one: one.url)
    text = next((one.text for _, one, who in shown if who is Whose.OWN), shown[0][1].text)
    named = any(who is Whose.OWN for _, _, who in shown)
    return UnlistedAccount(
        subject=url,
        url=url,
        parents=tuple(sorted(pages)[:MAX_PARENTS]),
        parents_total=len(pages),
        evidence=first.proof,
        platform=address.platform,
        text=text or address.mark,
        listed=listed,
        doubt=_doubt(address, text, scene, named=named),
    )


def _is_listed(address: AccountAddress, scene: Scene) -> bool:
    return any(
        owner_address(one.url or "") == address
        or (address.form == "nick" and _same(one.name, address.mark))
        for one in scene.accounts
        if one.platform == address.platform
    )


def _doubt(address: AccountAddress, text: str, scene: Scene, *, named: bool) -> str | None:
    """Whether an account of the ledger may be this one for all we know: one of the office's, or called
    so, or, where nobody is named, anybody's."""
    for one in scene.accounts:
        if one.platform != address.platform:
            continue
        ours = one.unit_id == scene.unit.id or not named or _same(one.name, text)
        written = owner_address(one.url or "")
        if ours and (written is None or written.form != address.form):
            return "address_unknown"
    return None


def _same(one: str, other: str) -> bool:
    one, other = ("".join(text.split()).casefold() for text in (one, other))
    return bool(one) and one in other


def _left(look: SiteLook, scene: Scene, address: AccountAddress, url: str) -> UnlistedAccount:
    """Of an open defect whose account no page of this run presents."""
    if _is_listed(address, scene):
        return UnlistedAccount(subject=url, url=url, platform=address.platform, listed=True)
    parents = scene.watch.parents_of(CHECK, url)
    unlinked = bool(parents) and all(_looked_at(look, parent) for parent in parents)
    unseen = None if unlinked else "unseen"
    return UnlistedAccount(
        subject=url, url=url, platform=address.platform, unlinked=unlinked, unseen=unseen
    )


def _looked_at(look: SiteLook, url: str) -> bool:
    page = look.page(url)
    if page is None or not page.fresh:
        return False
    last = page.fetches[-1] if page.fetches else None
    removed = last is not None and last.status is FetchStatus.OK and last.http_status in _GONE
    return page.opened or removed
