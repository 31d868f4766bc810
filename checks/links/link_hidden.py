from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, passed
from monitor.domain.hostile import HiddenLinks
from monitor.domain.hostile_dossiers import HiddenPlace

_OPENED_BY_CLICK = frozenset({"display", "visibility", "opacity", "attribute", "clip", "font"})
"""Ways in which ordinary pages hide what a click or a finger brings up."""


@check(
    id="link-hidden",
    reads=HiddenPlace,
    preview=True,
    at_once=("spam_inline",),
    volatile=("links", "host", "hosts", "texts", "word", "words"),
)
def link_hidden(place: HiddenPlace, context: Context) -> Verdict:
    """A page has links to strangers that a visitor does not see (暗链).

    Reads the page's own markup: links to hosts that are neither government's nor among those that
    offices everywhere lead to, in elements hidden by their style, by a rule of the page, by a script
    or by a marquee of no size, or behind the page's end. They are held against the page when their
    words are spam, or where several strangers stand in one box that nothing on the page could open:
    no name, no list, no tab beside it. Spam under an inline style is certain; the rest waits for a
    second look, in the browser where there is one. Cannot see: what only a stylesheet of its own file
    hides, links that scripts fetch, pages shown to search engines alone.

    Source: 国办发〔2017〕47号, 链接管理, no dark links (known from practice only); no row of
    国办秘函〔2019〕19号 counts it. A person decides.
    """
    if place.removed:
        return not_applicable("removed")
    if not place.boxes:
        return passed()
    facts: dict[str, object] = {
        "tricks": sorted({box.trick for box in place.boxes}),
        "links": sum(box.total for box in place.boxes),
        "host": place.hosts[0],
        "hosts": list(place.hosts),
        "texts": list(place.texts),
    }
    words = place.words
    if words:
        at_once = any(box.inline and box.words for box in place.boxes)
        reason = "spam_inline" if at_once else "spam"
        return failed(reason, **facts, word=words[0], words=list(words))
    if any(_are_many(box, context) for box in place.boxes if box.plain):
        return failed("several", **facts)
    return passed()


def _are_many(box: HiddenLinks, context: Context) -> bool:
    least = "foldable_hosts" if box.trick in _OPENED_BY_CLICK else "hosts"
    return len(box.hosts) >= int(context.params[least])
