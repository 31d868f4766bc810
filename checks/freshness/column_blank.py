from __future__ import annotations

from checks.base import Context, check
from monitor.domain.dossier import ColumnState
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.subject import ColumnClass

_MAY_BE_EMPTY = (ColumnClass.TOPIC, ColumnClass.STATIC)


def _settled(column: ColumnState, context: Context) -> Verdict | None:
    """What the ledger and the column's class decide, seen or not."""
    if column.exempt is not None and column.exempt.holds_on(context.today):
        return not_applicable("exempt")
    return not_applicable("topic") if column.cls in _MAY_BE_EMPTY else None


@check(id="column-blank", reads=ColumnState, volatile=("confirmed",), settled=_settled)
def column_blank(column: ColumnState, context: Context) -> Verdict:
    """A column has no content.

    Reads the list of a column and of all its descendants, rendered where a script makes it. A hub
    without a list of its own is no blank column, nor is one whose descendants have items. Cannot
    see: whether there ever was content, which the census of 2015 asks; a person decides.

    Source: 国办秘函〔2019〕19号, 单项否决, 空白栏目; 扣分项, 其他栏目.
    """
    if column.entries:
        return passed(entries=column.entries)
    settled = _settled(column, context)
    if settled is not None:
        return settled
    if column.leads_elsewhere:
        return not_applicable("leads_elsewhere")
    if column.list_state == "unreadable":
        return not_observed("script_built")
    if column.missing_descendants:
        return not_observed("descendants_unseen", missing=column.missing_descendants)
    facts = {"column": column.name, "class": column.cls.value, "confirmed": column.confirmed}
    if column.list_state in ("empty", "placeholder"):
        return failed(column.list_state, **facts)
    return not_applicable("navigation")
