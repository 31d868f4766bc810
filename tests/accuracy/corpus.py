"""Small labelled sites, and what the real extractors and checks make of them in one look.

One YAML file per check in sites/. A file is a list of sites:

    - name: what this one shows, in a few words
      family: the page family it is modelled on, or "plain"
      now: 2026-01-26                   # the day of judging; this one when left out
      site: {kind: portal}              # fields of the ledger's site; those of SITE when left out
      unit: {category: county}          # likewise; `name` too
      accounts: [{platform: weibo, name: …, url: …, unit: …}]    # the whole ledger's
      pages:
        /: "<html>…</html>"             # a page's source, at an address below the site's
        /zwgk/x.pdf: {base64: …, type: application/pdf}
        /zwgk/: {body: "<html>…", type: text/html, status: 200, role: column, rendered: false}
        /blocked/: {reason: blocked}    # planned, but not seen
        /old/: {body: "…", encoding: gbk, headers: {server: …}, leads_to: /new/}
        /x/: {fetch: timeout, detail: …, lagged: true}      # how it failed, a value of `FetchStatus`
        /y/: {before: [{fetch: reset}, {status: 503}], body: "…"}     # earlier looks, this one decides
        /s?q=1: {body: "<html>…", searched: [a title, /zwgk/1.html]}      # what its search answered
        http://127.0.0.9/: "…"          # somebody else's page that the site links to
      columns: [{name: 通知公告, url: /tzgg/, class: notice, deadline_days: 60, level: 1, parent: 政务公开,
                 confirmed_by: 文号, exempt: {reason: 停办, until: 2026-12-31}}]      # of the ledger
      v6: {aaaa: ["2001:db8::1"], attempt: ok}            # `aaaa: dns` when there is no record
      visits: {2026-01-20: {ok: 18, "refused 503 timeout": 2, "blind: ok": 1}}
      outages: [{from: 2026-01-20, until: 2026-01-21}]    # approved in writing
      cases: [{from: 2026-01-20, until: 2026-01-21, verdict: maintenance, owner: jia}]
      seeds: [{subject: /zwgk/1.html, why: words of one line}]
      decoys: [words of one line each: what looks like the defect here and is none]

A `subject` that begins with / is an address of the site. Every failure of the file's check that no
seed names is a false positive; what other checks say is no matter here. `role` is left out where the
crawl would give `page`; the home page has its own. `reason` is a value of `Reason`. A key of `visits`
tells the attempts of a visit, each ok, an HTTP status, a value of `FetchStatus`, truncated or empty,
after the state of its run where that is not complete; its value how many visits of that day went so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from checks.base import all_checks
from monitor.assess.gather import Crossings, Watch, dossiers, look_at
from monitor.assess.judge import judge
from monitor.config.rubric import load_rubric
from monitor.crawl.observe import is_textual
from monitor.crawl.soundings import answer
from monitor.domain.address import Scopes
from monitor.domain.calendar import parse_moment, shanghai_day
from monitor.domain.dossier import Dossier
from monitor.domain.evidence import Fetch, FetchStatus, PageEvidence
from monitor.domain.finding import Finding
from monitor.domain.function import Searched, SearchLook, Sounding
from monitor.domain.gist import Gist, gist_of
from monitor.domain.run import Reason, Role, Target, TargetState
from monitor.domain.subject import (
    Account,
    Category,
    Column,
    ColumnClass,
    Exemption,
    Outage,
    Site,
    SiteKind,
    Unit,
)
from monitor.extract.columns import NAMES
from monitor.extract.files import form_of
from monitor.extract.page import read_page
from monitor.extract.results import read_results
from tests.accuracy.met import HTML, body_of, fetch_of, v6_of, week_of

FOLDER = Path(__file__).with_name("sites")
BASE = "http://127.0.0.1:8000"
SITE = {"name": "甲县人民政府门户网站", "kind": "portal", "code": "9999010002"}
UNIT = {"name": "甲县", "category": "county"}
NOW = "2026-01-26T10:00:00+08:00"
_SITE_KEYS = {"name", "family", "now", "site", "unit", "accounts", "pages", "seeds", "decoys"}
_SITE_KEYS |= {"columns", "v6", "visits", "outages", "cases"}
_PAGE_KEYS = {"body", "base64", "type", "status", "role", "rendered", "reason", "searched"}
_PAGE_KEYS |= {"encoding", "headers", "leads_to", "fetch", "detail", "lagged", "before"}


@dataclass(frozen=True)
class Seen:
    """What a crawl would have stored of one address."""

    target: Target
    state: TargetState = TargetState.OBSERVED
    reason: Reason | None = None
    fetches: tuple[Fetch, ...] = ()
    page: PageEvidence | None = None

    @property
    def gist(self) -> Gist | None:
        return gist_of(self.page) if self.page else None


@dataclass(frozen=True)
class Labelled:
    """A site of the corpus. `seeds`: what is wrong, by subject; `decoys`: what only seems so."""

    check: str
    name: str
    family: str
    now: datetime
    site: Site
    unit: Unit
    pages: Mapping[str, Any]
    seeds: Mapping[str, str]
    decoys: tuple[str, ...]
    accounts: tuple[Account, ...] = ()
    v6: Mapping[str, Any] | None = None
    visits: Mapping[date, Mapping[str, int]] | None = None
    cases: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return f"{self.check}: {self.name}"

    def seen(self) -> Iterator[Seen]:
        for path, given in self.pages.items():
            yield page_seen(self.site, path, given if isinstance(given, dict) else {"body": given})
        if self.v6 is not None:
            told = v6_of(self.site, self.v6)
            yield Seen(told.target, fetches=told.fetches, page=told.page)

    def findings(self) -> list[Finding]:
        """What the file's check answers on this site, looked at once."""
        seen = list(self.seen())
        scopes = Scopes([self.site])
        crossings = Crossings()
        for one in seen:
            crossings.target(one, scopes.owner(one.target.url))
        own = [one for one in seen if one.target.site_id == self.site.id]
        rubric = load_rubric("national-2019", frozenset(all_checks()))
        gathered: Iterable[Dossier] = dossiers(
            look_at(self.site, scopes, own, crossings),
            unit=self.unit,
            platform_pages={},
            crossings=crossings,
            windows=rubric.windows,
            names=NAMES,
            watch=Watch(shanghai_day(self.now)),
            accounts=self.accounts,
        )
        if self.visits is not None:
            gathered = [week_of(self.site, self.now, self.visits, list(self.cases))]
        made = judge(
            gathered, site_id=self.site.id, run_id=1, now=self.now, purpose="crawl", rubric=rubric
        )
        return [one for one in made if one.check == self.check]


