"""《监测访问白名单申请》: whom we ask to let us in, and everything they need to know to do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from monitor.domain.calendar import shanghai_day
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.report.document import Paper
from monitor.report.record import beijing
from monitor.report.workbook import zh
from monitor.text import knows

_MANY = 6
"""More times of a day are counted, not named."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When we come for one purpose (crawl, visits, recheck), Asia/Shanghai. One of the others is set.

    `window` may reach over midnight; `at`: times of every day; `cron`: not on every day, as written.
    """

    purpose: str
    window: tuple[time, time] | None = None
    every: timedelta | None = None
    at: tuple[time, ...] = ()
    cron: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A site that kept us out. `last`: the last fetch of its home page that a wall answered."""

    unit: str
    site: str
    url: str
    last: Fetch


@dataclass(frozen=True, slots=True)
class Letter:
    """`addresses` we come from: none are left blank, as is what the office has not told us.

    `agents`: User-Agent of the plain request, of browser-like headers, of the browser. `delay` in
    seconds and `per_host` requests in flight hold for each resolved address.
    """

    office: str | None
    contact: str | None
    addresses: tuple[str, ...]
    agents: tuple[str, str, str]
    hours: tuple[Hours, ...]
    delay: float
    per_host: int
    sites: tuple[Asked, ...]
    moment: datetime


def write_letter(path: Path, letter: Letter) -> Path:
    """Write the letter; the same letter gives the same bytes. Raises OSError."""
    paper, blank = Paper(), zh("papers.blank")
    day = shanghai_day(letter.moment)
    paper.title(zh("papers.letter.title"))
    paper.addressee(zh("papers.letter.to"))
    said = zh("papers.day", year=day.year, month=day.month, day=day.day)
    paper.paragraph(zh("papers.letter.purpose", day=said))
    paper.paragraph(zh("papers.letter.manners"))
    paper.heading(zh("papers.letter.source"))
    addresses = "、".join(letter.addresses) or blank
    paper.paragraph(zh("papers.letter.addresses", addresses=addresses))
    paper.heading(zh("papers.letter.agent"))
    for rung, agent in zip(("plain", "headers", "browser"), letter.agents, strict=True):
        paper.paragraph(zh(f"papers.letter.{rung}", agent=agent))
    paper.heading(zh("papers.letter.hours"))
    for line in _hours(letter.hours):
        paper.paragraph(line)
    paper.heading(zh("papers.letter.rate"))
    pace = "papers.letter.pace" if letter.delay else "papers.letter.no_delay"
    paper.paragraph(zh(pace, delay=f"{letter.delay:g}", per_host=letter.per_host))
    paper.heading(zh("papers.letter.contact"))
    paper.paragraph(zh("papers.letter.reach", contact=letter.contact or blank))
    paper.heading(zh("papers.letter.sites"))
    paper.paragraph(zh("papers.letter.seen"))
    paper.table(
        [
            zh(f"papers.letter.heading.{name}")
            for name in ("number", "unit", "site", "url", "seen", "at")
        ],
        [_row(number, site) for number, site in enumerate(letter.sites, 1)],
        (12, 26, 29, 37, 33, 29),
    )
    paper.space(12)
    paper.paragraph(zh("papers.letter.close"))
    paper.signature(letter.office or zh("papers.no_office"), day)
    return paper.save(path, letter.moment)


def _hours(hours: Sequence[Hours]) -> list[str]:
    if not hours:
        return [zh("papers.letter.no_hours", blank=zh("papers.blank"))]
    lines = [zh("papers.letter.beijing")]
    for number, one in enumerate(hours, 1):
        key = "papers.letter.last_line" if number == len(hours) else "papers.letter.line"
        lines.append(zh(key, purpose=zh(f"papers.letter.purposes.{one.purpose}"), when=_when(one)))
    return lines


def _when(hours: Hours) -> str:
    if hours.window:
        start, end = hours.window
        over = "papers.letter.window_over_night" if end <= start else "papers.letter.window"
        return zh(over, start=f"{start:%H:%M}", end=f"{end:%H:%M}")
    if hours.every:
        minutes = int(hours.every.total_seconds()) // 60
        if minutes % 60:
            return zh("papers.letter.minutes", count=minutes)
        return zh("papers.letter.hours_apart", count=minutes // 60)
    if len(hours.at) > _MANY:
        return zh("papers.letter.many", count=len(hours.at))
    if hours.at:
        return zh("papers.letter.daily", times="、".join(f"{at:%H:%M}" for at in hours.at))
    return zh("papers.letter.cron", cron=hours.cron)


def _row(number: int, site: Asked) -> list[str]:
    last = site.last
    seen = zh(f"papers.letter.status.{last.status}")
    if last.http_status:
        seen = zh("papers.letter.http", status=seen, http=last.http_status)
    wall = f"papers.letter.walls.{last.detail}"
    if last.status is FetchStatus.BLOCKED and knows(wall, "zh"):
        seen = zh("papers.letter.wall", status=seen, wall=zh(wall))
    at = beijing(last.fetched_at)[:16].replace("T", "\n")
    return [str(number), site.unit, site.site, site.url, f"{seen}\n{zh(f'via.{last.via}')}", at]
