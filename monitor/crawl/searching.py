"""A visitor's search: find the box on a home page, write a title into it, and see what comes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, Error, Frame, Page, Request, Response

from monitor.crawl.ladder import CHROME
from monitor.crawl.plain_search import Search
from monitor.domain.function import Searched
from monitor.extract.blocked import BLOCKED_STATUSES, wall
from monitor.extract.lexicon import pattern
from monitor.extract.results import read_results

_OPEN_SECONDS = 15.0
_ANSWER_SECONDS = 8.0
_POLL = 0.25
_STILL = 4
_GONE = 400
_DATA = ("xhr", "fetch", "script", "document")
_BOM = b"\xef\xbb\xbf"

_FIND = r"""
([says, label]) => {
  const tells = new RegExp(says, 'i'), labelled = new RegExp(label, 'i');
  const named = new RegExp('search|sousuo|souso|jiansuo|(^|[^a-z])(query(str|word|string|text)?'
    + '|key(s|word|words|str|board)?|q|kw|wd|sswd|so|ss)(?![a-z])', 'i');
  const account = /user|account|login|passw|mobile|phone|mail|captcha|yzm|valid/i;
  const own = e => ['name', 'id', 'class', 'placeholder', 'value', 'title', 'aria-label', 'alt',
    'onfocus', 'onclick', 'src', 'action', 'onsubmit'].map(a => e.getAttribute(a) || '').join(' ');
  const shown = e => { const r = e.getBoundingClientRect(); return r.width > 1 && r.height > 1; };
  let best = null, most = 2;
  for (const box of document.querySelectorAll('input, textarea')) {
    const type = (box.getAttribute('type') || 'text').toLowerCase();
    if (!['text', 'search'].includes(type) || box.disabled) continue;
    if (box.form && box.form.querySelector('input[type=password]')) continue;
    if (account.test((box.name || '') + ' ' + (box.id || ''))) continue;
    let points = (type === 'search' ? 4 : 0) + (shown(box) ? 1 : 0);
    if (tells.test(own(box))) points += 4;
    if (named.test([box.name, box.id, box.className].join(' '))) points += 3;
    if (box.form && named.test(own(box.form))) points += 3;
    let around = box.parentElement;
    for (let n = 0; n < 4 && around && around !== document.body; n++) {
      if (/search|sousuo|jiansuo/i.test(around.className + ' ' + around.id)) points += 2;
      const near = [...around.querySelectorAll('button, a, input, span, i, img')].slice(0, 12);
      if (near.some(e => e !== box && labelled.test((e.textContent || e.value || e.alt || '').trim())))
        points += 2;
      around = around.parentElement;
    }
    if (points > most) { most = points; best = box; }
  }
  if (!best) return false;
  best.setAttribute('data-box', '1');
  const clickable = e => e !== best && shown(e);
  const presses = e => tells.test(own(e)) || named.test(own(e))
    || labelled.test((e.textContent || e.value || '').trim());
  let button = null, around = best.form || best.parentElement;
  for (let n = 0; n < 4 && !button && around && around !== document.body; n++) {
    const found = [...around.querySelectorAll(
      'button, input[type=submit], input[type=image], input[type=button], a, [onclick], img, i, span')]
      .filter(clickable);
    button = found.find(e => ['submit', 'image'].includes((e.type || '').toLowerCase()))
      || found.find(presses)
      || found.find(e => best.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING
        && /^(button|a|img|i|span|input)$/i.test(e.tagName));
    around = around.parentElement;
  }
  if (button) button.setAttribute('data-press', '1');
  return true;
}
"""
_WAY = r"""
([label]) => {
  const labelled = new RegExp(label, 'i');
  for (const a of document.querySelectorAll('a[href]')) {
    const picture = a.querySelector('img');
    const shown = picture ? picture.alt || picture.title : '';
    const said = (a.textContent || '').trim() || a.title || shown;
    if (/^https?:/i.test(a.href) && said.length <= 16 && labelled.test(said)) return a.href;
  }
  for (const a of document.querySelectorAll('a[href]'))
    if (/^https?:/i.test(a.href) && /search|sousuo|jiansuo/i.test(a.getAttribute('href'))) return a.href;
  return null;
}
"""
_WRITE = r"""
(box, words) => {
  box.focus();
  const kind = box.tagName === 'TEXTAREA' ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(box, words);
  for (const name of ['input', 'keyup', 'change'])
    box.dispatchEvent(new Event(name, {bubbles: true}));
}
"""
_SEND = r"""
(box) => {
  const key = {key: 'Enter', code: 'Enter', keyCode: 13, which: 13, bubbles: true};
  for (const name of ['keydown', 'keypress', 'keyup'])
    box.dispatchEvent(new KeyboardEvent(name, key));
  if (box.form && !box.hasAttribute('data-sent')) {
    box.setAttribute('data-sent', '1');
    box.form.requestSubmit ? box.form.requestSubmit() : box.form.submit();
  }
}
"""
_TEXT = "() => document.body ? document.body.innerText.length + ' ' + document.links.length : ''"


@dataclass
class _Watched:
    """What happened in a context since the search was sent. Playwright marks whose methods it calls."""

    running: set[Request] = field(default_factory=set)
    asked: int = 0
    lacking: list[str] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    popups: list[Page] = field(default_factory=list)
    dialogs: int = 0

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self._begun)
        context.on("requestfinished", lambda request: self.running.discard(request))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def _begun(self, request: Request) -> None:
        if request.resource_type in _DATA:
            self.running.add(request)
            self.asked += 1

    def _failed(self, request: Request) -> None:
        self.running.discard(request)
        if request.resource_type in _DATA:
            self.lacking.append(request.url)

    def _answered(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request():
            self.statuses[response.url.partition("#")[0]] = response.status
        elif response.status >= _GONE and request.resource_type in _DATA:
            self.lacking.append(request.url)


async def search(chromium: Chromium, home: str, title: str, article: str) -> Search:
    """Search the site at `home` for the `title` of its page at `article`, as a visitor does."""
    context = await chromium.new_context(
        accept_downloads=False,
        ignore_https_errors=True,
        locale="zh-CN",
        service_workers="block",
        user_agent=CHROME.format(chromium.version.partition(".")[0]),
    )
    try:
        return await _search(context, home, title, article)
    finally:
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(context.close(), 5.0)


async def _search(context: BrowserContext, home: str, title: str, article: str) -> Search:
    watched = _Watched()
    watched.follow(context)
    page = await context.new_page()
    await page.goto(home, wait_until="domcontentloaded", timeout=_OPEN_SECONDS * 1000)
    await _still(page, watched)
    frame = await _box(page)
    if frame is None:
        way = await page.evaluate(_WAY, [pattern("search_label").pattern])
        if not way:
            return Search(Searched.UNSURE, "not_searched")
        if not await _goes(page, way):
            return _away(page, home, way)
        await _still(page, watched)
        frame = await _box(page)
        if frame is None:
            return await _read(page, watched, title, article, home, sent=False)
    before = await _said(page)
    address = page.url
    context.on("page", lambda popup: watched.popups.append(popup))
    page.on("dialog", lambda dialog: asyncio.ensure_future(_dismiss(watched, dialog)))
    watched.lacking.clear()
    watched.asked = 0
    await _send(frame, title)
    await _happens(page, watched, address, before)
    await _still(page, watched)  # a window of its own may be told of later than what it asks for
    shown = watched.popups[-1] if watched.popups else page
    if shown is not page:
        await _still(shown, watched)
    if (
        shown is page
        and page.url.partition("#")[0] == address.partition("#")[0]
        and not watched.asked
        and await _said(page) == before
    ):
        if watched.dialogs or watched.lacking:
            return Search(Searched.UNSURE, "search_unread")
        return Search(Searched.DEAD, None, await _html(page), page.url, None)
    return await _read(shown, watched, title, article, home, sent=True)


async def _dismiss(watched: _Watched, dialog: Any) -> None:
    watched.dialogs += 1
    with suppress(Error):
        await dialog.dismiss()


async def _goes(page: Page, way: str) -> bool:
    with suppress(Error):
        await page.goto(way, wait_until="domcontentloaded", timeout=_OPEN_SECONDS * 1000)
        return not page.url.startswith("chrome-error:")
    return False


def _away(page: Page, home: str, way: str) -> Search:
    elsewhere = urlsplit(way).netloc != urlsplit(home).netloc
    return Search(Searched.UNSURE, "search_elsewhere" if elsewhere else "search_unread")


async def _box(page: Page) -> Frame | None:
    """The frame with a box to write into, marked there with its button."""
    words = [pattern("search_says").pattern, pattern("search_label").pattern]
    for frame in page.frames:
        with suppress(Error):
            if await frame.evaluate(_FIND, words):
                return frame
    return None


async def _send(frame: Frame, title: str) -> None:
    box = frame.locator("[data-box]").first
    await box.evaluate(_WRITE, title)
    button = frame.locator("[data-press]").first
    if not await button.count():
        await box.evaluate(_SEND)
        return
    try:
        await button.click(timeout=2000)
    except Error:
        with suppress(Error):
            await button.evaluate("one => one.click()")


async def _happens(page: Page, watched: _Watched, address: str, before: str) -> None:
    """Wait until the search leads somewhere, asks for something or changes the page; where its button
    does nothing, the key that sends may."""
    ends, tried = monotonic() + _ANSWER_SECONDS, False
    while monotonic() < ends:
        if watched.popups or watched.asked or page.url != address or await _said(page) != before:
            return
        await asyncio.sleep(_POLL)
        if not tried and monotonic() > ends - _ANSWER_SECONDS / 2:
            tried = True
            for frame in page.frames:
                with suppress(Error):
                    box = frame.locator("[data-box]").first
                    if await box.count():
                        await box.evaluate(_SEND)


async def _said(page: Page) -> str:
    with suppress(Error):
        return str(await page.evaluate(_TEXT))
    return ""


async def _still(page: Page, watched: _Watched) -> None:
    """Until nothing is on its way and the page does not change any more; at most so long."""
    ends, before, still = monotonic() + _ANSWER_SECONDS, "", 0
    while still < _STILL and monotonic() < ends:
        await asyncio.sleep(_POLL)
        said = await _said(page)
        still = still + 1 if said == before and said and not watched.running else 0
        before = said


async def _html(page: Page) -> bytes:
    """What all frames of a page show, one after the other."""
    parts = []
    for frame in page.frames:
        with suppress(Error):
            parts.append(await frame.content())
    return _BOM + "\n".join(parts).encode("utf-8", "replace")


async def _read(
    page: Page, watched: _Watched, title: str, article: str, home: str, *, sent: bool
) -> Search:
    if page.url.startswith(("chrome-error:", "about:")):
        return Search(Searched.UNSURE, "search_elsewhere", url=home)
    html = await _html(page)
    status = watched.statuses.get(page.url.partition("#")[0])
    seen = Search(Searched.UNSURE, "search_unread", html, page.url, status)
    name = wall(status or 200, {"content-type": "text/html"}, html)
    if name is not None or status in BLOCKED_STATUSES:
        return replace(seen, why="blocked")
    if not sent:
        return seen
    if status is not None and status >= _GONE:
        return replace(seen, outcome=Searched.FAILED, why=None)
    outcome, why = read_results(html, url=page.url, title=title, article=article).outcome
    if outcome is Searched.ABSENT and (watched.lacking or watched.running):
        return seen
    return replace(seen, outcome=outcome, why=why)
