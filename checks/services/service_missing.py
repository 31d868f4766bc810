from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.services import ServiceOffer


@check(id="service-missing", reads=ServiceOffer, preview=True)
def service_missing(offer: ServiceOffer, context: Context) -> Verdict:
    """A site offers no services (办事服务).

    Reads the links of the home page, the navigation of all pages and what the pages call themselves: a
    column or guides of its own, or a way to a platform of government services (such as 广东政务服务网),
    all count. A way that leads to a page which says that it holds nothing does not. Units without public
    services are not asked. Cannot see: whether what is offered can be used, pictures without words,
    menus that a script or frame brings and that were not read. A person decides.

    Source: 国办秘函〔2019〕19号, 单项否决, 服务不实用.
    """
    if not offer.serves:
        return not_applicable("no_services")
    if offer.guides or offer.entries > offer.blank:
        return passed(entries=offer.entries, guides=offer.guides)
    if offer.doubt is not None:
        return not_observed(offer.doubt)
    if offer.blank:
        return failed("blank", entries=offer.entries)
    return failed("missing")
