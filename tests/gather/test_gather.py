"""From pages to dossiers: columns and their roll-up, home, links, leaders, marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from monitor.assess.gather import Crossings, Watch, look_at
from monitor.assess.gather.links import link_targets
from monitor.domain.address import Scopes
from monitor.domain.defect import Defect, DefectState
from monitor.domain.dossier import (
    ColumnState,
    Dossier,
    FooterMark,
    HomeNews,
    HomeVisit,
    LeaderEntry,
    LeadersPage,
    LinkTarget,
    PageTag,
)
from monitor.domain.evidence import (
    Article,
    DateState,
    Entry,
    Footer,
    Leader,
    Listing,
    PageKind,
    Region,
)
from monitor.domain.run import Reason, Role
from monitor.domain.subject import Column, ColumnClass, SiteKind
from tests.gather.world import (
    SITE,
    TODAY,
    Seen,
    at,
    dead,
    gathered,
    items,
    link,
    page,
    unseen,
)

D = TypeVar("D", bound=Dossier)


def of(kind: type[D], dossiers: list[Dossier]) -> dict[str, D]:
    return {d.subject: d for d in dossiers if isinstance(d, kind)}


def home(*links: object, **more: object) -> object:
    return page("/", PageKind.HOME, links=links, role=Role.HOME, **more)  # type: ignore[arg-type]


def columns(*seen: object) -> dict[str, ColumnState]:
    return of(ColumnState, gathered(*seen))  # type: ignore[arg-type]


def test_a_column_is_a_list_that_navigation_names() -> None:
    found = columns(
        home(link("/gzdt/", "工作动态", Region.NAV), link("/about/", "概况", Region.NAV)),
        page("/gzdt/", PageKind.COLUMN, listing=items("2026-01-05", "2025-12-01")),
        page("/about/", PageKind.STATIC),
        page("/x/", PageKind.COLUMN, listing=items("2026-01-05")),
    )
    assert list(found) == [at("/gzdt/")]
    column = found[at("/gzdt/")]
    assert (column.name, column.cls, column.newest) == (
        "工作动态",
        ColumnClass.NEWS,
        date(2026, 1, 5),
    )


def test_generic_block_texts_name_nothing() -> None:
    found = columns(
        home(link("/gzdt/", "更多", Region.BLOCK), link("/gzdt/", "部门动态", Region.BLOCK)),
        page("/gzdt/", PageKind.COLUMN, listing=items("2026-01-05")),
    )
    assert found[at("/gzdt/")].name == "部门动态"


def test_first_level_rolls_up_and_answers_for_its_children() -> None:
    found = columns(
        home(link("/wj/", "政策文件", Region.NAV), link("/wj/xian/", "县政府文件", Region.NAV)),
        page("/wj/", PageKind.COLUMN, listing=items("2024-01-05")),
        page("/wj/xian/", PageKind.COLUMN, listing=items("2026-01-20")),
    )
    assert found[at("/wj/")].newest == date(2026, 1, 20)
    assert found[at("/wj/")].judged_at is None
    assert found[at("/wj/xian/")].judged_at == at("/wj/")


def test_an_unseen_child_is_counted() -> None:
    found = columns(
        home(link("/wj/", "政策文件", Region.NAV), link("/wj/xian/", "县政府文件", Region.NAV)),
        page("/wj/", PageKind.COLUMN, listing=items("2024-01-05")),
        unseen("/wj/xian/", Reason.BLOCKED),
    )
    assert found[at("/wj/")].missing_descendants == 1
    assert found[at("/wj/xian/")].unseen == "blocked"


def test_a_hub_without_a_list_is_no_blank_column() -> None:
    found = columns(
        home(link("/wj/", "政策文件", Region.NAV), link("/wj/xian/", "县政府文件", Region.NAV)),
        page("/wj/", PageKind.OTHER),
        page("/wj/xian/", PageKind.COLUMN, listing=items("2026-01-20")),
    )
    assert found[at("/wj/")].list_state == "none"
    assert found[at("/wj/")].newest == date(2026, 1, 20)


def test_empty_placeholder_and_script_built_lists_are_told_apart() -> None:
    found = columns(
        home(
            link("/a/", "一", Region.NAV),
            link("/b/", "二", Region.NAV),
            link("/c/", "三", Region.NAV),
        ),
        page("/a/", PageKind.COLUMN, listing=Listing(empty_container=True)),
        page("/b/", PageKind.COLUMN, listing=Listing(placeholder=True)),
        page("/c/", PageKind.COLUMN, listing=Listing(script_built=True, empty_container=True)),
    )
    states = {found[at(path)].list_state for path in ("/a/", "/b/", "/c/")}
    assert states == {"empty", "placeholder", "unreadable"}


def test_a_maintenance_page_is_not_observed() -> None:
    found = columns(
        home(link("/gzdt/", "工作动态", Region.NAV)),
        page("/gzdt/", PageKind.SOFT404, soft404=True),
    )
    assert found[at("/gzdt/")].unseen == "maintenance"


def test_undated_items_are_dated_by_their_own_pages() -> None:
    listing = items(None, None)
    found = columns(
        home(link("/gzdt/", "工作动态", Region.NAV)),
        page("/gzdt/", PageKind.COLUMN, listing=listing),
        page(
            "/content/1.html",
            PageKind.ARTICLE,
            article=Article("条目1", date(2026, 1, 20), DateState.READ),
        ),
        page("/content/2.html", PageKind.ARTICLE, article=Article("条目2")),
    )
    column = found[at("/gzdt/")]
    assert (column.newest, column.undated, column.unread) == (date(2026, 1, 20), 1, 0)


def test_future_dates_are_no_update() -> None:
    found = columns(
        home(link("/gzdt/", "工作动态", Region.NAV)),
        page("/gzdt/", PageKind.COLUMN, listing=items("2099-01-01", "2025-01-05")),
    )
    assert found[at("/gzdt/")].newest == date(2025, 1, 5)
    assert found[at("/gzdt/")].future == 1


def test_later_pages_of_a_list_count() -> None:
    first = replace(items("2020-01-05"), next_pages=(at("/gzdt/index_2.html"),))
    found = columns(
        home(link("/gzdt/", "工作动态", Region.NAV)),
        page("/gzdt/", PageKind.COLUMN, listing=first),
        page("/gzdt/index_2.html", PageKind.COLUMN, listing=items("2026-01-20", start=9)),
    )
    assert found[at("/gzdt/")].newest == date(2026, 1, 20)


def test_the_ledger_rules_where_it_lists_columns() -> None:
    site = replace(
        SITE, columns=(Column("我的动态", at("/x/"), ColumnClass.OTHER, deadline_days=30),)
    )
    seen = [
        home(link("/gzdt/", "工作动态", Region.NAV)),
        page("/gzdt/", PageKind.COLUMN, listing=items("2026-01-05")),
        page("/x/", PageKind.COLUMN, listing=items("2026-01-05")),
    ]
    found = of(ColumnState, gathered(*seen, site=site))  # type: ignore[arg-type]
    assert list(found) == [at("/x/")]
    window = found[at("/x/")].window
    assert window is not None and window.days == 30


def test_home_without_dates_is_read_through_its_articles() -> None:
    seen = [
        home(listing=items(None, None, None)),
        *(
            page(
                f"/content/{n}.html",
                PageKind.ARTICLE,
                article=Article("题", date(2026, 1, n), DateState.READ),
            )
            for n in (1, 2, 3)
        ),
    ]
    news = of(HomeNews, gathered(*seen))[SITE.url]  # type: ignore[arg-type]
    assert (news.newest, news.unread, news.navigation_only) == (date(2026, 1, 3), 0, False)


def test_home_items_that_were_not_read_leave_it_open() -> None:
    news = of(HomeNews, gathered(home(listing=items(None, None, None))))[SITE.url]  # type: ignore[arg-type]
    assert news.newest is None
    assert news.unread == 3


def test_a_navigation_only_home_is_judged_by_its_lists() -> None:
    seen = [
        home(link("/gzdt/", "工作动态", Region.NAV)),
        page("/gzdt/", PageKind.COLUMN, listing=items("2026-01-20")),
    ]
    news = of(HomeNews, gathered(*seen))[SITE.url]  # type: ignore[arg-type]
    assert news.navigation_only
    assert news.newest == date(2026, 1, 20)


def test_a_date_that_we_cannot_read_is_there_wherever_the_item_leads() -> None:
    """A list that shows days without a year is not undated, though its files show no date either."""
    entry = Entry("条目", at("/content/1.pdf"), None, DateState.UNREADABLE)
    column = columns(
        home(link("/gzdt/", "工作动态", Region.NAV)),
        page("/gzdt/", PageKind.COLUMN, listing=Listing((entry,))),
        page("/content/1.pdf", PageKind.STATIC),
    )[at("/gzdt/")]
    assert (column.undated, column.unread) == (0, 1)


def test_any_list_keeps_a_navigation_only_home_up_and_a_hidden_one_speaks_for_it() -> None:
    links = (link("/gzdt/", "工作动态", Region.NAV), link("/sj/", "财政数据", Region.NAV))
    old = page("/gzdt/", PageKind.COLUMN, listing=items("2025-01-20"))
    data = page("/sj/", PageKind.COLUMN, listing=items("2026-01-20"))
    news = of(HomeNews, gathered(home(*links), old, data))[SITE.url]  # type: ignore[arg-type]
    assert (news.newest, news.unread) == (date(2026, 1, 20), 0)
    hidden = unseen("/gzdt/", Reason.BLOCKED)
    news = of(HomeNews, gathered(home(*links), hidden))[SITE.url]  # type: ignore[arg-type]
    assert (news.newest, news.unread) == (None, 1)


def test_doors_to_columns_are_no_items_of_a_home_page() -> None:
    """Pictures that lead to lists look like undated news; what they lead to says what they are."""
    doors = Listing(tuple(Entry(f"栏目{n}", at(f"/c{n}/")) for n in range(4)))
    lists = [page(f"/c{n}/", PageKind.COLUMN, listing=items("2026-01-20")) for n in range(4)]
    links = [link(f"/c{n}/", f"动态{n}", Region.NAV) for n in range(4)]
    seen = (home(*links, listing=doors), *lists)
    news = of(HomeNews, gathered(*seen))[SITE.url]  # type: ignore[arg-type]
    assert (news.navigation_only, news.undated, news.newest) == (True, 0, date(2026, 1, 20))


def test_a_dead_link_has_all_its_parents() -> None:
    seen = [
        home(link("/gone.html", "旧文")),
        page("/a.html", PageKind.ARTICLE, links=[link("/gone.html"), link("/gone.html")]),
        dead("/gone.html"),
    ]
    target = of(LinkTarget, gathered(*seen))[at("/gone.html")]  # type: ignore[arg-type]
    assert target.parents == (at("/"), at("/a.html"))
    assert (target.parents_total, target.on_home, target.text) == (2, True, "旧文")
    assert target.host_answered


def test_a_removed_link_is_gone_only_when_its_pages_were_opened_again() -> None:
    moment = datetime(2026, 1, 25, tzinfo=UTC)
    known = Defect(
        "x", SITE.id, "link-broken", at("/gone.html"), at("/gone.html"), DefectState.CONFIRMED,
        "not_found", {}, moment, moment, parents=(at("/a.html"),),
    )  # fmt: skip
    watch = Watch(TODAY, {("link-broken", at("/gone.html")): known})
    without = of(LinkTarget, gathered(home(), watch=watch))  # type: ignore[arg-type]
    assert at("/gone.html") not in without
    again = gathered(home(), page("/a.html", PageKind.ARTICLE), watch=watch)  # type: ignore[arg-type]
    assert of(LinkTarget, again)[at("/gone.html")].unlinked


def test_a_home_that_leads_to_another_site_opens_and_says_nothing_else() -> None:
    moved = home(footer=Footer(), listing=items("2020-01-01", "2020-01-01", "2020-01-01"))
    elsewhere = replace(moved.fetches[0], final_url="http://127.0.0.2/")  # type: ignore[attr-defined]
    found = gathered(replace(moved, fetches=(elsewhere,)))  # type: ignore[type-var]
    assert of(HomeNews, found)[SITE.url].unseen == "unseen"
    assert of(HomeVisit, found)[SITE.url].fetches == (elsewhere,)
    assert of(LeadersPage, found)["leaders"].unseen is not None
    assert all(mark.pages == 0 for mark in of(FooterMark, found).values())


def _known(*parents: str) -> Watch:
    moment, gone = datetime(2026, 1, 25, tzinfo=UTC), at("/gone.html")
    known = Defect(
        "x", SITE.id, "link-broken", gone, gone, DefectState.CONFIRMED,
        "not_found", {}, moment, moment, parents=tuple(at(parent) for parent in parents),
    )  # fmt: skip
    return Watch(TODAY, {("link-broken", gone): known})


def _told(*fresh: object, older: tuple[object, ...] = (), watch: Watch) -> LinkTarget:
    """What is said of the dead link after `fresh` was opened, laid over `older`."""
    scopes = Scopes([SITE])
    crossings = Crossings(watch.subjects("link-broken"))
    for one in fresh:
        crossings.target(one, SITE.id)  # type: ignore[arg-type]
    look = look_at(SITE, scopes, fresh, crossings, older)  # type: ignore[arg-type]
    return next(one for one in link_targets(look, crossings, watch) if one.url == at("/gone.html"))


def test_pages_that_were_not_opened_do_not_hold_on_to_a_link() -> None:
    """Repaired in the template: its known places are enough, the others would say the same."""
    carrying = [link("/gone.html")]
    other = page("/other.html", PageKind.ARTICLE, links=carrying)
    watch = _known("/a.html")
    clean = page("/a.html", PageKind.ARTICLE)
    assert _told(home(), clean, dead("/gone.html"), older=(other,), watch=watch).unlinked
    fresh = _told(home(*carrying), clean, dead("/gone.html"), older=(other,), watch=watch)
    assert not fresh.unlinked
    assert fresh.parents_total == 2


def test_a_page_that_is_no_more_carries_no_link() -> None:
    watch = _known("/a.html", "/b.html")
    gone = dead("/gone.html")
    b = page("/b.html", PageKind.ARTICLE)
    assert _told(home(), dead("/a.html", 410), b, gone, watch=watch).unlinked
    assert not _told(home(), dead("/a.html", 500), b, gone, watch=watch).unlinked


def test_a_link_on_another_sites_page_is_gone_when_that_page_was_opened() -> None:
    """A channel's page is dead, the portal links to it: the channel answers, the portal removes."""
    channel = replace(SITE, id="qu", url=at("/qu/"), scope=(at("/qu/"),), kind=SiteKind.CHANNEL)
    watch = _known("/a.html")
    scopes = Scopes([SITE, channel])
    crossings = Crossings(watch.subjects("link-broken"))
    gone = dead("/gone.html")
    crossings.target(gone, channel.id)
    look_at(SITE, scopes, [page("/a.html", PageKind.ARTICLE)], crossings)  # type: ignore[list-item]
    look = look_at(channel, scopes, [], crossings)
    (told,) = link_targets(look, crossings, watch)
    assert told.unlinked


