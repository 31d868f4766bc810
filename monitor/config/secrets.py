"""`secrets.yaml` in MONITOR_HOME: what platforms ask of us to read an account, and the addresses that
alerts go to. Never printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Scalar
from monitor.config.yaml_file import read_yaml

_KEYS = ("app_id", "app_secret", "token", "cookie", "api", "feed")
_OTHERS = 0o077


@dataclass(frozen=True)
class Secrets:
    """By account id, and by platform for what all its accounts share; an account's own come first.
    `alerts`: the addresses of channels by their names."""

    accounts: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    platforms: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    alerts: Mapping[str, str] = field(default_factory=dict, repr=False)

    def of(self, account_id: str, platform: str) -> Mapping[str, str]:
        return {**self.platforms.get(platform, {}), **self.accounts.get(account_id, {})}


def load_secrets(home: Path) -> Secrets:
    """The office's file, or nothing where there is none.

    `accounts` and `platforms` map ids to app_id, app_secret (of the platform's own interface), token,
    cookie (of a login the office owns), api (another address of the interface), feed (the address of a
    feed of the account's posts). `alerts` maps channels to addresses as apprise writes them.

    Raises ConfigError for what does not fit, and for a file that others on the machine may read.
    """
    path = home / "secrets.yaml"
    if not path.exists():
        return Secrets()
    if path.stat().st_mode & _OTHERS:
        raise ConfigError("config.secrets_open", Place(str(path)))
    root = read_yaml(path).only("accounts", "platforms", "alerts")
    alerts = root.fields("alerts")
    return Secrets(
        _kept(root, "accounts"),
        _kept(root, "platforms"),
        {name: alerts.need(name, Scalar.text) for name in alerts.values} if alerts else {},
    )


def _kept(root: Fields, name: str) -> dict[str, dict[str, str]]:
    found = {}
    group = root.fields(name)
    for key in group.values if group else ():
        one = group.fields(key) if group else None
        if one is not None:
            one.only(*_KEYS)
            found[key] = {k: one.need(k, Scalar.text) for k in _KEYS if k in one.values}
    return found
