"""What a page offers its visitors, where that is nothing an office would link to.

No word accuses by itself. Several distinct ones of one class must come together, those in the title
counting twice, and who reports, warns or heals uses the same words: a page that does is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from monitor.domain.evidence import PageEvidence
from monitor.domain.hostile import Guise
from monitor.extract.document import Document
from monitor.extract.hosts import host_in
from monitor.extract.kept import kept
from monitor.extract.lexicon import listed, pattern, patterns, plain

KINDS = ("gambling", "porn")
_ENOUGH, _ENOUGH_IN_HEAD, _ENOUGH_IN_TEXT = 4, 3, 5
_STUFFED = 3
_REPORTED = 3
_TEXT = 5000
_PARKED_TEXT = 2500
_SCRIPTED_TEXT = 600
_MOST = 10
_TITLE = 60
_SPACED = re.compile(r"(?<![^\W\d_a-z])([^\W\d_a-z])[\s.·•_*|~-](?=[^\W\d_a-z](?:[\s.·•_*|~-]|$))")
_SPACED_LEAST = 4
_STEM = 2
_DESCRIBING = ("keywords", "description")


def read_guise(doc: Document, page: PageEvidence) -> Guise | None:
    """Its title and descriptions are read on every page; its text only where no office's foot stands."""
    title = folded(doc.title)
    head = " \n".join((title, *map(folded, _descriptions(doc))))
    foreign = not (page.footer.site_code or page.footer.mark)
    found = _offer(title, head, doc.text, foreign)
    if found is None and foreign:
        found = _parked(doc, title)
    if found is None:
        return None
    kind, words, in_head = found
    return Guise(kind, tuple(words[:_MOST]), in_head, doc.title[:_TITLE])


def _descriptions(doc: Document) -> Iterator[str]:
    """All of them: what others put in often stands beside the template's own."""
    for meta in doc.root.iter("meta"):
        if (meta.get("name") or "").strip().lower() in _DESCRIBING:
            yield meta.get("content") or ""


def folded(text: str) -> str:
    """Small letters, full-width forms made plain, letters that were spaced out drawn together."""
    text = normalize("NFKC", text).replace("\u200b", "").lower()
    if len(_SPACED.findall(text)) >= _SPACED_LEAST:
        text = _SPACED.sub(r"\1", text)
    return text


def _offer(title: str, head: str, said: str, foreign: bool) -> tuple[str, list[str], bool] | None:
    text = said[:_TEXT].lower()
    everywhere = spam(f"{head}\n{text}" if foreign else head, in_links=True)
    if not any(everywhere.values()):
        return None
    titled = spam(title, in_links=True)
    found = _enough(spam(head), titled, _ENOUGH_IN_HEAD) or _stuffed(title, titled)
    in_head = found is not None
    if found is None and foreign:
        found = _enough(spam(f"{head}\n{text}"), titled, _ENOUGH_IN_TEXT)
    if found is None or _is_report(found[0], title, titled, head, text):
        return None
    return (*found, in_head)


def _enough(
    said: dict[str, list[str]], titled: dict[str, list[str]], least: int
) -> tuple[str, list[str]] | None:
    """The class of which there are enough words, and the words."""
    return next(((k, said[k]) for k in KINDS if _are_enough(said[k], titled[k], least)), None)


def _stuffed(title: str, titled: dict[str, list[str]]) -> tuple[str, list[str]] | None:
    """A title that says the same word again and again."""
    for kind in KINDS:
        words = [word for word in titled[kind] if title.count(word) >= _STUFFED]
        if words:
            return kind, words
    return None


def _are_enough(words: list[str], titled: list[str], least: int) -> bool:
    """Enough distinct words of one class: those in the title count twice, and without any there it
    takes `least`."""
    if not titled:
        return len(words) >= least
    return len(words) >= 2 and len(words) + len(titled) >= _ENOUGH


def _is_report(kind: str, title: str, titled: dict[str, list[str]], head: str, text: str) -> bool:
    """The title says so, plainly or where it names such things itself, or the descriptions do; or the
    text does and the title offers nothing."""
    if tells_of(title):
        return True
    told = ["hostile_told_title"] + ["hostile_told_title_gambling"] * (kind == "gambling")
    if titled[kind] and any(pattern(key).search(title) for key in told):
        return True
    return _reports(head) or (_reports(text) and not plain("hostile_offers").search(title))


@kept(1 << 12, longest=200)
def tells_of(title: str) -> bool:
    """A heading that reports or warns of such things. Kept: asked of each link to a stranger."""
    return bool(pattern("hostile_reports_title").search(title))


def _reports(text: str) -> bool:
    return sum(bool(one.search(text)) for one in patterns("hostile_reports")) >= _REPORTED


def spam(text: str, *, in_links: bool = False) -> dict[str, list[str]]:
    """The distinct words of gambling and of pornography in a folded text, longest first. What the
    state's lottery and travellers say too does not count beside them.

    Brands count beside an offer or a word of the trade; `in_links`: the text is what links are called,
    where a brand is enough, but for one that others are called as well.
    """
    trade, brands, namesakes, porn = (
        _distinct(m[0] for m in plain(k).finditer(text)) for k in _KEYS
    )
    namesakes = [one for one in namesakes if not any(one[:_STEM] in brand for brand in brands)]
    if trade and pattern("state_lottery").search(text):
        trade = [one for one in trade if not pattern("lottery_words").search(one)]
    several = len({one[:_STEM] for one in namesakes}) > 1
    tailed = any(pattern("hostile_tails").search(one) for one in namesakes)
    counted = bool(trade or brands or several or tailed)
    if counted and not trade and not in_links:
        counted = bool(plain("hostile_offers").search(text)) and not _travels(text)
    gambling = _distinct((*trade, *brands, *namesakes)) if counted else trade
    return {"gambling": gambling, "porn": porn}


def _travels(text: str) -> bool:
    return sum(bool(one.search(text)) for one in patterns("travel")) > 1


_KEYS = ("hostile_gambling", "hostile_brands", "hostile_namesakes", "hostile_porn")


def _distinct(words: Iterable[str]) -> list[str]:
    """Each word once, and none that is a part of another."""
    kept: list[str] = []
    for word in sorted(set(words), key=lambda one: (-len(one), one)):
        if not any(word in longer for longer in kept):
            kept.append(word)
    return kept


def _parked(doc: Document, title: str) -> tuple[str, list[str], bool] | None:
    """The page says of its own domain that it can be bought or has run out, or what shows the
    advertisements of a parking service stands there."""
    text = doc.text
    if len(text) > _PARKED_TEXT:
        return None
    said = f"{title}\n{folded(text)}"
    speaks = any(word in said for word in listed("domain_words"))
    words = [
        match[0].strip() for one in patterns("parked") if speaks and (match := one.search(said))
    ]
    if speaks and not words and not pattern("domain_market").search(said):
        words = [
            match[0].strip() for one in patterns("parked_named") if (match := one.search(said))
        ]
    if speaks and not words:
        named = pattern("parked_names").search(title)
        own = host_in(doc.url).removeprefix("www.")
        if named and own and own in said:
            words = [named[0], own]
    if not words and len(text) <= _SCRIPTED_TEXT and doc.source:
        match = pattern("parking_hosts").search(doc.source)
        words = [match[0]] if match else []
    if not words or pattern("moved_domain").search(said) or pattern("domain_report").search(said):
        return None
    return "parked", words, False
