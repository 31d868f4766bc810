"""Engines: SQLite in WAL mode with immediate write transactions, PostgreSQL over psycopg."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Error as DriverError
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

__all__ = ["DatabaseError", "Engine", "connect", "reading", "upgrade"]

_LOCK_KEY = 7_120_211
_MIGRATIONS = Path(__file__).parent / "migrations"
_SENTENCES = {
    "address": "{shown} is no address of a SQLite or PostgreSQL database",
    "open": "the database {shown} cannot be opened: {cause}",
    "upgrade": "the database {shown} cannot be brought up to date: {cause}",
}


class DatabaseError(Exception):
    """The database cannot be used; str() is one English sentence without a password.

    `problem` is address, open or upgrade; `shown` the address without its password; `cause` what
    the driver said.
    """

    def __init__(self, problem: str, shown: str, cause: str) -> None:
        self.problem = problem
        self.shown = shown
        self.cause = cause
        super().__init__(_SENTENCES[problem].format(shown=shown, cause=cause))


def connect(url: str) -> Engine:
    """An engine for the URL. Raises DatabaseError when it is malformed or nothing answers."""
    address = _address(url)
    shown = address.render_as_string(hide_password=True)
    try:
        if address.get_backend_name() == "sqlite" and address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, pool_pre_ping=address.get_backend_name() == "postgresql")
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise DatabaseError("open", shown, _cause(error)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        with reading(engine) as connection:
            connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, DriverError) as error:
        engine.dispose()
        raise DatabaseError("open", shown, _cause(error)) from error
    return engine


def reading(engine: Engine) -> Connection:
    """A connection that only reads: on SQLite it neither waits for a writer nor holds one up."""
    return engine.connect().execution_options(read_only=True)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseError("address", "MONITOR_DATABASE_URL", "") from error
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseError("address", "MONITOR_DATABASE_URL", "")
    return address


def _cause(error: Exception) -> str:
    origin = getattr(error, "orig", None) or error
    return str(origin).strip().split("\n", 1)[0]


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling begins too late; _begin_sqlite does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that reads first and writes later fails at once with "database is locked",
    whatever the timeout, so every writer says so when it begins; readers begin plainly."""
    options = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN" if options.get("read_only") else "BEGIN IMMEDIATE")


def upgrade(engine: Engine) -> None:
    """Bring the schema to its newest version; safe when two processes start at once.

    Raises DatabaseError when that cannot be done.
    """
    if _is_newest(engine):
        return
    # Nearly every command finds the newest schema: it neither waits for a writer nor pays for alembic.
    from alembic.util import CommandError

    try:
        _upgrade(engine)
    except (SQLAlchemyError, CommandError) as error:
        shown = engine.url.render_as_string(hide_password=True)
        raise DatabaseError("upgrade", shown, _cause(error)) from error


def _is_newest(engine: Engine) -> bool:
    """Whether the last of our migrations, which bear their numbers in their names, is the database's."""
    newest = max(path.name for path in (_MIGRATIONS / "versions").glob("*.py")).partition("_")[0]
    try:
        with reading(engine) as connection:
            found = (
                connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
            )
    except SQLAlchemyError:  # no such table yet
        return False
    return found == [newest]


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
