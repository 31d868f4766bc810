"""The published accuracy is what the corpus gives today, and no check falls below the floor."""

from __future__ import annotations

import pytest

from checks.base import all_checks
from tests.accuracy.corpus import FOLDER, labelled
from tests.accuracy.measure import DOCUMENT, Figure, causes, document, figures, written

PRECISION, RECALL = 0.99, 0.97
"""What every check holds on its own corpus."""


@pytest.fixture(scope="module")
def measured() -> dict[str, Figure]:
    return figures()


def test_the_document_says_what_the_corpus_gives(measured: dict[str, Figure]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == written(text, document(measured)), "run `make accuracy`"


@pytest.mark.parametrize("check", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_no_check_falls_below_the_floor(check: str, measured: dict[str, Figure]) -> None:
    one = measured[check]
    assert one.precision >= PRECISION, one.wrong
    assert one.recall >= RECALL, one.misses


def test_every_miss_has_a_cause_and_no_cause_is_left_over(measured: dict[str, Figure]) -> None:
    open_ones = {name: {*one.misses, *one.wrong} for name, one in measured.items()}
    assert {name: set(lines) for name, lines in causes().items()} == {
        name: lines for name, lines in open_ones.items() if lines
    }


def test_files_are_of_checks_and_sites_are_named_once() -> None:
    corpus = labelled()
    assert {one.check for one in corpus} <= set(all_checks())
    names = [str(one) for one in corpus]
    assert len(set(names)) == len(names)
