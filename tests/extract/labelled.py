"""Real pages read and compared with the labels that lie beside them.

`python -m tests.extract.labelled` prints the table that docs/accuracy.md shows.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from monitor.extract.inspect import describe
from monitor.extract.page import read_page

TESTS = Path(__file__).parents[1]
PAGES = TESTS.parent.parent / "shared" / "pages"
PROMISED = ("newest", "items", "leaders", "no leaders", "footer")
_LEADER_KINDS = {"leaders", "leader-bio"}
_FOOTER = {
    "site_id_code": "site_code",
    "icp": "icp",
    "gongan": "police",
    "host": "host",
    "conac_badge": "mark",
    "jiucuo": "error_report",
}
_HAND = {
    "site_id_code": "site_code",
    "gongan": "police",
    "conac_badge": "mark",
    "jiucuo": "error_report",
}
_WALLS = {"瑞数": "ruishu", "jsl": "jsl"}
_HARD_404 = "hard404-body"


@dataclass(frozen=True, slots=True)
class Label:
    """One thing a label says of a page, and what was read. `name` is unique within its kind."""

    kind: str
    page: str
    name: str
    wanted: Any
    read: Any

    @property
    def id(self) -> str:
        return f"{self.page} {self.kind} {self.name}"

    @property
    def right(self) -> bool:
        return bool(self.wanted == self.read)


def labels() -> list[Label]:
    """Every label of every page, in the order of the pages."""
    hands = _footers_by_hand()
    return [
        one
        for path in sorted(PAGES.glob("*.meta.json"))
        for one in _of_page(json.loads(path.read_text("utf-8")), hands)
    ]


def listed(name: str) -> dict[str, str]:
    """A file of label ids with reasons."""
    path = TESTS / name
    entries = yaml.safe_load(path.read_text("utf-8")) or []
    return {label: entry["reason"] for entry in entries for label in entry["labels"]}


def _of_page(meta: dict[str, Any], hands: dict[str, dict[str, Any]]) -> Iterator[Label]:
    page = meta["file"][:3]
    url = _url(meta)
    status = 404 if meta["kind"] == _HARD_404 else None
    body = (PAGES / meta["file"]).read_bytes()
    read = describe(read_page(body, url=url, http_status=status))
    said = meta["labels"]

    def label(kind: str, name: str, wanted: Any, found: Any) -> Label:
        return Label(kind, page, name, wanted, found)

    listing = read["listing"] or {"entries": [], "newest": None}
    newest = said.get("newest_item_date") or said.get("newest_date_on_page")
    if newest or said.get("has_any_date") is False:
        yield label("newest", "date", newest, listing["newest"])
    if "newest_by_url" in said:
        yield label("newest", "first block", said["newest_by_url"][:10], listing["newest"])
    dated = sum(entry["date_state"] == "read" for entry in listing["entries"])
    if "list_items" in said:
        yield label("items", "number", said["list_items"], len(listing["entries"]))
    for name in ("dated_items", "items_with_mm-dd"):
        if name in said:
            yield label("items", name, said[name], dated)
    yield from _leaders(label, meta, read["leaders"])
    if not meta["file"].endswith(".json"):
        yield from _footer(label, meta, read["footer"], hands.get(urlsplit(url).netloc, {}))
    yield from _others(label, meta, read)


def _url(meta: dict[str, Any]) -> str:
    if meta["original_url"]:
        return str(meta["original_url"])
    host = re.search(r"[\w-]+(?:\.[\w-]+)+", meta["site"])
    path = "" if meta["kind"] == "home" else meta["file"]
    return f"http://{host[0] if host else 'unknown.gov.cn'}/{path}"


def _leaders(label: Any, meta: dict[str, Any], read: list[dict[str, Any]]) -> Iterator[Label]:
    """Each labelled person with post and biography; on a page of another kind nobody."""
    said = meta["labels"]
    by_name = {one["name"]: (one["post"], one["bio"]) for one in read}
    persons = said.get("leaders") or (
        [said] if meta["kind"] == "leader-bio" and "name" in said else []
    )
    for one in persons:
        name = "".join(one["name"].split())
        bio = True if one["bio"] is True else None
        yield label("leaders", name, (one["post"], bio), by_name.get(name))
    if meta["kind"] == "leader-bio" and persons:
        yield label("leaders", "nobody else", 1, len(read))
    counted = re.match(r"(\d+) names", said.get("note", ""))
    if counted:
        yield label("leaders", "number", int(counted[1]), len(read))
    if meta["kind"] not in _LEADER_KINDS:
        yield label("no leaders", "names", [], sorted(by_name))


def _footer(
    label: Any, meta: dict[str, Any], read: dict[str, Any], hand: dict[str, Any]
) -> Iterator[Label]:
    """The script's label, or where the page has a footer and the site's was read by hand, that."""
    hand = hand if any(meta["auto"]["footer"].values()) else {}
    for name, field in _FOOTER.items():
        wanted = hand.get(_HAND.get(name, name), meta["auto"]["footer"][name])
        found = read[field]
        if name == "gongan":
            wanted, found = _digits(wanted), _digits(found)
        if name == "host" and wanted:
            wanted = re.split(r"\s{2,}|\s*©", html.unescape(wanted).strip())[0].partition("&")[0]
        yield label("footer", field, wanted, found)


def _digits(text: str | None) -> str | None:
    return re.sub(r"\D", "", text) if text else None


def _others(label: Any, meta: dict[str, Any], read: dict[str, Any]) -> Iterator[Label]:
    said = meta["labels"]
    article = read["article"] or {"title": None, "published": None, "source": None}
    if "article" in meta["kind"] or "detail" in meta["kind"]:
        title = said["title"].rstrip("…")
        found = (
            (article["title"] or "")[: len(title)] if said["title"] != title else article["title"]
        )
        yield label("article title", "title", _plain(title), _plain(found or ""))
        published = said.get("pubdate") or said.get("published")
        if published:
            day = "-".join(re.findall(r"\d+", published)[:3])
            yield label("article date", "published", day, article["published"])
        if said.get("source"):
            yield label("article source", "source", said["source"], article["source"])
    family = {"gb2312": "gb18030", "gbk": "gb18030"}
    wanted = family.get(meta["encoding"], meta["encoding"])
    yield label("encoding", "name", wanted, read["encoding"]["name"])
    if "waf" in said:
        wall = next(name for word, name in _WALLS.items() if word in said["waf"])
        yield label("wall", "name", wall, read["blocked"])
    if "soft_error" in said:
        yield label("soft error", "soft404", said["soft_error"], read["soft404"])


def _plain(text: str) -> str:
    return " ".join(text.split())


def _footers_by_hand() -> dict[str, dict[str, Any]]:
    """host -> the footer that a person read on the mirrored site's home page."""
    found: dict[str, dict[str, Any]] = {}
    for path in (TESTS / "mirrors").glob("*.yaml"):
        mirror = yaml.safe_load(path.read_text("utf-8"))
        for site in (mirror, *mirror.get("other_sites", ())):
            footer = {k: v for k, v in (site.get("footer") or {}).items() if v != "unknown"}
            found |= dict.fromkeys(site["hosts"], footer)
    return found


