from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, passed
from monitor.domain.wording_state import OrdinaryWordings


@check(
    id="wording-error",
    reads=OrdinaryWordings,
    at_once=("found",),
    volatile=("contexts", "places", "counts", "parents_total"),
    preview=True,
)
def wording_error(state: OrdinaryWordings, context: Context) -> Verdict:
    """A page or a post holds an ordinary slip of the pen (错别字).

    Reads titles, text, descriptions of pictures and page tags, and what accounts post, for forms of a
    lexicon that are right in no modern text (按装, 布署, 一如继往), with what was meant; words that
    only side by side make up such a form, names of firms and persons, quoted and listed forms,
    citizens' letters and old texts are left out. Facts as for wording-severe. Cannot see: slips that
    are words themselves (权利 for 权力), words in pictures, attachments and scripts, posts of which a
    platform shows the title alone.

    Source: 国办发〔2017〕47号, 内容发布与审核; no row of 国办秘函〔2019〕19号 deducts for it.
    """
    if state.taken_off:
        return not_applicable("taken_off")
    if not state.wordings:
        return passed()
    return failed(
        "found",
        form=state.wordings[0].wrong,
        suggestion=state.wordings[0].right,
        forms=len(state.wordings),
        wrong=[one.wrong for one in state.wordings],
        right=[one.right for one in state.wordings],
        kinds=[one.kind for one in state.wordings],
        places=[one.where for one in state.wordings],
        counts=[one.count for one in state.wordings],
        contexts=[one.context for one in state.wordings],
        parents_total=state.parents_total,
    )
