from __future__ import annotations

from datetime import date

from checks.base import Context, check
from monitor.domain.finding import Facts, Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.presented import AnnualReport


@check(id="annual-report-missing", reads=AnnualReport, preview=True)
def annual_report_missing(report: AnnualReport, context: Context) -> Verdict:
    """A site shows no 政府网站工作年度报表 of last year, or published it after 31 January.

    Reads titles of articles and list items, texts of links (files and pictures with a text too) and
    the head of the form itself; the year is said there, or the day of publication tells it. In
    January nothing is due yet: the report may still come, and 31 January itself is in time. Of several
    days shown the earliest counts; a day that reports of other years bear as well is a system's move
    and proves nothing. A report of unknown year, or one that lies on another site, is not observed. Asked
    of portals and sites with a site code, never of channels. Cannot see: a report under another
    name; whether its figures are right. The yearly report on disclosure (政府信息公开工作年度报告) is
    another paper and is not asked for here.

    Source: 国办函〔2018〕12号, 二、方式和时间.
    """
    if not report.code:
        return not_applicable("no_code")
    due = date(report.year + 1, context.params["month"], context.params["day"])
    facts: Facts = {"year": report.year, "due": due.isoformat()}
    if context.today <= due:
        return not_applicable("not_due", **facts)
    if report.page is not None:
        facts |= {"page": report.page}
        if report.published is None:
            return passed(**facts)
        facts |= {"published": report.published.isoformat()}
        return failed("late", **facts) if report.published > due else passed(**facts)
    if report.hidden is not None:
        return not_observed(report.hidden)
    if report.unread:
        return not_observed("unreadable_dates")
    if report.elsewhere:
        return not_observed("leads_elsewhere")
    return failed("missing", **facts) if report.searched else not_observed("unseen")
