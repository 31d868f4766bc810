from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.function import V6
from monitor.domain.function_dossier import V6Access


@check(id="ipv6-missing", reads=V6Access, preview=True)
def ipv6_missing(access: V6Access, context: Context) -> Verdict:
    """A site's home page cannot be reached over IPv6.

    Reads the AAAA records of its name and one fetch of the home page over IPv6 alone, at the platform
    owner. Not judged where our own machine has no IPv6, where a wall or the network guard stood in the
    way, and for a site that is registered by a number. Cannot see: the share of visits that succeed,
    whether both versions show the same, links that IPv6 cannot follow; a person confirms.

    Source: 国办秘函〔2019〕19号, 扣分项, IPv6改造.
    """
    if access.numbered:
        return not_applicable("numbered")
    look = access.look
    if look is None or look.outcome is V6.UNSURE:
        return not_observed((look and look.detail) or "unseen")
    match look.outcome:
        case V6.OPENED:
            return passed(addresses=len(look.addresses))
        case V6.NO_ROUTE:
            return not_observed("no_ipv6")
        case V6.NO_RECORD:
            return failed("no_record")
        case _:
            return failed("not_opened", address=look.addresses[0], detail=look.detail)
