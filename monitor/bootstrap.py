"""The only place where an engine, a clock, a browser or a store is made."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from db.blobs import BlobStore
from db.session import DatabaseError, connect, upgrade
from monitor.app.house import BadInput, House
from monitor.clock import SystemClock
from monitor.config.environment import Environment, load_environment
from monitor.crawl.rendered import find_browser

__all__ = ["DatabaseError", "build", "environment"]


def environment(environ: Mapping[str, str]) -> Environment:
    """Raises ConfigError for a value that does not fit."""
    return load_environment(environ)


def build(settings: Environment) -> House:
    """Open the database at its newest schema and find a browser.

    Raises DatabaseError, and BadInput for a home that cannot be made.
    """
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s"
    )
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = error.strerror or error
        raise BadInput("input.home", value=settings.home, problem=problem) from error
    engine = connect(settings.database_url)
    upgrade(engine)
    return House(
        environment=settings,
        clock=SystemClock(),
        engine=engine,
        blobs=BlobStore(settings.home / "blobs"),
        browser=find_browser(settings.browser),
    )
