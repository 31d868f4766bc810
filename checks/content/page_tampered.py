from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, passed
from monitor.domain.hostile_dossiers import TamperedPage

_REASONS = {
    "head": "head",
    "links": "links",
    "frame": "frame",
    "jump": "jump",
    "hacked": "hacked",
}


@check(id="page-tampered", reads=TamperedPage, preview=True, volatile=("first", "what"))
def page_tampered(page: TamperedPage, context: Context) -> Verdict:
    """A page shows signs that others changed it (篡改).

    Reads title, keywords and description, spelt in codes or not: several distinct words of gambling or
    pornography that nobody who reports or warns uses in that way (head); visible links to strangers
    that say such words (links); a frame of a stranger too small to be seen (frame); a script that
    sends visitors of search engines to a stranger (jump); a short page on which intruders name
    themselves (hacked). Waits for a second look and then is a proposal: whether it is an attack, and
    whether it is serious, a person decides. Cannot see: pages that only a search engine is shown,
    scripts of their own file, pictures.

    Source: 国办秘函〔2019〕19号, 单项否决, 安全、泄密事故等严重问题 第3项, 第4项 (proposal only).
    """
    if page.removed:
        return not_applicable("removed")
    if not page.kind:
        return passed()
    facts: dict[str, object] = {"first": page.what[0], "what": list(page.what)}
    if page.offer:
        facts["offer"] = page.offer
    return failed(_REASONS[page.kind], **facts)
