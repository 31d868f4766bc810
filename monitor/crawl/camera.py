"""Pictures of stored pages: the bytes that were judged, shown by a real browser, the fault framed.

The page is not asked for again: its stored body is put in the place of the answer, and its own
scripts are off, as whoever judged the bytes saw them. Its styles and images are fetched as they are now.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files

from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, Error, Page, Route

from monitor.crawl.shots import Deliver, Sheet, Shot, Taken

WIDTH, HEIGHT = 1280, 900
_LOAD_SECONDS = 10.0
_SHOT_SECONDS = 10.0
_QUALITY = 75
_BOM = "\ufeff"  # stronger than what the page says of its own encoding


async def photograph(chromium: Chromium, sheets: Sequence[Sheet], deliver: Deliver) -> None:
    """Take the pictures of some pages, one after the other, as one visitor who keeps what he has
    loaded of their styles. A page that gives none does not stop the rest."""
    context = await chromium.new_context(
        accept_downloads=False,
        ignore_https_errors=True,
        java_script_enabled=False,
        locale="zh-CN",
        service_workers="block",
        timezone_id="Asia/Shanghai",
        viewport={"width": WIDTH, "height": HEIGHT},
    )
    try:
        for sheet in sheets:
            try:
                taken = await asyncio.wait_for(
                    _of_sheet(context, sheet), _LOAD_SECONDS + _SHOT_SECONDS * len(sheet.shots)
                )
            except (Error, TimeoutError):
                taken = [Taken(shot.key, None) for shot in sheet.shots]
            deliver(sheet, taken)
    finally:
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(context.close(), _SHOT_SECONDS)


async def _of_sheet(context: BrowserContext, sheet: Sheet) -> list[Taken]:
    page = await context.new_page()
    try:
        await _open(page, sheet)
        return [await _take(page, shot, sheet.note) for shot in sheet.shots]
    finally:
        await page.close()


async def _open(page: Page, sheet: Sheet) -> None:
    shown = False

    async def answer(route: Route) -> None:
        nonlocal shown
        request = route.request
        if not (request.is_navigation_request() and request.frame == page.main_frame):
            await route.continue_()
        elif shown:  # a page that leads on by itself stays what it was
            await route.fulfill(status=204)
        else:
            shown = True
            await route.fulfill(
                status=200, content_type="text/html; charset=utf-8", body=_BOM + sheet.text
            )

    await page.route("**/*", answer)
    # What is slow in coming is not waited for: the text is there.
    await page.goto(sheet.url, wait_until="commit", timeout=_LOAD_SECONDS * 1000)
    with suppress(Error):
        await page.wait_for_load_state("load", timeout=_LOAD_SECONDS * 500)


async def _take(page: Page, shot: Shot, note: str) -> Taken:
    marks = [
        {"kind": mark.kind.value, "values": list(mark.values), "within": mark.within}
        for mark in shot.marks
    ]
    wanted = {"marks": marks, "stamp": shot.stamp, "hiddenNote": note}
    marked = bool(await page.evaluate(_script(), wanted))
    jpeg = await page.screenshot(
        type="jpeg", quality=_QUALITY, animations="disabled", timeout=_SHOT_SECONDS * 1000
    )
    return Taken(shot.key, jpeg, marked)


@cache
def _script() -> str:
    return (files("monitor.crawl") / "mark.js").read_text(encoding="utf-8")
