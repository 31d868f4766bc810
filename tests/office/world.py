"""An office with a ledger and nights whose findings are written down by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from db import queries, repository
from monitor.app.house import House
from monitor.app.judging import rebuild_defects, rubric, save_scores
from monitor.app.registry import init
from monitor.app.reporting import export
from monitor.app.reviewing import review
from monitor.domain.calendar import parse_moment
from monitor.domain.defect import Defect
from monitor.domain.finding import Evidence, Finding, Outcome
from monitor.domain.run import Mode, Purpose, RunState
from tests.schedule.world import house as made_house

LEDGER = """
units:
  - id: jia
    name: 甲局
    category: service
    sites: [{id: jia-site, name: 甲局网站, url: 'http://127.0.0.1:9/jia/'}]
  - id: yi
    name: 乙局
    category: internal
    sites: [{id: yi-site, name: 乙局网站, url: 'http://127.0.0.1:9/yi/'}]
"""
URL = {"jia-site": "http://127.0.0.1:9/jia/", "yi-site": "http://127.0.0.1:9/yi/"}


@dataclass(frozen=True)
class Fault:
    """What one subject of a site shows in a night; `outcome` says whether it fails."""

    check: str
    subject: str
    reason: str
    facts: tuple[tuple[str, Any], ...] = ()
    site: str = "jia-site"
    outcome: Outcome = Outcome.FAIL
    at_once: bool = True

    def gone(self) -> Fault:
        return replace(self, outcome=Outcome.PASS, reason="ok")

    def unseen(self) -> Fault:
        return replace(self, outcome=Outcome.NOT_OBSERVED, reason="blocked")


def column(name: str, newest: str = "2026-01-05", site: str = "jia-site", **facts: Any) -> Fault:
    given = {
        "column": name,
        "class": "news",
        "newest": newest,
        "days": 21,
        "window": "14d",
        "as_of": "2026-01-26",
        "confirmed": True,
        **facts,
    }
    subject = f"{URL[site]}{name}/"
    return Fault("column-stale", subject, "stale", tuple(given.items()), site)


def leader(name: str, site: str = "jia-site") -> Fault:
    return Fault("leader-bio-missing", name, "missing", (("name", name),), site)


def dead_link(path: str, site: str = "jia-site", **facts: Any) -> Fault:
    given = {"kind": "page", "http_status": 404, "external": False, "on_home": False, **facts}
    return Fault(
        "link-broken", URL[site] + path, "not_found", tuple(given.items()), site, at_once=False
    )


def home_stale(site: str = "jia-site") -> Fault:
    facts = (
        ("newest", "2026-01-01"),
        ("days", 25),
        ("window_days", 14),
        ("as_of", "2026-01-26"),
    )
    return Fault("home-stale", URL[site], "stale", facts, site)


def office(home: Path, now: str = "2026-12-31T12:00", settings: str = "") -> House:
    """A house with the ledger; `settings` is its office.yaml."""
    home.mkdir(parents=True, exist_ok=True)
    if settings:
        (home / "office.yaml").write_text(settings, encoding="utf-8")
    made = made_house(home, now)
    (home / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    init(made, home / "ledger.yaml")
    return made


def night(house: House, moment: str, faults: Iterable[Fault]) -> list[Defect]:
    """A judged crawl of all sites with these findings; the defects afterwards."""
    registry = repository.load_registry(house.engine)
    sites = list(registry.sites.values())
    now = parse_moment(moment)
    run = repository.open_run(
        house.engine,
        now=now,
        purpose=Purpose.CRAWL,
        mode=Mode.FULL,
        site_ids=[site.id for site in sites],
        started=now,
    )
    findings = [
        Finding(
            run_id=run.id,
            now=now,
            purpose="crawl",
            site_id=one.site,
            check=one.check,
            subject=one.subject,
            url=URL[one.site],
            outcome=one.outcome,
            reason=one.reason,
            facts=dict(one.facts),
            evidence=(Evidence("ab" * 32),),
            at_once=one.at_once,
        )
        for one in faults
    ]
    repository.save_findings(house.engine, findings)
    repository.finish_run(house.engine, run.id, RunState.COMPLETE, now)
    repository.mark_judged(house.engine, run.id, now)
    defects = rebuild_defects(house, sites, now)
    save_scores(house, sites, registry, rubric(None), now, defects)
    return defects


def include_all(house: House) -> None:
    """纳入 on every defect, by 李四."""
    for defect in queries.defects(house.engine):
        review(house, defect.id, decision="included", reason="已核", by="李四")


Rows = list[dict[str, Any]]


def exported(house: House, path: Path, unit: str = "jia", **options: Any) -> Path:
    (written,) = export(
        house, unit=unit, everything=False, file_format="xlsx", output=path, **options
    )
    return written


def rows(path: Path, sheet: str = "问题清单") -> Rows:
    """The lines of a sheet by heading."""
    _, _, head, *lines = load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines if line[0] is not None]


def fill_in(path: Path, words: dict[str, Sequence[str | None]]) -> Path:
    """Write decision, reason and reviewer into the lines of the ids given, in whatever sheet."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        names = {str(cell.value): cell.column for cell in sheet[3] if cell.value}
        if "校验码" not in names:
            continue
        decision = names.get("是否纳入") or names["是否认定"]
        for row in range(4, sheet.max_row + 1):
            word = words.get(str(sheet.cell(row, names["问题编号"]).value))
            if word is not None:
                for column_, text in zip(
                    (decision, names["理由"], names["审核人"]), word, strict=False
                ):
                    sheet.cell(row, column_).value = text
    book.save(path)
    return path
