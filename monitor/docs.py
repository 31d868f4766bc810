"""Writes docs/checks.md and docs/rubric.md: `make docs`."""

from __future__ import annotations

from pathlib import Path

from checks.base import all_checks
from monitor.assess.document import checks_markdown
from monitor.assess.rubric_document import rubrics_markdown
from monitor.config.overlay import RUBRICS
from monitor.config.rubric import load_rubric
from monitor.text import sentences

DOCS = Path(__file__).resolve().parent.parent / "docs"
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
    )


def rubric_document() -> str:
    """docs/rubric.md as it should be now: every rubric of the package."""
    files = sorted(RUBRICS.glob("*.yaml"))
    return rubrics_markdown([load_rubric(file, frozenset(all_checks())) for file in files])


def main() -> None:
    CHECKS_MD.write_text(checks_document(), encoding="utf-8")
    RUBRIC_MD.write_text(rubric_document(), encoding="utf-8")


if __name__ == "__main__":
    main()
