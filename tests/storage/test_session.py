"""Engines: WAL, immediate write transactions, and one sentence when a database cannot be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from db import queries
from db.blobs import BlobStore, apply_cap
from db.jobs import claim
from db.ledger import RunStore
from db.memory import remembered
from db.registry import load_registry, save_registry
from db.repository import (
    finish_run,
    mark_judged,
    open_run,
    replace_defects,
    save_findings,
    save_scores,
)
from db.session import DatabaseError, connect, reading, upgrade
from monitor.domain.run import Mode, Purpose, RunState
from monitor.domain.subject import Registry
from tests.storage.world import BASE, NOW, a_run, defect, finding, observation, score


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    made = connect(f"sqlite:///{tmp_path / 'deep' / 'folder' / 'm.db'}")
    upgrade(made)
    yield made
    made.dispose()


def pragma(engine: Engine, name: str) -> object:
    with reading(engine) as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


def test_sqlite_is_set_up_for_many_readers_and_a_patient_writer(sqlite: Engine) -> None:
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}
    assert {name: pragma(sqlite, name) for name in wanted} == wanted
    assert int(str(pragma(sqlite, "busy_timeout"))) >= 10_000


def test_every_writer_begins_immediate_and_every_reader_plainly(
    sqlite: Engine, tmp_path: Path
) -> None:
    log: list[str] = []

    @event.listens_for(sqlite, "before_cursor_execute")
    def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
        log.append(statement.split("(")[0].strip())

    def begins() -> set[str]:
        found = {line for line in log if line.startswith("BEGIN")}
        log.clear()
        return found

    for write in (
        lambda: save_registry(sqlite, Registry(), NOW),
        lambda: open_run(
            sqlite, now=NOW, purpose=Purpose.CRAWL, mode=Mode.FULL, site_ids=["jia"], started=NOW
        ),
        lambda: RunStore(sqlite, 1).record([observation("a")]),
        lambda: RunStore(sqlite, 1).started([BASE]),
        lambda: finish_run(sqlite, 1, RunState.COMPLETE, NOW),
        lambda: mark_judged(sqlite, 1, NOW),
        lambda: replace_defects(sqlite, "jia", [defect()]),
        lambda: save_scores(sqlite, [score()], NOW.date()),
        lambda: claim(sqlite, "nightly", NOW, NOW),
    ):
        write()
        assert begins() == {"BEGIN IMMEDIATE"}
    run = a_run(sqlite)
    save_findings(sqlite, [finding(run)])
    store = RunStore(sqlite, run.id)
    log.clear()
    for read in (
        lambda: upgrade(sqlite),
        lambda: load_registry(sqlite),
        lambda: list(queries.targets(sqlite, 1)),
        lambda: queries.coverage(sqlite, 1, "jia"),
        lambda: queries.findings(sqlite, site_id="jia"),
        lambda: queries.defects(sqlite),
        lambda: queries.latest_run(sqlite),
        lambda: remembered(sqlite, "jia", NOW),
        lambda: store.open_targets(),
        lambda: store.known_urls(),
        lambda: apply_cap(sqlite, BlobStore(tmp_path), 10**9),
    ):
        read()
        assert begins() == {"BEGIN"}


def test_a_reader_does_not_wait_for_a_writer(sqlite: Engine) -> None:
    run = a_run(sqlite)
    with sqlite.begin():
        found = queries.run(sqlite, run.id)
        connect(str(sqlite.url)).dispose()
        upgrade(sqlite)
    assert found == run


def test_a_second_writer_waits_instead_of_failing(sqlite: Engine) -> None:
    """Shown by a driver that does not wait at all."""
    other = sqlite3.connect(str(sqlite.url.database), timeout=0, isolation_level=None)
    try:
        with sqlite.begin() as connection:
            connection.execute(text("SELECT 1"))
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    finally:
        other.close()


def test_a_failed_write_leaves_nothing(engine: Engine) -> None:
    run = a_run(engine)
    with pytest.raises(ZeroDivisionError), engine.begin() as connection:
        connection.execute(text("UPDATE run SET state = 'x'"))
        _ = 1 / 0
    assert queries.run(engine, run.id) == run


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "is no address of a SQLite or PostgreSQL database"),
        ("no address", "is no address of a SQLite or PostgreSQL database"),
        (
            "postgresql://u:secret@127.0.0.1:port/d",
            "is no address of a SQLite or PostgreSQL database",
        ),
        ("mysql://u:secret@127.0.0.1/d", "is no address of a SQLite or PostgreSQL database"),
        ("postgresql://u:secret@127.0.0.1:1/d", "cannot be opened"),
        ("postgresql://u:secret@127.0.0.1:1/d?sslmode=secretly", "cannot be opened"),
        ("postgresql:///d?host=/no/such/folder", "cannot be opened"),
        ("postgresql+nodriver://u:secret@127.0.0.1/d", "cannot be opened"),
        ("sqlite:////proc/no/such/folder/m.db", "cannot be opened"),
        ("sqlite:///{tmp}", "cannot be opened"),
        ("sqlite:///{tmp}/text", "file is not a database"),
        ("sqlite:///{tmp}/text/m.db", "cannot be opened"),
    ],
)
def test_an_unusable_database_is_one_sentence(url: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("this is no database " * 100, encoding="utf-8")
    with pytest.raises(DatabaseError) as caught:
        connect(url.replace("{tmp}", str(tmp_path)))
    sentence = str(caught.value)
    assert says in sentence
    assert "\n" not in sentence
    assert "u:secret" not in sentence


def test_a_database_that_is_not_there(url: str, engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        return  # made when it is opened
    name = str(engine.url.database)
    with pytest.raises(DatabaseError, match=f'database "{name}x" does not exist'):
        connect(url.replace(f"/{name}?", f"/{name}x?"))


def test_a_database_newer_than_we_are(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="cannot be brought up to date") as caught:
        upgrade(engine)
    assert "\n" not in str(caught.value)


def test_foreign_keys_hold(engine: Engine) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        RunStore(engine, 999).record([observation("a")])
