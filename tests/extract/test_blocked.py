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
