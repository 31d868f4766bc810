"""What a page offers beside its content: the code in its 找错 entry, a search, and of a home page its
names, a view for small screens, aids for those who see or hear badly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.domain.evidence import PageEvidence, PageKind
from monitor.domain.function import Functions, Offers, Sight
from monitor.extract.document import Document
from monitor.extract.kept import kept
from monitor.extract.lexicon import Words, pattern
from monitor.extract.markup import SCRIPT
from monitor.extract.regions import Place
from monitor.extract.shown import squeeze, text_of
from monitor.extract.simplified import simplified
from monitor.extract.tree import Element

_FRAMED = frozenset(
    {PageKind.HOME, PageKind.COLUMN, PageKind.ARTICLE, PageKind.LEADERS, PageKind.LEADER}
)
_CODE = re.compile(
    r"""site_?(?:id)?_?code["']?\s*[=:]\s*["']?\s*(bm\d{6,8}|\d{7,10})(?!\d)"""
    r"""|\blink\(\s*["'](bm\d{6,8}|\d{7,10})["']""",
    re.I,
)
_REPORT = re.compile(r"jiucuo|zhaocuo|exposure|kaipuyun|zfwz|errorinfo|check_web|\blink\(", re.I)
_CALLING = frozenset({"a", "area", "img", "span", "div", "input", "button"})
_REPORT_FILE = re.compile(
    r"(?:^|[/_.\-])(?:(?:wz|zf|zfwz|web)?(?:zc|zhaoc|jiuc|wrong)|(?:wz|zfwz)?jc)\d*(?:[_.\-]|$)",
    re.I,
)
_MOST_CODES = 4
_HARMLESS = re.compile(
    r"jquery|zepto|swiper|slide|banner|carousel|marquee|koala|layui|bootstrap|html5shiv|respond|polyfill"
    r"|tongji|analytics|hm\.baidu|cnzz|statistics|stat\.|(?:^|[/_])ta\.js|ta\.trs|webterren|webdig|conac|jiucuo|share|qrcode"
    r"|createpage|weather|date|calendar|video|player|echarts|print|focus|tab(?:s|s?\.js)|viewclick",
    re.I,
)
"""Scripts by whose names we know what they do, and that it is nothing we look for."""
_SEARCH = re.compile(
    r"search|sousuo|souso|jiansuo|(?<![a-z])(?:query(?:str|word|string|text)?|key(?:s|word|words|str)?"
    r"|q|kw|wd|sswd|so|ss)(?![a-z])",
    re.I,
)
_SEARCH_PLACE = re.compile(r"search|sousuo|souso|jiansuo|//so\.|/so(?:\.|/|\?|$)|/s\?", re.I)
_UNTYPED = ("password", "hidden", "checkbox", "radio", "file", "reset")
_BESIDE_SEARCH = ("name", "id", "class", "placeholder", "value", "title", "alt", "onclick", "onfocus",
                  "aria-label", "src", "action", "onsubmit", "onkeydown", "onkeypress")  # fmt: skip
_AROUND = 3
_SIGNS = ("i", "span", "div", "img", "em", "svg", "li", "p")
_ACCOUNT = re.compile(r"user|account|login|passw|mobile|phone|mail|captcha|yzm|valid", re.I)
_SMALL = re.compile(r"mobile-agent|mobileoptimized|handheldfriendly", re.I)
_WIDTH = re.compile(r"width\s*=\s*(\d+)", re.I)
_DESK = 700
_TABLET = 1024
_SMALL_MEDIA = re.compile(r"handheld|max-(?:device-)?width", re.I)
_SMALL_STYLE = re.compile(r"@media[^{}]{0,80}max-(?:device-)?width\s*:\s*(\d{2,4})px", re.I)
_SMALL_PLACE = re.compile(r"//(?:m|wap|3g|mobile)\.|/(?:m|wap|mobile|3g)(?:/|$)|/mindex\.", re.I)
_SMALL_FILE = re.compile(r"uaredirect|mobile|wap|is_?phone|device|flexible|responsive", re.I)
_SMALL_SITE = re.compile(r"^(?:https?:)?//(?:m|wap|3g|mobile)\.[\w.-]*\bgov\.cn(?:[:/]|$)", re.I)
_NARROW = re.compile(r"(?:screen\.(?:avail)?|inner|client)width\s*<=?\s*\d", re.I)
_AGENT = re.compile(r"android|iphone|\bmobile\b|\bipad\b", re.I)
_LEAVES = re.compile(r"location|uaredirect|\.replace\(", re.I)
_AID = re.compile(
    r"wza|barrier-?free|accessib|aria(?:\.min)?\.js|changzhe|zhangzhe|shilaohua|slh(?:\b|\.)|zzzs"
    r"|assist(?:ive)?\b|readscreen|blindman",
    re.I,
)
_LABEL = 16
_AID_NAME = 6
_NAMES = 6
_NAME = 60
_LOGO = re.compile(r"logo|site-?_?name|web-?_?name|webtitle|sitetitle|biaoti", re.I)
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_HEAD = 200


