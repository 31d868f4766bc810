"""One text for all spellings of one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain import address
from monitor.domain.address import address_key


@pytest.mark.parametrize(
    "spelling",
    [
        "http://a.gov.cn/b/",
        "https://a.gov.cn/b/index.html",
        "http://A.gov.cn:80/b/Default.ASPX",
        "HTTPS://a.gov.cn:443/b/?",
        "http://a.gov.cn:99999/b/",
        "http://a.gov.cn/b/\n#",
    ],
)
def test_spellings_of_one_page(spelling: str) -> None:
    assert address_key(spelling) == "a.gov.cn/b/"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://a.gov.cn", "a.gov.cn/"),
        ("http://a.gov.cn:8080/b", "a.gov.cn:8080/b"),
        ("http://a.gov.cn:08080/b", "a.gov.cn:8080/b"),
        ("http://a.gov.cn/B?x=1", "a.gov.cn/B?x=1"),
        ("http://a.gov.cn/?index.html", "a.gov.cn/?index.html"),
        ("http://a.gov.cn/b#two", "a.gov.cn/b#two"),
        ("http://a.gov.cn/索引/main.jsp?页=2", "a.gov.cn/索引/?页=2"),
    ],
)
def test_what_tells_pages_apart(url: str, key: str) -> None:
    assert address_key(url) == key


_PARTS = [
    "http://", "https://", "HTTP://", "//", "a.gov.cn", "A.gov.cn", "127.0.0.1", "[::1]", "user@", ":80",
    ":443", ":8080", ":42553", ":08", ":0", ":65536", ":", "/", "/b", "/index.html", "/Main.JSP", "?",
    "?a=b", "#", "#c", "中", "．", "\t", "\n", "\x0b", " ", "%2e", "..", "[", "]",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PARTS), max_size=8), st.sampled_from(["", "http://a.gov.cn"]))
def test_the_plain_spelling_is_read_as_any_other(parts: list[str], start: str) -> None:
    url = start + "".join(parts)
    if address._PLAIN.fullmatch(url):
        assert address._key(url) == address._mended(url)
