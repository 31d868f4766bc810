"""docs/checks.md says what the checks and the rubric say today."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.base import Check, Context, all_checks
from monitor.assess.document import checks_markdown
from monitor.config.rubric import load_rubric
from monitor.docs import CHECKS_MD, RUBRIC_MD, checks_document, rubric_document
from monitor.domain.dossier import Dossier
from monitor.domain.finding import Verdict, passed

NATIONAL = load_rubric("national-2019", frozenset(all_checks()))


def test_the_document_is_current() -> None:
    stored = CHECKS_MD.read_text(encoding="utf-8") if CHECKS_MD.is_file() else ""
    assert stored == checks_document(), (
        "docs/checks.md is not what checks and rubric say now: run `make docs` and commit the file"
    )


def test_the_rubrics_document_is_current() -> None:
    stored = RUBRIC_MD.read_text(encoding="utf-8") if RUBRIC_MD.is_file() else ""
    assert stored == rubric_document(), "run `make docs` and commit docs/rubric.md"
    for row in NATIONAL.rows:
        assert f"\n| {row.id} | {row.name}" in stored


@pytest.mark.parametrize("check", all_checks().values(), ids=lambda check: check.id)
def test_every_check_stands_in_it_with_its_rows(check: Check) -> None:
    section = checks_document().split(f"### {check.id}\n")[1].split("\n#")[0]
    for told in ("**Reads**", "**Cannot see**", "**Fails with**", "**Confirmed**", "**Source**"):
        assert told in section
    for row in NATIONAL.rows_counting(check.id):
        assert f"| {row.id} {row.name} |" in section
        assert row.clause in section


def test_a_docstring_without_its_limits_is_refused() -> None:
    def blind(dossier: Dossier, context: Context) -> Verdict:
        """A fault. Reads something. Source: 国办."""
        return passed()

    one = next(iter(all_checks().values()))
    with pytest.raises(ValueError, match="Cannot see"):
        checks_markdown([replace(one, function=blind)], NATIONAL, {}, {})