def test_a_dead_link_shows_what_the_server_said() -> None:
    gone = dead("/gone.html")
    said = replace(gone, fetches=(replace(gone.fetches[0], body_sha256="a" * 64),))
    told = of(LinkTarget, gathered(home(link("/gone.html")), said))[at("/gone.html")]  # type: ignore[arg-type]
    assert [(proof.sha256, proof.kind) for proof in told.evidence] == [("a" * 64, "body")]


def test_leaders_take_their_biography_from_the_linked_page() -> None:
    seen = [
        home(link("/ld/", "领导之窗", Region.NAV)),
        page(
            "/ld/",
            PageKind.LEADERS,
            leaders=(
                Leader("甲一", "县长", at("/ld/1.html")),
                Leader("乙二", "副县长", at("/ld/2.html")),
                Leader("丙三", "副县长", at("/ld/3.html")),
                Leader("丁四", "副县长", None, bio=False, duties_only=True),
            ),
        ),
        page("/ld/1.html", PageKind.LEADER, leaders=(Leader("甲一", bio=True),)),
        page("/ld/2.html", PageKind.LEADER, leaders=(Leader("乙二", bio=False),)),
        unseen("/ld/3.html", Reason.TIMEOUT),
    ]
    found = of(LeaderEntry, gathered(*seen))  # type: ignore[arg-type]
    assert found["甲一"].bio is True
    assert found["乙二"].bio is False
    assert found["乙二"].url == at("/ld/2.html")
    assert found["丙三"].unseen is not None
    assert found["丁四"].duties_only


