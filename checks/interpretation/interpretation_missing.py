from __future__ import annotations

from datetime import timedelta

from checks.base import Context, check
from monitor.domain.calendar import Window
from monitor.domain.finding import Facts, Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.interpretation import PolicyPaper


@check(
    id="interpretation-missing",
    reads=PolicyPaper,
    volatile=("as_of", "days"),
    preview=True,
)
def interpretation_missing(paper: PolicyPaper, context: Context) -> Verdict:
    """A policy document of the site's own government has no interpretation on the site.

    Reads documents whose number (文号), title or issuer is that of the government or its office, and
    proposes those of wide interest: rules, measures, plans and opinions, normative documents first.
    Appointments, replies, awards, forwarding, meetings, leading groups, plans of work and documents no
    longer in force are left out, as are those older than a year and those issued in the last days. Any
    form explains: an article, picture, question and answer, press conference or video, on this site or
    reached from it, a list entry that only names the document, a text that speaks of it. Which documents
    have to be explained is for a person to say. Cannot see: interpretations on other sites that nothing
    here leads to, those inside pictures or attachments, lists it could not read; then, and where an
    article on the same subject does not say which document it explains, it answers not observed.

    Source: 国办秘函〔2019〕19号, 扣分项, 解读比例.
    """
    if not paper.known:
        return not_applicable("not_shown")
    facts = _facts(paper)
    if paper.lapsed:
        return not_applicable("lapsed", **facts)
    if not paper.wide:
        return not_applicable("narrow", **facts)
    if paper.how is not None:
        return passed(how=paper.how, **facts)
    if paper.published is None:
        return not_observed("undated", **facts)
    if paper.published < Window(months=context.params["months"]).earliest(context.today):
        return not_applicable("old", **facts)
    if paper.published > context.today - timedelta(days=context.params["grace_days"]):
        return not_applicable("recent", **facts)
    if paper.cut:
        return not_observed("list_cut", **facts)
    if paper.perhaps:
        return not_observed("perhaps_explained", **facts)
    return failed(
        "missing",
        days=(context.today - paper.published).days,
        as_of=context.today.isoformat(),
        **facts,
    )


def _facts(paper: PolicyPaper) -> Facts:
    facts: Facts = {"title": paper.title, "normative": paper.normative}
    if paper.number:
        facts["number"] = paper.number
    if paper.published is not None:
        facts["published"] = paper.published.isoformat()
    return facts
