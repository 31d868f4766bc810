"""The main job on real sites, with nothing given but an address and the day: columns, dates, leaders.

The truth files were read by hand from the pages. `python -m tests.mirrors.report` prints the same
figures as a table.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mirrors.accuracy import LEAST_FOUND, MOST_WRONG, NAMES, Result, archive, run


@pytest.fixture(scope="module", params=NAMES)
def result(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Result:
    if not archive(request.param).exists():
        pytest.skip("needs shared/mirrors beside the checkout")
    return run(request.param, Path(tmp_path_factory.mktemp(request.param)))


def test_nine_of_ten_columns_are_found(result: Result) -> None:
    missed = sorted(result.truth_columns.keys() - result.found.keys())
    assert result.share_found >= LEAST_FOUND, missed


def test_at_most_one_in_ten_found_is_none(result: Result) -> None:
    assert result.share_wrong <= MOST_WRONG, result.wrong


def test_newest_dates_are_right(result: Result) -> None:
    assert result.wrong_dates == []


def test_classes_are_what_a_reader_would_say(result: Result) -> None:
    right = len(result.right_classes)
    assert right >= LEAST_FOUND * len(result.matched), result.wrong_classes


def test_leaders_are_right(result: Result) -> None:
    assert result.leaders == result.truth_leaders
