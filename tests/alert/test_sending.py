"""The real payloads of WeCom, DingTalk and Feishu robots and of mail, as they arrive.

The robots' hosts are fixed in apprise: here they are those of the receiver; nothing else is changed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from monitor.app.sending import sender, unfit
from tests.alert.receiver import Robots, mail, robots

WECOM = "wecombot://11111111-2222-3333-4444-555555555555"
DING = "dingtalk://SECabcdef@0123456789abcdef"
FEISHU = "feishu://11111111-2222-3333-4444-555555555555"
TITLE, BODY = "监测提醒", "疑似单项否决待认定：2项。\n请登录监测系统查看。"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Robots]:
    with robots() as kept:
        for plugin, host in (
            (NotifyWeComBot, "https://qyapi.weixin.qq.com"),
            (NotifyDingTalk, "https://oapi.dingtalk.com"),
            (NotifyFeishu, "https://open.feishu.cn"),
        ):
            assert plugin.notify_url.startswith(host)
            monkeypatch.setattr(plugin, "notify_url", plugin.notify_url.replace(host, kept.url))
            monkeypatch.setattr(plugin, "request_rate_per_sec", 0)
        yield kept


def send(url: str, title: str = TITLE, body: str = BODY) -> str | None:
    return sender({"duty": url})("duty", title, body)


def test_wecom(heard: Robots) -> None:
    assert send(WECOM) is None
    ((path, told),) = heard.heard
    assert path == "/cgi-bin/webhook/send?key=11111111-2222-3333-4444-555555555555"
    assert told["msgtype"] == "text"
    text = told["text"]["content"]
    assert text.splitlines()[0] == TITLE and "疑似单项否决待认定：2项。" in text


def test_dingtalk_signs_what_it_sends(heard: Robots) -> None:
    assert send(DING) is None
    ((path, told),) = heard.heard
    assert path.startswith("/robot/send?access_token=0123456789abcdef&timestamp=")
    assert "&sign=" in path
    assert told["msgtype"] == "text" and BODY.splitlines()[0] in told["text"]["content"]


def test_feishu(heard: Robots) -> None:
    heard.answer = 200, {"code": 0, "msg": "success", "data": {}}
    assert send(FEISHU) is None
    ((path, told),) = heard.heard
    assert path == "/open-apis/bot/v2/hook/11111111-2222-3333-4444-555555555555/"
    assert told["msg_type"] == "text" and TITLE in told["content"]["text"]


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        (WECOM, (200, {"errcode": 93000, "errmsg": "invalid webhook url"})),
        (DING, (200, {"errcode": 310000, "errmsg": "keywords not in content"})),
        (FEISHU, (200, {"code": 19024, "msg": "Key Words Not Found"})),
        (WECOM, (500, {})),
    ],
)
def test_a_robot_that_refuses_took_nothing(
    heard: Robots, url: str, answer: tuple[int, dict[str, object]]
) -> None:
    """Robots answer 200 also to what they throw away."""
    heard.answer = answer
    refused = send(url)
    assert refused is not None
    assert "11111111" not in refused and "0123456789abcdef" not in refused


def test_mail() -> None:
    with mail() as kept:
        url = f"mailto://127.0.0.1:{kept.port}?from=monitor@office.example&to=duty@office.example"
        assert send(url) is None
    ((to, subject, text),) = kept.heard
    assert (to, subject) == ("duty@office.example", TITLE)
    assert "疑似单项否决待认定：2项。" in text


def test_nobody_there() -> None:
    with robots() as kept:
        gone = kept.url.replace("http://", "json://")
    assert send(gone) == "failed"


def test_an_address_that_no_service_takes() -> None:
    found = unfit({"a": WECOM, "b": "nonsense://x", "c": "just text", "d": "wecombot://"})
    assert found == ["b", "c", "d"]
