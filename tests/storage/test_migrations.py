"""The schema: up from nothing, equal to the models, down to nothing and up again."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect

import db
from db.models import Base
from db.session import upgrade


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def downgrade(engine: Engine, to: str = "base") -> None:
    config = Config()
    folder = Path(db.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_up_from_nothing_equals_the_models(empty: Engine) -> None:
    assert tables(empty) == set()
    upgrade(empty)
    assert tables(empty) == set(Base.metadata.tables)
    assert differences(empty) == []


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    assert differences(engine) == []


def test_a_database_one_version_behind_is_brought_up(engine: Engine) -> None:
    downgrade(engine, "-1")
    assert differences(engine) != []
    upgrade(engine)
    assert differences(engine) == []


def test_down_to_nothing_and_up_again(engine: Engine) -> None:
    downgrade(engine)
    assert tables(engine) == set()
    upgrade(engine)
    assert differences(engine) == []
