"""Platforms on loopback that answer as the real ones do, and a desk to look at them from."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from monitor.app.house import House
from monitor.app.registry import init
from monitor.crawl.desk import Desk
from monitor.crawl.guard import Networks
from monitor.domain.media import AccountLook
from monitor.domain.subject import Account
from spiders.media.adapter import adapter_of
from tests.crawl.servers import Answer
from tests.schedule.world import at, house

NOW = "2026-01-26T10:00:00+08:00"


def desk(now: str = NOW, secrets: Mapping[str, str] | None = None) -> Desk:
    return Desk(
        now=at(now),
        networks=Networks.parse("127.0.0.0/8"),
        user_agent="test",
        keep=lambda body: sha256(body).hexdigest(),
        secrets=secrets or {},
        timeout=5.0,
    )


def look(account: Account, now: str = NOW, secrets: Mapping[str, str] | None = None) -> AccountLook:
    """What the adapter that takes the account sees."""
    way = adapter_of(account, secrets or {})
    assert way is not None
    return asyncio.run(way.look(account, desk(now, secrets)))


def told(value: Any, status: int = 200, **headers: str) -> Answer:
    body = json.dumps(value, ensure_ascii=False).encode()
    return status, {"Content-Type": "application/json; charset=utf-8", **headers}, body


# Weibo, as its mobile interface answers.


def blog(number: int, created_at: str, text: str = "今日天气", **more: Any) -> dict[str, Any]:
    told = {"id": str(number), "bid": f"B{number}", "created_at": created_at, "text": text, **more}
    return {"card_type": 9, "mblog": told}


def weibo(uid: str, name: str, *cards: dict[str, Any], total: int = 900) -> dict[str, Answer]:
    """The answers of one account: its profile, and one page of its posts."""
    index = f"/api/container/getIndex?type=uid&value={uid}"
    profile = {"userInfo": {"id": int(uid), "screen_name": name, "statuses_count": total}}
    first = {"cardlistInfo": {"total": total}, "cards": list(cards)}
    return {
        f"{index}&containerid=100505{uid}": told({"ok": 1, "data": profile}),
        f"{index}&containerid=107603{uid}&page=1": told({"ok": 1, "data": first}),
        f"{index}&containerid=107603{uid}&page=2": told({"ok": 0, "msg": "这里还没有内容"}),
    }


# A house with a ledger of accounts.


def ledger(accounts: Sequence[tuple[str, str, str, str | None]], unit: str = "甲县") -> str:
    """`accounts`: id, platform, name, address."""
    lines = "".join(
        f"      - {{id: {key}, platform: {platform}, name: {name}"
        + (f", url: '{url}'" if url else "")
        + "}\n"
        for key, platform, name, url in accounts
    )
    return f"units:\n  - id: jia\n    name: {unit}\n    category: county\n    media:\n{lines}"


def built(home: Path, text: str, now: str = NOW) -> House:
    """A house whose ledger is the text's."""
    found = house(home, now, MONITOR_ALLOW_NETWORKS="127.0.0.0/8", MONITOR_DELAY="0")
    path = home / "registry.yaml"
    path.write_text(text, encoding="utf-8")
    init(found, path)
    return found


def moment(text: str) -> datetime:
    return at(text)


# WeChat, as its owner's interface answers, and as its pages are.


def epoch(text: str) -> int:
    return int(at(text).timestamp())


def news(title: str, **more: Any) -> dict[str, Any]:
    """An article of a publication."""
    return {
        "title": title,
        "author": "",
        "digest": "",
        "content_source_url": "",
        "thumb_media_id": "t1",
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
        "url": f"http://mp.weixin.qq.com/s?__biz=MzA4&mid=1&idx=1&sn={title}",
        "is_deleted": False,
        **more,
    }


def publication(
    created: str, *articles: dict[str, Any], updated: str | None = None
) -> dict[str, Any]:
    times = {"create_time": epoch(created), "update_time": epoch(updated or created)}
    return {
        "article_id": f"A{times['create_time']}",
        "content": {"news_item": list(articles), **times},
        "update_time": times["update_time"],
    }


def batch(*items: dict[str, Any], total: int | None = None) -> dict[str, Any]:
    count = len(items)
    return {"total_count": count if total is None else total, "item_count": count, "item": items}


def article_page(name: str, created: str, title: str = "通知公告", **more: str) -> str:
    """An article's page; the words shown are relative, the moment stands in its script."""
    fields = {"comment_id": "0", "shown": "昨天", "desc": "全文摘要", **more}
    return f"""<!DOCTYPE html><html><head><title>{title}</title></head><body id="activity-detail">
<div id="js_article"><h2 class="rich_media_title" id="activity-name">{title}</h2>
<a href="javascript:void(0);" id="js_name">{name}</a>
<em id="publish_time" class="rich_media_meta">{fields["shown"]}</em>
<div class="rich_media_content" id="js_content"><p>{fields["desc"]}</p></div></div>
<script type="text/javascript">
    var biz = ""||"MzA4MDAwMDAwMQ==";
    var nickname = "{name}";
    var nickname_new = "";
    var ct = "{epoch(created)}";
    var user_name = "gh_0123456789ab";
    var msg_title = "{title}";
    var msg_desc = "{fields["desc"]}";
    var comment_id = "{fields["comment_id"]}" || "{fields["comment_id"]}" * 1;
</script></body></html>"""


def notice_page(words: str) -> str:
    """What WeChat shows where an article was."""
    return f"""<!DOCTYPE html><html><head><title></title><style>.weui-msg{{}}</style></head><body>
<div class="weui-msg"><div class="weui-msg__text-area"><h2 class="weui-msg__title">{words}</h2></div></div>
</body></html>"""
