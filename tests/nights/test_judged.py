"""A home whose pages were stored before there were gists is judged as one that has them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.commands import Monitor
from tests.nights.office import Office, open_office
from tests.nights.test_served import FULL, crawl, ledger, told


def test_nights_are_judged_without_what_was_kept_for_them(tmp_path: Path) -> None:
    monitor, office = Monitor(tmp_path), Office(folders=2, each=30)
    with open_office(office) as url:
        monitor.registry(ledger([url]))
        office.missing.add("/f1/29.html")
        crawl(monitor, [office], FULL, 10)
        office.added["/f0/"] = ["new"]
        crawl(monitor, [office], FULL + timedelta(days=1))
    before = told(monitor)
    assert [row[0] for row in before if row[1] == "link-broken" and row[3] == "fail"] == [1, 2]
    with closing(sqlite3.connect(monitor.home / "var" / "monitor.db")) as db:
        (kept,) = db.execute("SELECT count(*) FROM gist").fetchone()
        assert kept > 60
        db.execute("DELETE FROM gist")
        db.execute("DELETE FROM frame")
        db.commit()
    for run in (1, 2):
        monitor.ok("judge", "--run", str(run))
    assert told(monitor) == before
    with closing(sqlite3.connect(monitor.home / "var" / "monitor.db")) as db:
        assert db.execute("SELECT count(*) FROM gist").fetchone() == (kept,)
