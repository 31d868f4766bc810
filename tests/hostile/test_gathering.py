"""From pages of a run to dossiers: one line for one thing, and gone only on positive sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from monitor.assess.gather import Watch
from monitor.domain.defect import Defect, DefectState
from monitor.domain.dossier import Dossier
from monitor.domain.evidence import FetchStatus, PageKind
from monitor.domain.hostile import NOTHING_HOSTILE, Guise, HiddenLinks, Hostile, Tampering
from monitor.domain.hostile_dossiers import ForeignTarget, HiddenPlace, TamperedPage
from monitor.domain.particulars import Particulars
from monitor.domain.run import Reason, Role, Target
from tests.gather.world import TODAY, Seen, at, dead, fetch, gathered, link, page, unseen

CASINO = Hostile(guise=Guise("gambling", ("百家乐", "老虎机"), in_head=True))
BOX = HiddenLinks("display", True, (("http://127.0.0.9/", "百家乐"),), 1, ("百家乐",))
OUTSIDE = "http://127.0.0.9/"


def home(hostile: Hostile = NOTHING_HOSTILE, links: Any = ()) -> Seen:
    found = page(
        "/", PageKind.HOME, role=Role.HOME, links=links, particulars=Particulars(hostile=hostile)
    )
    return found


def inner(path: str, hostile: Hostile = NOTHING_HOSTILE, links: Any = ()) -> Seen:
    return page(path, PageKind.ARTICLE, links=links, particulars=Particulars(hostile=hostile))


def outside(hostile: Hostile, final: str = OUTSIDE, http: int = 200) -> Seen:
    seen = page(OUTSIDE, PageKind.OTHER, particulars=Particulars(hostile=hostile))
    shown = replace(fetch(OUTSIDE, http), final_url=final)
    return replace(seen, target=Target(OUTSIDE, Role.LINK, None), fetches=(shown,))


def of(kind: type[Dossier], *seen: Seen, watch: Watch | None = None) -> list[Any]:
    return [one for one in gathered(*seen, watch=watch) if type(one) is kind]


def watching(check: str, subject: str, *parents: str) -> Watch:
    moment = datetime(2026, 1, 25, tzinfo=UTC)
    defect = Defect(
        "x", "jia", check, subject, subject, DefectState.CONFIRMED, "spam", {}, moment, moment,
        parents=parents,
    )  # fmt: skip
    return Watch(TODAY, {(check, subject): defect})


def test_a_target_that_offers_gambling_is_told_with_the_pages_that_carry_it() -> None:
    carried = [link(OUTSIDE, "某协会")]
    (told,) = of(
        ForeignTarget, home(links=carried), inner("/1.html", links=carried), outside(CASINO)
    )
    assert (told.subject, told.official, told.answered) == (OUTSIDE, False, True)
    assert told.parents == (at("/"), at("/1.html")) and told.text == "某协会"
    assert of(ForeignTarget, home(), outside(CASINO)) == []
    assert of(ForeignTarget, home(links=carried), outside(NOTHING_HOSTILE)) == []


def test_a_target_that_is_sent_on_to_government_is_official() -> None:
    carried = [link(OUTSIDE)]
    (told,) = of(
        ForeignTarget, home(links=carried), outside(CASINO, final="http://www.example.gov.cn/")
    )
    assert told.official


def test_a_hijacked_link_is_gone_when_its_target_or_the_link_itself_is_seen_repaired() -> None:
    watch = watching("link-hijacked", OUTSIDE, at("/1.html"))
    carried = [link(OUTSIDE)]
    (well,) = of(
        ForeignTarget,
        home(),
        inner("/1.html", links=carried),
        outside(NOTHING_HOSTILE),
        watch=watch,
    )
    assert well.guise is None and well.answered and well.unseen is None
    (taken,) = of(ForeignTarget, home(), inner("/1.html"), watch=watch)
    assert taken.unlinked
    assert of(ForeignTarget, home(), watch=watch) == []
    walled = replace(
        outside(NOTHING_HOSTILE), fetches=(fetch(OUTSIDE, 521, FetchStatus.BLOCKED),), page=None
    )
    (hidden,) = of(ForeignTarget, home(), inner("/1.html", links=carried), walled, watch=watch)
    assert hidden.unseen == "blocked"


def test_the_same_hidden_links_on_many_pages_are_one_line() -> None:
    hidden = Hostile(hidden=(BOX,))
    (told,) = of(HiddenPlace, inner("/2.html", hidden), inner("/1.html", hidden), home(hidden))
    assert told.subject == at("/")
    assert told.parents == (at("/1.html"), at("/2.html")) and told.boxes == (BOX,)


def test_a_known_line_keeps_its_page() -> None:
    hidden = Hostile(hidden=(BOX,))
    watch = watching("link-hidden", at("/1.html"))
    (told,) = of(HiddenPlace, home(hidden), inner("/1.html", hidden), watch=watch)
    assert told.subject == at("/1.html")


def test_hidden_links_are_gone_when_the_page_was_opened_without_them_or_is_no_more() -> None:
    watch = watching("link-hidden", at("/1.html"))
    (well,) = of(HiddenPlace, home(), inner("/1.html"), watch=watch)
    assert well.boxes == () and well.unseen is None and not well.removed
    (removed,) = of(HiddenPlace, home(), dead("/1.html"), watch=watch)
    assert removed.removed
    (walled,) = of(HiddenPlace, home(), unseen("/1.html", Reason.BLOCKED), watch=watch)
    assert walled.unseen == "blocked"
    assert of(HiddenPlace, home(), watch=watch) == []


def test_hidden_links_into_a_registered_site_are_none() -> None:
    own = HiddenLinks("display", True, ((at("/x"), "百家乐"),), 1, ("百家乐",))
    assert of(HiddenPlace, home(Hostile(hidden=(own,)))) == []


def test_what_changed_a_page_is_told_by_the_first_page_that_shows_it() -> None:
    (head,) = of(TamperedPage, inner("/1.html", CASINO), home())
    assert (head.subject, head.kind, head.offer) == (at("/1.html"), "head", "gambling")
    framed = Hostile(tampering=(Tampering("frame", (OUTSIDE,)),))
    (frame,) = of(TamperedPage, home(framed), inner("/1.html", framed))
    assert (frame.subject, frame.kind, frame.what) == (at("/"), "frame", (OUTSIDE,))
    own = Hostile(tampering=(Tampering("frame", (at("/x"),)),))
    assert of(TamperedPage, home(own)) == []
    text_only = Hostile(guise=Guise("gambling", ("百家乐",)))
    assert of(TamperedPage, home(text_only)) == []
