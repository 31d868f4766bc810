"""Inserts that are safe to repeat, on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table
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
    table = cast(Table, model.__table__)
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    for start in range(0, len(rows), _BATCH):
        statement = dialect.insert(table).on_conflict_do_nothing()
        connection.execute(statement, [dict(row) for row in rows[start : start + _BATCH]])
