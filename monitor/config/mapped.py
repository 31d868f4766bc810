"""A ledger that another system exported, read by a map that names its headings.

The map (YAML) says on which sheet and row the headings stand and which of them is which key of the
registry; docs/headings.example.yaml is one with comments. One row is a site, an account or both,
with the unit that answers for it; rows of one unit name are one unit. The result is read as a YAML
registry is, by the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Items, Scalar, Tree
from monitor.config.ledger import Heading
from monitor.config.platforms import platform_of
from monitor.config.workbook_file import cell_value, open_workbook, place_of
from monitor.config.yaml_file import read_yaml
from monitor.domain.address import address_key
from monitor.domain.subject import Registry, Site

KEYS = {
    "units": ("id", "name", "category", "status", "valid_from", "valid_until"),
    "sites": ("id", "name", "url", "code", "kind", "status", "valid_from", "valid_until"),
    "media": ("id", "name", "platform", "url", "status", "valid_from", "valid_until"),
}
_IDS = ("code", "row")
_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class HeadingMap:
    """`headings`: per kind the key and its heading. `defaults`: per kind and key what stands in for
    an empty cell or for a heading that is not there. `ids`: what a new site's id is made from.
    `scheme` is put before addresses that were written without one."""

    sheet: str | None
    row: int
    headings: Mapping[str, Mapping[str, Heading]]
    defaults: Mapping[str, Mapping[str, Scalar]]
    ids: str
    scheme: str | None


def load_headings(path: Path) -> HeadingMap:
    """Read a map. Raises ConfigError with the line of what does not fit."""
    root = read_yaml(path).only("sheet", "row", *KEYS, "defaults", "words", "ids", "scheme")
    words = _by_kind(root.fields("words"), root.place)
    defaults = _by_kind(root.fields("defaults"), root.place)
    headings: dict[str, dict[str, Heading]] = {}
    for kind, known in KEYS.items():
        fields = (root.fields(kind) or Fields(kind, {}, root.place)).only(*known)
        told = words[kind].only(*known)
        headings[kind] = {
            key: Heading(key, fields.need(key, Scalar.line), 0, "", choices=_words(told, key))
            for key in fields.values
        }
    if "name" not in headings["units"]:
        raise ConfigError("config.missing", root.place, field="units.name")
    return HeadingMap(
        sheet=root.maybe("sheet", Scalar.text),
        row=root.maybe("row", Scalar.whole) or 1,
        headings=headings,
        defaults={
            kind: {key: defaults[kind].the(key) for key in defaults[kind].only(*KEYS[kind]).values}
            for kind in KEYS
        },
        ids=root.maybe("ids", lambda value: value.one_of(_IDS)) or "code",
        scheme=root.maybe("scheme", lambda value: value.one_of(_SCHEMES)),
    )


def _by_kind(fields: Fields | None, place: Place) -> dict[str, Fields]:
    found = (fields or Fields("", {}, place)).only(*KEYS)
    return {kind: found.fields(kind) or Fields(kind, {}, found.place) for kind in KEYS}


def _words(told: Fields, key: str) -> dict[str, str]:
    """The words of their sheet, each with the registry's own."""
    given = told.fields(key)
    return {word: given.need(word, Scalar.text) for word in given.values} if given else {}


def read_mapped(path: Path, headings: Path, known: Registry) -> Fields:
    """The rows as a YAML registry would give them. Who is in the ledger already keeps the id: units by
    name, sites by code or address, accounts by platform and name.

    Raises ConfigError naming the map's line, or sheet, row and column.
    """
    told = load_headings(headings)
    if path.suffix.lower() != ".xlsx":
        raise ConfigError("config.file_type", Place(str(path)), known=".xlsx")
    page = _page(open_workbook(path), told, str(path))
    columns = _columns(page, told, str(path))
    return _Collector(told, known, str(path), page.title).collect(_rows(page, columns, told, path))


def _page(book: Workbook, told: HeadingMap, file: str) -> Worksheet:
    name = told.sheet or (book.sheetnames[0] if book.sheetnames else "")
    found = book[name] if name in book.sheetnames else None
    if not isinstance(found, Worksheet):
        raise ConfigError("config.no_sheet", Place(file), sheet=name)
    return found


Column = tuple[str, Heading]
"""A kind of entry and the heading of one of its keys."""


def _columns(page: Worksheet, told: HeadingMap, file: str) -> dict[int, list[Column]]:
    """What each column of the sheet tells, by its number; one may serve several keys."""
    numbers: dict[str, int] = {}
    asked = [(kind, one) for kind, by_key in told.headings.items() for one in by_key.values()]
    wanted = {heading.heading for _, heading in asked}
    for cell in next(page.iter_rows(min_row=told.row, max_row=told.row), ()):
        name = " ".join(str(cell.value or "").split())
        if name in wanted and name in numbers:
            place = place_of(cell, file, page.title)
            raise ConfigError("config.duplicate_heading", place, heading=name)
        numbers[name] = cell.column or 0
    columns: dict[int, list[Column]] = {}
    for kind, heading in asked:
        if heading.heading not in numbers:
            place = Place(file, sheet=page.title, row=told.row)
            raise ConfigError("config.no_such_heading", place, heading=heading.heading)
        columns.setdefault(numbers[heading.heading], []).append((kind, heading))
    for merged in page.merged_cells.ranges:
        first = page.cell(merged.min_row, merged.min_col)
        covered = range(merged.min_col, merged.max_col + 1)
        if merged.max_row > told.row and any(number in columns for number in covered):
            raise ConfigError(
                "config.merged", place_of(first, file, page.title), field=str(first.value or "")
            )
    return columns


