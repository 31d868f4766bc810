"""One target on its way: where it stands, by which rung, what it met so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.domain.evidence import Fetch, Via
from monitor.domain.observation import Recalled
from monitor.domain.run import Target

if TYPE_CHECKING:
    from scrapy.http import Headers

    from monitor.crawl.frontier import Place

MAX_HOPS = 10


@dataclass(slots=True, eq=False)
class Job:
    """A target that was handed out. Pending targets are kept bare: a run may know a million.

    `hops` are the addresses passed through on this rung. `lagged` counts the looks our own late
    loop spoiled, `tries` the failed looks on this rung that may pass. `browser` is False once the
    browser failed us on this target; `whole` is True when it got all that the page's scripts asked
    for. `form` is that of the file which the last answer was, None for a page; `only_begin` is True
    where the beginning of a file must do; `reserved` counts its bytes while they are on their way.
    `recalled` is what an earlier run knows of the target; `asked` the answer since which the
    request on its way asks for changes. `answer` are the headers of the last answer on this rung.
    """

    target: Target
    url: str
    via: Via = Via.PLAIN
    hops: tuple[str, ...] = ()
    fetches: tuple[Fetch, ...] = ()
    lagged: int = 0
    tries: int = 0
    browser: bool = True
    whole: bool = False
    form: str | None = None
    only_begin: bool = False
    reserved: int = 0
    place: Place | None = None
    recalled: Recalled | None = None
    asked: Fetch | None = None
    answer: Headers | None = None
    started: float = field(default_factory=monotonic)
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    _met: set[tuple[str, str]] = field(default_factory=set)

    def climb(self, via: Via) -> None:
        """Start over from the first address on another rung, or on the same one once more."""
        if via is not self.via:
            self.tries = 0
        self.via = via
        self.url = self.target.url
        self.hops = ()
        self._cookies.clear()
        self._met.clear()

    def hop(self, url: str, set_cookies: Iterable[str] = ()) -> str | None:
        """Move on to `url`; returns why not: redirect_loop, redirect_chain, redirect_scheme.

        Cookies live as long as the chain: many walls send a visitor to the same address with one.
        """
        jar = self._cookies.setdefault(urlsplit(self.url).netloc, {})
        for line in set_cookies:
            name, _, value = line.partition(";")[0].partition("=")
            jar[name.strip()] = value.strip()
        self._met.add((self.url, ""))
        if not url.lower().startswith(("http://", "https://")):
            return "redirect_scheme"
        self.hops += (self.url,)
        self.url = url
        step = (url, self.cookie_header())
        if step in self._met or (not step[1] and url in self.hops):
            return "redirect_loop"
        self._met.add(step)
        return "redirect_chain" if len(self.hops) > MAX_HOPS else None

    def cookie_header(self) -> str:
        jar = self._cookies.get(urlsplit(self.url).netloc, {})
        return "; ".join(f"{name}={value}" for name, value in jar.items())