def read_functions(doc: Document, page: PageEvidence) -> Functions:
    """Of pages in the site's frame. What a home page's bytes do not show may yet be brought by a script
    of unknown purpose, unless they are those of a page whose scripts have run."""
    if page.kind not in _FRAMED:
        return Functions(search=_box(doc)) if page.kind is PageKind.STATIC else Functions()
    home = page.kind is PageKind.HOME
    open_ended = home and not page.rendered and _may_change(doc)
    shown = page.footer.error_report
    return Functions(
        report_codes=_report_codes(doc) if shown else (),
        report=Sight.SHOWN if shown else _at_least(_may_report(doc), open_ended),
        search=_at_least(_search(doc) if home else _box(doc), open_ended),
        offers=_offers(doc, page, open_ended) if home else None,
    )


def _at_least(sight: Sight, open_ended: bool) -> Sight:
    return Sight.MAYBE if open_ended and sight is Sight.NONE else sight


def _may_change(doc: Document) -> bool:
    sources = [source for one in doc.root.iter("script") if (source := one.get("src"))]
    return any(not _HARMLESS.search(source) for source in sources)


# 找错


def _report_codes(doc: Document) -> tuple[str, ...]:
    found = dict.fromkeys(code for said in _report_calls(doc) for code in _codes(said))
    return tuple(found)[:_MOST_CODES]


def _called(elements: Sequence[Element]) -> list[str]:
    found = []
    for element in elements:
        if element.tag not in _CALLING:
            continue
        href, click = element.get("href") or "", element.get("onclick")
        place = f"{href} {click}" if click else href
        if _holds_code(place) and (
            _REPORT.search(place) or pattern("report_call").search(text_of(element))
        ):
            found.append(place)
    return found


def _report_calls(doc: Document) -> Iterator[str]:
    """What leads to the entry: links, and scripts that bring it."""
    yield from doc.body.home.tree.gathered(_called, within=doc.body)
    for element in doc.root.iter("script"):
        source = element.get("src")
        if source and _REPORT.search(source):
            yield source
            own = (element.get(name) for name in ("sitecode", "site_code", "data-sitecode"))
            yield from (f"sitecode={code.strip()}" for code in own if code)
    for script in doc.scripts:
        if _holds_code(script.code) and _brings_report(script.code):
            yield script.code


@kept(1 << 8, longest=SCRIPT)
def _brings_report(code: str) -> bool:
    return bool(_REPORT.search(code))


def _holds_code(text: str) -> bool:
    return "ode=" in text or "ODE=" in text or "ink(" in text or "ode'" in text or 'ode"' in text


@kept(1 << 9, longest=SCRIPT)
def _codes(text: str) -> tuple[str, ...]:
    return tuple((match[1] or match[2]).lower() for match in _CODE.finditer(text))


def _may_report(doc: Document) -> Sight:
    """Words for the entry that are no link, a script that has them, a picture at the foot of its name.
    The title of a text about the entry is none."""
    words = pattern("report_call")
    if words.search(doc.code):
        return Sight.MAYBE
    if words.may_match(doc.text):
        titles = " ".join(one for one in doc.flat.linked.values() if len(one) > _LABEL)
        if _times(words, doc.text) > _times(words, titles):
            return Sight.MAYBE
    for element, place in doc.places.items():
        if place is Place.FOOTER and element.tag in ("a", "img"):
            called = (
                f"{element.get('class') or ''} {element.get('id') or ''} {element.get('src') or ''}"
            )
            if any(_REPORT_FILE.search(one) for one in called.split()):
                return Sight.MAYBE
    return Sight.NONE


