"""How an element is kept from a visitor's eyes: by its own style, a rule of the page, or a script.

Only what the page itself says is read; a stylesheet of its own file is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.extract.flat import places
from monitor.extract.kept import kept
from monitor.extract.tree import Element

_MAY_HIDE = re.compile(
    r"display\s*:|visibility|opacity|text-indent|font-size|marquee|overflow|z-index|clip|color"
    r"|left\s*:|top\s*:|margin|hidden|hide\(|transform",
    re.I,
)
_DECLARED = re.compile(r"([a-z-]+)\s*:\s*([^;{}]+)", re.I)
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|em|rem|ex|pt|%|vw|vh)?", re.I)
_PIXELS = {"em": 16, "rem": 16, "ex": 8, "pt": 1.3, "%": 12, "vw": 12, "vh": 8}
_FAR = -400.0
_TINY = 3.0
_CUT_OFF = 50 * _PIXELS["%"]
_MOVED = re.compile(r"translate(?:x|y|3d)?\(\s*(-\d[\w.%]*)", re.I)
_STYLES = ("<style", "<STYLE", "<Style")
_STYLE = re.compile(r"<style\b[^>]*>(.*?)<\\?/style", re.S | re.I)
_CSS_REMARK = re.compile(r"/\*.*?\*/", re.S)
_GROUP = re.compile(
    r"@(?:media|supports|keyframes|-webkit-keyframes|page|print)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}"
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_NAME = re.compile(r"[.#][\w-]+")
_STATE = re.compile(r":(?!first-child|last-child|nth-child)[\w-]+|\[")
_INNER = re.compile(r"(?:\s*>?\s*(?:a|li|ul|ol|p|div|span|td|tr|table|center|font|\*))*\s*$", re.I)
_LONGEST_STYLE = 60_000
_COLOURS = {"white": "#ffffff", "black": "#000000", "#fff": "#ffffff", "#000": "#000000"}
_RGB = re.compile(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)")
_SCRIPT_HIDES = re.compile(
    r"""getElementById\(\s*["']([\w-]+)["']\s*\)\.style\.(?:display\s*=\s*["']none|visibility\s*=\s*["']hidden"""
    r"""|cssText\s*=\s*["'][^"']*display\s*:\s*none)"""
    r"""|\$\(\s*["']#([\w-]+)["']\s*\)\.hide\(""",
    re.I,
)
_GROUND = re.compile(r"background(?:-color)?\s*:\s*([^;]+)", re.I)
_WORDS_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;]+)", re.I)
_SHOWN = re.compile(
    r"display\s*:\s*(?!none)\w|visibility\s*:\s*visible|opacity\s*:\s*1\b|left\s*:\s*0", re.I
)


@dataclass(frozen=True, slots=True)
class Veil:
    """`trick`: as in `HiddenLinks`. `inline`: the element's own attributes say so."""

    trick: str
    inline: bool = True


@kept(1 << 7, longest=_LONGEST_STYLE)
def may_hide(source: str) -> bool:
    """False where nothing on the page could hide anything."""
    return bool(_MAY_HIDE.search(source))


@kept(1 << 12, longest=600)
def veil_of_style(style: str) -> str | None:
    """The trick of an inline style or of a rule's declarations, None where it shows what it holds."""
    said = {name.lower(): value.strip().lower() for name, value in _DECLARED.findall(style)}
    if said.get("display", "").startswith("none"):
        return "display"
    if said.get("visibility", "").startswith(("hidden", "collapse")):
        return "visibility"
    if _is_zero(said.get("opacity")) or "opacity=0)" in said.get("filter", "").replace(" ", ""):
        return "opacity"
    if "indent" in style.lower() and _pixels(said.get("text-indent")) <= _FAR:
        return "indent"
    place = said.get("position", "")
    if place.startswith(("absolute", "fixed", "relative")) and any(
        _pixels(said.get(side)) <= _FAR for side in ("left", "top", "right", "bottom")
    ):
        return "position"
    if place.startswith(("absolute", "fixed")):
        if "rect(0" in said.get("clip", "").replace(" ", "") or "rect(1px" in said.get("clip", ""):
            return "clip"
        if said.get("z-index", "").startswith("-"):
            return "behind"
    if "inset(" in said.get("clip-path", "") and _pixels(said["clip-path"][6:]) >= _CUT_OFF:
        return "clip"
    moved = _MOVED.search(said.get("transform", ""))
    if moved and _pixels(moved[1]) <= _FAR:
        return "position"
    if any(
        _pixels(value) <= _FAR
        for name in ("margin", "margin-left", "margin-top", "margin-right", "margin-bottom")
        if (values := said.get(name))
        for value in values.split()
    ):
        return "position"
    if _is_nothing(said):
        return "size"
    size = _LENGTH.match(said.get("font-size", ""))
    if size and float(size[1]) * _PIXELS.get((size[2] or "px").lower(), 1) < _TINY - 1:
        return "font"
    own = _colour(said.get("color"))
    behind = said.get("background-color") or said.get("background", "")
    if own and "url(" not in said.get("background", "") and own == _colour(behind):
        return "colour"
    return None