def test_a_promised_leaders_page_behind_a_wall_is_not_observed() -> None:
    seen = [home(link("/ld/", "领导之窗", Region.NAV)), unseen("/ld/", Reason.BLOCKED)]
    found = of(LeadersPage, gathered(*seen))["leaders"]  # type: ignore[arg-type]
    assert found.unseen == "blocked"


def test_a_leaders_page_that_only_a_picture_leads_to_names_itself() -> None:
    """The link has no text; the page's own title promises what it shows in a picture."""
    picture = page("/ld/", PageKind.COLUMN, title="领导之窗", text_length=10)
    seen = [home(link("/ld/", "", Region.NAV)), picture]
    found = of(LeadersPage, gathered(*seen))["leaders"]  # type: ignore[arg-type]
    assert found.page == at("/ld/")
    assert found.picture_only


def test_no_leaders_page_at_all_is_missing() -> None:
    found = of(LeadersPage, gathered(home()))["leaders"]  # type: ignore[arg-type]
    assert found.searched
    assert found.page is None
    assert found.unseen is None


FULL = Footer(True, "9999010001", "示ICP备1号", "示公网安备1号", "某县政府", "0753-1")
FRAME = [link(f"/n{n}/", f"栏{n}", Region.NAV) for n in range(9)]


def test_a_mark_lacking_on_one_page_names_that_page() -> None:
    seen = [
        home(*FRAME, footer=FULL),
        page("/a.html", PageKind.ARTICLE, links=FRAME, footer=replace(FULL, police=None)),
        page("/popup.html", PageKind.ARTICLE),
    ]
    found = of(FooterMark, gathered(*seen))  # type: ignore[arg-type]
    assert found["police"].parents == (at("/a.html"),)
    assert (found["police"].pages, found["police"].without) == (2, 1)
    assert found["icp"].without == 0


