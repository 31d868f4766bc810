"""Menus that platforms keep in JSON instead of in the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from monitor.domain.evidence import Link, Region
from monitor.extract.address import Addresses
from monitor.extract.api import parse_json
from monitor.extract.decode import decode

_CONFIG = re.compile(r"_CONFIG\s*=\s*(?=\{)")
_SID = re.compile(r"""["']?SID["']?\s*:\s*["']?(\w+)""")
_TREE = re.compile(r"""["']?TREE["']?\s*:\s*(?=\[)""")
_CATALOGUE = "/gkmlpt/"


def menu_links(body: bytes, url: str) -> tuple[Link, ...]:
    """Columns that a platform's menu leads to, as links of region menu; () when there is none.

    A category file (postmeta) gives its children's addresses; a catalogue's index page (gkmlpt)
    gives for each category the address of its list of items.
    """
    text, _ = decode(body)
    value = parse_json(text)
    if isinstance(value, dict):
        return tuple(_unique(_children(value, Addresses(urljoin(url, "/")))))
    if _CONFIG.search(text):
        return tuple(_unique(_catalogue(text, url)))
    return ()


def _children(node: dict[str, Any], addresses: Addresses) -> Iterator[Link]:
    for child in node.get("children") or ():
        if not isinstance(child, dict):
            continue
        target = addresses.absolute(str(child.get("jump_url") or child.get("pub_point") or ""))
        name = str(child.get("name") or "").strip()
        if target and name:
            yield Link(target, name, region=Region.MENU)
        yield from _children(child, addresses)


def _catalogue(text: str, url: str) -> Iterator[Link]:
    sid, tree = _SID.search(text), _TREE.search(text)
    if sid is None or tree is None:
        return
    try:
        nodes, _ = json.JSONDecoder(strict=False).raw_decode(text, tree.end())
    except ValueError:
        return
    parts = urlsplit(url)
    base = f"{parts.scheme}://{parts.netloc}{parts.path.partition(_CATALOGUE)[0]}"
    yield from _categories(nodes, base.rstrip("/"), sid[1], Addresses(url))


def _categories(nodes: Any, base: str, sid: str, addresses: Addresses) -> Iterator[Link]:
    for node in nodes if isinstance(nodes, list) else ():
        if not isinstance(node, dict):
            continue
        name, number = str(node.get("name") or "").strip(), node.get("id")
        jump = addresses.absolute(str(node.get("jump_url") or ""))
        if name and jump:
            yield Link(jump, name, region=Region.MENU)
        elif name and number is not None:
            target = f"{base}{_CATALOGUE}api/all/{number}?page=1&sid={sid}"
            yield Link(target, name, region=Region.MENU)
        yield from _categories(node.get("children"), base, sid, addresses)


def _unique(links: Iterator[Link]) -> Iterator[Link]:
    seen = set()
    for link in links:
        if link.url not in seen:
            seen.add(link.url)
            yield link
