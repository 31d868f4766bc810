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


def site(*, police: bool, portal: bool = True) -> dict[str, Answer]:
    """`police`, `portal`: whether the channels' pages and the portal's carry the police record."""
    item = '<a href="{0}1.html">甲局召开全体工作会议</a><span>2026-01-25</span>'
    rows = f'<ul class="list"><li>{item}</li></ul>'
    pages = {"/": page("甲市", rows.format("/"), police=portal)}
    pages["/1.html"] = article("/", police=portal)
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


def test_the_places_on_channels_are_kept_while_only_the_portal_is_looked_at(tmp_path: Path) -> None:
    """The portal's own pages lack the mark as well: their repair is not that of the channels."""
    office = Office.open(tmp_path, FIRST)
    office.registry(registry())
    everybody = ("portal", *(f"{key}-channel" for key in IDS))
    pages = site(police=False, portal=False)
    office.looked(pages, FIRST, *everybody)

    def fault() -> dict[str, object]:
        (found,) = office.records(None, "footer-mark-missing")
        return found

    first = fault()
    places = first["parents"]
    assert isinstance(places, list) and f"{BASE}/" in places
    seen = {path: one for path, one in pages.items() if BASE + path in places}
    office.looked(seen, SECOND, "portal", purpose=Purpose.RECHECK)
    for field in ("id", "state", "parents", "facts", "decision"):
        assert fault()[field] == first[field], field

    repaired = site(police=False, portal=True)
    office.looked({path: repaired[path] for path in ("/", "/1.html")}, "2026-01-26T12:00", "portal")
    after = fault()
    assert after["state"] == "confirmed" and f"{BASE}/" not in str(after["parents"]).split("'")
    facts = after["facts"]
    assert isinstance(facts, dict) and facts["parents_total"] == 2 * CHANNELS

    sound = site(police=True)
    office.looked(
        {path: one for path, one in sound.items() if path == "/" or BASE + path in places},
        "2026-01-26T13:00",
        "portal",
        purpose=Purpose.RECHECK,
    )
    assert fault()["state"] == "confirmed", "a place was not among those looked at"
    known = fault()["parents"]
    assert isinstance(known, list)
    office.looked(
        {path: one for path, one in sound.items() if path == "/" or BASE + path in known},
        "2026-01-26T14:00",
        "portal",
        purpose=Purpose.RECHECK,
    )
    assert fault()["state"] == "gone", "every place was opened again and has the mark"
