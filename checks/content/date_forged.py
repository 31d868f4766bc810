from __future__ import annotations

from datetime import date

from checks.base import Context, check
from monitor.domain.dating import DatedArticle, Sign
from monitor.domain.finding import Facts, Verdict, failed, not_applicable, passed

_REASONS = {
    "created": "created",
    "address": "address",
    "tag": "tag",
    "repeated": "repeated",
    "unlisted": "unlisted",
}


@check(
    id="date-forged",
    reads=DatedArticle,
    at_once=("created", "address", "tag", "repeated"),
    preview=True,
)
def date_forged(article: DatedArticle, context: Context) -> Verdict:
    """An article shows a day of publication that other days of the same article speak against.

    Reads the day in the article's address, in its PubDate tag, in the platform's record of its making,
    that of an older article with the same title and text, and whether its list, read after the day
    shown, did not have it yet. A few days mean nothing. Where many articles are off in the same way on
    one day, or none before that day told its day alike, a site was moved or an archive filled: no sign.
    Documents, laws and reprints may be older than their page, pages that are kept up to date newer.
    That something was falsified is for a person to say. Cannot see: what happened before the first
    look, days that the page does not show.

    Source: 国办秘函〔2019〕19号, 单项否决, 弄虚作假（如伪造发稿日期）.
    """
    if not article.known or article.shown is None:
        return not_applicable("not_dated")
    days, again = context.params["days"], context.params["repeated_days"]
    cluster = context.params["cluster"]
    moved = False
    for kind, reason in _REASONS.items():
        for sign in article.signs:
            least = again if kind == "repeated" else days
            if sign.kind != kind or abs((sign.day - article.shown).days) < least:
                continue
            if sign.alike >= cluster or not sign.in_use:
                moved = True
                continue
            return failed(reason, **_facts(article, sign, article.shown))
    if moved:
        return not_applicable("moved", shown=article.shown.isoformat())
    return passed(shown=article.shown.isoformat())


def _facts(article: DatedArticle, sign: Sign, shown: date) -> Facts:
    facts: Facts = {
        "title": article.title,
        "shown": shown.isoformat(),
        "told": sign.day.isoformat(),
        "days": abs((sign.day - shown).days),
    }
    if sign.place:
        facts["place"] = sign.place
    return facts
