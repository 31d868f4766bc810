from __future__ import annotations

from checks.base import Context, check
from monitor.domain.calendar import Window
from monitor.domain.dossier import ColumnState
from monitor.domain.finding import Facts, Verdict, failed, not_applicable, not_observed, passed


def _settled(column: ColumnState, context: Context) -> Verdict | None:
    """What the ledger and the column's class decide, seen or not."""
    facts = _facts(column)
    if column.exempt is not None and column.exempt.holds_on(context.today):
        return not_applicable("exempt", **facts)
    if column.window is None:
        return not_applicable("no_deadline", **facts)
    if column.judged_at is not None:
        return not_applicable("judged_at_first_level", judged_at=column.judged_at, **facts)
    return None


@check(
    id="column-stale",
    reads=ColumnState,
    at_once=("stale",),
    volatile=("days", "as_of", "items", "newest_title", "confirmed"),
    settled=_settled,
)
def column_stale(column: ColumnState, context: Context) -> Verdict:
    """A column has had no update within the window of its class.

    Reads the newest date over a column and all its descendants; pinned and future-dated items do
    not decide, items without a date are dated by their own page. News columns have two weeks;
    notices, policies and interpretations six calendar months, judged at the first level. Columns of
    other classes have no deadline unless the ledger sets one. The last day of the window passes.
    Cannot see: lists made by a script it could not run, descendants it could not open, dates it
    could not read; then it answers not observed.

    Source: 国办秘函〔2019〕19号, 单项否决, 栏目不更新; 扣分项, 动态要闻, 政策文件, 政策解读.
    """
    settled = _settled(column, context)
    if settled is not None:
        return settled
    facts, window = _facts(column), column.window
    if column.leads_elsewhere or window is None:
        return not_applicable("leads_elsewhere", **facts)
    earliest = window.earliest(context.today)
    if column.newest is not None and column.newest >= earliest:
        return passed(**facts)
    if column.missing_descendants:
        return not_observed("descendants_unseen", missing=column.missing_descendants, **facts)
    if column.list_state == "unreadable":
        return not_observed("script_built", **facts)
    if column.unread:
        return not_observed("unreadable_dates", unread=column.unread, **facts)
    return _old(column, window, context, facts)


def _facts(column: ColumnState) -> Facts:
    """What the list shows, whatever the verdict."""
    facts: Facts = {
        "column": column.name,
        "class": column.cls.value,
        "confirmed": column.confirmed,
    }
    if column.newest is not None:
        facts["newest"] = column.newest.isoformat()
    return facts


def _old(column: ColumnState, window: Window, context: Context, facts: Facts) -> Verdict:
    facts["window"] = f"{window.days}d" if window.days is not None else f"{window.months}m"
    facts["as_of"] = context.today.isoformat()
    if column.newest is not None:
        facts["days"] = (context.today - column.newest).days
        if column.newest_title:
            facts["newest_title"] = column.newest_title
        return failed("stale", **facts)
    if column.undated and column.list_state == "items":
        return failed("undated", items=column.undated, **facts)
    return not_applicable("blank", **facts)
