"""What others may have put on a page: another offer, links that nobody sees, frames and jumps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.domain.evidence import Link, LinkKind, PageEvidence, PageKind
from monitor.domain.hostile import NOTHING_HOSTILE, Guise, HiddenLinks, Hostile, Tampering
from monitor.extract.document import Document, fragment
from monitor.extract.guise import KINDS, folded, read_guise, spam, tells_of
from monitor.extract.hosts import host_in, is_foreign, owned_by
from monitor.extract.kept import kept
from monitor.extract.lexicon import pattern, plain
from monitor.extract.markup import SCRIPT, written_by
from monitor.extract.regions import names_of
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element
from monitor.extract.unseen import Veils, veil_of_style

_PAGE, _FRAME = LinkKind.PAGE, LinkKind.FRAME
_MOST_LINKS, _MOST_WORDS, _MOST_BOXES = 20, 10, 5
_TEXT, _URL = 30, 200
_KEPT_LINKS = 100
_SEVERAL = 3
"""Hosts of strangers in one hidden box that are worth telling of without a word of spam."""
_SPAM_LINKS = 3
_OWN_WORDS = 6
_WARES = 2
_NEVER = {"noscript", "template", "textarea", "select", "option", "object", "video", "audio"}
_OPENED = {"ul", "ol", "dl", "li", "dd", "dt", "select", "form", "nav"}
"""Elements that scripts and rules open and close: menus, tabs."""
_CLICKED = frozenset({"display", "visibility", "opacity", "attribute", "clip"})
"""Tricks with which ordinary pages hide what a click brings up."""
_WITH_PICTURE = frozenset({"font", "indent", "colour"})
"""Tricks that hide words alone."""
_NAMES_HOST = re.compile(r"[:\\]|/\s*/")
_JOINED = re.compile(r"""(["'])\s*\+\s*\1""")
_LETTER = re.compile(r"[^\W\d_]")
_WIDE = re.compile(r"%u([0-9a-f]{4})", re.I)
_MAY_STYLE = re.compile(r"style|marquee|hidden", re.I)
_OPENING = re.compile(r"<(\w+)\b([^>]*)>", re.S)
_STYLE_SAID = re.compile(r"""style\s*=\s*\\?["']?([^"'>\\]+)""", re.I)
_ANCHOR = re.compile(
    r"""<a\b[^>]*?href\s*=\s*["']?\s*(https?://[^"'\s>]+)[^>]*>(.*?)</a""", re.S | re.I
)
_REMARK = re.compile(r"<!--.*?-->", re.S)
_MARKUP = re.compile(r"<[^>]+>")
_SENTENCE = re.compile("[\uff0c\u3002\uff1b]")
_SIGNS_OF_JUMPS = ("referrer", "REFERRER", "pider", "ooglebot")
_FROM_SEARCH = re.compile(r"referrer", re.I)
_ENGINES = re.compile(r"baidu|sogou|\bso\.com|haosou|google|\bsm\.cn|soso|360", re.I)
_SPIDER = re.compile(r"baiduspider|googlebot|sogou ?web|360spider|bytespider|spider\|", re.I)
_JUMP = re.compile(
    r"""location(?:\.href)?\s*=\s*["'](?:https?:)?//([^"'/\s]+)"""
    r"""|location\.(?:replace|assign)\(\s*["'](?:https?:)?//([^"'/\s]+)""",
    re.I,
)
_NEAR = 300
"""Characters between the question and the jump that it decides."""
_HACKED_TEXT = 1500
_DOT = 2.0


def read_hostile(doc: Document, page: PageEvidence) -> Hostile:
    """Cheap where nothing is wrong: names of hosts, title and descriptions are all that is looked at."""
    guise = read_guise(doc, page)
    own = host_in(doc.url)
    root = doc.url[: doc.url.find("/", len("https://")) + 1] or doc.url
    strange = {
        link.url: link
        for link in page.links
        if not link.url.startswith(root) and (link.kind is _PAGE or link.kind is _FRAME)
        if is_foreign(link.url, own)
    }
    hidden = tuple(_hidden(doc, strange, own))[:_MOST_BOXES]
    tampering = tuple(_tampering(doc, page, strange, guise, hidden))
    if guise is None and not hidden and not tampering:
        return NOTHING_HOSTILE
    return Hostile(guise, hidden, tampering)


# Links that nobody sees.


def _hidden(doc: Document, strange: dict[str, Link], own: str) -> Iterator[HiddenLinks]:
    """The boxes that hide links to strangers, where their words or their number tell."""
    told: set[str] = set()
    source = doc.source
    if any(link.kind is _PAGE for link in strange.values()):
        for box in _boxes(doc, strange):
            told.update(url for url, _ in box.links)
            yield box
    if "document.write" in doc.code:
        for box in _written(doc, own):
            if told.isdisjoint(url for url, _ in box.links):
                told.update(url for url, _ in box.links)
                yield box
    tail = _tail(source)
    if tail:
        links = [
            (url, squeeze(_MARKUP.sub(" ", text)))
            for url, text in _ANCHOR.findall(_REMARK.sub(" ", tail))
            if is_foreign(url, own) and url not in told
        ]
        behind = _judged(tuple(links), "tail", False, False)
        if behind is not None:
            yield behind


def _boxes(doc: Document, strange: dict[str, Link]) -> Iterator[HiddenLinks]:
    veils = Veils(doc.source, doc.code)
    covered = _covered_by_scripts(doc)
    found: dict[tuple[Element, str, bool], list[Element]] = {}
    for anchor in _outward(doc):
        if doc.addresses.absolute(anchor.get("href")) not in strange:
            continue
        over = veils.over(anchor)
        if over is not None:
            veil, box = over
            if veil.trick in _WITH_PICTURE and next(anchor.iter("img"), None) is not None:
                continue
            found.setdefault((box, veil.trick, veil.inline), []).append(anchor)
        elif anchor in covered:
            found.setdefault((doc.body, "written", False), []).append(anchor)
    merged: dict[tuple[str, bool, bool], list[tuple[str, str]]] = {}
    for (box, trick, inline), anchors in found.items():
        if any(one.tag in _NEVER for one in (box, *box.iterancestors())):
            continue
        plain = trick != "written" and _is_plain(box, anchors)
        links = merged.setdefault((trick, inline, plain), [])
        links += [(doc.addresses.absolute(a.get("href")) or "", _label(a)) for a in anchors]
    for (trick, inline, plain), links in merged.items():
        judged = _judged(tuple(links), trick, inline, plain)
        if judged is not None:
            yield judged


def _outward(doc: Document) -> list[Element]:
    """The links that may lead to another host."""
    if not doc.addresses.at_home:
        return doc.anchors
    return [one for one in doc.anchors if _NAMES_HOST.search(one.get("href") or "")]


def _label(anchor: Element) -> str:
    return text_of(anchor) or squeeze(anchor.get("title") or "")


def _is_plain(box: Element, anchors: Sequence[Element]) -> bool:
    """Nothing names the box, and it is no item or list that a menu opens: nobody's script finds it."""
    if box.tag in _OPENED or names_of(box).strip():
        return False
    linked = sum(len(_LETTER.findall(text_of(a))) for a in box.iter("a"))
    if len(_LETTER.findall(text_of(box))) - linked > _OWN_WORDS:
        return False  # it speaks to a reader
    if any(name.startswith("data-") or name.startswith("on") for name in map(str, box.attrib)):
        return False
    parent = box.getparent()
    if parent is not None and (parent.tag in _OPENED or _has_twin(box, parent)):
        return False
    return not any(a.get("onclick") for a in anchors)


def _has_twin(box: Element, parent: Element) -> bool:
    """Another box beside it that is shown or hidden like it: one of several tabs."""
    if box.tag in ("a", "span", "p"):
        return False
    return any(one is not box and one.tag == box.tag and one.get("style") for one in parent)


@kept(1 << 8, longest=_KEPT_LINKS)
def _judged(
    links: tuple[tuple[str, str], ...], trick: str, inline: bool, plain: bool
) -> HiddenLinks | None:
    """None where neither the words nor the number of hosts tell anything. Kept: the pages of a site hide
    the same menus."""
    distinct = list(dict(links).items())
    if not distinct:
        return None
    words = _spam_words([text for _, text in distinct], certain=plain or trick not in _CLICKED)
    owners = {owned_by(host_in(url)) for url, _ in distinct}
    institutions = sum(bool(pattern("institution").search(text)) for _, text in distinct)
    many = len(owners) >= _SEVERAL and plain and institutions * 3 <= len(distinct)
    if not words and not many:
        return None
    shown = tuple(
        (url[:_URL], _SENTENCE.sub(" ", text)[:_TEXT]) for url, text in distinct[:_MOST_LINKS]
    )
    return HiddenLinks(trick, inline, shown, len(distinct), words[:_MOST_WORDS], plain)


def _spam_words(texts: Sequence[str], *, certain: bool) -> tuple[str, ...]:
    """One word of gambling or pornography is enough in a link that nobody sees; of other wares that
    are sold in this way it takes several links, and more where a click may bring them up (not
    `certain`)."""
    lines = [folded(text) for text in texts]
    whole = "\n".join(line for line in lines if not tells_of(line))
    named = spam(whole, in_links=True)
    words = [word for kind in KINDS for word in named[kind]]
    words += [match[0] for match in pattern("spam_surely").finditer(whole)]
    sold = [line for line in whole.split("\n") if pattern("spam_wares").search(line)]
    wares = {match[0] for line in sold for match in pattern("spam_wares").finditer(line)}
    if len(wares) >= _WARES and len(sold) >= (_WARES if certain else _WARES + 1):
        words += sorted(wares)
    return tuple(words)


def _covered_by_scripts(doc: Document) -> set[Element]:
    """The links between a script that writes the beginning of a hidden box and the one that writes its
    end, or the end of what is around it."""
    covered: set[Element] = set()
    for script in doc.scripts:
        if "document.write" not in script.code or not _opens_hidden(_styled(script.code)):
            continue
        ends = {one.element for one in doc.scripts if "</" in one.written}
        for after in script.element.itersiblings():
            if after in ends:
                break
            covered.update(after.iter("a"))
    return covered


@kept(1 << 8, longest=SCRIPT)
def _styled(code: str) -> str:
    """What a script writes, pieces of one string joined; "" where it sets nobody's style."""
    joined = _WIDE.sub(lambda match: chr(int(match[1], 16)), _JOINED.sub("", code))
    if not _MAY_STYLE.search(joined):
        return ""
    return written_by(joined)


def _opens_hidden(written: str) -> bool:
    """The last element it opens and leaves open hides what follows."""
    for match in _OPENING.finditer(written):
        said = _STYLE_SAID.search(match[2])
        hides = bool(said and veil_of_style(said[1])) or match[1].lower() == "marquee"
        if hides and f"</{match[1].lower()}" not in written[match.end() :].lower():
            return True
    return False


def _written(doc: Document, own: str) -> Iterator[HiddenLinks]:
    """Hidden boxes that a script writes whole."""
    for script in doc.scripts:
        written = _styled(script.code) if "document.write" in script.code else ""
        if "<a" not in written.lower() or "://" not in written:
            continue
        tree = fragment(f"<div>{written}</div>")
        if tree is None:
            continue
        veils = Veils(written, "")
        by_trick: dict[str, list[tuple[str, str]]] = {}
        for anchor in tree.iter("a"):
            url = squeeze(anchor.get("href") or "")
            over = veils.over(anchor)
            if over and is_foreign(url, own):
                by_trick.setdefault(over[0].trick, []).append((url, _label(anchor)))
        for trick, links in by_trick.items():
            box = _judged(tuple(links), trick, False, False)
            if box is not None:
                yield box


def _tail(source: str) -> str:
    """What stands after the page's last end, where it holds links and is not a foot put in there."""
    at = max(source.rfind("</html>"), source.rfind("</HTML>"))
    rest = source[at + 7 : at + 20_000] if at >= 0 else ""
    return rest if "<a" in rest or "<A" in rest else ""


# Other signs.


def _tampering(
    doc: Document,
    page: PageEvidence,
    strange: dict[str, Link],
    guise: Guise | None,
    hidden: Sequence[HiddenLinks],
) -> Iterator[Tampering]:
    words = _spam_links(strange, hidden) if strange and guise is None else ()
    if words:
        yield Tampering("links", words)
    frames = tuple(_dots(doc, strange))
    if frames:
        yield Tampering("frame", frames[:_MOST_LINKS])
    if "location" in doc.code and any(sign in doc.code for sign in _SIGNS_OF_JUMPS):
        jumps = tuple(dict.fromkeys(_jumps(doc)))
        if jumps:
            yield Tampering("jump", jumps[:_MOST_LINKS])
    short = page.kind is not PageKind.ARTICLE and len(doc.text) <= _HACKED_TEXT
    if short and not tells_of(doc.title):
        said = plain("hacked").search(f"{doc.title}\n{doc.text}".lower())
        if said:
            yield Tampering("hacked", (_SENTENCE.sub(" ", squeeze(said[0]))[:_TEXT],))


def _spam_links(strange: dict[str, Link], hidden: Sequence[HiddenLinks]) -> tuple[str, ...]:
    """Words of one class in links to strangers that stand there for all to see."""
    known = {url for box in hidden for url, _ in box.links}
    texts = [
        link.text
        for link in strange.values()
        if link.text and link.url not in known and not tells_of(link.text)
    ]
    return _spam_of("\n".join(texts)) if len(texts) > 1 else ()


@kept(1 << 8, longest=4000)
def _spam_of(texts: str) -> tuple[str, ...]:
    named = spam(folded(texts), in_links=True)
    return next((tuple(named[k][:_MOST_WORDS]) for k in KINDS if len(named[k]) >= _SPAM_LINKS), ())


def _dots(doc: Document, strange: dict[str, Link]) -> Iterator[str]:
    """Frames of strangers that are too small or too far off to be seen."""
    if not any(link.kind is _FRAME for link in strange.values()):
        return
    veils = Veils(doc.source, doc.code)
    for frame in doc.root.iter("iframe"):
        url = doc.addresses.absolute(frame.get("src"))
        if names_of(frame).strip() or frame.get("name"):
            continue  # a script of the page knows it
        if url is None or url not in strange or any(a.tag in _NEVER for a in frame.iterancestors()):
            continue
        sides = [(frame.get(side) or "").strip().removesuffix("px") for side in ("width", "height")]
        dot = all(side.isdigit() and float(side) <= _DOT for side in sides)
        style = (frame.get("style") or "").replace(" ", "").lower()
        dot = dot or bool(re.search(r"(?<![\w-])(?:width|height):[01](?:px)?(?:;|$)", style))
        if dot or veils.over(frame) is not None:
            yield url[:_URL]


def _jumps(doc: Document) -> Iterator[str]:
    """Scripts that send on those who come from a search engine, to a stranger's host."""
    own = host_in(doc.url)
    for script in doc.scripts:
        code = script.code
        asked = [match.end() for match in _ENGINES.finditer(code)]
        if not asked or not (_FROM_SEARCH.search(code) or _SPIDER.search(code)):
            continue
        for match in _JUMP.finditer(code):
            before = max((at for at in asked if at <= match.start()), default=None)
            if (
                before is None
                or match.start() - before > _NEAR
                or "function" in code[before : match.start()]
            ):
                continue
            url = f"http://{match[1] or match[2]}/"
            if is_foreign(url, own):
                yield host_in(url)
