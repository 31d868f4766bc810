from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.hostile_dossiers import ForeignTarget

_REASONS = {"gambling": "gambling", "porn": "porn", "parked": "parked"}


@check(
    id="link-hijacked",
    reads=ForeignTarget,
    preview=True,
    volatile=("words", "word", "title", "final_url", "text"),
)
def link_hijacked(target: ForeignTarget, context: Context) -> Verdict:
    """A link to another host, on a page or in a post, leads to gambling, to pornography, or to a domain
    that is for sale or has run out.

    Reads what the target answered to us, redirects by meta and script followed: title, descriptions
    and text, for several distinct words of one trade that nobody who reports, warns or heals says in
    that way; for a parked domain what the page says of its own domain, or the service that shows
    advertisements there. What ends on a host of government or of the ledger is none. Confirmed by a
    second look. Cannot see: pages made of pictures, what is shown only to visitors from a search
    engine or to telephones, what a script fetches.

    Source: 国办秘函〔2019〕19号, 单项否决, 安全、泄密事故等严重问题 第3项; 国办发〔2017〕47号, 链接管理
    (known from practice only). A person decides.
    """
    if target.unlinked:
        return not_applicable("unlinked")
    if not target.answered:
        return not_observed("unseen")
    guise = target.guise
    if guise is None or target.official:
        return passed()
    facts: dict[str, object] = {"word": guise.words[0], "words": list(guise.words)}
    if guise.title:
        facts["title"] = guise.title
    if target.text:
        facts["text"] = target.text
    if target.final_url and target.final_url != target.subject:
        facts["final_url"] = target.final_url
    return failed(_REASONS[guise.kind], **facts)
