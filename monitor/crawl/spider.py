"""The engine's spider: fetch, observe, climb, read, follow, store. Its children say where to go."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urldefrag

import scrapy
from scrapy import signals
from scrapy.exceptions import StopDownload
from scrapy.http import Headers, Response
from twisted.python.failure import Failure

from monitor.crawl import observe, recall
from monitor.crawl.backlog import Backlog
from monitor.crawl.files import MOST_BYTES, Files
from monitor.crawl.frontier import Entry, Frontier
from monitor.crawl.job import Job
from monitor.crawl.ladder import BROWSER_HEADERS, next_rung
from monitor.crawl.lag import LagMeter
from monitor.crawl.ledger import PAGE_ROLES, Ledger, is_proof
from monitor.crawl.options import Options
from monitor.crawl.pacing import OVERLOADED, PASSING, SLOW_SECONDS, Word, retry_after
from monitor.crawl.patience import READING, at_most
from monitor.crawl.rendered import Rendered
from monitor.crawl.robots import MAX_BYTES, Rules
from monitor.crawl.sight import Sight
from monitor.crawl.traps import is_trap
from monitor.domain.evidence import (
    MOST_LINKS,
    Condition,
    Fetch,
    FetchStatus,
    PageEvidence,
    PageKind,
    Via,
)
from monitor.domain.observation import Observation, Recalled
from monitor.domain.personal import FileState
from monitor.domain.run import Reason, Role, Target
from monitor.extract.blocked import BLOCKED_STATUSES, wall
from monitor.extract.files import READABLE, form_of, unread
from monitor.extract.furniture import Furniture
from monitor.extract.nature import nature_of
from monitor.extract.page import read_page

log = logging.getLogger(__name__)

LAG_PAUSES = (2.0, 10.0)
"""Seconds after which a look that our own late loop spoiled is taken again: it may have caught up then."""
TRIES = 3
"""So many looks on one rung before a failure that may pass stands. With the second look's rungs nine
in all: where one answer in five fails by chance, one mistake in two million addresses."""
_FAILING = frozenset({FetchStatus.TIMEOUT, FetchStatus.RESET, FetchStatus.REFUSED, FetchStatus.TLS})
_NETWORK = _FAILING | {FetchStatus.DNS, FetchStatus.UNKNOWN}
"""What happens to every site at once while our own network is away."""


class Renderer(Protocol):
    """Takes jobs that need a browser and brings each back through `TargetSpider.rendered`."""

    deliver: Callable[[Job, Rendered], None]

    def submit(self, job: Job) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What a spider works with. `renderer` is None where there is no browser. `recalled`: by address,
    what an earlier run knows of it."""

    frontier: Frontier
    ledger: Ledger
    lag: LagMeter
    options: Options
    sight: Sight
    files: Files
    renderer: Renderer | None = None
    recalled: Mapping[str, Recalled] = field(default_factory=dict)