def test_a_page_of_two_addresses_is_counted_once() -> None:
    bare = replace(FULL, police=None)
    stub = page("/gzdt/", PageKind.COLUMN, links=FRAME, footer=bare)
    forwards = replace(stub.fetches[0], final_url=at("/gzdt/ywyw/"))
    stub = replace(stub, fetches=(forwards,))
    real = page("/gzdt/ywyw/", PageKind.COLUMN, links=FRAME, footer=bare)
    both = of(FooterMark, gathered(home(*FRAME, footer=FULL), stub, real))["police"]  # type: ignore[arg-type]
    assert (both.pages, both.parents) == (2, (at("/gzdt/ywyw/"),))
    alone = of(FooterMark, gathered(home(*FRAME, footer=FULL), stub))["police"]  # type: ignore[arg-type]
    assert (alone.pages, alone.parents) == (2, (at("/gzdt/"),))


def test_a_tab_of_the_home_page_is_no_page_more() -> None:
    lacking = replace(FULL, police=None)
    tab = page("/index.html?link=zwgk", PageKind.COLUMN, links=FRAME, footer=lacking)
    first = _sent(home(*FRAME, footer=lacking), "a")
    same, other = _sent(tab, "a"), _sent(tab, "b")
    assert of(FooterMark, gathered(first, same))["police"].pages == 1
    assert of(FooterMark, gathered(first, other))["police"].pages == 2


