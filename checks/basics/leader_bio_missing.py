from __future__ import annotations

from checks.base import Context, check
from monitor.domain.dossier import LeaderEntry
from monitor.domain.finding import Facts, Verdict, failed, not_applicable, not_observed, passed


@check(id="leader-bio-missing", reads=LeaderEntry)
def leader_bio_missing(leader: LeaderEntry, context: Context) -> Verdict:
    """A leader is presented without a biography (简历).

    Reads the leaders' page and the page each name leads to. One sentence with sex, nation, birth or
    education is a biography; duties alone are none, nor is an empty place under the heading. A
    vacant post has none to show. Cannot see: text inside pictures, frames and attached
    documents, pages it could not open.

    Source: 国办秘函〔2019〕19号, 扣分项, 领导信息.
    """
    if leader.vacant:
        return not_applicable("vacant")
    if not leader.listed:
        return not_applicable("not_listed")
    if leader.bio is True:
        return passed(name=leader.name)
    if leader.bio is None or leader.picture_only:
        return not_observed("picture_only" if leader.picture_only else "unseen")
    facts: Facts = {"name": leader.name}
    if leader.post:
        facts["post"] = leader.post
    return failed("duties_only" if leader.duties_only else "missing", **facts)
