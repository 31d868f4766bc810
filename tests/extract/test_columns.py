"""What a column's name promises, and what it does not."""

from __future__ import annotations

import pytest

from monitor.extract.columns import classify


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("工作动态", "news"),
        ("今日关注", "news"),
        ("领导活动", "news"),
        ("媒体聚焦", "news"),
        ("基层信息", "news"),
        ("新闻发布会", "other"),
        ("权责清单动态调整", "other"),
        ("热点回应", "letters"),
        ("政务新媒体", "static"),
        ("关注我们", "static"),
        ("免责声明", "static"),
        ("基层政务公开", "other"),
        ("志愿活动", "other"),
        ("法律援助", "other"),
        ("工作制度", "other"),
        ("法律法规", "policy"),
        ("规范性文件", "policy"),
        ("已废止规范性文件", "topic"),
        ("规范性文件清理", "topic"),
        ("历史文件", "topic"),
        ("往期要闻", "topic"),
        ("往年公示", "topic"),
        ("2023年全国两会要闻", "topic"),
        ("公示公告", "notice"),
        ("政府采购公告", "other"),
        ("行政处罚公示", "other"),
        ("双公示", "other"),
        ("文件解读", "interpretation"),
    ],
)
def test_only_names_that_promise_updates_have_a_deadline(name: str, cls: str) -> None:
    assert classify(name).value == cls