class TargetSpider(scrapy.Spider):
    """Looks at targets. Subclasses say with `follow` where to go from a page, and nothing else."""

    name = "target"

    def __init__(self, *args: Any, desk: Desk, targets: Sequence[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        self.targets = targets
        self.frontier = desk.frontier
        self.ledger = desk.ledger
        self.frontier.request = self.request
        self.frontier.refuse = self.refused
        self.frontier.give_up = self.gave_up
        desk.sight.again = self.frontier.again
        self.frontier.plan_robots = self.ledger.plan_robots
        self._plain_headers = Headers(
            {
                "User-Agent": desk.options.user_agent,
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                "Accept-Language": "zh-CN,zh;q=0.9",
                "Accept-Encoding": "gzip, deflate",
            }
        )
        self._backlog = Backlog(desk.options.timeout)
        self._furniture = Furniture()

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> TargetSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_headers, signals.headers_received)
        crawler.signals.connect(spider.on_bytes, signals.bytes_received)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Fill the frontier; no start requests."""
        self.frontier.wake = self.crawler.engine._slot.nextcall.schedule  # type: ignore[union-attr]
        if self.desk.renderer is not None:
            self.desk.renderer.deliver = self.rendered
        self.desk.files.deliver = self.read
        self.frontier.add(self.targets)
        self.targets = ()
        self.frontier.done()
        return
        yield

    def follow(self, target: Target, page: PageEvidence, final_url: str) -> Iterable[Target]:
        """Targets that `page` leads to. What was seen may be yielded again; `fresh` tells."""
        return ()

    def fresh(self, url: str) -> bool:
        """Whether no target of this run has the address yet: ask before making a Target."""
        return self.ledger.fresh(url)

    # Out: a job becomes a request.

    def request(self, job: Job) -> scrapy.Request:
        self.ledger.requests += 1
        job.answer = None
        if not job.fetches and not job.hops:
            self.ledger.starts(job.target)
            job.recalled = self.desk.recalled.get(job.target.url)
        headers = self._plain_headers.copy()
        headers.update(recall.condition(job))
        if job.via is Via.HEADERS:
            headers.update(BROWSER_HEADERS)
        cookies = job.cookie_header()
        if cookies:
            headers["Cookie"] = cookies
        if self.desk.options.escalate or job.target.site_id is None:
            # A second look opens its own connection; a stranger's is not worth keeping.
            headers["Connection"] = "close"
        return scrapy.Request(
            job.url,
            headers=headers,
            callback=self.answered,
            errback=self.failed,
            cb_kwargs={"job": job},
            dont_filter=True,
            meta={
                "download_slot": job.place.key if job.place else "",
                "download_timeout": self.desk.options.timeout,
            },
        )

    def on_headers(self, headers: Headers, request: scrapy.Request, **_: Any) -> None:
        """Of anything but a page, or a file of the site, only the beginning is read."""
        request.meta["answered"] = True
        kind = (headers.get("Content-Type") or b"").decode("latin-1")
        job: Job = request.cb_kwargs["job"]
        job.form = self._form(job, kind, headers)
        if job.target.role is Role.ROBOTS:
            request.meta["download_maxsize"] = 0
            request.meta["left"] = MAX_BYTES
        elif job.target.role in (Role.ASSET, Role.LINK) or not observe.is_textual(kind):
            request.meta["download_maxsize"] = 0
            request.meta["left"] = observe.HEAD_BYTES
            if job.form in READABLE and not job.only_begin:
                self._take_whole(job, headers, request.meta)

    def _form(self, job: Job, kind: str, headers: Headers) -> str | None:
        """Which file of the site it is, None for a page, for a stranger's and for whatever else."""
        if job.target.site_id is None or job.target.role in (Role.ROBOTS, Role.LINK):
            return None
        if job.target.role is not Role.ASSET and observe.is_textual(kind):
            return None
        named = (headers.get("Content-Disposition") or b"").decode("latin-1")
        return form_of(job.url, kind, named)

    def _take_whole(self, job: Job, headers: Headers, meta: dict[str, Any]) -> None:
        """Read a file to its end, if it is not too large and there is room for it now."""
        told = (headers.get("Content-Length") or b"").decode("latin-1").strip()
        size = int(told) if told.isdecimal() else MOST_BYTES
        if size > MOST_BYTES:
            return
        if not self.desk.files.has_room(size):
            meta["crowded"] = True
            meta["left"] = 0
            return
        meta["whole"] = True
        meta["left"] = MOST_BYTES + 1
        job.reserved = size
        self.desk.files.at_hand += size

    def on_bytes(self, data: bytes, request: scrapy.Request, **_: Any) -> None:
        left = request.meta.get("left")
        if left is not None:
            request.meta["left"] = left - len(data)
            if left <= len(data):
                raise StopDownload(fail=False)

    # Back: what the request brought.

    def answered(self, response: Response, job: Job) -> None:
        self.frontier.hear(job, self._word(response, job))
        if job.place is not None:
            self.desk.sight.hear(job.place.key, job.started)
        self.frontier.release(job)
        self._unreserve(job)
        self.ledger.note(job.target)
        begun = monotonic()
        try:
            self._answered(response, job)
        except Exception:
            self._broke(job)
        size = None if response.meta.get("whole") else len(response.body)  # files are held apart
        self.frontier.window = self._backlog.parsed(monotonic() - begun, size)

    def _unreserve(self, job: Job) -> None:
        self.desk.files.at_hand -= job.reserved
        job.reserved = 0

    def failed(self, failure: Failure) -> None:
        job: Job = failure.request.cb_kwargs["job"]  # type: ignore[attr-defined]
        self._unreserve(job)
        if failure.request.meta.get("whole"):  # type: ignore[attr-defined]
            self.frontier.release(job)
            self._only_begin(job)
            return
        status, detail = observe.failure_status(failure.value or Exception())
        if status is FetchStatus.RESET and failure.request.meta.get("answered"):  # type: ignore[attr-defined]
            detail = observe.TRUNCATED
        lagged = self.desk.lag.lagged_since(job.started)
        # Refusing costs a server nothing: many dead addresses at a stranger's are that many facts.
        free = status is FetchStatus.REFUSED and job.target.site_id is None
        if status in _FAILING and detail != observe.TRUNCATED and not lagged and not free:
            self.frontier.hear(job, Word(ok=False))
        address = job.place.key if job.place is not None else None
        self.frontier.release(job)
        fetch = self._fetch(job, status, detail=detail, lagged=lagged)
        ours = not lagged and status in _NETWORK
        if not ours or not self.desk.sight.doubts(job, fetch, address, self._failure_stands):
            self._failure_stands(job, fetch)

    def _failure_stands(self, job: Job, fetch: Fetch) -> None:
        """The failure is not our own network's."""
        try:
            self._decide(job, fetch)
        except Exception:
            self._broke(job)

    def refused(self, entry: Entry, status: FetchStatus) -> None:
        """The frontier will not ask: the name is unknown, robots or the guard forbid it."""
        job = entry if isinstance(entry, Job) else Job(entry, entry.url)
        fetch = self._fetch(job, status)
        if status not in _NETWORK or not self.desk.sight.doubts(job, fetch, None, self._conclude):
            self._conclude(job, fetch)

    def gave_up(self, entry: Entry) -> None:
        """The site failed too often: it is not asked again in this run, and a look that was not
        taken to its end accuses nobody."""
        target = entry.target if isinstance(entry, Job) else entry
        self.ledger.settle(Observation(target, reason=Reason.PARKED))
        self.frontier.done()

    def read(self, job: Job, fetch: Fetch, body: bytes, page: PageEvidence) -> None:
        """A file was read."""
        try:
            self._conclude(job, fetch, page, body)
        except Exception:
            self._broke(job)

    def _only_begin(self, job: Job) -> None:
        """A file that does not come to its end is asked again, as any link's target: it may open
        nevertheless."""
        job.only_begin = True
        self.frontier.again(job)

    def rendered(self, job: Job, rendered: Rendered) -> None:
        """The browser is back."""
        begun = monotonic()
        self.ledger.renders += 1
        try:
            self._rendered(job, rendered)
        except Exception:
            self._broke(job)
        self.frontier.window = self._backlog.parsed(monotonic() - begun)

    # What to make of it.

    def _word(self, response: Response, job: Job) -> Word:
        seconds: float | None = response.meta.get("download_latency")
        if (
            seconds is not None
            and seconds > SLOW_SECONDS
            and self.desk.lag.lagged_since(job.started)
        ):
            seconds = None
        if response.status not in OVERLOADED:
            return Word(ok=True, seconds=seconds)
        return Word(False, True, seconds, self._retry_after(response))

    def _retry_after(self, response: Response) -> float | None:
        value = response.headers.get("Retry-After")
        return retry_after(value.decode("latin-1") if value else None, self.desk.options.clock)

    def _answered(self, response: Response, job: Job) -> None:
        job.answer = response.headers
        headers = observe.text_headers(response.headers)
        if response.status in observe.REDIRECTS and "location" in headers:
            cookies = [line.decode("latin-1") for line in response.headers.getlist("Set-Cookie")]
            place = observe.destination(job.url, response.headers["Location"] or b"")
            self._hop(job, place, response.status, cookies)
            return
        address = str(response.ip_address) if response.ip_address else None
        if response.status == recall.NOT_MODIFIED and job.asked is not None:
            spent = round(monotonic() - job.started, 3)
            fetch = recall.held(job.asked, headers, self.desk.options.clock(), spent)
            self._unchanged(job, replace(fetch, remote_address=address))
            return
        if response.meta.get("crowded"):
            self.frontier.later(job, self.desk.options.pause)
            return
        whole = bool(response.meta.get("whole"))
        if whole and "dataloss" in response.flags:
            self._only_begin(job)
            return
        try:
            body = observe.unpacked(response, headers, MOST_BYTES if whole else observe.MAX_HTML)
        except observe.Unreadable as why:
            if whole:
                self._only_begin(job)
                return
            self._decide(job, self._fetch(job, why.status, response.status, detail=why.detail))
            return
        kind = headers.get("content-type")
        if self._lacks_its_end(response, job, body):
            short = self._fetch(job, FetchStatus.RESET, response.status, detail=observe.TRUNCATED)
            self._decide(job, short)
            return
        etag, modified = recall.marks(headers)
        fetch = replace(
            self._fetch(
                job,
                FetchStatus.OK,
                response.status,
                content_type=kind,
                body=body,
                remote_address=address,
            ),
            etag=etag,
            last_modified=modified,
            condition=None if job.asked is None else Condition.ANSWERED,
        )
        sha256 = recall.unchanged(job, fetch, body)
        if sha256 is not None:
            kept = replace(fetch, body_sha256=sha256, reusable=True, headers=self._headers(job))
            self._unchanged(job, kept, body)
            return
        name = wall(response.status, headers, body[: observe.HEAD_BYTES] if whole else body)
        if name is not None or response.status in BLOCKED_STATUSES:
            detail = name or f"http_{response.status}"
            kept_headers = self._headers(job)
            fetch = replace(fetch, status=FetchStatus.BLOCKED, detail=detail, headers=kept_headers)
        elif job.target.role is Role.ASSET and response.status == 200:
            fetch = replace(fetch, detail=nature_of(body))
        if whole and job.form and self._came_whole(fetch, response):
            self.desk.files.submit(job, fetch, body, job.form)
            return
        self._decide(job, fetch, body[: observe.HEAD_BYTES] if whole else body)

    def _came_whole(self, fetch: Fetch, response: Response) -> bool:
        opened = fetch.status is FetchStatus.OK and fetch.http_status == 200
        return opened and "download_stopped" not in response.flags

    def _unchanged(self, job: Job, fetch: Fetch, body: bytes | None = None) -> None:
        """The page is what it was: the stored reading stands, and what it leads to is known."""
        reading = job.recalled.reading if job.recalled else None
        fetches = (*job.fetches, fetch)
        self.ledger.settle(Observation(job.target, fetches, body=body, carried=reading))
        self.frontier.done()

    def _lacks_its_end(self, response: Response, job: Job, body: bytes) -> bool:
        """Half a page proves no absence. Of a link's target the beginning is enough, and a page
        whose server merely counts wrongly is whole."""
        short = "dataloss" in response.flags and job.target.role in PAGE_ROLES
        return short and not observe.is_complete(body)

    def _rendered(self, job: Job, rendered: Rendered) -> None:
        if rendered.status is not FetchStatus.OK:
            # No verdict on the site: a browser that broke. Take what a plain request gives.
            job.fetches += (self._fetch(job, rendered.status, detail=rendered.detail),)
            job.browser = False
            job.climb(Via.PLAIN)
            self.frontier.again(job)
            return
        body = rendered.html
        name = wall(rendered.http_status or 200, {"content-type": "text/html"}, body)
        blocked = name is not None or rendered.http_status in BLOCKED_STATUSES
        job.url = rendered.final_url
        job.answer = Headers(rendered.headers)
        job.whole = rendered.whole
        fetch = self._fetch(
            job,
            FetchStatus.BLOCKED if blocked else FetchStatus.OK,
            rendered.http_status,
            detail=name or rendered.detail,
            content_type="text/html; charset=utf-8",
            body=body,
        )
        self._decide(job, fetch, body)

    def _hop(self, job: Job, url: str, http_status: int, cookies: Iterable[str] = ()) -> None:
        refusal = job.hop(urldefrag(url).url, cookies)
        if refusal is None:
            self.frontier.again(job)
        else:
            self._decide(job, self._fetch(job, FetchStatus.UNKNOWN, http_status, detail=refusal))

    def _decide(self, job: Job, fetch: Fetch, body: bytes | None = None) -> None:
        """Ask again, climb, or let it stand."""
        if self._may_pass(fetch) and job.tries < TRIES - 1:
            self._try_again(job, fetch)
            return
        role = job.target.role
        if role is Role.ROBOTS:
            self._conclude(job, fetch, None, body)
            return
        if fetch.lagged and fetch.status in (FetchStatus.TIMEOUT, FetchStatus.RESET):
            self.ledger.lagged += 1
            job.lagged += 1
            if job.lagged <= len(LAG_PAUSES):
                job.fetches += (fetch,)
                job.climb(job.via)
                self.frontier.later(job, LAG_PAUSES[job.lagged - 1])
                return
        page = self._read(job, fetch, body)
        if self._leaves(job, page):
            self.frontier.again(job)
            return
        rung = next_rung(job, fetch, page, escalate=self.desk.options.escalate)
        if rung is Via.BROWSER and self.desk.renderer is None:
            rung = None
        if rung is None:
            self._conclude(job, fetch, page, body)
            return
        job.fetches += (fetch,)
        job.climb(rung)
        if rung is Via.BROWSER and self.desk.renderer is not None:
            self.desk.renderer.submit(job)
        else:
            self.frontier.again(job)

    def _may_pass(self, fetch: Fetch) -> bool:
        """Whether the same look may well succeed a little later."""
        if fetch.via is Via.BROWSER or fetch.lagged:
            return False
        if fetch.status in (FetchStatus.TIMEOUT, FetchStatus.RESET, FetchStatus.REFUSED):
            return True
        return fetch.status is FetchStatus.OK and fetch.http_status in PASSING

    def _try_again(self, job: Job, fetch: Fetch) -> None:
        job.fetches += (fetch,)
        job.climb(job.via)
        self.frontier.later(job, self.desk.options.pause * 2**job.tries)
        job.tries += 1

    def _leaves(self, job: Job, page: PageEvidence | None) -> bool:
        """Whether the page does nothing but send its visitor on; the job then stands there."""
        if page is None or page.kind is not PageKind.REDIRECT or job.via is Via.BROWSER:
            return False
        return bool(page.redirect) and job.hop(urldefrag(page.redirect or "").url) is None

    def _read(self, job: Job, fetch: Fetch, body: bytes | None) -> PageEvidence | None:
        readable = fetch.status is FetchStatus.OK and (fetch.http_status or 0) < 400 and body
        if readable and job.form is not None and job.via is not Via.BROWSER:
            lacks = FileState.TOO_LARGE if job.form in READABLE else FileState.NOT_READABLE
            return unread(job.url, job.form, lacks)
        if not readable or body is None or not observe.is_textual(fetch.content_type, body):
            return None
        with at_most(READING):
            return read_page(
                body,
                url=job.url,
                content_type=fetch.content_type,
                http_status=fetch.http_status,
                role=job.target.role,
                rendered=job.via is Via.BROWSER,
                whole=job.whole,
                may_be_wall=False,
                furniture=self._furniture,
            )

    def _conclude(
        self,
        job: Job,
        fetch: Fetch,
        page: PageEvidence | None = None,
        body: bytes | None = None,
    ) -> None:
        target = job.target
        if target.role is Role.ROBOTS:
            said = fetch.status is FetchStatus.OK and fetch.http_status == 200
            self.frontier.answer_robots(target.url, Rules(body if said else None))
        followed = page is not None and target.site_id is not None and target.role in PAGE_ROLES
        found, cut = self._found(job, page) if page is not None and followed else ([], [])
        proof = is_proof(target, fetch, page)
        if body and (proof or recall.was_read(page)):
            reusable = page is not None and recall.is_reusable(job, fetch, page)
            sha256 = observe.sha256(body)
            headers = self._headers(job) if proof else fetch.headers
            fetch = replace(fetch, body_sha256=sha256, reusable=reusable, headers=headers)
        body = body if proof else None
        self.ledger.settle(
            Observation(
                target,
                fetches=(*job.fetches, fetch),
                page=page,
                body=body or None,
                found=(*found, *cut),
                reason=self._reason(fetch, page),
            )
        )
        self.ledger.over_budget(cut)
        self.frontier.add(found)
        self.frontier.done()

    def _reason(self, fetch: Fetch, page: PageEvidence | None) -> Reason | None:
        if fetch.lagged and fetch.status in (FetchStatus.TIMEOUT, FetchStatus.RESET):
            return Reason.LAGGED
        if fetch.status is not FetchStatus.OK:
            return Reason(fetch.status.value)
        if page is not None and page.needs_script and fetch.via is not Via.BROWSER:
            return Reason.NO_BROWSER
        if page is not None and len(page.links) >= MOST_LINKS:
            return Reason.BUDGET  # what is missing may stand in the rest
        return None

    def _found(self, job: Job, page: PageEvidence) -> tuple[list[Target], list[Target]]:
        """New targets of a page: to be looked at, and cut by budget or for leading nowhere."""
        found: list[Target] = []
        cut: list[Target] = []
        for target in self.follow(job.target, page, job.url):
            if self.ledger.fresh(target.url):
                wanted = self.ledger.open(target) and not is_trap(target.url, target.depth)
                (found if wanted else cut).append(target)
        return found, cut

    def _broke(self, job: Job) -> None:
        """Our own code failed on this target; that is no reason to lose it, or the others."""
        log.exception("reading %s failed", job.url)
        fetch = self._fetch(job, FetchStatus.UNKNOWN, detail="unreadable")
        self.ledger.settle(Observation(job.target, (*job.fetches, fetch), reason=Reason.UNREADABLE))
        self.frontier.done()

    def _fetch(
        self,
        job: Job,
        status: FetchStatus,
        http_status: int | None = None,
        *,
        detail: str | None = None,
        content_type: str | None = None,
        body: bytes | None = None,
        remote_address: str | None = None,
        lagged: bool = False,
    ) -> Fetch:
        failed = http_status is not None and (status is not FetchStatus.OK or http_status >= 400)
        return Fetch(
            url=job.target.url,
            status=status,
            fetched_at=self.desk.options.clock(),
            final_url=job.url,
            hops=job.hops[1:],
            http_status=http_status,
            via=job.via,
            seconds=round(monotonic() - job.started, 3),
            content_type=content_type,
            body_size=len(body) if body is not None else None,
            remote_address=remote_address,
            detail=detail,
            lagged=lagged,
            headers=self._headers(job) if failed else (),
        )

    def _headers(self, job: Job) -> tuple[tuple[str, str], ...]:
        return observe.kept_headers(job.answer) if job.answer is not None else ()
