"""What a platform's pages share is said once, to the platform owner, with its places."""

from __future__ import annotations

from pathlib import Path

from db import queries
from monitor.domain.run import Mode, Purpose
from tests.crawl.servers import Answer, html
from tests.job.small_site import FOOTER
from tests.ledger.world import BASE, Office

CHANNELS = 44
FIRST, SECOND, REPAIRED = "2026-01-26T10:00", "2026-01-26T11:00", "2026-01-27T10:00"
IDS = tuple(f"ju{number:02}" for number in range(1, CHANNELS + 1))
POLICE = "　粤公网安备 44000002000001号"


def registry() -> str:
    portal = f"{{id: portal, name: 甲市人民政府门户网站, url: '{BASE}/', kind: portal}}"
    units = [f"  - {{id: shi, name: 甲市, category: service, sites: [{portal}]}}"]
    for key in IDS:
        channel = f"{{id: {key}-channel, name: {key}频道, url: '{BASE}/{key}/', kind: channel}}"
        units.append(f"  - {{id: {key}, name: {key}局, category: service, sites: [{channel}]}}")
    return "units:\n" + "\n".join(units) + "\n"


def page(title: str, body: str, *, police: bool) -> Answer:
    nav = "".join(f'<a href="/{key}/">{key}</a>' for key in IDS[:10])
    foot = FOOTER if police else FOOTER.replace(POLICE, "")
    assert police or foot != FOOTER
    return html(
        f"<html><head><meta charset='utf-8'><title>{title}</title></head>"
        f'<body><div class="nav"><a href="/">首页</a>{nav}</div>{body}{foot}</body></html>'
    )


def site(*, police: bool) -> dict[str, Answer]:
    """A sound portal; `police`: whether the channels' pages carry the police record."""
    item = '<a href="{0}1.html">甲局召开全体工作会议</a><span>2026-01-25</span>'
    rows = f'<ul class="list"><li>{item}</li></ul>'
    pages = {"/": page("甲市", rows.format("/"), police=True)}
    pages["/1.html"] = article("/", police=True)
    for key in IDS:
        folder = f"/{key}/"
        pages[folder] = page(key, rows.format(folder), police=police)
        pages[f"{folder}1.html"] = article(folder, police=police)
    return pages


def article(folder: str, *, police: bool) -> Answer:
    text = f"<h1>甲局召开全体工作会议</h1><p>发布时间：2026-01-25</p><p>{'会议强调抓好落实。' * 20}</p>"
    return page(f"{folder}会议", text, police=police)


def test_a_footer_fault_on_all_channels_is_one_defect_at_the_platform_owner(tmp_path: Path) -> None:
    office = Office.open(tmp_path, FIRST)
    office.registry(registry())
    everybody = ("portal", *(f"{key}-channel" for key in IDS))
    pages = site(police=False)
    office.looked(pages, FIRST, *everybody)

    def faults(as_of: str | None = None) -> list[dict[str, object]]:
        return office.records(as_of, "footer-mark-missing")

    (fault,) = faults()
    assert (fault["unit"], fault["site"], fault["subject"]) == ("shi", "portal", "police")
    assert (fault["url"], fault["state"]) == (f"{BASE}/", "confirmed")
    places = fault["parents"]
    assert isinstance(places, list) and len(places) == len(set(places)) == 50
    lacking = {BASE + path for path in pages if path not in ("/", "/1.html")}
    assert set(places) <= lacking and {f"{BASE}/{key}/" for key in IDS} <= set(places)
    facts = fault["facts"]
    assert isinstance(facts, dict) and facts["parents_total"] == len(lacking) == 2 * CHANNELS

    channels = {p: one for p, one in pages.items() if p == "/" or BASE + p in places}
    office.looked(channels, SECOND, "portal", purpose=Purpose.RECHECK)
    assert [one["site"] for one in faults()] == ["portal"], (
        "the second look adds none and ends none"
    )
    for one in everybody[1:]:
        found = queries.findings(office.house.engine, site_id=one, check="footer-mark-missing")
        assert found == [], "no channel is asked for what its platform owes"

    own = {path: one for path, one in pages.items() if path in ("/", "/1.html")}
    office.looked(own, "2026-01-26T12:00", "portal", mode=Mode.NIGHTLY)
    assert [one["state"] for one in faults()] == ["confirmed"], (
        "the places were not looked at again"
    )
    office.looked(site(police=True), REPAIRED, *everybody)
    assert [one["state"] for one in faults()] == ["gone"]
    assert [one["state"] for one in faults(SECOND)] == ["confirmed"]
