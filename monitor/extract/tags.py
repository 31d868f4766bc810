"""The page tags (网页标签) in the head: what each meta says."""

from __future__ import annotations

from monitor.extract.document import Document, squeeze

_NAMES = (
    "SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords",
    "ColumnType", "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description",
    "Image", "Url",
)  # fmt: skip
_CANONICAL = {name.lower(): name for name in _NAMES}


def read_tags(doc: Document) -> tuple[tuple[str, str], ...]:
    """(name, value) in canonical spelling, the first value that says something; a tag that is there
    without content has the value ""."""
    found: dict[str, str] = {}
    for meta in doc.root.iter("meta"):
        name = _CANONICAL.get((meta.get("name") or "").strip().lower())
        if name and not found.get(name):
            value = squeeze(meta.get("content") or "")
            found[name] = "" if value.lower() in ("null", "undefined", "none") else value
    return tuple(found.items())
