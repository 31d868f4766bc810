"""Feeds of units, and those that a bridge makes of accounts without a public list."""

from __future__ import annotations

from email.utils import format_datetime

from monitor.demo.media.account import Account, Post, moment
from monitor.demo.media.answers import told
from monitor.demo.model import NOTE, Answer


def answer(account: Account) -> Answer:
    if account.way == "json":
        return _json(account)
    return _atom(account) if account.way == "atom" else _rss(account)


def _rss(account: Account) -> Answer:
    items = "".join(
        f"<item><title>{post.title}</title><link>{_link(account, post)}</link>"
        f"<guid isPermaLink='false'>demo-{post.number}</guid>"
        f"<pubDate>{format_datetime(post.moment)}</pubDate>"
        f"<description><![CDATA[<p>{post.title}（{NOTE}）</p>]]></description></item>"
        for post in account.posts
    )
    head = f"<title>{account.title}</title><link>http://demo.example/</link><description>{NOTE}</description>"
    text = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{head}{items}"
    whole = text if account.broken else f"{text}</channel></rss>"
    return Answer(whole.encode(), content_type="application/rss+xml; charset=utf-8")


def _atom(account: Account) -> Answer:
    entries = "".join(
        f"<entry><title>{post.title}</title><link href='{_link(account, post)}'/>"
        f"<id>demo-{post.number}</id><published>{post.moment.isoformat()}</published>"
        f"<updated>{_changed(post)}</updated><summary>{NOTE}</summary></entry>"
        for post in account.posts
    )
    text = (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<title>{account.title}</title><id>demo</id><updated>{moment(0).isoformat()}</updated>"
        f"{entries}</feed>"
    )
    return Answer(text.encode(), content_type="application/atom+xml; charset=utf-8")


def _json(account: Account) -> Answer:
    items = [
        {
            "id": f"demo-{post.number}",
            "url": _link(account, post),
            "title": post.title,
            "content_text": f"{post.title}（{NOTE}）",
            "date_published": post.moment.isoformat(),
            "date_modified": _changed(post),
        }
        for post in account.posts
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": account.title}
    return told({**head, "items": items})


def _changed(post: Post) -> str:
    return moment(post.age if post.edited is None else post.edited).isoformat()


def _link(account: Account, post: Post) -> str:
    return f"http://demo.example/{account.unit}/{post.number}.html"
