"""One page's bytes become evidence."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cached_property
from urllib.parse import urlsplit

from monitor.domain.evidence import (
    Article,
    DateState,
    Encoding,
    Entry,
    Leader,
    Listing,
    PageEvidence,
    PageKind,
)
from monitor.domain.subject import ColumnClass
from monitor.extract import dates
from monitor.extract.address import normal
from monitor.extract.api import parse_json, read_api
from monitor.extract.article import clean_title, read_article
from monitor.extract.blocked import wall
from monitor.extract.columns import classify, names_leaders
from monitor.extract.decode import decode
from monitor.extract.document import Document
from monitor.extract.files import form_of, read_file
from monitor.extract.footer import read_footer
from monitor.extract.furniture import Furniture
from monitor.extract.guide import names_guide
from monitor.extract.leaders import fetches, read_leaders, read_section
from monitor.extract.lexicon import pattern, patterns
from monitor.extract.links import read_links
from monitor.extract.listing import Read, has_bare_head, has_shell, read_listing
from monitor.extract.names import read_labels
from monitor.extract.particulars import read_answer, read_particulars
from monitor.extract.redirect import read_redirect
from monitor.extract.soft404 import is_soft_error
from monitor.extract.tags import read_tags
from monitor.extract.trail import column_name, read_trail

_HOME_PATH = re.compile(r"^/(?:(?:index|default|main)\.\w+)?$", re.I)
_ARTICLE_PATH = re.compile(
    r"post_\d+\.|/t\d{8}_\d+|/art_\d|/content_\d|_\d{6,}\.|/\d{2,}\.s?html?$|/20\d\d-?\d\d.*/[\w-]*\d+\.\w+$"
    r"|[?&](?:id|infoid|articleid|newsid)=\w+",
    re.I,
)
_LIST_PATH = re.compile(
    r"/(?:(?:index|list|default|\w*moreinfo)(?:_\d+)?\.\w+)?$|gkmlpt/index", re.I
)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt)$", re.I)
_LOOKS_LIKE_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<")
_GUIDE_FIELDS = 4
_NAMED_GUIDE_FIELDS = 2
_SCANT_TEXT = 50
_SCANT_LINKS = 5
_ARTICLE_TEXT = 150
_LISTLESS = (PageKind.ARTICLE, PageKind.LEADER, PageKind.SOFT404, PageKind.GUIDE)
_TOP = 600
_STATIC_TEXT = 80


def read_page(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    http_status: int | None = None,
    role: str | None = None,
    rendered: bool = False,
    whole: bool = False,
    may_be_wall: bool = True,
    furniture: Furniture | None = None,
) -> PageEvidence:
    """Everything the extractors read from one page, or from a file. Never raises on odd bytes.

    `role`: what the crawl meant by the address ("home", "leaders" …), a hint. `rendered`: the bytes
    are the live tree of a browser; `whole`: everything that its scripts asked for had come.
    `may_be_wall`: False where the caller looked for walls already and found none. `furniture`: what is
    known of the pages of sites, where many are read: for speed alone.
    """
    url = normal(url)
    form = form_of(url, content_type)
    if form is not None and not _LOOKS_LIKE_MARKUP.match(body):
        return read_file(body, url=url, form=form, content_type=content_type)
    text, encoding = decode(body, content_type)
    value = parse_json(text)
    if value is not None:
        return _api(value, url, encoding, text)
    blocked = wall(http_status, {}, body) if may_be_wall else None
    doc = Document.read(text, url, furniture)
    if doc is None:
        kind = PageKind.BLOCKED if blocked else PageKind.OTHER
        return PageEvidence(
            url, kind, encoding, blocked=blocked, rendered=rendered, needs_script=not blocked
        )
    if blocked:
        return PageEvidence(
            url, PageKind.BLOCKED, encoding, doc.title, blocked=blocked, rendered=rendered
        )
    page = _Reading(doc, encoding, http_status, role, rendered, whole).evidence()
    doc.body.home.tree.dissolve()
    return page


def _api(value: object, url: str, encoding: Encoding, text: str) -> PageEvidence:
    page = PageEvidence(
        url, PageKind.API, encoding, listing=read_api(value, url), text_length=len(text)
    )
    return replace(page, particulars=read_answer(value, page, text))


class _Reading:
    """The order in which one page's facts are read: each kind excludes those after it."""

    def __init__(
        self,
        doc: Document,
        encoding: Encoding,
        http_status: int | None,
        role: str | None,
        rendered: bool,
        whole: bool,
    ) -> None:
        self.doc = doc
        self.encoding = encoding
        self.role = role
        self.rendered = rendered
        self.whole = whole
        self.failed = (http_status or 200) >= 400
        self.tags = read_tags(doc)
        self.tag = {name: value for name, value in self.tags if value}
        self.trail = read_trail(doc)
        self.name = column_name(doc, self.trail, self.tag)
        self.path = urlsplit(doc.url).path + (f"?{q}" if (q := urlsplit(doc.url).query) else "")
        self.at_home = role == "home" or bool(_HOME_PATH.match(self.path))

    def evidence(self) -> PageEvidence:
        doc = self.doc
        article = read_article(doc, self.tag)
        redirect = read_redirect(doc)
        leaders = self._leaders(article) if not redirect else ()
        is_article = self._is_article(article)
        soft = not self.failed and is_soft_error(doc, is_article, lambda: len(self.entries))
        kind = self._kind(article, is_article, soft, redirect, leaders)
        read = None if kind in _LISTLESS else self.read
        listing = read.listing if read else None
        links = read_links(doc, read.anchors if read else ())
        page = PageEvidence(
            url=doc.url,
            kind=kind,
            encoding=self.encoding,
            title=article.title if kind is PageKind.ARTICLE else clean_title(doc.title),
            listing=listing,
            article=article if kind in (PageKind.ARTICLE, PageKind.GUIDE) else None,
            leaders=leaders,
            footer=read_footer(doc, rendered=self.rendered),
            tags=self.tags,
            links=links,
            trail=self.trail,
            page_dates=self._page_dates(listing) if kind is PageKind.HOME else (),
            soft404=soft,
            redirect=redirect,
            needs_script=self._needs_script(kind, listing, leaders, len(links)),
            rendered=self.rendered,
            text_length=len(doc.text),
        )
        return replace(page, particulars=read_particulars(doc, page))

    def _leaders(self, article: Article) -> tuple[Leader, ...]:
        if self.at_home or self.failed:
            return ()
        expected = self._promises_leaders(article)
        if not expected and classify(self.name) is ColumnClass.STATIC:
            return read_section(self.doc)
        if not expected and any(
            pattern("not_office").search(name) for name in (self.name, *self.trail[-2:])
        ):
            return ()
        return read_leaders(self.doc, expected=expected, whole=self.whole)

    @cached_property
    def read(self) -> Read | None:
        """The page's list, read only where something depends on it: most pages are articles that say
        so. Where a script had all it asked for and its list is empty, the list is empty."""
        read = read_listing(self.doc, home=self.at_home, name=self.name)
        if not self.whole or read is None or read.waiting:
            return read
        if read.listing.script_built and not read.listing.entries:
            empty = replace(read.listing, script_built=False, empty_container=True)
            return replace(read, listing=empty)
        return read

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.read.listing.entries if self.read else ()

    def _promises_leaders(self, article: Article) -> bool:
        """A column of news about leaders lies below their page and is none; so is a dated article
        that a leaders' page links to."""
        if pattern("leaders_exclude").search(self.name):
            return False
        if self.role == "leaders" or any(
            names_leaders(name) for name in (self.name, *self.trail[-2:])
        ):
            return True
        undated = article.date_state is DateState.ABSENT
        return self.role == "leader" and (undated or bool(read_labels(article.title)))

    def _leaders_kind(self, leaders: tuple[Leader, ...]) -> PageKind:
        """One person's own page, unless it is the index and there is just one person."""
        index = bool(_LIST_PATH.search(self.path.split("?")[0])) and self.role != "leader"
        own = len(leaders) == 1 and leaders[0].url is None and not index
        return PageKind.LEADER if own else PageKind.LEADERS

    def _is_article(self, article: Article) -> bool:
        """Its tags say so, or its address and its text do and it holds no list."""
        if self.at_home:
            return False
        dated = article.date_state is not DateState.ABSENT
        if self.tag.get("ArticleTitle") and self.tag.get("PubDate"):
            return True
        if _LIST_PATH.search(self.path.split("?")[0]) and "?" not in self.path:
            return False
        addressed = bool(_ARTICLE_PATH.search(self.path))
        if article.published is None and has_bare_head(self.doc):
            return False
        long = article.text_length >= _ARTICLE_TEXT
        if addressed and long and self._published_once():
            return True
        read = self.read
        shown = addressed or self._says_published(read)
        if addressed and dated and read and self._is_attachment(read):
            return True
        if not read or not read.listing.entries:
            return shown and (dated or article.text_length >= _STATIC_TEXT)
        if read.aside:
            return shown and (long or self._published_once())
        if long and self._published_once():
            return shown
        return shown and dated and read.dated < 5 and (long or not read.dated)

    def _is_attachment(self, read: Read) -> bool:
        """The only item is the file of a short text that names its own day."""
        entries = read.listing.entries
        labels = self.doc.said("weak_published_label")
        return (
            len(entries) == 1
            and (self._published_once() or len(labels) == 1)
            and (not entries[0].url or bool(_FILE.search(urlsplit(entries[0].url).path)))
        )

    def _published_once(self) -> bool:
        """As under a title; where every item of a list says it, it is said again and again."""
        return len(self.doc.said("strict_published_label")) == 1

    def _says_published(self, read: Read | None) -> bool:
        """The page calls a day its publication and has no dated items of its own."""
        said = pattern("strict_published_label").search(self.doc.main_text[:_TOP])
        return bool(said) and (read is None or read.dated == 0)

    def _kind(
        self,
        article: Article,
        is_article: bool,
        soft: bool,
        redirect: str | None,
        leaders: tuple[Leader, ...],
    ) -> PageKind:
        if soft:
            return PageKind.SOFT404
        if redirect:
            return PageKind.REDIRECT
        if self.failed:
            return PageKind.OTHER
        if self.at_home:
            return PageKind.HOME
        if leaders and (
            self._promises_leaders(article) or read_labels(clean_title(self.doc.title))
        ):
            return self._leaders_kind(leaders)
        guide = sum(bool(p.search(self.doc.main_text)) for p in patterns("guide_field"))
        least = _NAMED_GUIDE_FIELDS if names_guide(article.title) else _GUIDE_FIELDS
        if guide >= least and len(self.entries) < 5:
            return PageKind.GUIDE
        if is_article:
            return PageKind.ARTICLE
        listing = self.read.listing if self.read else None
        if listing and (listing.entries or self._calls_itself_list(listing)):
            return PageKind.LETTERS if self._is_letters() else PageKind.COLUMN
        if article.text_length >= _STATIC_TEXT:
            return PageKind.STATIC
        return PageKind.OTHER

    def _calls_itself_list(self, listing: Listing) -> bool:
        return (
            listing.placeholder or listing.script_built or len(self.doc.main_text) < _ARTICLE_TEXT
        )

    def _is_letters(self) -> bool:
        if classify(self.name) is ColumnClass.LETTERS:
            return True
        return sum(bool(p.search(self.doc.main_text)) for p in patterns("letter_field")) >= 2

    def _page_dates(self, listing: Listing | None) -> tuple[date, ...]:
        """Complete dates shown outside items but of clocks and stamps; future ones are returned too."""
        days = set(dates.without_clock(self.doc.main_text, stamps=False))
        days -= {e.published for e in listing.entries if e.published} if listing else set()
        return tuple(sorted(days))

    def _needs_script(
        self, kind: PageKind, listing: Listing | None, leaders: tuple[Leader, ...], links: int
    ) -> bool:
        if self.rendered or kind in (PageKind.REDIRECT, PageKind.SOFT404):
            return False
        if listing and listing.script_built:
            return True
        if (
            leaders
            and fetches(self.doc)
            and all(one.bio is None and not one.url for one in leaders)
        ):
            return True
        if next(self.doc.root.iter("script", "iframe", "frame"), None) is None:
            return False
        if kind is PageKind.OTHER and not self.failed and has_shell(self.doc):
            return True
        readable = len(self.doc.text)
        return readable < _SCANT_TEXT or (links < _SCANT_LINKS and readable < 4 * _SCANT_TEXT)