def labelled(folder: Path = FOLDER) -> list[Labelled]:
    """The whole corpus, in the order of its files."""
    return [one for path in sorted(folder.glob("*.yaml")) for one in labelled_of(path)]


def labelled_of(path: Path) -> Iterator[Labelled]:
    """The sites of one file, which its check names."""
    for raw in yaml.safe_load(path.read_text(encoding="utf-8")):
        assert set(raw) <= _SITE_KEYS, f"{path.name}: {raw.get('name')}: {set(raw) - _SITE_KEYS}"
        yield _labelled(path.stem, raw)


def _labelled(check: str, raw: dict[str, Any]) -> Labelled:
    given = SITE | raw.get("site", {})
    kind = SiteKind(given.pop("kind"))
    scope = tuple(given.pop("scope", ()))
    url = _address(given.pop("url", "/"))
    columns = tuple(map(_column, raw.get("columns", ())))
    outages = tuple(
        Outage(one["from"], one["until"], "文号", "机房搬迁") for one in raw.get("outages", ())
    )
    site = Site(
        "jia", "jia", url=url, kind=kind, scope=scope, columns=columns, outages=outages, **given
    )
    of_unit = UNIT | raw.get("unit", {})
    accounts = tuple(_account(number, one) for number, one in enumerate(raw.get("accounts") or ()))
    unit = Unit(
        "jia",
        of_unit["name"],
        Category(of_unit["category"]),
        sites=(site,),
        accounts=tuple(one for one in accounts if one.unit_id == "jia"),
    )
    return Labelled(
        check=check,
        name=raw["name"],
        family=raw.get("family", "plain"),
        now=parse_moment(str(raw.get("now", NOW))),
        site=site,
        unit=unit,
        pages=raw.get("pages", {}),
        seeds={_address(one["subject"]): one["why"] for one in raw.get("seeds") or ()},
        decoys=tuple(raw.get("decoys") or ()),
        accounts=accounts,
        v6=raw.get("v6"),
        visits=raw.get("visits"),
        cases=tuple(raw.get("cases", ())),
    )


def _column(raw: dict[str, Any]) -> Column:
    given = raw | {"url": _address(raw["url"])}
    cls = given.pop("class", None)
    exempt = given.pop("exempt", None)
    return Column(
        cls=ColumnClass(cls) if cls else None,
        exempt=Exemption(**exempt) if exempt else None,
        **given,
    )


def _account(number: int, given: dict[str, Any]) -> Account:
    of = given.get("unit", "jia")
    return Account(f"a{number}", of, given["platform"], given["name"], given.get("url"))


def _address(subject: str) -> str:
    return BASE + subject if subject.startswith("/") else subject


def page_seen(site: Site, path: str, given: dict[str, Any]) -> Seen:
    assert set(given) <= _PAGE_KEYS, f"{path}: {set(given) - _PAGE_KEYS}"
    url = _address(path)
    owner = Scopes([site]).owner(url)
    usual = Role.HOME if url == site.url else Role.PAGE if owner else Role.LINK
    role = Role(given.get("role", usual))
    target = Target(url, role, owner, depth=0 if role is Role.HOME else 1)
    if "reason" in given:
        return Seen(target, TargetState.NOT_OBSERVED, Reason(given["reason"]))
    leads_to = _address(given.get("leads_to", url))
    fetches = tuple(fetch_of(url, role, one, leads_to) for one in (*given.get("before", ()), given))
    fetch = fetches[-1]
    if fetch.status is not FetchStatus.OK:
        reason = Reason.LAGGED if fetch.lagged else Reason(fetch.status.value)
        return Seen(target, TargetState.NOT_OBSERVED, reason, fetches)
    body, kind, status = body_of(given), given.get("type", HTML), given.get("status", 200)
    page = None
    if "searched" in given:
        title, article = given["searched"]
        outcome, why = read_results(body, url=url, title=title, article=_address(article)).outcome
        outcome = outcome if status < 400 else Searched.FAILED
        look = SearchLook(title, _address(article), outcome, why)
        observed = answer(site, replace(fetch, url=f"search:{url}"), Sounding(search=look))
        return Seen(observed.target, fetches=observed.fetches, page=observed.page)
    if status < 400 and (is_textual(kind, body) or form_of(url, kind) is not None):
        page = read_page(
            body,
            url=leads_to,
            content_type=kind,
            http_status=status,
            role=role.value,
            rendered=given.get("rendered", False),
        )
    return Seen(target, fetches=fetches, page=page)


def subjects(findings: Iterable[Finding]) -> set[str]:
    return {one.subject for one in findings if one.outcome.value == "fail"}
