"""Walls are told from pages, and pages that load a shield's script from walls."""

from __future__ import annotations

import pytest

from monitor.extract.blocked import BLOCKED_STATUSES, wall
from tests.extract.reading import framed

PAGE = framed("<p>" + "甲县人民政府工作报告全文。" * 200 + "</p>")


@pytest.mark.parametrize("status", sorted(BLOCKED_STATUSES))
def test_a_refusal_is_never_the_site_s_fault(status: int) -> None:
    assert wall(status, {}, b"<html><body>no</body></html>") is not None


@pytest.mark.parametrize("status", [200, 404, 410, 500, 502, None])
def test_a_plain_page_is_no_wall(status: int | None) -> None:
    assert wall(status, {}, PAGE) is None


@pytest.mark.parametrize(
    "script",
    [
        b"<script src='/acw_sc__v2.js'></script>",
        b"<script r='m'>$_ts=window['$_ts']</script>",
        b"<!-- __jsl_clearance -->",
    ],
)
def test_a_shield_on_a_full_page_is_no_wall(script: bytes) -> None:
    assert wall(200, {}, PAGE.replace(b"</head>", script + b"</head>")) is None


def test_headers_name_the_wall() -> None:
    assert wall(521, {}, b"") == "jsl"
    assert wall(412, {}, b"<html></html>") == "ruishu"
    assert wall(403, {"Server": "360wzws"}, b"") == "360"
    assert wall(403, {}, b"<html>denied</html>") == "http-403"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("请完成下方验证码后继续", "captcha"),
        ("您的访问请求可能对网站造成威胁，已被拦截", "challenge"),
        ("请开启JavaScript并刷新该页", "challenge"),
    ],
)
def test_challenges_in_words(text: str, name: str) -> None:
    assert wall(200, {}, f"<html><body>{text}</body></html>".encode()) == name


def test_an_article_about_captchas_is_no_wall() -> None:
    body = framed("<p>" + "用户应当完成滑动验证，谨防访问被拦截。" * 60 + "</p>")
    assert wall(200, {}, body) is None


@pytest.mark.parametrize(
    "text",
    [
        "当前访问疑似黑客攻击，已被创宇盾拦截",
        "请按住滑块，拖动到最右边 访问验证",
        "很抱歉，您提交的请求可能对网站造成威胁，请求已被管理员设置的策略阻断",
        "您访问的网站触发了云盾拦截",
        "D盾_拦截提示 本站启用了D盾",
        "您的IP不在允许访问范围内，仅限境内访问",
        "Your request was blocked. Please contact the site administrator.",
        "The requested URL was rejected. Your support ID is: 1234",
        "<script src='https://turing.captcha.qcloud.com/TCaptcha.js'></script>",
    ],
)
def test_more_walls_in_words(text: str) -> None:
    assert wall(
        200, {}, f"<html><head><title>提示</title></head><body>{text}</body></html>".encode()
    )


@pytest.mark.parametrize(
    "text",
    [
        "<form>标题<input> 姓名<input name='n'> 内容<textarea></textarea> 请输入验证码：<input></form>",
        "<form>用户名<input> 密码<input type='password'><script src='/TCaptcha.js'></script></form>",
        "<noscript>请启用JavaScript</noscript><div id='app'></div><script src='/js/app.js'></script>",
        "<script>document.cookie='lang=zh';location.href='/zh/index.html'</script>",
        "请各单位打开防火墙，做好网络安全防护。",
    ],
)
def test_forms_shells_and_signposts_are_no_walls(text: str) -> None:
    assert (
        wall(200, {}, f"<html><head><title>写信</title></head><body>{text}</body></html>".encode())
        is None
    )
