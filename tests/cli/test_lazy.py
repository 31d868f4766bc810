"""A verb imports what it needs: the table of verbs, and what a crawl must not load."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module

from monitor import cli

HEAVY = (
    *("openpyxl", "docx", "numpy", "matplotlib", "playwright", "rich", "apscheduler"),
    *("warcio", "apprise"),
)


def loaded_by(module: str) -> set[str]:
    code = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_table_names_every_verb_of_every_module() -> None:
    found = {}
    for module in pkgutil.iter_modules(cli.__path__):
        verbs = getattr(import_module(f"monitor.cli.{module.name}"), "VERBS", None)
        if verbs is not None:
            found[module.name] = tuple(verb.name for verb in verbs)
    assert found == cli.VERBS


def test_the_help_is_complete_without_loading_a_verb() -> None:
    assert not {"scrapy", *HEAVY} & loaded_by("monitor.cli")


def test_a_crawl_loads_no_library_of_documents_and_no_browser() -> None:
    assert not set(HEAVY) & loaded_by("monitor.cli.looking")
    assert "openpyxl" in loaded_by("monitor.cli.listing")


def test_what_counts_is_told_without_a_crawler_and_without_documents() -> None:
    assert not {"scrapy", "alembic", *HEAVY} & loaded_by("monitor.cli.scoring")


def test_a_ledger_is_read_without_a_crawler() -> None:
    assert not {"scrapy", "docx"} & loaded_by("monitor.cli.keeping")
