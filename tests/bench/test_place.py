"""A disk that is too small is told before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.place import need_room, plan_for, served
from bench.server import CannotServe


def test_sites_that_do_not_fit(tmp_path: Path) -> None:
    with pytest.raises(
        CannotServe, match="GB left, and the sites with a crawl of them take some 65"
    ):
        served([plan_for(10**12)], tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_site_that_is_there_needs_no_room_again(tmp_path: Path) -> None:
    plan = plan_for(10**12)
    (tmp_path / plan.folder).mkdir()
    need_room([plan], tmp_path, crawled=10)
    with pytest.raises(CannotServe):
        need_room([plan], tmp_path, crawled=10**12)
