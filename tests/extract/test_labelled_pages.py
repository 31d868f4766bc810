"""The real pages in ../shared: at least 95 % of the labels of each promised kind are right."""

from __future__ import annotations

import pytest

from tests.extract.labelled import PAGES, PROMISED, Label, labels, listed

SHARE = 0.95
MOST_LEFT_OUT = 0.05


@pytest.fixture(scope="module")
def found() -> list[Label]:
    if not PAGES.is_dir():
        pytest.skip(f"no labelled pages at {PAGES}")
    return labels()


def _misses(found: list[Label]) -> list[Label]:
    left_out = listed("labels_left_out.yaml")
    return [one for one in found if not one.right and one.id not in left_out]


@pytest.mark.parametrize("kind", PROMISED)
def test_share_of_right_labels(found: list[Label], kind: str) -> None:
    left_out = listed("labels_left_out.yaml")
    judged = [one for one in found if one.kind == kind and one.id not in left_out]
    wrong = [one for one in judged if not one.right]
    for one in wrong:
        print(f"{one.id}: label {one.wanted!r}, read {one.read!r}")
    assert len(judged) - len(wrong) >= SHARE * len(judged)


def test_every_miss_is_listed_with_its_cause(found: list[Label]) -> None:
    assert {one.id for one in _misses(found)} == set(listed("labelled_misses.yaml"))


def test_few_labels_are_left_out_and_each_exists(found: list[Label]) -> None:
    left_out = listed("labels_left_out.yaml")
    assert set(left_out) <= {one.id for one in found}
    for kind in PROMISED:
        of_kind = [one for one in found if one.kind == kind]
        assert sum(one.id in left_out for one in of_kind) <= MOST_LEFT_OUT * len(of_kind)


def test_labels_are_named_once(found: list[Label]) -> None:
    assert len({one.id for one in found}) == len(found)


@pytest.mark.parametrize("name", ["labels_left_out.yaml", "labelled_misses.yaml"])
def test_reasons_are_given(name: str) -> None:
    assert all(len(reason) > 20 for reason in listed(name).values())
