"""`engine`: an empty migrated database for each test, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from db.session import connect, upgrade
from tests.storage.server import Missing, postgresql

_NUMBERS = count(1)


class Server:
    """Databases on the server of this session: empty ones, or copies of a migrated one."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._admin = create_engine(
            address.format("postgres").replace("postgresql:", "postgresql+psycopg:"),
            isolation_level="AUTOCOMMIT",
        )
        template = connect(self.make())
        upgrade(template)
        self._template = str(template.url.database)
        template.dispose()

    def make(self, *, migrated: bool = False) -> str:
        """A new database; returns its address."""
        name = f"test_{next(_NUMBERS)}"
        source = self._template if migrated else "template0"
        with self._admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{source}"'))
        return self._address.format(name)

    def close(self) -> None:
        self._admin.dispose()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with ExitStack() as stack:
        try:
            made = Server(stack.enter_context(postgresql()))
        except Missing as missing:
            pytest.skip(str(missing))
        stack.callback(made.close)
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[bool], str]:
    """Makes databases, migrated or empty; returns their addresses."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        return lambda migrated: server.make(migrated=migrated)

    def on_sqlite(migrated: bool) -> str:
        url = f"sqlite:///{tmp_path / f'{next(_NUMBERS)}.db'}"
        if migrated:
            made = connect(url)
            upgrade(made)
            made.dispose()
        return url

    return on_sqlite


@pytest.fixture
def url(database: Callable[[bool], str]) -> str:
    """The address of a migrated database."""
    return database(True)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = connect(url)
    yield made
    made.dispose()


@pytest.fixture
def empty(database: Callable[[bool], str]) -> Iterator[Engine]:
    """A database in which nothing was ever made."""
    made = connect(database(False))
    yield made
    made.dispose()
