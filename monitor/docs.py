"""Writes docs/checks.md and docs/rubric.md: `make docs`."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import yaml

from checks.base import all_checks
from monitor.assess.document import checks_markdown
from monitor.assess.rubric_document import rubrics_markdown
from monitor.config.overlay import RUBRICS
from monitor.config.rubric import load_rubric
from monitor.text import sentences

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
CHECKS_MD, RUBRIC_MD = DOCS / "checks.md", DOCS / "rubric.md"
RUBRIC = "national-2019"


def checks_document() -> str:
    """docs/checks.md as it should be now. The text catalogue knows the reasons of every check."""
    checks = all_checks()
    reasons = {
        check: [key.split(".")[2] for key in sentences("zh") if key.startswith(f"check.{check}.")]
        for check in checks
    }
    return checks_markdown(
        checks.values(),
        load_rubric(RUBRIC, frozenset(checks)),
        {check: [one for one in found if one != "name"] for check, found in reasons.items()},
        decoys(),
    )


@cache
def decoys() -> dict[str, list[str]]:
    """What looks like each check's defect and is none: on its labelled sites, then in the city."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests" / "accuracy" / "sites").glob("*.yaml")):
        for site in yaml.safe_load(path.read_text(encoding="utf-8")):
            found[path.stem] += site.get("decoys") or ()
    for path in sorted((ROOT / "monitor" / "demo" / "truths").glob("*.json")):
        for spot in json.loads(path.read_text(encoding="utf-8"))["spots"]:
            if spot["kind"] == "decoy":
                found[spot["check"]].append(spot["note"])
    return {check: list(dict.fromkeys(told)) for check, told in found.items()}


def rubric_document() -> str:
    """docs/rubric.md as it should be now: every rubric of the package."""
    files = sorted(RUBRICS.glob("*.yaml"))
    return rubrics_markdown([load_rubric(file, frozenset(all_checks())) for file in files])


def main() -> None:
    CHECKS_MD.write_text(checks_document(), encoding="utf-8")
    RUBRIC_MD.write_text(rubric_document(), encoding="utf-8")


if __name__ == "__main__":
    main()
