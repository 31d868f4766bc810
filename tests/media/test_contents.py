"""What posts say, in the words of the checks that read pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.app.media import look_at_accounts
from monitor.app.standing import standing
from monitor.domain.media import Post
from monitor.domain.personal import PersonalKind
from monitor.domain.subject import Account
from monitor.extract.posts import lines, links, read_post
from monitor.report.record import Record
from tests.crawl.servers import Answer, serve
from tests.media.world import NOW, article_page, blog, built, ledger, look, weibo

LATER = "2026-01-27T11:00:00+08:00"
UID = "5100000001"
SEVERE = "深入学习贯彻习近平新时代中国特色社会主意思想。"
RESIDENT = "999901194801101014"
"""Of a division that does not exist."""


def forms(markup: str, **more: str) -> list[str]:
    return [one.wrong for one in read_post(Post("http://127.0.0.1/1"), markup, **more).wordings]


@pytest.mark.parametrize(
    "markup",
    [
        "会议布署了防汛工作。",
        "会议布<b>署</b>了防汛工作。",
        "<p>各单位：</p><p>会议布署了防汛工作。</p>",
        "#甲县动态# 会议布署了防汛工作 <a href='http://127.0.0.1/2'>网页链接</a>",
    ],
)
def test_a_slip_in_a_post(markup: str) -> None:
    assert forms(markup) == ["布署"]


@pytest.mark.parametrize(
    "markup",
    [
        "会议部署了防汛工作。",
        "转发微博//@乙县发布：会议布署了防汛工作。",
        "这些易错字你写对了吗？布署应为部署",
        "“布署”还是“部署”？",
        "会议听取了汇报。会议强调，会议布署...<a href='/status/1'>全文</a>",
        "來函照登：為這個國家的發展開關東車長門問間業實現點過進運動務區縣產與當應，會議布署了工作。",
    ],
)
def test_what_is_no_slip_of_the_office(markup: str) -> None:
    assert forms(markup) == []


def test_what_others_wrote_is_no_wording_and_a_number_in_it_is_shown() -> None:
    post = read_post(
        Post("http://127.0.0.1/1"), "转发微博", quoted=f"会议布署了工作。身份证号{RESIDENT}"
    )
    assert post.wordings == ()
    assert [(one.kind, one.count) for one in post.exposures] == [(PersonalKind.IDENTITY, 1)]
    assert RESIDENT not in repr(post)
    assert post.quoted.startswith("会议布署了工作")


def test_a_deleted_post_says_nothing() -> None:
    post = read_post(Post("http://127.0.0.1/1", deleted=True), f"会议布署了工作。{RESIDENT}")
    assert (post.wordings, post.exposures) == ((), ())


def test_the_end_of_a_summary_may_be_half_a_word() -> None:
    half = "工作动态\n会议听取了汇报。会议布署"
    assert forms(half.replace("\n", "<br>")) != []
    assert read_post(Post("http://127.0.0.1/1"), half, cut=True).wordings == ()


def test_the_whole_text_is_read_though_its_beginning_alone_is_kept() -> None:
    post = read_post(
        Post("http://127.0.0.1/1"), f"{'甲县今日天气晴好，请注意防寒。' * 30}会议布署了工作。"
    )
    assert [one.wrong for one in post.wordings] == ["布署"]
    assert len(post.text) == 200


def test_lines_and_cells() -> None:
    table = "<table><tr><td>张三</td><td>1</td></tr><tr><td>李四</td><td>2</td></tr></table>"
    assert lines(f"名单<br>{table}<script>var a = 1</script>") == "名单\n张三\t1\t\n李四\t2"


def test_a_page_that_only_warns_of_leaving_is_no_target() -> None:
    markup = '<a href="https://weibo.cn/sinaurl?u=https%3A%2F%2Fwww.example.cn%2F1">网页链接</a>'
    assert links(markup) == ("https://www.example.cn/1",)


def test_an_article_is_read_whole() -> None:
    page = article_page("甲县发布", "2026-01-25T09:00:00+08:00", desc="会议听取了汇报")
    body = page.replace(
        "<p>会议听取了汇报</p>", f"<p>会议布署了工作。</p><p>张某，身份证号{RESIDENT}</p>"
    )
    answer: Answer = (200, {"Content-Type": "text/html; charset=utf-8"}, body.encode())
    with serve({"/s/abc": answer}) as server:
        found = look(Account("jia-wx", "jia", "wechat", "甲县发布", f"{server.url}s/abc"))
    assert [one.wrong for one in found.posts[0].wordings] == ["布署"]
    assert [one.kind for one in found.posts[0].exposures] == [PersonalKind.IDENTITY]


# From the look to the list.


def rounds(home: Path, *pages: dict[str, Answer]) -> list[dict[str, Record]]:
    """The records by check after each of a series of looks, in which the account is as given."""
    served: dict[str, Answer] = {}
    told = []
    with serve(served) as server:  # type: ignore[arg-type]
        url = f"{server.url}u/{UID}"
        house = built(home, ledger([("jia-wb", "weibo", "甲县发布", url)]))
        for given, now in zip(pages, (NOW, LATER), strict=False):
            served.clear()
            served.update(given)
            look_at_accounts(house, accounts=["jia-wb"], as_of=now)
            told.append({one.check: one for one in standing(house, as_of=now).records()})
    return told


def test_posts_in_question_are_defects_at_their_own_address(tmp_path: Path) -> None:
    (found,) = rounds(
        tmp_path,
        weibo(
            UID,
            "甲县发布",
            blog(1, "01-25", SEVERE),
            blog(2, "01-25", "会议布署了防汛工作。"),
            blog(3, "01-24", f"公示：张某，身份证号{RESIDENT}"),
            blog(4, "01-24", SEVERE, deleted=1),
        ),
    )
    severe, slip, shown = (
        found[key] for key in ("wording-severe", "wording-error", "personal-data-exposed")
    )
    assert [one.subject.rpartition("/")[2] for one in (severe, slip, shown)] == ["B1", "B2", "B3"]
    assert {one.site for one in found.values()} == {"jia-wb"}
    assert {one.state for one in found.values()} == {"confirmed"}
    assert (severe.indicator, severe.veto) == ((), False), "a person decides a veto"
    assert (slip.indicator, shown.indicator) == ((), ())
    assert "甲县微博“甲县发布”" in slip.description
    assert all(one.evidence for one in found.values())
    assert RESIDENT not in repr(found)


def test_an_edited_post_is_repaired_and_one_that_is_missing_is_taken_off(tmp_path: Path) -> None:
    old = blog(9, "01-20", "今日天气")
    first = weibo(
        UID, "甲县发布", blog(1, "01-25", SEVERE), blog(2, "01-25", "会议布署了工作。"), old
    )
    then = weibo(UID, "甲县发布", blog(1, "01-25", "今日", edit_count=1), old)
    _, after = rounds(tmp_path, first, then)
    assert {one.check: one.state for one in after.values()} == {
        "wording-severe": "gone",
        "wording-error": "gone",
    }


def test_a_post_that_has_only_sunk_out_of_sight_is_still_there(tmp_path: Path) -> None:
    first = weibo(UID, "甲县发布", blog(1, "01-20", "会议布署了工作。"))
    then = weibo(UID, "甲县发布", blog(2, "01-26", "今日"), blog(3, "01-26", "今日"))
    _, after = rounds(tmp_path, first, then)
    assert after["wording-error"].state == "confirmed"