def _sent(seen: Seen, body: str) -> Seen:
    return replace(seen, fetches=(replace(seen.fetches[0], body_sha256=64 * body),))


def test_a_repaired_mark_needs_its_pages_opened_again() -> None:
    moment = datetime(2026, 1, 25, tzinfo=UTC)
    known = Defect(
        "x", SITE.id, "footer-mark-missing", "police", SITE.url, DefectState.CONFIRMED,
        "missing", {}, moment, moment, parents=(at("/a.html"),),
    )  # fmt: skip
    watch = Watch(TODAY, {("footer-mark-missing", "police"): known})
    found = of(FooterMark, gathered(home(*FRAME, footer=FULL), watch=watch))  # type: ignore[arg-type]
    assert found["police"].unseen == "unseen"


def test_script_written_footers_are_not_held_against_plain_pages() -> None:
    seen = [
        home(*FRAME, footer=FULL, rendered=True),
        *(page(f"/{n}.html", PageKind.ARTICLE, links=FRAME) for n in range(5)),
    ]
    assert of(FooterMark, gathered(*seen))["icp"].scripted  # type: ignore[arg-type]


def test_tags_are_asked_of_the_pages_of_their_group() -> None:
    tags = (("SiteName", "甲县"), ("SiteDomain", "x"), ("SiteIDCode", "9999010001"))
    seen = [
        home(*FRAME, link("/gzdt/", "工作动态", Region.NAV), tags=tags),
        page(
            "/gzdt/",
            PageKind.COLUMN,
            links=FRAME,
            listing=items("2026-01-20"),
            tags=(*tags, ("ColumnName", "工作动态")),
        ),
    ]
    found = of(PageTag, gathered(*seen))  # type: ignore[arg-type]
    assert found["SiteName"].without == 0
    assert (found["ColumnType"].pages, found["ColumnType"].without) == (1, 1)
    assert found["PubDate"].pages == 0


