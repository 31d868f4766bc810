"""The MONITOR_* variables of the environment (the contract's list)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import TypeVar

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Scalar

PREFIX = "MONITOR_"
VARIABLES = (
    "MONITOR_HOME",
    "MONITOR_DATABASE_URL",
    "MONITOR_ALLOW_NETWORKS",
    "MONITOR_BROWSER",
    "MONITOR_DELAY",
    "MONITOR_PER_HOST",
    "MONITOR_CONTROL",
    "MONITOR_CONTACT",
    "MONITOR_LANG",
)
LANGUAGES = ("zh", "en")
_DATABASES = ("sqlite", "postgresql")
_ENVIRONMENT = Place()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment asks for.

    `networks` is the checked list as written: CIDRs and the word public, comma-separated. `delay`
    is in seconds between requests to one host, `per_host` counts requests in flight to one.
    `control` are the addresses that tell whether our own network is up. `lang` is zh or en.
    """

    home: Path
    database_url: str
    networks: str = "public"
    browser: str | None = None
    delay: float = 0.5
    per_host: int = 2
    control: tuple[str, ...] = ()
    contact: str | None = None
    lang: str = "zh"


def load_environment(environ: Mapping[str, str]) -> Environment:
    """Read the variables; an empty one counts as not set.

    Raises ConfigError for a value that does not fit and for an unknown MONITOR_ name: a typing
    error must not silently leave a limit unset.
    """
    _refuse_unknown(environ)

    def read(name: str, reader: Callable[[Scalar], T], default: T) -> T:
        value = Scalar(name, environ.get(name), _ENVIRONMENT)
        return reader(value) if (value.raw or "").strip() else default

    home = read("MONITOR_HOME", _folder, Path("var").absolute())
    return Environment(
        home=home,
        database_url=read(
            "MONITOR_DATABASE_URL", _database, f"sqlite:///{(home / 'monitor.db').as_posix()}"
        ),
        networks=read("MONITOR_ALLOW_NETWORKS", _networks, "public"),
        browser=read("MONITOR_BROWSER", Scalar.text, None),
        delay=read("MONITOR_DELAY", Scalar.number, 0.5),
        per_host=read("MONITOR_PER_HOST", Scalar.whole, 2),
        control=read("MONITOR_CONTROL", _urls, ()),
        contact=read("MONITOR_CONTACT", _line, None),
        lang=read("MONITOR_LANG", lambda value: value.one_of(LANGUAGES), "zh"),
    )


def language(environ: Mapping[str, str]) -> str:
    """The language asked for, also where another variable does not fit; zh where it is unclear."""
    asked = (environ.get("MONITOR_LANG") or "").strip()
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in VARIABLES:
            close = get_close_matches(name, VARIABLES, n=1, cutoff=0.0)[0]
            raise ConfigError("config.unknown_variable", _ENVIRONMENT, field=name, closest=close)


def _parts(value: Scalar) -> tuple[Scalar, ...]:
    return tuple(
        Scalar(value.key, part, value.place) for part in value.text().split(",") if part.strip()
    )


def _folder(value: Scalar) -> Path:
    try:
        return Path(value.text()).expanduser().absolute()
    except RuntimeError as error:  # ~name of nobody
        raise value.wrong("not_a_folder") from error


def _line(value: Scalar) -> str:
    """Goes into a header of every request: one line."""
    if not value.text().isprintable():
        raise value.wrong("not_one_line")
    return value.text()


def _networks(value: Scalar) -> str:
    if not _parts(value):
        raise value.wrong("not_a_network")
    for part in _parts(value):
        if part.text() != "public":
            try:
                ip_network(part.text())
            except ValueError as error:
                raise part.wrong("not_a_network") from error
    return ",".join(part.text() for part in _parts(value))


def _database(value: Scalar) -> str:
    scheme, separator, _ = value.text().partition("://")
    if not separator or scheme.split("+")[0] not in _DATABASES:
        raise value.wrong("not_a_database")
    return value.text()


def _urls(value: Scalar) -> tuple[str, ...]:
    return tuple(part.url() for part in _parts(value))
