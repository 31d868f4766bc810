"""Pages of WeChat: an article with its moment in a script, an album's list, words in an article's place."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from monitor.demo.media.account import Account, Post, epoch
from monitor.demo.media.answers import notice, page, told
from monitor.demo.model import NOTE, Answer

CLOSED = notice("此帐号已自主注销，内容无法查看")
MOVED = notice("该公众号已迁移至新的账号，原账号已回收")
DELETED = notice("该内容已被发布者删除")
WALL = notice("当前环境异常，完成验证后即可继续访问。")


def answer(account: Account, target: str) -> Answer:
    query = parse_qs(urlsplit(target).query)
    if account.way == "album":
        return _album(account) if query.get("f") == ["json"] else page("专辑", NOTE)
    return _article(account, account.posts[0])


def _article(account: Account, post: Post) -> Answer:
    """The words shown are of the day it was saved; the script has the moment."""
    comment = f"{7_000_000 + post.number}" if account.comments else "0"
    body = f"""<div id="js_article" class="rich_media">
<h1 class="rich_media_title" id="activity-name">{post.title}</h1>
<a href="javascript:void(0);" id="js_name">{account.title}</a>
<em id="publish_time" class="rich_media_meta">昨天</em>
<div class="rich_media_content" id="js_content"><p>{post.title}。（{NOTE}）</p></div></div>
<script type="text/javascript">
    var biz = ""||"MzDemo{account.number:04d}";
    var nickname = "{account.title}";
    var ct = "{epoch(post.age)}";
    var user_name = "gh_demo{account.number:08d}";
    var msg_title = "{post.title}";
    var msg_desc = "{NOTE}";
    var comment_id = "{comment}" || "{comment}" * 1;
</script>"""
    return page(post.title, body)


def _album(account: Account) -> Answer:
    listed = [
        {"title": post.title, "url": f"/s/Demo{post.number}", "create_time": str(epoch(post.age))}
        for post in account.posts
    ]
    return told({"base_resp": {"ret": 0}, "getalbum_resp": {"article_list": listed}})
