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
        /s?q=1: {body: "<html>…", searched: [a title, /zwgk/1.html]}      # what its search answered
        http://127.0.0.9/: "…"          # somebody else's page that the site links to
      seeds: [{subject: /zwgk/1.html, why: words of one line}]
      decoys: [words of one line each: what looks like the defect here and is none]

A `subject` that begins with / is an address of the site. Every failure of the file's check that no
seed names is a false positive; what other checks say is no matter here. `role` is left out where the
crawl would give `page`; the home page has its own. `reason` is a value of `Reason`.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
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
from monitor.domain.evidence import Fetch, FetchStatus, PageEvidence
from monitor.domain.finding import Finding
from monitor.domain.function import Searched, SearchLook, Sounding
from monitor.domain.gist import Gist, gist_of
from monitor.domain.run import Reason, Role, Target, TargetState
from monitor.domain.subject import Account, Category, Site, SiteKind, Unit
from monitor.extract.columns import NAMES
from monitor.extract.files import form_of
from monitor.extract.nature import nature_of
from monitor.extract.page import read_page
from monitor.extract.results import read_results

FOLDER = Path(__file__).with_name("sites")
BASE = "http://127.0.0.1:8000"
SITE = {"name": "甲县人民政府门户网站", "kind": "portal", "code": "9999010002"}
UNIT = {"name": "甲县", "category": "county"}
NOW = "2026-01-26T10:00:00+08:00"
_SITE_KEYS = {"name", "family", "now", "site", "unit", "accounts", "pages", "seeds", "decoys"}
_PAGE_KEYS = {"body", "base64", "type", "status", "role", "rendered", "reason", "searched"}
_HTML = "text/html; charset=utf-8"


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

    def __str__(self) -> str:
        return f"{self.check}: {self.name}"

    def seen(self) -> Iterator[Seen]:
        for path, given in self.pages.items():
            yield page_seen(self.site, path, given if isinstance(given, dict) else {"body": given})

    def findings(self) -> list[Finding]:
        """What the file's check answers on this site, looked at once."""
        seen = list(self.seen())
        scopes = Scopes([self.site])
        crossings = Crossings()
        for one in seen:
            crossings.target(one, scopes.owner(one.target.url))
        own = [one for one in seen if one.target.site_id == self.site.id]
        rubric = load_rubric("national-2019", frozenset(all_checks()))
        gathered = dossiers(
            look_at(self.site, scopes, own, crossings),
            unit=self.unit,
            platform_pages={},
            crossings=crossings,
            windows=rubric.windows,
            names=NAMES,
            watch=Watch(shanghai_day(self.now)),
            accounts=self.accounts,
        )
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
    site = Site("jia", "jia", url=url, kind=kind, scope=scope, **given)
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
        pages=raw["pages"],
        seeds={_address(one["subject"]): one["why"] for one in raw.get("seeds") or ()},
        decoys=tuple(raw.get("decoys") or ()),
        accounts=accounts,
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
    body = b64decode(given["base64"]) if "base64" in given else given["body"].encode()
    kind, status = given.get("type", _HTML), given.get("status", 200)
    fetch = Fetch(
        url,
        FetchStatus.OK,
        datetime(2026, 1, 26, tzinfo=UTC),
        final_url=url,
        http_status=status,
        content_type=kind,
        body_size=len(body),
        detail=nature_of(body) if role is Role.ASSET and status == 200 else None,
    )
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
            url=url,
            content_type=kind,
            http_status=status,
            role=role.value,
            rendered=given.get("rendered", False),
        )
    return Seen(target, fetches=(fetch,), page=page)


def subjects(findings: Iterable[Finding]) -> set[str]:
    return {one.subject for one in findings if one.outcome.value == "fail"}
