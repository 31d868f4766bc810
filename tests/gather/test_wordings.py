"""At which address a wording is reported, and when it is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from monitor.assess.gather import Watch
from monitor.domain.defect import Defect, DefectState
from monitor.domain.evidence import PageEvidence, PageKind
from monitor.domain.particulars import Particulars
from monitor.domain.run import Reason, Role
from monitor.domain.wording import Wording
from monitor.domain.wording_state import OrdinaryWordings, SevereWordings
from tests.gather.world import TODAY, at, dead, gathered, page, unseen

CHECK = "wording-error"


def says(path: str, *wordings: Wording, kind: PageKind = PageKind.ARTICLE) -> Any:
    seen = page(path, kind, role=Role.HOME if path == "/" else Role.PAGE)
    read: PageEvidence = replace(seen.page, particulars=Particulars(wordings=wordings))
    return replace(seen, page=read)


def slip(where: str = "text", target: str = "", **more: Any) -> Wording:
    told = {"wrong": "布署", "right": "部署", "kind": "typo", "severe": False, "context": where}
    return Wording(**(told | more), where=where, target=target and at(target))


HOME = says("/", kind=PageKind.HOME)


def states(*seen: Any, **more: Any) -> dict[str, OrdinaryWordings]:
    made = gathered(*seen, **more)
    return {one.subject: one for one in made if isinstance(one, OrdinaryWordings)}


def known(subject: str, *parents: str) -> dict[str, Any]:
    places = tuple(at(one) for one in parents)
    defect = Defect(
        id="x", site_id="jia", check=CHECK, subject=subject, url=subject,
        state=DefectState.CONFIRMED, reason="found", facts={},
        first_seen=None, last_seen=None, parents=places,  # type: ignore[arg-type]
    )  # fmt: skip
    return {"watch": Watch(TODAY, {(CHECK, subject): defect})}


def test_a_site_without_slips_shows_its_home_as_proof() -> None:
    found = states(HOME)
    assert list(found) == [at("/")]
    assert found[at("/")].wordings == () and found[at("/")].unseen is None
    blocked = states(unseen("/", Reason.BLOCKED))
    assert [one.unseen for one in blocked.values()] == ["blocked"]


def test_a_link_to_an_article_that_says_it_is_a_place_of_the_article() -> None:
    found = states(
        says("/", slip("link", "/1.html"), kind=PageKind.HOME),
        says("/list/", slip("link", "/1.html"), kind=PageKind.COLUMN),
        says("/1.html", slip("title")),
    )
    assert set(found) == {at("/"), at("/1.html")}
    assert found[at("/1.html")].parents == (at("/"), at("/list/"))
    assert found[at("/")].wordings == ()


def test_a_headline_of_a_list_alone_is_the_lists() -> None:
    found = states(
        says("/", slip("link", "/1.html"), kind=PageKind.HOME),
        says("/list/", slip("link", "/1.html"), kind=PageKind.COLUMN),
        says("/1.html"),
    )
    assert [name for name, one in found.items() if one.wordings] == [at("/list/")]
    assert found[at("/list/")].parents == (at("/"),)


def test_furniture_is_one_record_with_its_pages() -> None:
    found = states(*(says(path, slip("foot")) for path in ("/a.html", "/b.html")), HOME)
    assert found["布署"].parents == (at("/a.html"), at("/b.html"))
    assert found["布署"].url == at("/")


def test_the_same_words_in_the_text_of_many_pages_are_furniture() -> None:
    found = states(HOME, *(says(f"/{n}.html", slip("text")) for n in range(5)))
    assert found["布署"].parents_total == 5
    few = states(HOME, *(says(f"/{n}.html", slip("text")) for n in range(4)))
    assert "布署" not in few and len(few) == 5


def test_what_a_citizen_wrote_is_nobodys_slip() -> None:
    found = states(
        says("/", slip("link", "/1.html"), kind=PageKind.HOME), says("/1.html", slip("asked"))
    )
    assert all(one.wordings == () for one in found.values())


def test_severe_and_ordinary_ones_are_apart() -> None:
    grave = slip("text", wrong="攻府", right="政府", severe=True)
    made = gathered(HOME, says("/1.html", grave, slip("text")))
    severe = [one for one in made if isinstance(one, SevereWordings) and one.wordings]
    assert [one.wordings for one in severe] == [(grave,)]


def test_a_repaired_article_is_seen_and_one_not_opened_is_not() -> None:
    article = at("/1.html")
    assert states(HOME, says("/1.html"), **known(article))[article].unseen is None
    assert states(HOME, **known(article))[article].unseen == "unseen"
    assert states(HOME, dead("/1.html"), **known(article))[article].taken_off


def test_furniture_is_repaired_when_its_pages_were_opened_again() -> None:
    assert states(HOME, says("/a.html"), **known("布署", "/a.html"))["布署"].unseen is None
    assert states(HOME, **known("布署", "/a.html"))["布署"].unseen == "unseen"
