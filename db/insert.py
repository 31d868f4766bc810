"""Inserts that are safe to repeat, on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase

_BATCH = 500


def insert_new(
    connection: Connection, model: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert the rows whose natural key is not there yet.

    Rows that several writers may share are given in the order of their key: on PostgreSQL two
    writers that wait for each other's rows in different orders end in a deadlock.
    """
    statement = _statement(cast(Table, model.__table__), connection.dialect.name)
    for start in range(0, len(rows), _BATCH):
        connection.execute(statement, rows[start : start + _BATCH])


@cache
def _statement(table: Table, dialect: str) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()
