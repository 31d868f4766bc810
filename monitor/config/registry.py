"""The ledger (台账): units with their sites, columns and accounts, from YAML or a workbook.

Both come as the same values with places, and are built and cross-checked here, so that a workbook
and a YAML file that say the same give the same registry. Nothing is returned unless all of it fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypedDict

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Scalar, Tree, as_scalar
from monitor.config.mapped import read_mapped
from monitor.config.platforms import platform_of
from monitor.config.workbook_file import read_workbook
from monitor.config.yaml_file import read_yaml
from monitor.domain.address import address_key, directory_of, host_of
from monitor.domain.subject import (
    Account,
    Category,
    Column,
    ColumnClass,
    Exemption,
    FormerName,
    Outage,
    Registry,
    Site,
    SiteKind,
    Status,
    Unit,
)

_SITE_CODE = re.compile(r"\d{10}|bm\d{8}")
"""政府网站标识码: six digits of the division code and four of a serial number, or bm and eight
digits for central bodies (国办发〔2017〕47号)."""


_NAME_UNTIL = re.compile(r"(?P<name>.+?) (?P<until>\d{4}-\d{2}-\d{2})", re.ASCII)
_LIFE = ("status", "valid_from", "valid_until", "former_names", "successor")
_UNIT = ("id", "name", "category", "ranked", "sites", "media", "unwatched", "outages", *_LIFE)
_SITE = (
    *("id", "name", "url", "scope", "code", "kind", "portal", "columns", "outages"),
    *("delay", "per_host", "robots", *_LIFE),
)
_ACCOUNT = ("id", "platform", "name", "url", *_LIFE)
_COLUMN = ("name", "url", "class", "level", "parent", "deadline_days", "confirmed_by", "exempt")


_OUTAGE = ("from", "until", "document", "reason")


class _Life(TypedDict):
    status: Status
    valid_from: date | None
    valid_until: date | None
    former_names: tuple[FormerName, ...]
    successor: str | None


def load_registry(path: Path) -> Registry:
    """Read a registry (.yaml, .yml, .xlsx). A site without scope gets the directory of its url; one
    without kind is a channel when it lies inside another site, else a site.

    Raises ConfigError naming file and line, or sheet, row and column, and what was expected.
    """
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        return _Builder().registry(read_yaml(path))
    if suffix == ".xlsx":
        return _Builder().registry(read_workbook(path))
    raise ConfigError("config.file_type", Place(str(path)), known=".yaml, .yml, .xlsx")


def load_mapped_registry(path: Path, headings: Path, known: Registry) -> Registry:
    """Read a workbook of another system by a map of its headings; see `monitor.config.mapped`.

    Raises ConfigError naming the map's line, or sheet, row and column.
    """
    return _Builder().registry(read_mapped(path, headings, known))


_ONE_SPACE = {"site": "account", "account": "site"}


class _Builder:
    """Builds a registry and remembers where ids and references stand, to check them at the end."""

    def __init__(self) -> None:
        self._ids: dict[str, dict[str, Place]] = {"unit": {}, "site": {}, "account": {}}
        self._references: list[tuple[str, Scalar]] = []
        self._scopes: dict[str, Place] = {}
        self._without_kind: set[str] = set()

    def registry(self, root: Fields) -> Registry:
        units = tuple(self._unit(one.only(*_UNIT)) for one in root.only("units").each("units"))
        if not units:
            raise ConfigError("config.no_units", root.place)
        for kind, reference in self._references:
            if reference.text() not in self._ids[kind]:
                raise reference.wrong(f"unknown_{kind}")
        return _with_kinds(units, self._without_kind)

    def _unit(self, fields: Fields) -> Unit:
        unit_id = self._id("unit", fields)
        ranked = fields.fields("ranked") or Fields("ranked", {}, fields.place)
        ranked.only("sites", "media")
        unit = Unit(
            id=unit_id,
            name=fields.need("name", Scalar.line),
            category=fields.need("category", lambda value: value.choice(Category)),
            ranked_sites=ranked.maybe("sites", Scalar.flag) is not False,
            ranked_media=ranked.maybe("media", Scalar.flag) is not False,
            sites=tuple(self._site(one.only(*_SITE), unit_id) for one in fields.each("sites")),
            accounts=tuple(
                self._account(one.only(*_ACCOUNT), unit_id) for one in fields.each("media")
            ),
            unwatched_reason=fields.maybe("unwatched", Scalar.text),
            outages=_outages(fields),
            **self._life("unit", fields),
        )
        if unit.sites and (reason := fields.scalar("unwatched")):
            raise reason.wrong("watched_and_unwatched")
        return unit

    def _site(self, fields: Fields, unit_id: str) -> Site:
        site_id = self._id("site", fields)
        url = fields.need("url", Scalar.url)
        kind = fields.maybe("kind", lambda value: value.choice(SiteKind))
        if kind is None:
            self._without_kind.add(site_id)
        robots = fields.maybe("robots", lambda value: value.one_of(("obey", "ignore")))
        site = Site(
            id=site_id,
            unit_id=unit_id,
            name=fields.need("name", Scalar.line),
            url=url,
            scope=_scope(fields, url),
            kind=kind or SiteKind.SITE,
            code=fields.maybe("code", _site_code),
            portal=self._reference("site", fields, "portal"),
            columns=_columns(fields.each("columns")),
            delay=fields.maybe("delay", Scalar.number),
            per_host=fields.maybe("per_host", Scalar.whole),
            obey_robots=robots != "ignore",
            outages=_outages(fields),
            **self._life("site", fields),
        )
        if site.status is not Status.CLOSED and site.valid_until is None:
            self._own_scope(site, fields)
        return site

    def _account(self, fields: Fields, unit_id: str) -> Account:
        account = Account(
            id=self._id("account", fields),
            unit_id=unit_id,
            platform=platform_of(fields.need("platform", Scalar.text)),
            name=fields.need("name", Scalar.line),
            url=fields.maybe("url", Scalar.url),
            **self._life("account", fields),
        )
        return account

    def _id(self, kind: str, fields: Fields) -> str:
        found = fields.the("id")
        known = self._ids[kind]
        # Lists and scores name sites and accounts in one place.
        others = self._ids[_ONE_SPACE[kind]] if kind in _ONE_SPACE else {}
        for taken in (known, others):
            if found.id() in taken:
                raise found.wrong("duplicate_id", first=taken[found.id()])
        known[found.id()] = found.place
        return found.id()

    def _reference(self, kind: str, fields: Fields, key: str) -> str | None:
        found = fields.scalar(key)
        if found is None:
            return None
        self._references.append((kind, found))
        return found.id()

    def _life(self, kind: str, fields: Fields) -> _Life:
        since = fields.maybe("valid_from", Scalar.day)
        until = fields.maybe("valid_until", Scalar.day)
        if since and until and until < since:
            raise fields.the("valid_until").wrong("ends_before_it_begins")
        return {
            "status": fields.maybe("status", lambda value: value.choice(Status)) or Status.RUNNING,
            "valid_from": since,
            "valid_until": until,
            "former_names": tuple(_former_name(one) for one in fields.items("former_names")),
            "successor": self._reference(kind, fields, "successor"),
        }

    def _own_scope(self, site: Site, fields: Fields) -> None:
        """Two sites with one prefix: nobody could say whom an address is charged to."""
        for prefix in site.scope:
            key = address_key(prefix)
            if key in self._scopes:
                raise fields.the("url").wrong("same_scope", prefix=prefix, first=self._scopes[key])
            self._scopes[key] = fields.place


def _former_name(listed: Tree) -> FormerName:
    """`{name: …, until: 2026-06-30}`, or one text, in which the last day may follow the name."""
    if isinstance(listed, Fields):
        listed.only("name", "until")
        return FormerName(listed.need("name", Scalar.line), listed.maybe("until", Scalar.day))
    text = as_scalar(listed)
    dated = _NAME_UNTIL.fullmatch(text.line())
    if dated is None:
        return FormerName(text.line())
    return FormerName(dated["name"], replace(text, raw=dated["until"]).day())


def _scope(fields: Fields, url: str) -> tuple[str, ...]:
    for prefix in fields.scalars("scope"):
        if host_of(prefix.url()) != host_of(url):
            raise prefix.wrong("scope_of_another_host", host=host_of(url))
    return fields.list_of("scope", Scalar.url) or (directory_of(url),)


def _site_code(value: Scalar) -> str:
    if not _SITE_CODE.fullmatch(value.text()):
        raise value.wrong("not_a_site_code")
    return value.text()


def _columns(listed: Sequence[Fields]) -> tuple[Column, ...]:
    columns: list[Column] = []
    places: dict[str, Place] = {}
    for fields in listed:
        url = fields.only(*_COLUMN).the("url")
        key = address_key(url.url())
        if key in places:
            raise url.wrong("duplicate_column", first=places[key])
        places[key] = url.place
        columns.append(read_column(fields))
    known = {column.name for column in columns} | places.keys()
    for fields in listed:
        parent = fields.scalar("parent")
        if parent and parent.line() not in known and address_key(parent.text()) not in known:
            raise parent.wrong("unknown_parent")
    _refuse_circles(listed, columns)
    return tuple(columns)


def _refuse_circles(listed: Sequence[Fields], columns: Sequence[Column]) -> None:
    """A parent is a name or an address; of columns of one name the first is meant."""
    by_name = {column.name: column for column in reversed(columns)}
    by_name |= {address_key(column.url): column for column in columns}
    for fields, column in zip(listed, columns, strict=True):
        above, seen = column, {column.url}
        while above.parent is not None:
            above = by_name.get(above.parent) or by_name[address_key(above.parent)]
            if above.url in seen:
                raise fields.the("parent").wrong("parent_circle")
            seen.add(above.url)


def read_column(fields: Fields) -> Column:
    """One column of the ledger. Raises ConfigError with the place of what does not fit."""
    return Column(
        name=fields.need("name", Scalar.line),
        url=fields.need("url", Scalar.url),
        cls=fields.maybe("class", lambda value: value.choice(ColumnClass)),
        level=fields.maybe("level", Scalar.whole),
        parent=fields.maybe("parent", Scalar.line),
        deadline_days=fields.maybe("deadline_days", Scalar.length),
        confirmed_by=fields.maybe("confirmed_by", Scalar.text),
        exempt=_exemption(fields.fields("exempt")),
    )


def _exemption(fields: Fields | None) -> Exemption | None:
    if fields is None:
        return None
    fields.only("reason", "document", "until")
    return Exemption(
        reason=fields.need("reason", Scalar.text),
        document=fields.maybe("document", Scalar.text),
        until=fields.maybe("until", Scalar.day),
    )


def _outages(fields: Fields) -> tuple[Outage, ...]:
    return tuple(_outage(one.only(*_OUTAGE)) for one in fields.each("outages"))


def _outage(fields: Fields) -> Outage:
    first, last = fields.need("from", Scalar.day), fields.need("until", Scalar.day)
    if last < first:
        raise fields.the("until").wrong("outage_ends_first")
    return Outage(
        first=first,
        last=last,
        document=fields.need("document", Scalar.line),
        reason=fields.need("reason", Scalar.line),
    )


def _with_kinds(units: tuple[Unit, ...], without: set[str]) -> Registry:
    """Settle the kind of the sites whose entry names none."""
    sites = [site for unit in units for site in unit.sites]
    prefixes = {(site.id, address_key(prefix)) for site in sites for prefix in site.scope}

    def settled(site: Site) -> Site:
        if site.id not in without:
            return site
        own = address_key(site.scope[0])
        inside = any(
            other != site.id and prefix.endswith("/") and own != prefix and own.startswith(prefix)
            for other, prefix in prefixes
        )
        return replace(site, kind=SiteKind.CHANNEL) if inside else site

    return Registry(
        tuple(replace(unit, sites=tuple(settled(site) for site in unit.sites)) for unit in units)
    )
