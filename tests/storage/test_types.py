"""UtcDateTime: a moment is a moment on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import StatementError

from db.models import JobRunRow
from db.session import reading

MOMENTS = [
    datetime(2026, 1, 26, 2, 0, tzinfo=UTC),
    datetime(2026, 1, 26, 10, 0, 0, 123456, tzinfo=ZoneInfo("Asia/Shanghai")),
    datetime(2026, 1, 25, 21, 30, tzinfo=timezone(-timedelta(hours=4, minutes=30))),
]


def store(engine: Engine, moment: datetime | None) -> None:
    values = {"scheduled_for": MOMENTS[0], "claimed_at": MOMENTS[0], "heartbeat": MOMENTS[0]}
    row = values | {"job": "j", "state": "done", "finished_at": moment}
    with engine.begin() as connection:
        connection.execute(insert(JobRunRow).values(**row))


@pytest.mark.parametrize("moment", MOMENTS, ids=["utc", "shanghai", "west"])
def test_the_same_moment_comes_back_in_utc(engine: Engine, moment: datetime) -> None:
    store(engine, moment)
    with reading(engine) as connection:
        (found,) = connection.execute(select(JobRunRow.finished_at)).scalars()
        by_value = connection.execute(
            select(JobRunRow.job).where(JobRunRow.finished_at == moment.astimezone(UTC))
        ).all()
    assert found == moment
    assert found.tzinfo is UTC
    assert len(by_value) == 1


def test_none_stays_none(engine: Engine) -> None:
    store(engine, None)
    with reading(engine) as connection:
        assert connection.execute(select(JobRunRow.finished_at)).scalars().all() == [None]


def test_a_moment_without_zone_is_refused(engine: Engine) -> None:
    naive = datetime(2026, 1, 26, 10, 0)  # noqa: DTZ001
    with pytest.raises(StatementError, match="without zone"):
        store(engine, naive)
