"""The city's ledger as YAML, in the form of the contract."""

from __future__ import annotations

import json

from monitor.demo import land
from monitor.demo.city import City
from monitor.demo.families.base import Roads
from monitor.demo.media.account import Account
from monitor.demo.model import NOTE, Site

_LISTED = {
    "ziran": (
        ("工作动态", "gzdt", "news", None, "改版期间暂停更新（演示数据）"),
        ("通知公告", "tzgg", "notice", None, None),
        ("政策法规", "zcfg", "policy", None, None),
    ),
    "yanjiu": (
        ("工作动态", "gzdt", "news", 60, None),
        ("通知公告", "tzgg", "notice", None, None),
        ("政策解读", "zcjd", "interpretation", None, "新开设栏目，内容正在准备（演示数据）"),
    ),
}
"""Sites whose columns a person has confirmed: name, slug, class, deadline in days, why exempt."""


def registry_yaml(city: City) -> str:
    """YAML text: units, their sites and accounts, and for a few sites their columns."""
    by_unit: dict[str, list[Site]] = {}
    for site in city.sites:
        by_unit.setdefault(site.unit, []).append(site)
    lines = [f"# {NOTE}: an invented city", "units:"]
    for unit in land.UNITS:
        lines += [
            f"  - id: {unit.id}",
            f"    name: {unit.name}",
            f"    category: {unit.category}",
        ]
        if not unit.ranked:
            lines.append("    ranked: {sites: false, media: false}")
        if unit.unwatched:
            lines.append(f"    unwatched: {unit.unwatched}")
        else:
            lines.append("    sites:")
            for site in by_unit[unit.id]:
                lines += _site(site, city)
        accounts = [one for one in city.media.accounts if one.unit == unit.id]
        if accounts:
            lines.append("    media:")
        for account in accounts:
            lines += _account(account, city)
    return "\n".join(lines) + "\n"


def _site(site: Site, city: City) -> list[str]:
    url = Roads(city.port).to(site.host, site.base)
    lines = [
        f"      - id: {site.id}",
        f"        name: {site.name}",
        f"        url: {url}",
        f"        scope: [{url}]",
        f"        code: '{site.code}'",
        f"        kind: {site.kind}",
    ]
    if site.kind == "channel":
        lines.append("        portal: portal")
    listed = _LISTED.get(site.id, ())
    if listed:
        lines.append("        columns:")
    for name, slug, kind, days, exempt in listed:
        lines += [
            f"          - name: {name}",
            f"            url: {url}{slug}/index.html",
            f"            class: {kind}",
            "            confirmed_by: 演示",
        ]
        if days:
            lines.append(f"            deadline_days: {days}")
        if exempt:
            lines.append(f"            exempt: {{reason: {exempt}, until: 2026-12-31}}")
    return lines


def _account(account: Account, city: City) -> list[str]:
    lines = [
        f"      - id: {account.id}",
        f"        platform: {account.platform}",
        f"        name: {account.name}",
    ]
    url = city.media.url(account, city.port)
    if url:
        lines.append(f"        url: {json.dumps(url)}")
    if account.former:
        lines.append(f"        former_names: [{account.former}]")
    if account.status:
        lines.append(f"        status: {account.status}")
    return lines


def secrets_yaml(city: City) -> str:
    """YAML text of secrets.yaml: what the owners of accounts gave the office, all of it invented."""
    lines = [f"# {NOTE}: nothing here is secret", "accounts:"]
    for account_id, given in city.media.secrets(city.port).items():
        lines.append(f"  {account_id}:")
        lines += [f"    {name}: {json.dumps(value)}" for name, value in given.items()]
    return "\n".join(lines) + "\n"
