"""An office site of lists and articles whose server marks its answers, does not, or lies about them.

It offers no search: what searches ask of a site is told elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from tests.crawl.servers import Answer, Visit, serve
from tests.job.small_site import SEARCH, page, standing

STANDING: dict[str, Answer] = {
    path: found for path, found in standing().items() if isinstance(found, tuple)
}
FILLER = f"<p>{'会议强调抓好落实。' * 20}</p>"


@dataclass
class Office:
    """`folders` lists of `each` articles, twenty to a page.

    `marks`: etag, modified, none, `stuck` (an ETag that never changes), `always` (304 to whoever asks
    for changes), `late` (a Last-Modified of long ago), `counter` (none, and a counter of visits on
    each page). `asked`, `held`: requests by path, and those answered by 304.
    """

    folders: int = 2
    each: int = 30
    marks: str = "etag"
    today: date = date(2026, 1, 26)
    versions: Counter[str] = field(default_factory=Counter)
    added: dict[str, list[str]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    missing: set[str] = field(default_factory=set)
    hits: int = 0
    ever_held: bool = False

    def articles(self, folder: str) -> list[str]:
        return self.added.get(folder, []) + [f"{n}" for n in range(self.each)]

    def day(self, name: str) -> date:
        known = name.isdigit()
        return date(2026, 1, 25) - timedelta(days=int(name)) if known else self.today

    def paths(self) -> list[str]:
        lists = [f"/f{n}/" for n in range(self.folders)]
        return ["/", "/ldxx.html", *lists] + [
            f"{folder}{name}.html" for folder in lists for name in self.articles(folder)
        ]

    def body(self, path: str) -> Answer | None:
        if path in self.missing:
            return None
        if path == "/":
            news = self._items("/f0/", self.articles("/f0/")[:5])
            blocks = "".join(
                f"<h2><a href='/f{n}/'>工作动态{n}</a></h2>" for n in range(self.folders)
            )
            return page("首页", blocks + news)
        if path in STANDING:
            return STANDING[path]
        folder, _, name = path[1:].partition("/")
        folder = f"/{folder}/"
        if folder[2:-1].isdigit() and int(folder[2:-1]) < self.folders:
            label = f"工作动态{folder[2:-1]}"
            trail = f"<div>您的位置：<a href='/'>首页</a> &gt; <a href='{folder}'>{label}</a></div>"
            tags = (("ColumnName", label), ("ColumnType", "工作动态"))
            names = self.articles(folder)
            number = name.removeprefix("index_").removesuffix(".html")
            if not name or (name.startswith("index_") and number.isdigit()):
                start = int(number) * 20 if name else 0
                more = f"<a href='{folder}index_{start // 20 + 1}.html'>下一页</a>"
                pager = f"<div class='page'>{more if start + 20 < len(names) else ''}</div>"
                return page(
                    label, trail + self._items(folder, names[start : start + 20]) + pager, *tags
                )
            if name.removesuffix(".html") in names:
                return self._article(path, name.removesuffix(".html"), trail, tags)
        return None

    def _items(self, folder: str, names: list[str]) -> str:
        rows = "".join(
            f'<li><a href="{folder}{name}.html">甲局召开第{name}次全体工作会议</a>'
            f"<span>{self.day(name)}</span></li>"
            for name in names
        )
        return f'<ul class="list">{rows}</ul>'

    def _article(self, path: str, name: str, trail: str, tags: Any) -> Answer:
        title = f"甲局召开第{name}次全体工作会议"
        again = f"<p>第{self.versions[path]}次修订。</p>" if self.versions[path] else ""
        return page(
            title,
            f"{trail}<h1>{title}</h1><p>发布时间：{self.day(name)}　来源：甲局</p>{FILLER}{again}",
            ("ArticleTitle", title),
            ("PubDate", str(self.day(name))),
            ("ContentSource", "甲局"),
            *tags,
        )

    def answer(self, visit: Visit) -> Answer:
        if visit.path != "/favicon.ico":  # a browser asks for it by itself
            self.asked[visit.path] += 1
        found = self.body(visit.path)
        if found is None:
            return 404, {"Content-Type": "text/html"}, b"no"
        status, headers, body = found
        body = body.replace(SEARCH.encode(), b"")
        body = body.replace(b'"/gzdt/"', b'"/f0/"').replace(b'"/tzgg/"', b'"/f1/"')
        if self.marks == "counter":
            self.hits += 1
            body = body.replace(b"</body>", f"<p>{self.hits:08}</p></body>".encode())
        mark = self._mark(visit.path, body)
        wanted = {"etag": "if-none-match", "last-modified": "if-modified-since"}
        asks = any(name in visit.headers for name in wanted.values())
        same = any(visit.headers.get(wanted[name.lower()]) == value for name, value in mark.items())
        if same or (asks and self.marks == "always"):
            self.held[visit.path] += 1
            self.ever_held = True
            return 304, mark, b""
        return status, {**headers, **mark}, body

    def _mark(self, path: str, body: bytes) -> dict[str, str]:
        now = sha256(body).hexdigest()[:16]
        match self.marks:
            case "etag" | "always":
                return {"ETag": f'"{now}"'}
            case "stuck":
                return {"ETag": '"1"'}
            case "modified":
                second = int(now, 16) % 60
                return {"Last-Modified": f"Mon, 26 Jan 2026 00:{second:02}:00 GMT"}
            case "late":
                return {"Last-Modified": "Mon, 06 Jan 2020 00:00:00 GMT"}
        return {}

    def forget(self) -> None:
        self.asked.clear()
        self.held.clear()


@contextmanager
def open_office(office: Office, port: int = 0) -> Iterator[str]:
    with serve(office.answer, port=port) as server:
        yield server.url
