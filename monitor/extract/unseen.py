"""How an element is kept from a visitor's eyes: by its own style, a rule of the page, or a script.

Only what the page itself says is read; a stylesheet of its own file is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from monitor.extract.kept import kept

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
_SHOWN = re.compile(
    r"display\s*:\s*(?!none)\w|visibility\s*:\s*visible|opacity\s*:\s*1\b|left\s*:\s*0", re.I
)


@dataclass(frozen=True, slots=True)
class Veil:
    """`trick`: as in `HiddenLinks`. `inline`: the element's own attributes say so."""

    trick: str
    inline: bool = True


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
    if said.get("position", "").startswith(("absolute", "fixed")):
        if any(_pixels(said.get(side)) <= _FAR for side in ("left", "top", "right", "bottom")):
            return "position"
        if "rect(0" in said.get("clip", "").replace(" ", "") or "rect(1px" in said.get("clip", ""):
            return "clip"
        if said.get("z-index", "").startswith("-"):
            return "behind"
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
    behind = _colour(said.get("background-color") or said.get("background"))
    if own and own == behind:
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
        self._scripted = {one for match in _SCRIPT_HIDES.findall(code) for one in match if one}
        self._known: dict[etree._Element, tuple[Veil, etree._Element] | None] = {}

    def over(self, element: etree._Element) -> tuple[Veil, etree._Element] | None:
        """What hides it, and the outermost element that does."""
        chain: list[etree._Element] = []
        step: etree._Element | None = element
        found: tuple[Veil, etree._Element] | None = None
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

    def _of(self, element: etree._Element) -> Veil | None:
        style = element.get("style")
        trick = veil_of_style(style) if style else None
        if trick is None and element.tag == "marquee":
            trick = _marquee(element)
        if trick is None and element.get("hidden") is not None:
            trick = "attribute"
        if trick is None and element.tag == "font" and (own := _colour(element.get("color"))):
            trick = "colour" if own == _ground(element) else None
        if trick is None and style and "color" in style and (own := _own_colour(style)):
            trick = "colour" if own == _ground(element) else None
        if trick:
            return Veil(trick)
        return self._by_name(element)

    def _by_name(self, element: etree._Element) -> Veil | None:
        own = element.get("id")
        if own and own in self._scripted:
            return Veil("script", inline=False)
        if not self._rules:
            return None
        names = [f".{name}" for name in (element.get("class") or "").split()]
        for name in (*names, f"#{own}") if own else names:
            if name in self._rules:
                return Veil(self._rules[name], inline=False)
        return None


def _marquee(element: etree._Element) -> str | None:
    sides = [_pixels(element.get(side), 99) for side in ("width", "height")]
    speed = _pixels(element.get("scrollamount"), 0)
    return "marquee" if min(sides) <= 10 or speed >= 500 else None


def _own_colour(style: str) -> str | None:
    match = re.search(r"(?<![-\w])color\s*:\s*([^;]+)", style, re.I)
    return _colour(match[1]) if match else None


def _ground(element: etree._Element) -> str | None:
    """The colour behind an element, as far as the page itself says so, in the nearest place that does;
    a picture behind it may have any."""
    for one in (element, *element.iterancestors()):
        style = (one.get("style") or "").lower()
        if "background" in style:
            if "url(" in style or "gradient" in style:
                return None
            match = re.search(r"background(?:-color)?\s*:\s*([^;]+)", style)
            found = _colour(match[1]) if match else None
            if found:
                return found
        if one.get("background"):
            return None
        if one.get("bgcolor"):
            return _colour(one.get("bgcolor"))
        if one.tag != "body" and (one.get("class") or one.get("id")) and one is not element:
            return None  # a rule may colour it
    return None


@kept(1 << 6, longest=_LONGEST_STYLE)
def _rules_of(styles: str) -> dict[str, str]:
    """By class or id, the trick of the rules that hide it and that no other rule takes back."""
    styles = _GROUP.sub(" ", _CSS_REMARK.sub(" ", styles))
    hiding: dict[str, str] = {}
    shown: set[str] = set()
    for selectors, declared in _RULE.findall(styles):
        trick = veil_of_style(declared)
        opens = trick is None and bool(_SHOWN.search(declared))
        if not trick and not opens:
            continue
        for selector in selectors.split(","):
            names = _NAME.findall(selector)
            if not names:
                continue
            if opens:
                shown.update(names)
            elif not _STATE.search(selector) and _INNER.search(selector.rpartition(names[-1])[2]):
                rest = selector.rpartition(names[-1])[2]
                if _INNER.fullmatch(rest):
                    hiding.setdefault(names[-1], trick or "")
    return {name: trick for name, trick in hiding.items() if name not in shown}


def _rules(source: str) -> dict[str, str]:
    if "<style" not in source and "<STYLE" not in source:
        return {}
    styles = "\n".join(_blocks(source))
    return _rules_of(styles) if styles else {}


def _blocks(source: str) -> Iterator[str]:
    size = 0
    for block in _STYLE.findall(source):
        size += len(block)
        if size > _LONGEST_STYLE:
            return
        if may_hide(block):
            yield block
