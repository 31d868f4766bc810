"""Scrapy as its documentation shows it: CrawlSpider and LinkExtractor over every internal link."""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule


class Plain(CrawlSpider):
    name = "plain"
    handle_httpstatus_list = (404,)
    # What is attached is asked for too, since a link checker must; only by default is it left out.
    rules = (
        Rule(LinkExtractor(deny_extensions=[]), callback="page", errback="broken", follow=True),
    )

    def __init__(self, *args: Any, url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start_urls = [url]
        self.allowed_domains = [urlsplit(url).hostname or ""]

    def page(self, response: Any) -> dict[str, object]:
        return {"url": response.url, "status": response.status}

    def broken(self, failure: Any) -> None:
        self.logger.error("broken: %s", failure.request.url)


def main(url: str, output: str) -> None:
    process = CrawlerProcess(
        {
            "LOG_LEVEL": "WARNING",
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS": 16,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
            "FEEDS": {output: {"format": "jsonlines", "overwrite": True}},
        }
    )
    process.crawl(Plain, url=url)
    process.start()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
