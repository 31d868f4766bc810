"""Names in the older characters promise what the same names promise today."""

from __future__ import annotations

import pytest

from monitor.extract.columns import promises
from monitor.extract.simplified import simplified


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("annual", "政府信息公開年報"),
        ("statutory", "法定主動公開內容"),
        ("agency", "機構職能"),
        ("consultation", "縣長信箱"),
        ("overview", "走進甲縣"),
        ("website_report", "政府網站工作年度報表"),
    ],
)
def test_a_name_in_older_characters(topic: str, name: str) -> None:
    assert promises(topic, name)


def test_the_characters_of_today_stay_as_they_are() -> None:
    text = "联系电话：后勤处，台办，覆盖全县"
    assert simplified(text) is text
    assert simplified("聯繫電話：後勤處") == "联系电话：后勤处"
