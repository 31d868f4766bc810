from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, passed
from monitor.domain.wording_state import SevereWordings


@check(
    id="wording-severe",
    reads=SevereWordings,
    at_once=("suspected",),
    volatile=("contexts", "places", "counts", "parents_total"),
    preview=True,
)
def wording_severe(state: SevereWordings, context: Context) -> Verdict:
    """A page or a post may hold a grave misstatement: a protected name or expression written wrong.

    Reads titles, text, descriptions of pictures and page tags, and what accounts post, for forms of a
    lexicon: the names of the Party's and the state's bodies, of important meetings and of the Party's
    theories with one character wrong, and designations of Taiwan, Hong Kong, Macao and other places
    that are never right. What is quoted, mentioned as wrong, written by a citizen or set down in the
    past is left out; leaders' names are not guessed. Facts are flat lists, one place a form: wrong,
    right, kinds, places, counts and contexts (some twenty characters around the form). What an account
    repeats of others is not its own wording. It only proposes: whether a form is a grave misstatement,
    and what follows, a person decides. Cannot see: words in pictures, films, attachments and scripts,
    posts of which a platform shows the title alone; what is wrong though every word is spelled right;
    the order and posts of leaders.

    Source: 国办秘函〔2019〕19号, 单项否决, 安全、泄密事故等严重问题 第1项 严重表述错误 (sites and
    accounts).
    """
    if state.taken_off:
        return not_applicable("taken_off")
    if not state.wordings:
        return passed()
    return failed(
        "suspected",
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
