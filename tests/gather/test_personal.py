"""What is told of the pages and files of a site that show personal numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from monitor.assess.gather import Watch
from monitor.assess.gather.personal import CHECK
from monitor.domain.defect import Defect, DefectState
from monitor.domain.evidence import FetchStatus, Link, LinkKind, PageKind
from monitor.domain.exposed import PersonalData
from monitor.domain.particulars import Particulars
from monitor.domain.personal import Exposure, File, FileState, PersonalKind
from monitor.domain.run import Reason, Role
from tests.gather.world import BASE, TODAY, Seen, at, dead, gathered, page, unseen

SHOWN = Particulars(exposures=(Exposure(PersonalKind.IDENTITY, 2, "999*************11"),))
HOME = page("/", PageKind.HOME, role=Role.HOME)


def shows(path: str, body: str = "", final: str | None = None, **more: object) -> Seen:
    seen = page(path, PageKind.ARTICLE, particulars=SHOWN, **more)  # type: ignore[arg-type]
    last = replace(seen.fetches[-1], body_sha256=body or None, final_url=at(final or path))
    return replace(seen, fetches=(last,))


def file(path: str, state: FileState, *, shown: bool = False) -> Seen:
    said = replace(SHOWN if shown else Particulars(), file=File("pdf", state))
    return page(path, PageKind.OTHER, role=Role.ASSET, particulars=said)


def told(*seen: Seen, known: str | None = None) -> dict[str, PersonalData]:
    moment = datetime(2026, 1, 20, tzinfo=UTC)
    defect = Defect(
        "d", "jia", CHECK, at(known or "/"), at(known or "/"), DefectState.CONFIRMED, "identity", {},
        moment, moment,
    )  # fmt: skip
    watch = Watch(TODAY, {(CHECK, defect.subject): defect} if known else {})
    found = [one for one in gathered(*seen, watch=watch) if isinstance(one, PersonalData)]
    assert len({one.subject for one in found}) == len(found)
    return {one.subject.removeprefix(BASE): one for one in found}


def test_a_clean_site_is_told_of_by_its_home() -> None:
    found = told(HOME, page("/1.html", PageKind.ARTICLE))
    assert {path: one.exposures for path, one in found.items()} == {"/": ()}
    assert told(unseen("/", Reason.BLOCKED))["/"].unseen == "blocked"


def test_one_text_under_several_addresses_is_told_of_once() -> None:
    pages = (HOME, shows("/print/1.html", "a"), shows("/1.html", "a"), shows("/2.html", "b"))
    assert set(told(*pages)) == {"/", "/1.html", "/2.html"}
    assert set(told(*pages, known="/print/1.html")) == {"/", "/print/1.html", "/2.html"}


def test_an_address_that_leads_to_another_page_is_not_that_page() -> None:
    assert set(told(HOME, shows("/old", final="/1.html"), shows("/1.html"))) == {"/", "/1.html"}
    elsewhere = shows("/out", final="http://127.0.0.9/x")
    assert set(told(HOME, elsewhere)) == {"/"}


def test_a_file_has_the_pages_that_link_to_it_as_parents() -> None:
    links = [Link(at("/f/1.pdf"), "附件", kind=LinkKind.ATTACHMENT)]
    carriers = [page(f"/{n}.html", PageKind.ARTICLE, links=links) for n in (2, 1)]
    found = told(HOME, *carriers, file("/f/1.pdf", FileState.READ, shown=True))["/f/1.pdf"]
    assert found.parents == (at("/1.html"), at("/2.html")) and found.parents_total == 2
    assert found.form == "pdf"


def test_files_that_could_not_be_read_are_not_observed() -> None:
    states = {"/a.pdf": FileState.SCANNED, "/b.pdf": FileState.READ, "/c.pdf": FileState.TOO_LARGE}
    found = told(HOME, *(file(path, state) for path, state in states.items()))
    assert {path: one.unseen for path, one in found.items()} == {
        "/": None,
        "/a.pdf": "file_scanned",
        "/c.pdf": "file_too_large",
    }


def test_what_is_known_is_gone_only_by_positive_sight() -> None:
    clean = page("/1.html", PageKind.ARTICLE)
    assert told(HOME, clean, known="/1.html")["/1.html"] == PersonalData(
        subject=at("/1.html"), url=at("/1.html")
    )
    assert told(HOME, dead("/1.html", 410), known="/1.html")["/1.html"].removed
    assert told(HOME, known="/1.html")["/1.html"].unseen == "unseen"
    walled = unseen("/1.html", Reason.BLOCKED)
    assert told(HOME, walled, known="/1.html")["/1.html"].unseen == "blocked"
    late = Seen(clean.target, fetches=(replace(clean.fetches[0], status=FetchStatus.TIMEOUT),))
    assert told(HOME, late, known="/1.html")["/1.html"].unseen == "unseen"
    broken = file("/f.pdf", FileState.BROKEN)
    assert told(HOME, broken, known="/f.pdf")["/f.pdf"].unseen == "file_broken"
    whole = file("/f.pdf", FileState.READ)
    assert told(HOME, whole, known="/f.pdf")["/f.pdf"].unseen is None
