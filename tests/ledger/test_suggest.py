"""Channels suggested from a portal's list of departments: for a person to check, nothing stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db import repository
from db.session import connect
from monitor.config.registry import load_registry
from monitor.domain.evidence import Encoding, Link, PageEvidence, PageKind
from monitor.domain.subject import Category, FormerName, Site, SiteKind, Status, Unit
from monitor.extract.departments import Place, department_lists, suggestions, unit_places
from monitor.report.suggestion import Suggested, fragment
from tests.commands import Monitor
from tests.crawl.servers import Answer, Page, html, serve

BASE = "http://127.0.0.1:8000"


def unit(key: str, name: str, *former: str) -> Unit:
    return Unit(key, name, Category.SERVICE, former_names=tuple(map(FormerName, former)))


def page(*links: tuple[str, str], url: str = f"{BASE}/") -> PageEvidence:
    found = tuple(Link(BASE + path if path[0] == "/" else path, text) for path, text in links)
    return PageEvidence(url, PageKind.HOME, Encoding("utf-8", "meta"), links=found)


def test_lists_of_departments_are_known_by_their_words_or_path() -> None:
    home = page(
        ("/", "首页"),
        ("/bm/", "市直部门"),
        ("/bm/index.html", "部门网站"),
        ("/zwgk/zfjg/", "更多"),
        ("/news/", "部门要闻联播"),
        ("http://other.example/bm/", "部门频道"),
    )
    assert department_lists(home) == (f"{BASE}/bm/", f"{BASE}/zwgk/zfjg/")


THREE = (("/jg/jyj/", "市教育局"), ("/jg/czj/", "财政局频道"), ("/jg/mzj/", "民政局（社会局）"))


def test_places_lie_together_below_one_path() -> None:
    news = ("/jg/1.html", "市教育局"), ("/other/tjj/", "统计局"), ("/jg/x/", "工作动态")
    far = ("http://other.example/jg/sjj/", "审计局")
    found = unit_places([page(*THREE, *news, far)], [])
    assert [(one.name, one.url) for one in found] == [
        ("市教育局", f"{BASE}/jg/jyj/"),
        ("财政局", f"{BASE}/jg/czj/"),
        ("民政局", f"{BASE}/jg/mzj/"),
    ]
    assert unit_places([page(*THREE[:2], *news)], []) == (), "two are no list"
    two_pages = [page(*THREE[:2]), page(THREE[2], url=f"{BASE}/bm/")]
    assert [one.page for one in unit_places(two_pages, [])] == [f"{BASE}/"] * 2 + [f"{BASE}/bm/"]


def test_a_county_is_a_unit_where_the_ledger_says_so() -> None:
    links = (*THREE[:2], ("/jg/jia/", "甲县"))
    assert unit_places([page(*links)], []) == ()
    assert len(unit_places([page(*links)], [unit("jia", "甲县")])) == 3


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("教育局", "jyj"),
        ("市教育局", "jyj"),
        ("甲市教育局", "jyj"),
        ("市发展和改革局", "fgj"),
        ("市场监督管理局", "scj"),
        ("市教育体育局", "jyj"),
        ("卫生局", "wjj"),
        ("体育局", None),
        ("交通局", None),
    ],
)
def test_units_are_known_by_short_long_and_former_names(name: str, found: str | None) -> None:
    units = [
        unit("jyj", "市教育局"),
        unit("fgj", "市发展改革局"),
        unit("scj", "市市场监管局"),
        unit("wjj", "市卫生健康局", "市卫生局"),
        unit("jt1", "市交通运输局"),
        unit("jt2", "市交通战备局"),
    ]
    place = Place(name, f"{BASE}/jg/x/", f"{BASE}/")
    made, strangers = suggestions([place], units, {})
    assert [one.unit.id for one in made] == ([found] if found else [])
    assert list(strangers) == ([] if found else [place])


def test_of_two_places_the_one_that_bears_the_name_stands() -> None:
    places = [Place(name, f"{BASE}/jg/{name}/", BASE) for name in ("教育体育局", "教育局")]
    ((one,), ()) = suggestions(places, [unit("jyj", "市教育局")], {})
    assert one.place.name == "教育局"


def test_what_the_ledger_has_at_that_address_is_not_suggested_again() -> None:
    units = [unit("jyj", "教育局"), unit("czj", "财政局"), unit("mzj", "民政局")]
    sites = {
        "a": Site("a", "jyj", "教育局频道", f"{BASE}/jg/jyj/index.html", (f"{BASE}/jg/jyj/",)),
        "b": Site("b", "czj", "财政局网站", "http://czj.example/", ("http://czj.example/",)),
    }
    made, strangers = suggestions(unit_places([page(*THREE)], units), units, sites)
    assert [(one.unit.id, [site.id for site in one.known]) for one in made] == [
        ("czj", ["b"]),
        ("mzj", []),
    ]
    assert strangers == ()


def test_the_fragment_is_a_registry_with_every_suggestion_marked(tmp_path: Path) -> None:
    whole = Unit(
        "jia",
        "甲：“新”局 # 1",
        Category.COUNTY,
        ranked_media=False,
        status=Status.CLOSING,
        valid_from=date(2020, 1, 1),
        former_names=(FormerName("旧", date(2026, 6, 30)), FormerName("更旧")),
    )
    plain = unit("yi", "乙局")
    text = fragment(
        f"{BASE}/",
        [
            Suggested(whole, f"{BASE}/jg/甲/", "甲\n局", f"{BASE}/bm/", (("old", "http://x/"),)),
            Suggested(plain, f"{BASE}/jg/yi/", "乙局", f"{BASE}/bm/"),
        ],
        [("丙\n局", f"{BASE}/jg/bing/")],
        {"yi-yi"},
    )
    path = tmp_path / "fragment.yaml"
    path.write_text(text, encoding="utf-8")
    jia, yi = load_registry(path).units
    assert jia == Unit(**{**_fields(whole), "sites": jia.sites})
    assert [(site.url, site.kind) for site in jia.sites + yi.sites] == [
        (f"{BASE}/jg/甲/", SiteKind.CHANNEL),
        (f"{BASE}/jg/yi/", SiteKind.CHANNEL),
    ]
    assert yi.sites[0].id == "yi-yi-2"
    assert text.count("  # 待核\n") == 2 and text.count(f"# 待核：见于 {BASE}/bm/") == 2
    assert "# 台账中该单位已有：old http://x/" in text and "# - 丙 局 " in text
    path.write_text(fragment(f"{BASE}/", [], [], ()), encoding="utf-8")
    assert "units: []" in path.read_text(encoding="utf-8")


def _fields(one: Unit) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def test_probe_suggests_and_stores_nothing(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    rows = "".join(f'<li><a href="{path}">{text}</a></li>' for path, text in THREE)
    pages: dict[str, Answer | Page] = {
        "/": html("<html><title>甲市</title><body><a href='/bm/'>市直部门</a></body></html>"),
        "/bm/": html(f"<html><title>部门</title><body><ul>{rows}</ul></body></html>"),
    }
    with serve(pages) as server:
        address = server.url.rstrip("/")
        monitor.registry(
            "units:\n"
            "  - {id: shi, name: 甲市, category: service, sites: "
            f"[{{id: portal, name: 甲市门户网站, url: '{address}/', kind: portal}}]}}\n"
            "  - {id: jyj, name: 市教育局, category: service}\n"
            "  - {id: czj, name: 市财政局, category: internal, unwatched: 无网站}\n"
        )
        output = tmp_path / "fragment.yaml"
        monitor.ok("probe", "--suggest", "portal", "--output", str(output))
        printed = monitor.ok("probe", "--suggest", f"{address}/")
        gone = monitor.run("probe", "--suggest", f"{address}/gone/")
    assert printed == output.read_text(encoding="utf-8")
    assert (gone.code, gone.out) == (2, "")
    for wrong in (("--suggest", "yi"), ("--output", str(output))):
        assert monitor.run("probe", *wrong).code == 2
    engine = connect(f"sqlite:///{tmp_path / 'var' / 'monitor.db'}")
    assert list(repository.load_registry(engine).sites) == ["portal"]
    engine.dispose()
    fragment_ids = {site.id: site.url for site in load_registry(output).sites.values()}
    assert fragment_ids == {
        "jyj-jyj": f"{address}/jg/jyj/",
        "czj-czj": f"{address}/jg/czj/",
    }
    assert f"# - 民政局 {address}/jg/mzj/" in printed
    monitor.ok("init", "--registry", str(output))