def _marks(*seen: object) -> list[FooterMark]:
    return list(of(FooterMark, gathered(*seen)).values())  # type: ignore[arg-type]


def test_a_foot_that_a_frame_brings_is_not_missed() -> None:
    loaded = Footer(hidden="loaded")
    pages = [page(f"/{n}.html", PageKind.ARTICLE, links=FRAME, footer=loaded) for n in range(3)]
    assert all(
        one.scripted and not one.without for one in _marks(home(*FRAME, footer=loaded), *pages)
    )
    assert not any(one.without for one in _marks(home(*FRAME, footer=FULL), *pages))


def test_a_mark_that_is_spoken_of_and_could_not_be_read_is_not_missed() -> None:
    spoken = replace(FULL, icp=None, unread=("icp",))
    told = page("/a.html", PageKind.ARTICLE, links=FRAME, footer=spoken)
    assert not any(one.without for one in _marks(home(*FRAME, footer=FULL), told))
    nowhere = {one.mark: one for one in _marks(home(*FRAME, footer=spoken), told)}
    assert nowhere["icp"].scripted and not nowhere["icp"].without
    assert not nowhere["police"].scripted
    bare = page("/b.html", PageKind.ARTICLE, links=FRAME, footer=replace(FULL, icp=None))
    lacking = {one.mark: one for one in _marks(home(*FRAME, footer=FULL), told, bare)}
    assert lacking["icp"].parents == (at("/b.html"),)


def test_a_foot_that_any_script_may_bring_is_missed_where_other_pages_have_one() -> None:
    doubtful = Footer(hidden="maybe")
    bare = page("/b.html", PageKind.ARTICLE, links=FRAME, footer=doubtful)
    full = page("/a.html", PageKind.ARTICLE, links=FRAME, footer=FULL)
    assert all(one.without == 1 for one in _marks(home(*FRAME, footer=FULL), full, bare))
    nowhere = _marks(home(*FRAME, footer=doubtful), bare)
    assert all(one.scripted and not one.without for one in nowhere)
    rendered = _marks(home(*FRAME, footer=Footer(), rendered=True), bare)
    assert all(one.parents == (SITE.url,) for one in rendered)