def _times(words: Words, text: str) -> int:
    return sum(1 for _ in words.finditer(text))


# Search


def _search(doc: Document) -> Sight:
    """A box to write into, a way to a page that has one, or what a script may make one of."""
    if _box(doc) is Sight.SHOWN or any(_leads_to_search(anchor) for anchor in doc.anchors):
        return Sight.SHOWN
    if any(one.tag in _SIGNS and _is_sign(one) for one in doc.flat.elements):
        return Sight.MAYBE
    sources = (one.get("src") or "" for one in doc.root.iter("script"))
    named = any(_SEARCH_PLACE.search(source) for source in sources)
    if named or any(_brings_search(script.code) for script in doc.scripts):
        return Sight.MAYBE
    return Sight.NONE


def _box(doc: Document) -> Sight:
    for element in doc.body.iter("input", "form", "button", "textarea", "iframe"):
        tag = element.tag
        if tag == "iframe":
            found = bool(_SEARCH_PLACE.search(element.get("src") or ""))
        else:
            found = _is_box(element) if tag in ("input", "textarea") else _speaks(element)
        if found:
            return Sight.SHOWN
    return Sight.NONE


def _is_box(element: Element) -> bool:
    kind = (element.get("type") or "text").lower()
    if kind in _UNTYPED:
        return False
    if kind == "search" or _speaks(element):
        return not _ACCOUNT.search(f"{element.get('name') or ''} {element.get('id') or ''}")
    around = element.getparent()
    for _ in range(_AROUND):
        if around is None or around.tag == "body":
            return False
        names = f"{around.get('class') or ''} {around.get('id') or ''}"
        if _SEARCH_PLACE.search(names) and kind in ("text", "image", "button", "submit"):
            return True
        around = around.getparent()
    return False


def _speaks(element: Element) -> bool:
    said = " ".join(value for name, value in element.attrib.items() if name in _BESIDE_SEARCH)
    if element.tag == "button":
        said = f"{said} {text_of(element)}"
    return bool(said) and _is_of_search(said)


@kept(1 << 9, longest=400)
def _is_of_search(said: str) -> bool:
    return bool(_SEARCH.search(said) or pattern("search_says").search(said))


def _leads_to_search(anchor: Element) -> bool:
    label = (anchor.text or "") if len(anchor) == 0 else ""
    return _is_way(anchor.get("href") or "", label.strip() or _pictured(anchor))


@kept(1 << 12, longest=300)
def _is_way(href: str, label: str) -> bool:
    if len(label) <= _LABEL and pattern("search_label").search(label):
        return True
    return bool(_SEARCH_PLACE.search(href)) and "javascript" not in href.lower()


def _pictured(anchor: Element) -> str:
    if len(anchor) == 0:
        return anchor.get("title") or ""
    picture = next(anchor.iter("img"), None)
    said = "" if picture is None else picture.get("alt") or picture.get("title") or ""
    return said or text_of(anchor)


def _is_sign(element: Element) -> bool:
    """A box or picture that is called search, or says so, and that a script may bring to life."""
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('src') or ''}"
    if names != "  " and _SEARCH_PLACE.search(names):
        return True
    own = element.text
    return (
        own is not None
        and len(element) == 0
        and len(own) <= _LABEL
        and bool(pattern("search_label").search(own.strip()))
    )


@kept(1 << 8, longest=SCRIPT)
def _brings_search(code: str) -> bool:
    return bool(_SEARCH_PLACE.search(code) or pattern("search_says").search(code))


# Of a home page


def _offers(doc: Document, page: PageEvidence, open_ended: bool) -> Offers:
    return Offers(
        title=squeeze(doc.title)[: 2 * _NAME],
        names=tuple(dict.fromkeys(_names(doc, page)))[:_NAMES],
        mobile=_at_least(_mobile(doc), open_ended),
        accessible=_at_least(_accessible(doc), open_ended),
    )