def _is_nothing(said: dict[str, str]) -> bool:
    """A box of no size that cuts off what it holds."""
    if (
        "scale(0" in said.get("transform", "").replace(" ", "")
        and "scale(0." not in said["transform"]
    ):
        return True
    if not said.get("overflow", "").startswith("hidden") and "overflow-y" not in said:
        return False
    return any(
        said.get(side) is not None and 0 <= _pixels(said[side], 99) <= _TINY
        for side in ("height", "width", "max-height", "max-width", "line-height")
    )


def _is_zero(value: str | None) -> bool:
    if value is None:
        return False
    match = _LENGTH.match(value)
    return bool(match) and float(match[1]) < 0.05 if match else False


def _pixels(value: str | None, otherwise: float = 0.0) -> float:
    match = _LENGTH.match(value.strip()) if value else None
    if match is None:
        return otherwise
    return float(match[1]) * _PIXELS.get((match[2] or "").lower(), 1)


@kept(1 << 10, longest=100)
def _colour_of(value: str) -> str | None:
    value = value.split("!")[0].strip().lower()
    rgb = _RGB.search(value)
    if rgb:
        return "#" + "".join(f"{int(part):02x}" for part in rgb.groups())
    first = value.split()[0] if value else ""
    found = _COLOURS.get(first, first)
    if len(found) == 4 and found.startswith("#"):
        found = "#" + "".join(digit * 2 for digit in found[1:])
    return found if found.startswith("#") or found.isalpha() else None


def _colour(value: str | None) -> str | None:
    found = _colour_of(value) if value else None
    return None if found in ("inherit", "transparent", "none", "url", "initial") else found


class Veils:
    """What hides the elements of one page; each element around a link is asked once."""

    def __init__(self, source: str, code: str) -> None:
        self._rules = _rules(source)
        self._telling = self._rules.hiding.keys() | self._rules.colours.keys()
        self._scripted = _hidden_by(code)
        self._known: dict[Element, tuple[Veil, Element] | None] = {}

    def over(self, element: Element) -> tuple[Veil, Element] | None:
        """What hides it, and the outermost element that does."""
        chain: list[Element] = []
        step: Element | None = element
        found: tuple[Veil, Element] | None = None
        while step is not None:
            if step in self._known:
                found = self._known[step]
                break
            chain.append(step)
            step = step.getparent()
        for one in reversed(chain):
            if found is None:
                veil = self._of(one)
                found = (veil, one) if veil else None
            self._known[one] = found
        return found

    def _of(self, element: Element) -> Veil | None:
        if not element.attrib:
            return None  # nothing could hide it
        style = element.get("style")
        trick = veil_of_style(style) if style else None
        if trick is None and element.tag == "marquee":
            trick = _marquee(element)
        if trick is None and element.get("hidden") is not None:
            trick = "attribute"
        if trick is None and (own := _written_colour(element, style)):
            trick = "colour" if own == self._ground(element) else None
        if trick:
            return Veil(trick)
        return self._by_name(element)

    def _by_name(self, element: Element) -> Veil | None:
        own = element.get("id")
        if own and own in self._scripted:
            return Veil("script", inline=False)
        names = _names(element)
        if self._telling.isdisjoint(names):
            return None
        for name in names:
            if name in self._rules.hiding:
                return Veil(self._rules.hiding[name], inline=False)
            colour = self._rules.colours.get(name)
            if colour and colour == self._ground(element):
                return Veil("colour", inline=False)
        return None

    def _ground(self, element: Element) -> str | None:
        """The colour behind an element, as far as the page itself says so, in the nearest place that
        does; None for a picture, and where a rule of another file may colour it."""
        grounds = self._rules.grounds
        for one in (element, *element.iterancestors()):
            found = _ground_of_style((one.get("style") or "").lower())
            if found is None and one.get("bgcolor") and not one.get("background"):
                found = _colour(one.get("bgcolor"))
            if found is None and one.get("background"):
                return None
            named = _names(one)
            if found is None:
                found = next((grounds[name] for name in named if name in grounds), None)
            if found is None and one.tag == "body":
                found = grounds.get("body")
            if found is not None:
                return found or None
            if named and one is not element and one.tag != "body":
                return None
        return None