def table(found: list[Label], left_out: dict[str, str]) -> str:
    counts: dict[str, Counter[str]] = {}
    for one in found:
        count = counts.setdefault(one.kind, Counter())
        count["left out" if one.id in left_out else "right" if one.right else "missed"] += 1
    rows = ["| kind | labels | left out | right | share |", "| --- | ---: | ---: | ---: | ---: |"]
    for kind in (*PROMISED, *(k for k in counts if k not in PROMISED)):
        count = counts[kind]
        judged = count["right"] + count["missed"]
        share = f"{count['right'] / judged:.1%}"
        rows.append(
            f"| {kind} | {count.total()} | {count['left out']} | {count['right']} | {share} |"
        )
    return "\n".join(rows)


def whole_footers(found: list[Label], left_out: dict[str, str]) -> tuple[int, int]:
    """Of the pages whose label has any mark: how many there are, and how many are right in all."""
    pages: dict[str, list[Label]] = {}
    for one in found:
        if one.kind == "footer" and one.id not in left_out:
            pages.setdefault(one.page, []).append(one)
    marked = [fields for fields in pages.values() if any(one.wanted for one in fields)]
    return len(marked), sum(all(one.right for one in fields) for fields in marked)


if __name__ == "__main__":
    known = listed("labels_left_out.yaml")
    everything = labels()
    print(table(everything, known))
    marked, right = whole_footers(everything, known)
    print(f"\n{right} of {marked} pages with a footer are right in all its fields.\n")
    for miss in (one for one in everything if not one.right and one.id not in known):
        print(f"- {miss.id}: label {miss.wanted!r}, read {miss.read!r}")
