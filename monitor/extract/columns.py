"""What a column's name tells about it."""

from __future__ import annotations

from monitor.domain.subject import ColumnClass
from monitor.extract.accounts import whose
from monitor.extract.kept import kept
from monitor.extract.lexicon import classes, pattern
from monitor.extract.simplified import simplified
from monitor.extract.sitename import naming


def classify(name: str) -> ColumnClass:
    """The class of a column by its name alone; `other` when the lexicon does not know it."""
    short = "".join(name.split())
    for word, expression in classes("columns"):
        if expression.search(short):
            return ColumnClass(word.removesuffix("_tail"))
    return ColumnClass.OTHER


def names_leaders(name: str) -> bool:
    """Whether a link's or column's name promises the office holders, not news about them."""
    short = simplified("".join(name.split()))
    if len(short) > 16 or pattern("leaders_exclude").search(short):
        return False
    return bool(pattern("leaders_name").search(short))


def is_generic(name: str) -> bool:
    """Words on links that name no column: more, back, next page."""
    short = "".join(name.split())
    return not short or bool(pattern("generic_name").search(short))


def promises(topic: str, name: str) -> bool:
    """Whether a link's or column's name promises the standard topic `topic`: its words stand in the
    lexicon as topic_TOPIC, what only sounds like it as topic_TOPIC_exclude. Raises KeyError for a
    topic without words."""
    return _promises(name, topic)


@kept(1 << 12, 100)
def _promises(name: str, topic: str) -> bool:
    short = simplified("".join(name.split()))
    if not pattern(f"topic_{topic}").search(short):
        return False
    return not pattern(f"topic_{topic}_exclude").search(short)


class _Names:
    """The questions as one object, for those that are handed it."""

    classify = staticmethod(classify)
    leaders = staticmethod(names_leaders)
    generic = staticmethod(is_generic)
    promises = staticmethod(promises)
    naming = staticmethod(naming)
    whose = staticmethod(whose)


NAMES = _Names()
