"""A government's documents and their interpretations, in a library of their own, each leading to the
other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from monitor.demo.model import Column, Item, PageMaker, Policy
from monitor.demo.parts.part import Frame

_DOCUMENTS, _INTERPRETATIONS = 950, 951
_LATER = 3


class Policies:
    """At the sites of governments, which alone have documents of their own."""

    def pages(self, frame: Frame) -> dict[str, PageMaker]:
        made: dict[str, PageMaker] = {}
        for column in self.columns(frame):
            made[frame.list_path(column)] = partial(frame.listed, column)
            for item in column.items:
                if item.link is None:
                    made[frame.item_path(column, item)] = partial(frame.told, column, item)
        return made

    def menu(self, frame: Frame) -> list[tuple[str, str]]:
        return [(column.name, frame.column_href(column)) for column in self.columns(frame)]

    def home(self, frame: Frame) -> str:
        return ""

    def columns(self, frame: Frame) -> list[Column]:
        """The library's lists; none where the site has no documents."""
        if not frame.site.policies:
            return []
        documents = Column("gfxwj", "规范性文件", _DOCUMENTS)
        interpretations = Column("wjjd", "文件解读", _INTERPRETATIONS)
        for policy in frame.site.policies:
            for column, item in self._items(frame, documents, interpretations, policy):
                column.items.append(item)
        return [documents, interpretations]

    def _items(
        self, frame: Frame, documents: Column, interpretations: Column, policy: Policy
    ) -> Iterator[tuple[Column, Item]]:
        document = Item(195_000 + policy.number, policy.title, policy.age)
        told = Item(
            195_100 + policy.number, policy.told, policy.age - _LATER, link=policy.elsewhere
        )
        addresses = {
            "{document}": frame.item_href(documents, document),
            "{interpretation}": frame.item_href(interpretations, told),
        }
        document.extra, told.extra = policy.forth, policy.back
        for name, address in addresses.items():
            document.extra = document.extra.replace(name, address)
            told.extra = told.extra.replace(name, address)
        yield documents, document
        if policy.explained:
            yield interpretations, told
