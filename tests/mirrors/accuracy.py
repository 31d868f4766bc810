"""Runs the main job on a mirrored site and holds what was found against what a reader saw."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from monitor.domain.address import address_key
from tests.commands import ROOT, Monitor
from tests.mirrors.serving import served

NAMES = ("zhecheng", "daozhen-rsj", "guangdong-nfcms")
LEAST_FOUND = 0.9
MOST_WRONG = 0.1
FIRST_LEVEL = ("notice", "policy", "interpretation")


def archive(name: str) -> Path:
    return ROOT.parent / "shared" / "mirrors" / f"{name}.tar.gz"


@dataclass(frozen=True)
class Result:
    """`found`: facts of each column the run judged, by path. `records`: the export."""

    truth: dict[str, Any]
    found: dict[str, dict[str, Any]]
    leaders: dict[str, bool | None]
    records: list[dict[str, Any]]

    @cached_property
    def truth_columns(self) -> dict[str, dict[str, Any]]:
        return {one["path"]: one for one in self.truth["columns"]}

    @cached_property
    def _no_fault(self) -> set[str]:
        """Lists neither required nor wrong: of departments, of other offices, far from the home."""
        kinds = ("columns", "units", "unreachable")
        paths = {one["path"] for kind in kinds for one in self.truth.get(kind, ())}
        for other in self.truth.get("other_sites", ()):
            paths |= {one["path"] for one in other["columns"]}
        return paths

    @cached_property
    def matched(self) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        return {
            path: (one, self.found[path])
            for path, one in self.truth_columns.items()
            if path in self.found
        }

    @property
    def share_found(self) -> float:
        return len(self.matched) / len(self.truth_columns)

    @property
    def wrong(self) -> list[str]:
        return sorted(self.found.keys() - self._no_fault)

    @property
    def share_wrong(self) -> float:
        return len(self.wrong) / len(self.found)

    @property
    def wrong_dates(self) -> list[tuple[str, str | None, str | None]]:
        return [
            (path, expected, facts.get("newest"))
            for path, (one, facts) in self.matched.items()
            if facts.get("newest") != (expected := self._newest(path, one))
        ]

    def _newest(self, path: str, one: dict[str, Any]) -> str | None:
        """At the first level of notices, policies and interpretations: over all descendants."""
        days = [one["newest"]]
        if one["class"] in FIRST_LEVEL or self.found[path].get("class") in FIRST_LEVEL:
            days += [o["newest"] for p, o in self.truth_columns.items() if p.startswith(path)]
        return max((str(day) for day in days if day), default=None)

    @property
    def right_classes(self) -> list[str]:
        return [path for path, (one, facts) in self.matched.items() if _fits(one, facts)]

    @property
    def wrong_classes(self) -> list[tuple[str, str, str]]:
        return [
            (path, one["class"], facts.get("class", ""))
            for path, (one, facts) in self.matched.items()
            if not _fits(one, facts)
        ]

    @property
    def truth_leaders(self) -> dict[str, bool | None]:
        """Leaders with a page in the mirror whose biography a reader could decide."""
        return {one["name"]: one["bio"] for one in self.truth["leaders"] if one["bio"] != "unknown"}


def _fits(one: dict[str, Any], facts: dict[str, Any]) -> bool:
    return facts.get("class") in (one["class"], *one.get("also", ()))


def _path(url: str) -> str:
    """The path as the truth files write it: without a directory's index file."""
    return "/" + address_key(url).partition("/")[2]


def run(name: str, folder: Path) -> Result:
    """Serve the mirror, then init, crawl, second look, export: as a user would."""
    truth_file = Path(__file__).parent / f"{name}.yaml"
    truth = yaml.safe_load(truth_file.read_text(encoding="utf-8"))
    as_of = str(truth["as_of"]).replace(" ", "T")
    monitor = Monitor(folder)
    with served(archive(name), truth["root"], truth["hosts"], folder / "mirror") as base:
        monitor.registry(
            json.dumps(
                {
                    "units": [
                        {
                            "id": "unit",
                            "name": name,
                            "category": "county",
                            "sites": [{"id": "site", "name": name, "url": base + truth["home"]}],
                        }
                    ]
                }
            )
        )
        monitor.ok("crawl", "--as-of", as_of)
        monitor.ok("recheck", "--now", "--as-of", as_of.replace("T12:00", "T13:00"))
        records = monitor.records()
    columns = monitor.explained("site", "column-stale")
    leaders = monitor.explained("site", "leader-bio-missing")
    unknown = {one["name"] for one in truth["leaders"] if one["bio"] == "unknown"}
    return Result(
        truth=truth,
        found={_path(one["url"]): one["facts"] for one in columns},
        leaders={
            one["subject"]: {"pass": True, "fail": False}.get(one["outcome"])
            for one in leaders
            if one["subject"] not in unknown
        },
        records=records,
    )
