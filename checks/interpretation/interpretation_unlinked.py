from __future__ import annotations

from checks.base import Context, check
from monitor.domain.calendar import Window
from monitor.domain.finding import Facts, Verdict, failed, not_applicable, passed
from monitor.domain.interpretation import Pairing

_REASONS = {"interpretation": "to_policy", "policy": "from_policy"}


@check(id="interpretation-unlinked", reads=Pairing, preview=True)
def interpretation_unlinked(pair: Pairing, context: Context) -> Verdict:
    """An interpretation does not lead to its policy document, or the document not to it.

    Reads pairs of which both pages were opened on the site and the title of the interpretation names
    the document. A link anywhere in the page's own part counts, in words, pictures or attachments, in a
    box of related items or in the platform's own script, as does one that by its words leads to the
    other half elsewhere; the page's head, foot and breadcrumb and the links to the next and the last
    article do not. A document that leads to one of its interpretations leads to them; one that stands at
    several addresses needs the link at one. Cannot see: halves that stand on another site or were not
    opened, pairs whose titles do not say that they belong together, links that only a script makes.

    Source: 国办秘函〔2019〕19号, 扣分项, 解读关联.
    """
    if not pair.known:
        return not_applicable("not_paired")
    facts: Facts = {"title": pair.title, "other": pair.other, "other_url": pair.other_url}
    if pair.published is not None:
        facts["published"] = pair.published.isoformat()
        if pair.published < Window(months=context.params["months"]).earliest(context.today):
            return not_applicable("old", **facts)
    if pair.linked:
        return passed(**facts)
    return failed(_REASONS[pair.half], **facts)
