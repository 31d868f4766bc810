"""Error pages that are sent as good ones, and pages that only speak of errors."""

from __future__ import annotations

import pytest

from monitor.domain.evidence import PageKind
from tests.extract.reading import framed, items, read

PATH = "/tzgg/post_123456.html"
SENTENCES = [
    "您访问的页面不存在或已删除", "抱歉，您访问的页面不存在", "该页面已被删除", "404-页面未找到",
    "无此信息",
    "对不起，该信息不存在或已被删除！", "没有找到您要访问的页面，请检查您是否输入正确URL",
    "您查看的内容已过期",
    "很抱歉，您要查看的网页当前已失效或不存在", "该信息已下线", "记录不存在", "系统发生错误",
    "网页无法访问",
    "This page can't be found", "Sorry，您访问的页面弄丢了", "HTTP Status 404 – 未找到", "HTTP ERROR 500",
]  # fmt: skip


@pytest.mark.parametrize("said", SENTENCES)
def test_an_error_in_the_site_s_frame(said: str) -> None:
    """The way back to the home page makes no menu of the box it stands in."""
    side = "".join(f"<li><a href='/m{n}/'>子栏目{n}</a></li>" for n in range(5))
    body = f"<ul>{side}</ul><div><img src='/images/404.png'><p>{said}</p><a href='/'>返回首页</a></div>"
    assert read(framed(body, column="404", title="404"), PATH).soft404


@pytest.mark.parametrize("said", SENTENCES)
def test_an_error_on_a_bare_page(said: str) -> None:
    body = f"<p>{said}</p><a href='/'>返回首页</a>"
    raw = f"<html><head><title>提示信息</title></head><body>{body}</body></html>"
    assert read(raw.encode(), PATH).soft404


@pytest.mark.parametrize(
    "code", ["alert('信息不存在！');history.back();", 'alert("参数错误");window.location="/";']
)
def test_an_error_in_a_box(code: str) -> None:
    page = read(f"<html><body><script>{code}</script></body></html>".encode(), PATH)
    assert (page.soft404, page.kind) == (True, PageKind.SOFT404)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("没有找到站点", "<h1>没有找到站点</h1><p>您的请求在Web服务器中没有找到对应的站点！</p>"),
        ("恭喜，站点创建成功！", "<p>这是默认index.html，本页面由系统自动生成</p>"),
    ],
)
def test_a_server_without_a_site(title: str, body: str) -> None:
    raw = f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()
    assert read(raw, "/").soft404


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("关于公布失效文件的通知", "<p>以下文件已失效。</p>"),
        ("常见问题", "<p>系统异常处理流程说明：如遇系统繁忙，请稍后再试。</p>"),
        ("办公地点变更", "<p>我局办公室搬迁至行政中心404室，原电话停用。</p>"),
        (
            "我市整治错误页面",
            "<p>发布时间：2023-05-06</p><p>针对部分网页找不到、链接失效等问题开展整改。</p>",
        ),
    ],
)
def test_pages_that_speak_of_errors(title: str, body: str) -> None:
    assert not read(framed(f"<h1>{title}</h1>{body}", title=title), PATH).soft404


def test_a_road_closed_is_no_site_closed() -> None:
    body = "<h1>通告</h1><p>因桥梁维修，人民路将暂停服务，请绕行。</p>"
    raw = f"<html><title>通告</title><body>{body}</body></html>"
    assert not read(raw.encode(), PATH).soft404


@pytest.mark.parametrize(
    "foot", ["网站维护电话：0999-6000001", "网站维护：甲县大数据中心", "平台维护单位 某公司"]
)
def test_who_keeps_the_site_is_no_notice_of_works(foot: str) -> None:
    """On a page of few words the foot is as much as the rest."""
    body = f"<p>办公室、资源股</p><p>{foot}</p>"
    raw = f"<html><head><title>机构职能</title></head><body>{body}</body></html>"
    assert not read(raw.encode(), "/jgzn/").soft404


def test_headlines_about_errors_are_not_the_page_s_word() -> None:
    rows = items(
        ("/a/1.html", "关于政府网站系统维护的公告", "2026-01-23"),
        ("/a/2.html", "部分页面不存在问题已修复", "2026-01-22"),
    )
    body = f"<html><title>甲县人民政府</title><body>{rows}</body></html>"
    assert not read(body.encode(), "/").soft404
    gone = body.replace("<body>", "<body><p>您访问的页面不存在</p>")
    assert read(gone.encode(), PATH).soft404
