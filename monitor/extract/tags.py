"""The page tags (网页标签) in the head: what each meta says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.extract.document import Document, fragment
from monitor.extract.kept import kept
from monitor.extract.markup import SCRIPT
from monitor.extract.shown import squeeze
from monitor.extract.tree import Element

_NAMES = (
    "SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords",
    "ColumnType", "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description",
    "Image", "Url",
)  # fmt: skip
_JOINTS = re.compile(r"[\s_\-]+")
_COMMON = ("Keywords", "Description", "Author")
"""Which every page has a meta for, whatever else that meta is called."""
_NAMING = ("name", "property", "itemprop", "http-equiv")
"""Attributes in which templates were seen to call a meta by its name."""
# What stands where the template found nothing to say, or was not filled in at all.
_EMPTY = re.compile(
    r"null|undefined|none|nan|\$\{?\w+\}?\$?|\{\{.*\}\}|\[!--.*--\]|<%.*%>|<TRS_\w+.*>|#\w+#",
    re.I | re.S,
)
_CANONICAL = {name.lower(): name for name in _NAMES}


def read_tags(doc: Document) -> tuple[tuple[str, str], ...]:
    """(name, value) in canonical spelling, the first value that says something; a tag that is there
    without content has the value "", whatever another attribute holds. Scripts write some literally."""
    found: dict[str, str] = {}
    for meta in _metas(doc):
        said = (meta.get(one) for one in _NAMING)
        called = (_CANONICAL.get(_JOINTS.sub("", one).lower()) for one in said if one)
        known = [one for one in called if one]
        name = next((one for one in known if one not in _COMMON), known[0] if known else None)
        if name and not found.get(name):
            value = squeeze(meta.get("content") or "")
            found[name] = "" if _EMPTY.fullmatch(value) else value
    return tuple(found.items())


@kept(1 << 8, longest=SCRIPT)
def _may_write_tags(code: str) -> bool:
    return "<meta" in code.lower()


def _metas(doc: Document) -> Iterator[Element]:
    yield from doc.root.iter("meta")
    for script in doc.scripts:
        if _may_write_tags(script.code):
            tree = fragment(script.written)
            if tree is not None:
                yield from tree.iter("meta")
