"""Public services: whether a site offers any, its guides, and the forms that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.assess.gather.look import MAX_PARENTS, Names, PageLook, SiteLook
from monitor.assess.gather.scene import Scene
from monitor.domain.address import address_key
from monitor.domain.evidence import PageKind, Region
from monitor.domain.guide import ELEMENTS, Form, Guide
from monitor.domain.services import FormFile, GuideText, ServiceOffer
from monitor.domain.subject import Category

GUIDES = ("guide-incomplete", "guide-vague")
FORMS = "form-unavailable"
SUBJECT = TOPIC = "services"
_REMOVED = (404, 410)
_NAMING = (Region.NAV, Region.MENU, Region.BLOCK)


def service_offer(look: SiteLook, scene: Scene) -> Iterator[ServiceOffer]:
    """One dossier a site: every way to services that its pages show or are."""
    home, url = look.home, look.site.url
    serves = _serves(scene)
    if home is None or not home.opened:
        unseen = (home and home.unseen) or "unseen"
        yield ServiceOffer(
            subject=SUBJECT, url=url, unseen=unseen if serves else None, serves=serves
        )
        return
    sight = home.particulars.services
    own = {address_key(entry) for entry in sight.entries} | set(_named(look, scene.names))
    outside = sum(scene.names.promises(TOPIC, text) for text in look.outside_anchors)
    pages = [page for page in look.pages.values() if _is_offer(page, scene.names)]
    own |= {address_key(page.url) for page in pages}
    yield ServiceOffer(
        subject=SUBJECT,
        url=url,
        serves=serves,
        entries=len(own) + outside,
        blank=sum(_is_blank(look.pages.get(key)) for key in own),
        guides=sum(1 for _ in _guides(look)),
        doubt=sight.doubt,
        evidence=home.proof,
    )


def _serves(scene: Scene) -> bool:
    return scene.unit.category is not Category.INTERNAL


def _named(look: SiteLook, names: Names) -> Iterator[str]:
    """Pages of the site that its links call services."""
    for key, by_region in look.anchors.items():
        said = [text for one in _NAMING for text in by_region.get(one, ())]
        if any(names.promises(TOPIC, text) for text in said):
            yield key


def _is_offer(page: PageLook, names: Names) -> bool:
    """A page that calls itself services."""
    if not page.opened or page.kind in (PageKind.ARTICLE, PageKind.HOME, PageKind.SOFT404):
        return False
    own = (page.column_name, page.title, *page.trail[-1:])
    return any(text and names.promises(TOPIC, text) for text in own)


def _is_blank(page: PageLook | None) -> bool:
    """It opens and says itself that there is nothing yet."""
    listing = page.listing if page is not None and page.opened else None
    return listing is not None and listing.placeholder and not listing.entries


# Guides.


def guide_texts(look: SiteLook, scene: Scene) -> Iterator[GuideText]:
    """One dossier a guide, and one for each known defect's page that is a guide no longer."""
    found = list(_guides(look))
    lacking = {page.url: _missing(guide) for page, guide in found}
    least = min(map(len, lacking.values()), default=0)
    unread = sum(guide.hidden is not None for _, guide in found)
    for page, guide in found:
        yield GuideText(
            subject=page.url,
            url=page.url,
            evidence=page.proof,
            title=guide.title,
            missing=lacking[page.url],
            hidden=guide.hidden,
            vague=guide.vague,
            materials=guide.materials,
            items=len(found),
            least=least,
            unread=unread,
            serves=_serves(scene),
        )
    shown = {address_key(page.url) for page, _ in found}
    for subject in sorted({one for check in GUIDES for one in scene.watch.subjects(check)}):
        if address_key(subject) not in shown and _is_no_more(look.page(subject)):
            yield GuideText(subject=subject, url=subject, listed=False)


def _guides(look: SiteLook) -> Iterator[tuple[PageLook, Guide]]:
    """The guides that were read, each body once, by address."""
    bodies: set[str] = set()
    for page in sorted(look.pages.values(), key=lambda page: page.url):
        guide = page.particulars.services.guide
        if guide is None or not page.opened or page.leads_elsewhere:
            continue
        last = page.fetches[-1].body_sha256
        if last is not None and last in bodies:
            continue
        bodies.add(last or "")
        yield page, guide


def _missing(guide: Guide) -> tuple[str, ...]:
    return tuple(one for one in ELEMENTS if one not in guide.present)


def _is_no_more(page: PageLook | None) -> bool:
    """Positive sight in this run: the page opens as something else, or is no more."""
    if page is None or not page.fresh or page.unseen is not None or not page.fetches:
        return False
    return page.opened or page.fetches[-1].http_status in _REMOVED


# Forms.


def form_files(look: SiteLook, scene: Scene) -> Iterator[FormFile]:
    """One dossier for each form that guides name, and for each known defect's that none names now."""
    forms: dict[str, Form] = {}
    guides: dict[str, list[PageLook]] = {}
    for page, guide in _guides(look):
        for form in guide.forms:
            subject = form.url or page.url
            forms.setdefault(subject, form)
            if page not in guides.setdefault(subject, []):
                guides[subject].append(page)
    for subject, form in forms.items():
        yield _form(subject, form, guides[subject], look, scene)
    yield from _unlisted(forms, look, scene)


def _form(
    subject: str, form: Form, guides: list[PageLook], look: SiteLook, scene: Scene
) -> FormFile:
    dossier = FormFile(
        subject=subject,
        url=subject,
        parents=tuple(page.url for page in guides[:MAX_PARENTS]),
        parents_total=len(guides),
        evidence=guides[0].proof,
        name=form.name,
        kind=form.kind,
        promised=form.url is None,
        serves=_serves(scene),
    )
    if form.url is None:
        return dossier
    bad = scene.crossings.bad.get(address_key(subject))
    page = look.page(subject)
    if bad is not None:
        return replace(
            dossier,
            unseen=bad.unseen,
            fetches=bad.fetches,
            soft404=bad.soft404,
            host_answered=scene.crossings.host_answered(subject),
            evidence=bad.proof or dossier.evidence,
        )
    if page is None:
        return replace(dossier, unseen="unseen")
    return replace(
        dossier,
        unseen=page.unseen,
        fetches=page.fetches,
        soft404=page.soft404,
        host_answered=True,
        evidence=page.proof or dossier.evidence,
    )


def _unlisted(forms: Iterable[str], look: SiteLook, scene: Scene) -> Iterator[FormFile]:
    """Known defects whose guides were all opened again and name the form no longer."""
    named = {address_key(subject) for subject in forms}
    for subject in scene.watch.subjects(FORMS):
        parents = [look.page(url) for url in scene.watch.parents_of(FORMS, subject)]
        if address_key(subject) not in named and parents and all(map(_is_no_more, parents)):
            yield FormFile(subject=subject, url=subject, listed=False)
