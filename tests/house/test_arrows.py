"""The rules of the house: who imports whom, who may ask the time, where Chinese sentences live."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("monitor", "spiders", "checks", "db")

# package -> first-party packages it may import, and third-party ones that are its alone.
MAY_IMPORT: dict[str, set[str]] = {
    "monitor.domain": set(),
    "monitor.clock": set(),
    "monitor.config": {"monitor.domain", "monitor.text"},
    "monitor.text": set(),
    "monitor.extract": {"monitor.domain"},
    "checks": {"monitor.domain"},
    "monitor.assess": {"monitor.domain", "checks"},
    "db": {"monitor.domain"},
    "monitor.crawl": {"monitor.domain", "monitor.extract", "monitor.settings"},
    "spiders": {"monitor.domain", "monitor.extract", "monitor.crawl"},
    "monitor.report": {"monitor.domain", "monitor.text"},
    "monitor.demo": set(),
    "monitor.settings": set(),
    "monitor.app": {
        "monitor.domain",
        "monitor.clock",
        "monitor.config",
        "monitor.text",
        "monitor.extract",
        "monitor.assess",
        "monitor.crawl",
        "monitor.report",
        "monitor.demo",
        "checks",
        "spiders",
        "db",
    },
    "monitor.bootstrap": {"monitor.app", "monitor.clock", "monitor.config", "monitor.crawl", "db"},
    "monitor.scheduler": {
        "monitor.bootstrap",
        "monitor.app",
        "monitor.clock",
        "monitor.config",
        "monitor.domain",
        "monitor.text",
    },
    "monitor.cli": {
        "monitor.bootstrap",
        "monitor.app",
        "monitor.scheduler",
        "monitor.config",
        "monitor.domain",
        "monitor.text",
        "monitor.report",
    },
    "monitor.__main__": {"monitor.cli"},
    "monitor.docs": {"monitor.assess", "monitor.config", "monitor.text", "checks"},
}
THIRD_PARTY: dict[str, set[str]] = {
    "scrapy": {"monitor.crawl", "monitor.settings", "spiders"},
    "twisted": {"monitor.crawl"},
    "playwright": {"monitor.crawl"},
    "sqlalchemy": {"db", "monitor.bootstrap"},
    "apscheduler": {"monitor.scheduler"},
    "openpyxl": {"monitor.report", "monitor.config"},
    "docx": {"monitor.report"},
    "matplotlib": {"monitor.report"},
    "pycurl": {"monitor.crawl"},
    "pypdfium2": {"monitor.extract"},
    "bs4": {"monitor.extract"},
    "ahocorasick_rs": {"monitor.extract"},
    "click": {"monitor.cli"},
    "feedparser": {"monitor.extract"},
    "warcio": {"monitor.report"},
    "apprise": {"monitor.app"},
}
STANDARD_LIBRARY_ONLY = ("monitor.domain", "monitor.demo")


def modules() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def area(module: str) -> str | None:
    known = [a for a in MAY_IMPORT if module == a or module.startswith(a + ".")]
    return max(known, key=len, default=None)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


MODULES = list(modules())


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[m for m, _ in MODULES])
def test_arrows_point_one_way(module: str, path: Path) -> None:
    own = area(module)
    if own is None:
        assert module in PACKAGES or module == "monitor", f"{module} belongs to no area"
        return
    for name in imports(path):
        top = name.split(".")[0]
        if top in PACKAGES:
            target = area(name)
            allowed = MAY_IMPORT[own] | {own}
            fits = any(name == a or name.startswith(a + ".") for a in allowed)
            assert target is None or fits, f"{module} may not import {name}"
        elif top in THIRD_PARTY:
            assert any(own == a or own.startswith(a) for a in THIRD_PARTY[top]), (
                f"{module} may not import {name}"
            )
        if own in STANDARD_LIBRARY_ONLY and top not in PACKAGES:
            assert top in sys.stdlib_module_names, f"{module} may not import {name}"


ASKS_THE_TIME = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time\(")


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[m for m, _ in MODULES])
def test_only_the_clock_asks_the_time(module: str, path: Path) -> None:
    if module != "monitor.clock":
        assert not ASKS_THE_TIME.search(path.read_text(encoding="utf-8")), module


SENTENCE = re.compile(r"[\u4e00-\u9fff][^\n\"']*[，。；：！？]|[\u4e00-\u9fff]{9,}")


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[m for m, _ in MODULES])
def test_chinese_sentences_live_in_the_catalogue(module: str, path: Path) -> None:
    """Docstrings may cite a rule; the invented city is made of Chinese."""
    if module.startswith("monitor.demo"):
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docstrings.add(id(node.value))
    for node in ast.walk(tree):
        said = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if said and id(node) not in docstrings:
            assert not SENTENCE.search(node.value), f"{module}: {node.value!r}"


def test_packages_come_from_this_repository() -> None:
    """Top-level names such as `checks` or `db` can be shadowed by whatever else is installed."""
    for package in PACKAGES:
        found = __import__(package).__file__
        assert found is not None
        assert Path(found).resolve() == ROOT / package / "__init__.py"


def test_tests_shadow_no_package() -> None:
    assert (ROOT / "tests" / "__init__.py").exists()
    for package in PACKAGES:
        assert not (ROOT / "tests" / package).exists()


def test_no_address_of_this_machine_or_of_a_registry_is_tracked() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("needs a git checkout")
    banned = re.compile(
        "index" + "-url|" + "files\\.python" + "hosted|" + re.escape(str(ROOT)) + r"\b"
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in {".py", ".toml", ".lock", ".yaml", ".md", ".cfg", ""} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert not banned.search(text), name