@kept(1 << 8, longest=_LONGEST_STYLE)
def _hidden_by(code: str) -> frozenset[str]:
    """The ids of what scripts hide."""
    return frozenset(one for match in _SCRIPT_HIDES.findall(code) for one in match if one)


def _names(element: Element) -> tuple[str, ...]:
    """Its classes and its id, as rules write them."""
    classes, own = element.get("class"), element.get("id")
    return _written_names(classes or "", own) if classes or own else ()


@kept(1 << 12, longest=200)
def _written_names(classes: str, own: str | None) -> tuple[str, ...]:
    names = [f".{name}" for name in classes.split()]
    return (*names, f"#{own}") if own else tuple(names)


def _written_colour(element: Element, style: str | None) -> str | None:
    """The colour of its words, where the element itself says so."""
    if element.tag == "font" and element.get("color"):
        return _colour(element.get("color"))
    return _own_colour(style) if style and "color" in style.lower() else None


def _marquee(element: Element) -> str | None:
    sides = [_pixels(element.get(side), 99) for side in ("width", "height")]
    speed = _pixels(element.get("scrollamount"), 0)
    return "marquee" if min(sides) <= 10 or speed >= 500 else None


def _own_colour(style: str) -> str | None:
    match = _WORDS_COLOUR.search(style)
    return _colour(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class _Rules:
    """By class or id: the trick of what hides it, the colour of its words, and that behind it; "" where
    a picture is behind it. The page itself is behind under `body`."""

    hiding: dict[str, str]
    colours: dict[str, str]
    grounds: dict[str, str]


_NO_RULES = _Rules({}, {}, {})


def _ground_of_style(style: str) -> str | None:
    """The colour that a style puts behind; "" for a picture, None where it says nothing."""
    if "background" not in style:
        return None
    if "url(" in style or "gradient" in style:
        return ""
    match = _GROUND.search(style)
    return _colour(match[1]) if match else None


@kept(1 << 6, longest=_LONGEST_STYLE)
def _rules_of(styles: str) -> _Rules:
    """What the page's own rules say; what another rule takes back hides nothing."""
    styles = _GROUP.sub(" ", _CSS_REMARK.sub(" ", styles))
    hiding: dict[str, str] = {}
    colours: dict[str, str] = {}
    grounds: dict[str, str] = {}
    shown: set[str] = set()
    for selectors, declared in _RULE.findall(styles):
        trick = veil_of_style(declared)
        opens = trick is None and bool(_SHOWN.search(declared))
        ground, colour = _ground_of_style(declared.lower()), _own_colour(declared)
        if not (trick or opens or colour or ground is not None):
            continue
        for selector in selectors.split(","):
            names = _NAME.findall(selector)
            if not names:
                if ground is not None and selector.strip().lower() == "body":
                    grounds["body"] = ground
                continue
            if opens:
                shown.update(names)
            rest = selector.rpartition(names[-1])[2]
            if _STATE.search(selector) or not _INNER.fullmatch(rest):
                continue
            if trick:
                hiding.setdefault(names[-1], trick)
            if colour:
                colours.setdefault(names[-1], colour)
            if ground is not None and not rest.strip():
                grounds.setdefault(names[-1], ground)
    hiding = {name: trick for name, trick in hiding.items() if name not in shown}
    return _Rules(hiding, colours, grounds)


def _rules(source: str) -> _Rules:
    styles = "\n".join(_blocks(source))
    return _rules_of(styles) if styles else _NO_RULES


def _blocks(source: str) -> Iterator[str]:
    size = end = 0
    for at in sorted(at for begin in _STYLES for at in places(source, begin)):
        match = _STYLE.match(source, at) if at >= end else None
        if match is None:
            continue
        block, end = match[1], match.end()
        size += len(block)
        if size > _LONGEST_STYLE:
            return
        if may_hide(block):
            yield block
