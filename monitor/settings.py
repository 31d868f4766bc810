"""Scrapy's settings, each with its reason. What a run decides is set by `crawl.run`."""

from __future__ import annotations

from typing import Any

BOT_NAME = "gov-monitor"
SPIDER_MODULES = ["spiders"]

# The frontier is the scheduler: order, politeness and robots are decided there, per address, and
# duplicates never become requests.
SCHEDULER = "monitor.crawl.frontier.Frontier"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
CONCURRENT_REQUESTS = 0  # no limit here: the frontier hands out no more than we can parse
CONCURRENT_REQUESTS_PER_DOMAIN = 64  # connections kept open; the frontier holds the real limit
DOWNLOAD_DELAY = 0  # likewise

# No middleware at all. Off-site, robots, redirects, retries, cookies, meta refresh: the engine's
# own, because each hop must pass guard and politeness, and nothing may be dropped silently.
# Compression: `observe.unpacked`. Headers and timeout: set on the request. HTTP errors are
# observations. Depth, referer, url length: not ours, or in `traps`. Each costs a call per request.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
# Log counts, telnet, memory and feed extensions: nobody reads them.
EXTENSIONS_BASE: dict[str, int] = {}
TELNETCONSOLE_ENABLED = False
# A link may not open a file or an ftp connection.
DOWNLOAD_HANDLERS_BASE = {
    scheme: "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
    for scheme in ("http", "https")
}
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"  # the ledger counts

CONCURRENT_ITEMS = 1  # callbacks yield nothing; each worker beyond one is a task per response

# Scrapy's LOG_LEVEL filters too late: every message is made first. The level is set on the logger
# itself (`crawl.run`), and no root handler is installed over the application's.
LOG_INSTALL_ROOT_HANDLER = False
LOG_LEVEL = "ERROR"

DOWNLOAD_MAXSIZE = 2 * 1024 * 1024  # a longer page is too_large
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # whether half an answer is enough depends on the target

# Look at a site as a forbearing browser would: an expired certificate or an old cipher is advice,
# and must not hide whether the pages are there.
DOWNLOAD_VERIFY_CERTIFICATES = False
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.0"
DOWNLOADER_CLIENT_TLS_CIPHERS = "DEFAULT:@SECLEVEL=0"

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads the source of every callback


def as_dict() -> dict[str, Any]:
    """These settings as Scrapy's Settings takes them."""
    return {name: value for name, value in globals().items() if name.isupper()}
