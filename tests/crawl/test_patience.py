"""Reading one page is broken off after a while; the traps that are known are read in no time."""

from __future__ import annotations

import re
import threading

import pytest

from monitor.crawl.patience import TookTooLong, at_most
from monitor.extract.page import read_page

HEAD = "<!DOCTYPE html><html><head><title>青禾县</title></head><body>"
SIZE = 400_000


def test_an_expression_at_work_is_broken_off_and_what_catches_all_does_not_catch_it() -> None:
    with pytest.raises(TookTooLong), at_most(0.05):
        try:
            re.sub("<!--.*?-->", "", "<!--" * 1_000_000, flags=re.S)
        except Exception:
            pytest.fail("not for whoever reads")
    with at_most(0.05):
        pass
    sum(range(10_000_000))  # no alarm is left


def test_in_another_thread_there_is_no_limit() -> None:
    done: list[int] = []

    def read() -> None:
        with at_most(0.001):
            done.append(sum(range(3_000_000)))

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert done


@pytest.mark.parametrize(
    "body",
    [
        "<" * SIZE,
        "<!--" * (SIZE // 4),
        "<script>" * (SIZE // 8),
        "[" * SIZE,
        f"<p {' '.join(f'a{n}' for n in range(SIZE // 6))}>text</p>",
        f"<script>{';/* ' * (SIZE // 4)}</script>",
        f"<script>{chr(10) * SIZE}</script>",
        "<li><a href=a.html>x</a>" * (SIZE // 24),
    ],
    ids=("signs", "remarks", "scripts", "json", "attributes", "code", "lines", "rows"),
)
def test_what_was_made_to_take_minutes_does_not(body: str) -> None:
    text = body if body.startswith("[") else HEAD + body
    with at_most(20):  # each took more, by a power of its length
        page = read_page(text.encode(), url="http://a.gov.cn/x/", content_type="text/html")
    assert page.url == "http://a.gov.cn/x/"


def test_long_attributes_and_all_remarks_of_plain_code_are_read() -> None:
    picture = f'<img src="data:image/png;base64,{"A b=" * 30_000}"><a href="/x.html">关于</a>'
    page = read_page((HEAD + picture).encode(), url="http://a.gov.cn/", content_type="text/html")
    assert [link.url for link in page.links] == ["http://a.gov.cn/x.html"]