Row = dict[str, dict[str, Scalar]]
"""The cells of a row by kind and key."""


def _rows(
    page: Worksheet, columns: Mapping[int, Sequence[Column]], told: HeadingMap, path: Path
) -> Iterator[tuple[Place, Row]]:
    for cells in page.iter_rows(min_row=told.row + 1):
        row: Row = {kind: {} for kind in KEYS}
        for cell in cells:
            for kind, heading in columns.get(cell.column or 0, ()):
                row[kind][heading.key] = cell_value(cell, heading, str(path), page.title)
        if any(one.raw is not None for by_key in row.values() for one in by_key.values()):
            yield Place(str(path), sheet=page.title, row=cells[0].row), row


class _Collector:
    """Gathers rows into units and gives each entry its id."""

    def __init__(self, told: HeadingMap, known: Registry, file: str, sheet: str) -> None:
        self._told = told
        self._place = Place(file, sheet=sheet)
        held = [site for unit in known.units for site in unit.sites]
        accounts = [account for unit in known.units for account in unit.accounts]
        self._units = {unit.name: unit.id for unit in known.units}
        self._codes = {site.code: site for site in held if site.code}
        self._addresses = {address_key(site.url): site for site in held}
        self._accounts = {(one.platform, one.name): one.id for one in accounts}
        self._taken = {
            "units": {unit.id for unit in known.units},
            "sites": {site.id for site in held},
            "media": {account.id for account in accounts},
        }

    def collect(self, rows: Iterator[tuple[Place, Row]]) -> Fields:
        units: dict[str, dict[str, Tree]] = {}
        places: dict[str, Place] = {}
        for place, row in rows:
            name = self._with_defaults("units", row["units"], place).get("name")
            if name is None:
                raise row["units"]["name"].wrong("missing")
            unit = units.setdefault(name.line(), {})
            places.setdefault(name.line(), place)
            for kind, make in (("sites", self._site), ("media", self._account)):
                if any(cell.raw is not None for cell in row[kind].values()):
                    entry = Fields(kind, {**row[kind], **make(row[kind], place)}, place)
                    known = unit.get(kind)
                    before = known.values if isinstance(known, Items) else ()
                    unit[kind] = Items(kind, (*before, entry), place)
            unit.update(self._unit(row["units"], unit, place))
        made = tuple(Fields("units", unit, places[name]) for name, unit in units.items())
        return Fields("", {"units": Items("units", made, self._place)}, self._place)

    def _with_defaults(
        self, kind: str, cells: Mapping[str, Scalar], place: Place
    ) -> dict[str, Scalar]:
        given = {key: cell for key, cell in cells.items() if cell.raw is not None}
        standing = self._told.defaults[kind].items()
        return {key: replace(one, place=place) for key, one in standing} | given

    def _unit(
        self, cells: Mapping[str, Scalar], known: Mapping[str, Tree], place: Place
    ) -> dict[str, Tree]:
        """The first row of a unit says what it is. Empty cells stay, to be named where they lack."""
        if "id" in known:
            return {}
        values = self._with_defaults("units", cells, place)
        held = self._units.get(values["name"].line())
        sites = known.get("sites")
        first = sites.values[0] if isinstance(sites, Items) else None
        site_id = first.values["id"] if isinstance(first, Fields) else None
        made = f"u-{site_id.text()}" if isinstance(site_id, Scalar) else f"u-row-{place.row}"
        return {**cells, **self._named("units", values, held, lambda: made, place)}

    def _site(self, cells: Mapping[str, Scalar], place: Place) -> dict[str, Tree]:
        values = self._with_defaults("sites", cells, place)
        url = values.get("url")
        if url is not None and self._told.scheme and "://" not in url.text():
            values["url"] = replace(url, raw=f"{self._told.scheme}://{url.text()}")
        held = self._held(values)

        def made() -> str:
            if self._told.ids == "row":
                return f"row-{place.row}"
            return (values.get("code") or cells.get("code") or Scalar("code", None, place)).id()

        return self._named("sites", values, held.id if held else None, made, place)

    def _held(self, values: Mapping[str, Scalar]) -> Site | None:
        code, url = values.get("code"), values.get("url")
        by_code = self._codes.get(code.text()) if code else None
        return by_code or (self._addresses.get(address_key(url.url())) if url else None)

    def _account(self, cells: Mapping[str, Scalar], place: Place) -> dict[str, Tree]:
        values = self._with_defaults("media", cells, place)
        platform, name = values.get("platform"), values.get("name")
        key = (platform_of(platform.text()), name.line()) if platform and name else None
        held = self._accounts.get(key) if key else None
        return self._named("media", values, held, lambda: f"m-row-{place.row}", place)

    def _named(
        self,
        kind: str,
        values: Mapping[str, Scalar],
        held: str | None,
        make: Callable[[], str],
        place: Place,
    ) -> dict[str, Tree]:
        """With the id that the sheet gives, that the ledger has, or a new one that nobody has."""
        if "id" in values:
            return dict(values)
        if held is not None:
            return {**values, "id": Scalar("id", held, place)}
        made = first = make()
        number = 2
        while made in self._taken[kind]:
            made, number = f"{first}-{number}", number + 1
        self._taken[kind].add(made)
        return {**values, "id": Scalar("id", made, place)}
