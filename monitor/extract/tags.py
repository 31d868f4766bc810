"""The page tags (网页标签) in the head: what each meta says."""

from __future__ import annotations

import re

from monitor.extract.document import Document
from monitor.extract.shown import squeeze

_NAMES = (
    "SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords",
    "ColumnType", "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description",
    "Image", "Url",
)  # fmt: skip
_BLANK = re.compile(r"\s+")
# What stands where the template found nothing to say, or was not filled in at all.
_EMPTY = re.compile(
    r"null|undefined|none|nan|\$\{?\w+\}?\$?|\{\{.*\}\}|\[!--.*--\]|<%.*%>|<TRS_\w+.*>|#\w+#",
    re.I | re.S,
)
_CANONICAL = {name.lower(): name for name in _NAMES}


def read_tags(doc: Document) -> tuple[tuple[str, str], ...]:
    """(name, value) in canonical spelling, the first value that says something; a tag that is there
    without content has the value "", whatever another attribute holds."""
    found: dict[str, str] = {}
    for meta in doc.root.iter("meta"):
        said = meta.get("name") or meta.get("property") or ""
        name = _CANONICAL.get(_BLANK.sub("", said).lower())
        if name and not found.get(name):
            value = squeeze(meta.get("content") or "")
            found[name] = "" if _EMPTY.fullmatch(value) else value
    return tuple(found.items())
