"""Addresses as a visitor follows them: absolute, without what does not name a page."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from w3lib.url import url_query_cleaner

from monitor.extract.kept import kept

_NO_PAGE = re.compile(
    r"^(?:javascript|mailto|tel|sms|data|about|file|thunder|tencent|weixin):?", re.I
)
_BROKEN_SCHEME = re.compile(r"^(https?):/*(?=[^/])", re.I)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid|sessionid)=[^?#/]*", re.I)
_QUERY_SESSION = re.compile(
    r"[?&](?:jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id)=", re.I
)
_SESSION_NAMES = ("jsessionid", "JSESSIONID", "phpsessid", "PHPSESSID", "sessionid", "session_id")
_MOBILE_TWIN = re.compile(r"/m(post_\d+\.html|index(?:_\d+)?\.html)$")
# A fragment names a list where a script reads it: a route, or a category of a catalogue.
_ROUTE = re.compile(r"^!?/")
_CATALOGUE = re.compile(r"^\d{2,}$")


# These lead to the same place from every page of a host, these from every page of a folder.
_FROM_HOST = re.compile(r"(?:https?:)?//\w", re.ASCII | re.I)
_SLASHES = ("/", "\\")
_FROM_FOLDER = re.compile(r"\.|\w(?![\w+.-]*:)", re.ASCII)


class Addresses:
    """Turns what stands in an attribute into an absolute address, or None when it leads nowhere."""

    def __init__(self, url: str, base: str | None = None) -> None:
        self.page = url
        self._base = urljoin(url, base.strip()) if base else url
        self._folder = self._base.partition("?")[0].partition("#")[0].rpartition("/")[0] + "/"
        self._host = urljoin(self._folder, "/")
        self._catalogue = "gkmlpt" in url
        self._known: dict[str, str | None] = {}

    @property
    def scope(self) -> tuple[str, bool]:
        """What two pages have in common from which the same address leads to the same place, but for
        what `absolute_from` cannot say."""
        return self._host, self._catalogue

    @property
    def at_home(self) -> bool:
        """Whether what names no host leads to the page's own."""
        return self._host == urljoin(self.page, "/")

    def absolute(self, raw: str | None) -> str | None:
        if raw is None:
            return None
        try:
            return self._known[raw]
        except KeyError:
            known = self._known[raw] = _absolute(raw, self._needed(raw), self._catalogue)
            return known

    def _needed(self, raw: str) -> str:
        """As much of the page's address as decides where `raw` leads: pages share the answers."""
        if _is_from_host(raw):
            return self._host
        return self._folder if _FROM_FOLDER.match(raw) else self._base


def absolute_from(host: str, raw: str, catalogue: bool) -> str | None:
    """Where `raw` leads from every page of a host; "" for nowhere, None where the page decides."""
    return _absolute(raw, host, catalogue) or "" if _is_from_host(raw) else None


def _is_from_host(raw: str) -> bool:
    return (raw[:1] == "/" and raw[1:2] not in _SLASHES) or bool(_FROM_HOST.match(raw))


@kept(1 << 12, longest=300)
def _absolute(raw: str, base: str, catalogue: bool) -> str | None:
    """Kept from page to page: those of a site have their menus in common."""
    href = "".join(raw.split()) if "\n" in raw or "\t" in raw else raw.strip()
    if not href or (href.startswith("#") and not _ROUTE.match(href[1:])):
        kept = href[1:] if href else ""
        if not (kept and catalogue and _CATALOGUE.match(kept)):
            return None
    if _NO_PAGE.match(href):
        return None
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", "file") or (
        parts.scheme != "file" and not parts.hostname
    ):
        return None
    return normal(url)


def normal(url: str) -> str:
    """`url` without session id and without a fragment that names no list; mobile twins unmasked."""
    url, _, fragment = url.partition("#")
    if ";" in url:
        url = _PATH_SESSION.sub("", url)
    if _QUERY_SESSION.search(url):
        url = url_query_cleaner(url, _SESSION_NAMES, remove=True, unique=False)
    url = _MOBILE_TWIN.sub(r"/\1", url)
    if url.count("/") == 2:
        url += "/"
    if fragment and (_ROUTE.match(fragment) or ("gkmlpt" in url and _CATALOGUE.match(fragment))):
        return f"{url}#{fragment}"
    return url
