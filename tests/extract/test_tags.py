"""Page tags in the spellings that were met, and what counts as saying nothing."""

from __future__ import annotations

import pytest

from tests.extract.reading import framed, read


def _tags(head: str) -> dict[str, str]:
    return dict(read(framed("<p>正文</p>").replace(b"</head>", head.encode() + b"</head>")).tags)


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="SiteName" content="甲县">',
        '<META NAME="sitename" CONTENT=" 甲县 ">',
        "<meta content=甲县 name=SITENAME>",
        '<meta name=" Site Name " content="甲县">',
        '<meta property="SiteName" content="甲县">',
        '<meta name="SiteName" content=""><meta name="SiteName" content="甲县">',
        '</head><body><meta name="SiteName" content="甲县">',
    ],
)
def test_a_tag_that_says_something(meta: str) -> None:
    assert _tags(meta)["SiteName"] == "甲县"


@pytest.mark.parametrize(
    "value",
    ["", " ", "null", "NULL", "undefined", "$ColumnName$", "{{name}}", "[!--title--]", "<%=t%>"],
)
def test_a_tag_that_says_nothing(value: str) -> None:
    assert _tags(f'<meta name="ColumnName" content="{value}">')["ColumnName"] == ""


def test_a_misspelt_attribute_is_no_content() -> None:
    assert _tags('<meta name="SiteName" concent="甲县">')["SiteName"] == ""


def test_a_remark_is_no_tag() -> None:
    assert _tags('<!-- <meta name="SiteName" content="甲县"> -->') == {}


@pytest.mark.parametrize(
    "meta",
    [
        '<meta itemprop="SiteName" content="甲县">',
        "<meta http-equiv='SiteName' content='甲县'>",
        '<meta name="site_name" content="甲县">',
        '<meta name="description" property="SiteName" content="甲县">',
        '<script>document.write(\'<meta name="SiteName" content="甲县">\')</script>',
    ],
)
def test_a_tag_that_is_called_in_another_way(meta: str) -> None:
    assert _tags(meta)["SiteName"] == "甲县"
