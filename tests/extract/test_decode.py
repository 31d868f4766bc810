"""Bytes and the characters they mean, whatever is declared."""

from __future__ import annotations

import codecs

import pytest

from monitor.extract.decode import decode

TEXT = "甲县人民政府门户网站，朱镕基、陈如昉"


def _page(charset: str) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    return f"<html><head>{meta}</head>{TEXT}</html>"


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030"])
def test_declared_gb_sets_are_read_as_the_widest(declared: str) -> None:
    """The names hold characters outside gb2312."""
    text, encoding = decode(_page(declared).encode("gb18030"))
    assert TEXT in text
    assert (encoding.name, encoding.source) == ("gb18030", "meta")


def test_bytes_that_are_utf8_are_that_whatever_is_declared() -> None:
    text, encoding = decode(_page("gb2312").encode(), "text/html; charset=GBK")
    assert TEXT in text
    assert encoding.name == "utf-8"


def test_a_header_that_lies_is_not_believed() -> None:
    text, encoding = decode(_page("").encode("gbk", "ignore"), "text/html; charset=utf-8")
    assert "甲县人民政府门户网站" in text
    assert (encoding.name, encoding.source) == ("gb18030", "guess")


def test_latin_1_proves_nothing() -> None:
    assert TEXT in decode(_page("iso-8859-1").encode("gb18030"), "text/html; charset=ISO-8859-1")[0]


def test_a_byte_order_mark_decides() -> None:
    text, encoding = decode(codecs.BOM_UTF8 + _page("gb2312").encode())
    assert text.startswith("<html>")
    assert (encoding.name, encoding.source) == ("utf-8", "bom")


def test_a_typing_error_inside_the_declaration() -> None:
    raw = '<meta charset=utf-8"><p>甲县</p>'.encode()
    assert decode(raw)[1].source == "meta"


def test_a_cut_page_is_still_read() -> None:
    raw = _page("utf-8").encode()
    cut = raw[: raw.index("昉".encode()) + 1]
    assert decode(cut)[1].name == "utf-8"


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\xfa", bytes(range(256)), b"\x81" * 50])
def test_no_bytes_raise(raw: bytes) -> None:
    assert isinstance(decode(raw)[0], str)


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("header", [None, "text/html; charset=utf-16"])
def test_two_bytes_a_character_without_a_mark(name: str, header: str | None) -> None:
    text, encoding = decode(_page("utf-16").encode(name), header)
    assert TEXT in text
    assert encoding.name == name


def test_big5_that_nobody_declares() -> None:
    told = "甲縣人民政府門戶網站，政務公開，通知公告，互動交流，辦事服務"
    text, encoding = decode(f"<html><title>{told}</title>{told}</html>".encode("big5"))
    assert told in text
    assert encoding.name == "big5hkscs"


def test_gb_bytes_that_nobody_declares() -> None:
    told = (
        "乙市人民政府门户网站，政务公开，通知公告，互动交流，办事服务，朱镕基，瞭望，镕，堃，喆，垚"
    )
    assert told in decode(f"<html>{told}</html>".encode("gb18030"))[0]
