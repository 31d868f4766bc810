"""临期提醒 of all units: lines for the terminal, a workbook, JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from monitor.domain.calendar import SHANGHAI
from monitor.domain.warning import Access, Ahead, NearVeto, Upcoming, Warnings
from monitor.report.record import beijing
from monitor.report.sheet import Heading, Value, fill
from monitor.report.workbook import save, zh
from monitor.text import say

_WHO = (Heading("unit", 20), Heading("site", 24))
_HEADINGS = {
    "upcoming": (
        *_WHO,
        Heading("column", 20),
        Heading("class", 12),
        Heading("column_url", 40, link=True),
        Heading("newest", 13),
        Heading("lapses", 13),
        Heading("left", 10),
        Heading("remark", 14),
    ),
    "near_veto": (
        *_WHO,
        Heading("indicator", 12),
        Heading("indicator_name", 36),
        Heading("threshold", 12),
        Heading("confirmed", 12),
        Heading("lapsing", 12),
        Heading("remark", 20),
    ),
    "access": (*_WHO, Heading("visits", 12), Heading("failed", 12), Heading("share", 12)),
    "unread": (*_WHO, Heading("count", 12), Heading("reason", 40)),
}


def warning_lines(warnings: Warnings) -> Iterable[str]:
    """What each unit should see to, a line each; units that need do nothing are counted."""
    moment = warnings.as_of.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if warnings.ahead is None:
        yield say("warning.head", as_of=moment)
    else:
        yield say("warning.head_until", as_of=moment, until=warnings.ahead.day.isoformat())
        yield from _ahead(warnings.ahead)
    quiet = 0
    for one in warnings.units:
        quiet += not one.any
        if one.any or one.unseen:
            yield say("warning.unit", unit=one.unit.name)
        for soon in one.upcoming:
            yield _upcoming(soon, one.site(soon.site_id).name)
        for near in one.near:
            yield _near(near, one.site(near.site_id).name)
        for access in one.access:
            yield _access(access, one.site(access.site_id).name)
        for site_id, count in one.unseen.items():
            name = one.site(site_id).name
            if count is None:
                yield say("warning.not_seen", site=name)
            else:
                yield say("warning.unread", site=name, count=count)
    if quiet:
        yield say("warning.quiet", count=quiet)


def _ahead(ahead: Ahead, lang: str | None = None) -> Iterable[str]:
    """What the calendar says of the day asked about, if it says anything."""
    if ahead.missing is not None:
        yield say("warning.no_calendar", lang, day=ahead.day.isoformat(), year=ahead.missing)
    elif (rest := ahead.rest) is not None:
        yield say(
            "warning.inside" if ahead.day >= rest.first else "warning.eve",
            lang,
            day=ahead.day.isoformat(),
            names="、".join(rest.names),
            first=rest.first.isoformat(),
            last=rest.last.isoformat(),
            eve=rest.eve.isoformat(),
        )


def _upcoming(one: Upcoming, site: str) -> str:
    return say(
        "warning.lapses",
        site=site,
        column=one.column or say("warning.home"),
        newest=one.newest.isoformat(),
        lapses=one.lapses.isoformat(),
        left=one.days_left,
        remark="".join(say("warning.bracketed", text=say(key)) for key in _remarks(one)),
    )


def _remarks(one: Upcoming) -> list[str]:
    """Keys of what has to be said of a column: nobody confirmed it, or we did not see all of it."""
    found = []
    if not one.confirmed:
        found.append("warning.unconfirmed")
    if not one.whole:
        found.append("warning.not_whole")
    return found


def _near(one: NearVeto, site: str) -> str:
    return say(
        "warning.reached" if one.reached else "warning.near",
        site=site,
        row=one.row.id,
        name=one.row.name,
        threshold=one.row.threshold,
        confirmed=one.confirmed,
        lapsing=one.lapsing,
    )


def _access(one: Access, site: str) -> str:
    return say("warning.access", site=site, visits=one.visits, failed=one.failed, share=_share(one))


def _share(one: Access) -> str:
    return f"{one.failed / one.visits:.1%}"


def write_workbook(path: Path, warnings: Warnings) -> Path:
    """One sheet for each kind of reminder; the same warnings give the same bytes."""
    book = Workbook()
    moment = warnings.as_of.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    subtitle = zh("warning.head", as_of=moment)
    if warnings.ahead is not None:
        subtitle = zh("warning.head_until", as_of=moment, until=warnings.ahead.day.isoformat())
        subtitle = "　".join([subtitle, *_ahead(warnings.ahead, "zh")])
    rows = _rows(warnings)
    for number, (name, headings) in enumerate(_HEADINGS.items()):
        sheet = book.create_sheet(zh(f"warning.sheet.{name}"), number)
        fill(
            sheet,
            title=zh("warning.title"),
            subtitle=subtitle,
            headings=headings,
            rows=rows[name],
            empty=zh(f"warning.none.{name}"),
        )
    del book[book.sheetnames[-1]]
    return save(book, path, warnings.as_of)


def _rows(warnings: Warnings) -> dict[str, list[list[Value]]]:
    rows: dict[str, list[list[Value]]] = {name: [] for name in _HEADINGS}
    for one in warnings.units:
        names = {site.id: [one.unit.name, site.name] for site in one.unit.sites}
        rows["upcoming"] += [[*names[soon.site_id], *_lapse_cells(soon)] for soon in one.upcoming]
        rows["near_veto"] += [
            [
                *names[near.site_id],
                near.row.id,
                near.row.name,
                near.row.threshold,
                near.confirmed,
                near.lapsing,
                zh("warning.veto_reached") if near.reached else "",
            ]
            for near in one.near
        ]
        rows["access"] += [
            [*names[access.site_id], access.visits, access.failed, _share(access)]
            for access in one.access
        ]
        rows["unread"] += [
            [*names[site_id], count, zh("report.not_seen" if count is None else "reason.unseen")]
            for site_id, count in one.unseen.items()
        ]
    return rows


def _lapse_cells(one: Upcoming) -> list[Value]:
    return [
        one.column or zh("warning.home"),
        zh(f"class.{one.cls}") if one.cls else "",
        one.url,
        one.newest.isoformat(),
        one.lapses.isoformat(),
        one.days_left,
        "\n".join(zh(key) for key in _remarks(one)),
    ]


def warning_json(warnings: Warnings) -> dict[str, Any]:
    """Days are YYYY-MM-DD, the moment has +08:00; every field is there."""
    return {
        "as_of": beijing(warnings.as_of),
        "until": warnings.ahead and warnings.ahead.day.isoformat(),
        "calendar": warnings.ahead and _calendar(warnings.ahead),
        "units": [
            {
                "unit": one.unit.id,
                "upcoming": [_json(soon) for soon in one.upcoming],
                "near_veto": [
                    {
                        "site": near.site_id,
                        "indicator": near.row.id,
                        "threshold": near.row.threshold,
                        "level": near.level,
                        "confirmed": near.confirmed,
                        "lapsing": near.lapsing,
                        "reached": near.reached,
                    }
                    for near in one.near
                ],
                "access": [
                    {"site": access.site_id, "visits": access.visits, "failed": access.failed}
                    for access in one.access
                ],
                "unread": one.unread,
            }
            for one in warnings.units
        ],
    }


def _calendar(ahead: Ahead) -> dict[str, Any]:
    rest = ahead.rest
    return {
        "missing": ahead.missing,
        "holidays": list(rest.names) if rest else [],
        "first": rest and rest.first.isoformat(),
        "last": rest and rest.last.isoformat(),
        "last_working_day": rest and rest.eve.isoformat(),
    }


def _json(one: Upcoming) -> dict[str, Any]:
    return {
        "site": one.site_id,
        "column": one.column,
        "class": one.cls and one.cls.value,
        "url": one.url,
        "newest": one.newest.isoformat(),
        "lapses": one.lapses.isoformat(),
        "days_left": one.days_left,
        "confirmed": one.confirmed,
        "whole": one.whole,
    }