def _names(doc: Document, page: PageEvidence) -> Iterator[str]:
    tag = dict(page.tags).get("SiteName")
    if tag:
        yield tag[:_NAME]
    for element in doc.flat.elements[:_HEAD]:
        if doc.places.get(element) is Place.FOOTER:
            continue
        called = f"{element.get('class') or ''} {element.get('id') or ''}" if element.attrib else ""
        if element.tag == "img":
            said = element.get("alt") or element.get("title") or ""
            logo = True
        elif element.tag == "h1" or (called != " " and _LOGO.search(called)):
            said = text_of(element)
            logo = True
        else:
            continue
        said = squeeze(said)
        if logo and len(said) <= _NAME and _HAN.search(said):
            yield said


def _mobile(doc: Document) -> Sight:
    for meta in doc.root.iter("meta"):
        name = (meta.get("name") or meta.get("http-equiv") or "").strip().lower()
        content = meta.get("content") or ""
        if name == "viewport" and _fits(content):
            return Sight.SHOWN
        if _SMALL.search(name) or (name == "applicable-device" and "mobile" in content.lower()):
            return Sight.SHOWN
    for link in doc.root.iter("link"):
        if _SMALL_MEDIA.search(link.get("media") or ""):
            return Sight.SHOWN
    for anchor in doc.anchors:
        label = text_of(anchor) or _pictured(anchor)
        if len(label) <= _LABEL and pattern("mobile_label").search(simplified(label)):
            return Sight.SHOWN
    if any(int(match[1]) <= _TABLET for match in _SMALL_STYLE.finditer(doc.source)):
        return Sight.SHOWN
    if any(_AGENT.search(one.code) and _LEAVES.search(one.code) for one in doc.scripts):
        return Sight.SHOWN
    return Sight.MAYBE if _may_be_mobile(doc) else Sight.NONE


def _may_be_mobile(doc: Document) -> bool:
    """A script, a style sheet or an administration's host whose name or code speaks of small screens."""
    if "viewport" in doc.code or any(
        _NARROW.search(one.code) and _LEAVES.search(one.code) for one in doc.scripts
    ):
        return True
    files = [one.get("src") or "" for one in doc.root.iter("script")]
    files += [one.get("href") or "" for one in doc.root.iter("link")]
    return any(map(_SMALL_FILE.search, files)) or any(
        _SMALL_SITE.match(one.get("href") or "") for one in doc.anchors
    )


def _fits(content: str) -> bool:
    """A layout of a desk's fixed width is none for a small screen."""
    width = _WIDTH.search(content)
    if width and int(width[1][:6]) >= _DESK:
        return False
    return "device-width" in content.lower() or "initial-scale" in content.lower() or bool(width)


def _accessible(doc: Document) -> Sight:
    for element in doc.flat.elements:
        if element.tag in (
            "a",
            "button",
            "span",
            "div",
            "li",
            "em",
            "i",
            "p",
            "font",
            "b",
            "label",
        ):
            own = element.text if len(element) == 0 else None
            if own and len(own) <= 2 * _LABEL and _is_aid(own):
                return Sight.SHOWN
        if element.tag in ("a", "img", "input", "button"):
            said = (element.get(name) or "" for name in ("alt", "title", "value", "aria-label"))
            if any(len(one) <= _LABEL and _is_aid(one) for one in said if one):
                return Sight.SHOWN
            if element.tag == "a" and len(element) and _is_aid(text_of(element)[:_NAME]):
                return Sight.SHOWN
    for element in doc.root.iter("script", "a", "img", "div", "span", "button"):
        called = " ".join(
            element.get(name) or "" for name in ("src", "href", "id", "class", "onclick")
        )
        if _AID.search(called) and not (element.tag == "a" and _is_headline(text_of(element))):
            return Sight.SHOWN
    return Sight.SHOWN if any(_AID.search(script.code) for script in doc.scripts) else Sight.NONE


@kept(1 << 10, longest=_NAME)
def _is_aid(said: str) -> bool:
    return bool(pattern("access_label").search(simplified("".join(said.split()))))


def _is_headline(label: str) -> bool:
    """Words that name something else than an aid: a topic on barriers has an address like one."""
    return len(label) > _AID_NAME and bool(_HAN.search(label)) and not _is_aid(label)
