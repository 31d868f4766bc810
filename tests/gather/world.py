"""A small site as a crawl would have stored it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from monitor.assess.gather import Crossings, SiteLook, Watch, dossiers, look_at
from monitor.assess.gather.links import ON_LINKS
from monitor.domain.address import Scopes
from monitor.domain.calendar import Window
from monitor.domain.dossier import Dossier
from monitor.domain.evidence import (
    Article,
    DateState,
    Encoding,
    Entry,
    Fetch,
    FetchStatus,
    Link,
    Listing,
    PageEvidence,
    PageKind,
    Region,
)
from monitor.domain.gist import Gist, gist_of
from monitor.domain.run import Reason, Role, Target, TargetState
from monitor.domain.subject import Category, ColumnClass, Site, SiteKind, Unit

BASE = "http://127.0.0.1:8000"
TODAY = date(2026, 1, 26)
WINDOWS = {
    ColumnClass.NEWS: Window(days=14),
    ColumnClass.NOTICE: Window(months=6),
    ColumnClass.POLICY: Window(months=6),
    ColumnClass.INTERPRETATION: Window(months=6),
}
SITE = Site("jia", "jia", "甲县人民政府门户网站", f"{BASE}/", (f"{BASE}/",), SiteKind.PORTAL)
UNIT = Unit("jia", "甲县", Category.COUNTY, sites=(SITE,))


class Names:
    """Stands in for the lexicon."""

    def classify(self, name: str) -> ColumnClass:
        known = {"动态": ColumnClass.NEWS, "文件": ColumnClass.POLICY, "公告": ColumnClass.NOTICE}
        return next((cls for word, cls in known.items() if word in name), ColumnClass.OTHER)

    def leaders(self, name: str) -> bool:
        return "领导" in name

    def generic(self, name: str) -> bool:
        return name in ("更多", "more")

    def promises(self, topic: str, name: str) -> bool:
        return topic in name


@dataclass(frozen=True)
class Seen:
    target: Target
    state: TargetState = TargetState.OBSERVED
    reason: Reason | None = None
    fetches: tuple[Fetch, ...] = ()
    page: PageEvidence | None = None

    @property
    def gist(self) -> Gist | None:
        return gist_of(self.page) if self.page else None


def at(path: str) -> str:
    return path if path.startswith("http") else BASE + path


def fetch(path: str, http: int = 200, status: FetchStatus = FetchStatus.OK) -> Fetch:
    answered = status is FetchStatus.OK
    return Fetch(
        at(path),
        status,
        datetime(2026, 1, 26, tzinfo=UTC),
        final_url=at(path) if answered else None,
        http_status=http if answered else None,
    )


def link(path: str, text: str = "", region: Region = Region.CONTENT) -> Link:
    return Link(at(path), text, region=region)


def page(
    path: str,
    kind: PageKind,
    *,
    links: Iterable[Link] = (),
    listing: Listing | None = None,
    article: Article | None = None,
    role: Role = Role.PAGE,
    text_length: int = 500,
    **more: object,
) -> Seen:
    evidence = PageEvidence(
        at(path),
        kind,
        Encoding("utf-8", "meta"),
        listing=listing,
        article=article,
        links=tuple(links),
        text_length=text_length,
        **more,  # type: ignore[arg-type]
    )
    return Seen(Target(at(path), role, SITE.id), fetches=(fetch(path),), page=evidence)


def unseen(path: str, reason: Reason, status: FetchStatus = FetchStatus.BLOCKED) -> Seen:
    target = Target(at(path), Role.COLUMN, SITE.id)
    return Seen(target, TargetState.NOT_OBSERVED, reason, (fetch(path, status=status),))


def dead(path: str, http: int = 404) -> Seen:
    return Seen(Target(at(path), Role.PAGE, SITE.id), fetches=(fetch(path, http),))


def items(*days: str | None, start: int = 1) -> Listing:
    entries = tuple(
        Entry(
            f"条目{n}",
            at(f"/content/{n}.html"),
            date.fromisoformat(day) if day else None,
            DateState.READ if day else DateState.ABSENT,
        )
        for n, day in enumerate(days, start)
    )
    return Listing(entries=entries)


def gathered(*seen: Seen, site: Site = SITE, watch: Watch | None = None) -> list[Dossier]:
    watch = watch or Watch(TODAY)
    scopes = Scopes([site])
    crossings = Crossings(subject for check in ON_LINKS for subject in watch.subjects(check))
    for one in seen:
        crossings.target(one, scopes.owner(one.target.url))
    look: SiteLook = look_at(site, scopes, seen, crossings)
    return list(
        dossiers(
            look,
            unit=UNIT,
            platform_pages={},
            crossings=crossings,
            windows=WINDOWS,
            names=Names(),
            watch=watch,
        )
    )
