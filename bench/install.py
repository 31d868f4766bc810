"""Puts the peers into folders of their own, in the versions that the project's files pin."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
_PYTHON = _HERE / "requirements-peers.txt"
_NODE = _HERE / "package.json"


@dataclass(frozen=True, slots=True)
class Peers:
    """`python`, `linkchecker` and `node_modules`: None where they could not be had; `absent` says why."""

    python: Path | None
    linkchecker: Path | None
    modules: Path | None
    absent: tuple[tuple[str, str], ...]


def install(cache: Path) -> Peers:
    """Install what is missing or pinned differently by now. A peer that cannot be had is left out, not
    a reason to stop."""
    folder = cache / "peers"
    absent: list[tuple[str, str]] = []
    python = folder / "python"
    why = _python(python)
    if why:
        absent.append(("LinkChecker, own loop, fetch only", why))
    node = folder / "node"
    why_node = _node(node)
    if why_node:
        absent.append(("linkinator, broken-link-checker", why_node))
    return Peers(
        python=None if why else python / "bin" / "python",
        linkchecker=None if why else python / "bin" / "linkchecker",
        modules=None if why_node else node / "node_modules",
        absent=tuple(absent),
    )


def _python(folder: Path) -> str | None:
    if _fresh(folder, _PYTHON):
        return None
    shutil.rmtree(folder, ignore_errors=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    for command in ([sys.executable, "-m", "venv", str(folder)], [*pip, "-r", str(_PYTHON)]):
        why = _run(command, _HERE)
        if why:
            return why
    _note(folder, _PYTHON)
    return None


def _node(folder: Path) -> str | None:
    if _fresh(folder, _NODE):
        return None
    if shutil.which("npm") is None or shutil.which("node") is None:
        return "Node and npm are not installed"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(_NODE, folder)
    # No lock file: it would name the registry it was made with.
    why = _run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"], folder)
    if why is None:
        _note(folder, _NODE)
    return why


def _run(command: list[str], folder: Path) -> str | None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    said = (done.stderr or done.stdout).strip().splitlines()
    return f"{Path(command[0]).name} failed: {said[-1] if said else done.returncode}"


def _fresh(folder: Path, pinned: Path) -> bool:
    note = folder / "installed"
    return note.exists() and note.read_text() == pinned.read_text()


def _note(folder: Path, pinned: Path) -> None:
    (folder / "installed").write_text(pinned.read_text())
