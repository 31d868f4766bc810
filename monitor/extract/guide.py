"""Guides to single services (办事指南): which pages are one, and which elements they tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.domain.evidence import PageEvidence, PageKind
from monitor.domain.guide import ELEMENTS, Guide
from monitor.extract.article import clean_title
from monitor.extract.document import Document
from monitor.extract.forms import is_file, names_form, read_forms
from monitor.extract.labels import OTHER, Labels, Mark, is_label, keys_of, marks_of
from monitor.extract.layout import Line, lines_of
from monitor.extract.lexicon import pattern, patterns
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element
from monitor.extract.vague import vague_phrases

_KINDS = frozenset(
    {PageKind.GUIDE, PageKind.ARTICLE, PageKind.STATIC, PageKind.COLUMN, PageKind.OTHER}
)
_ANSWERS = frozenset({"fee", "basis", "conditions", "materials"})
"""Elements to which "none" is an answer."""
_ANYWHERE = ("phone", "time", "fee", "materials")
"""Elements that are told where they are told, whatever heads them."""
_IN_FOOT = frozenset({"phone", "place", "agency", OTHER})
_STRUCTURED = 3
_UNNAMED = 5
_BELOW_SERVICES = 3
_PROSE = 60
_TOLD = 2
_LISTED = 5
_SHORT = 300
_ASKED = 2
_DOCUMENTS = ("clause", "question")
"""Lines by which a regulation or a collection of questions shows itself."""
_FILLING = re.compile(
    r"\.(?:html|text|append|load|ajax|getJSON|post|get)\s*\(|innerHTML|fetch\s*\(|axios|XMLHttp|new\s+Vue"
)
_TEMPLATE = re.compile(r"\{\{|\$\{|<%=")
_FURNITURE = re.compile(
    r"icon|logo|print|share|qrcode|ewm|erweima|arrow|blank|space|dot|line|btn", re.I
)
_SMALL = 60
_TITLE = 80


def read_guide(doc: Document, page: PageEvidence) -> Guide | None:
    """The guide that a page is, or None. Pages are asked cheaply first: most are none."""
    if page.kind not in _KINDS:
        return None
    title = squeeze(page.article.title if page.article else clean_title(doc.title))
    steps = _steps(page, title)
    least = _least(title, steps, page)
    if least is None or (page.kind is PageKind.COLUMN and _is_index(doc, page)):
        return None
    lines = _without_foot(lines_of(doc, is_label))
    own = [one.text for one in lines if not one.aside]
    if any(sum(bool(pattern(key).match(text)) for text in own) >= _ASKED for key in _DOCUMENTS):
        return None
    body = "\n".join(own)
    reading = _Reading(doc, page, title, steps, lines, body)
    return reading.guide() if reading.is_guide(least) else None


def names_guide(title: str) -> bool:
    """Whether a page's title alone makes it a guide."""
    return bool(pattern("guide_name").search(title)) and not pattern("not_guide").search(title)


def _steps(page: PageEvidence, title: str) -> list[str]:
    """The breadcrumb without the page itself; else what the page's tag calls its column."""
    steps = [one for one in page.trail if one != title and not pattern("bare_page").search(one)]
    if steps:
        return steps
    tagged = next((value for name, value in page.tags if name == "ColumnName" and value), "")
    return [tagged] if tagged else []


def _least(title: str, steps: Sequence[str], page: PageEvidence) -> int | None:
    """How many labelled elements make the page a guide, by its name and column; None where nothing
    could. 0: it is one though it tells everything in prose."""
    column = steps[-1] if steps else ""
    if pattern("not_guide").search(title) or pattern("not_guide_column").search(column):
        return None
    strong = bool(pattern("guide_name").search(title))
    weak = bool(pattern("weak_guide_name").search(title))
    listed = bool(pattern("guide_column").search(column))
    if not strong and pattern("no_service").search(title):
        return _BELOW_SERVICES if listed else None
    if strong or listed:
        return 0
    if weak:
        return _TOLD
    if any(pattern("service_column").search(one) for one in steps[-2:]):
        return _BELOW_SERVICES
    return _UNNAMED if page.kind is PageKind.GUIDE else None


def _without_foot(lines: list[Line]) -> list[Line]:
    """A page with little text has a foot that is not known by its place; it tells of an office, a
    telephone and an address as well."""
    cut = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        keys = {key for mark in marks_of(number, lines[number]) for key in mark.keys}
        if keys - _IN_FOOT:
            break
        if pattern("foot_begins").search(lines[number].text):
            cut = number
    return lines[:cut]


def _is_index(doc: Document, page: PageEvidence) -> bool:
    """A list of guides, under the name of one."""
    if not _lists(page):
        return False
    return sum(bool(one.search(doc.main_text)) for one in patterns("guide_field")) < _UNNAMED


def _lists(page: PageEvidence, least: int = _LISTED) -> bool:
    entries = page.listing.entries if page.listing else ()
    return sum(bool(one.url) and not is_file(one.url) for one in entries) >= least


def _points_on(doc: Document) -> bool:
    """Its own links are called guides, one after the other."""
    labels = (text for one, text in doc.flat.linked.items() if one not in doc.places)
    return sum(map(names_guide, labels)) >= _ASKED


class _Reading:
    def __init__(
        self,
        doc: Document,
        page: PageEvidence,
        title: str,
        steps: Sequence[str],
        lines: list[Line],
        body: str,
    ) -> None:
        self.doc, self.page, self.title, self.steps = doc, page, title, steps
        self.lines, self.body = lines, body
        self.labels = Labels(lines)
        self.contents = {mark: self.labels.content(mark) for mark in self.labels if not mark.tab}
        self.named = {k for m in self.contents for k in m.keys if k != OTHER}

    def is_guide(self, least: int) -> bool:
        named = self.named | {k for m in self.labels if m.tab for k in m.keys if k != OTHER}
        if pattern("bare_guide_title").search(self.title) and (
            _lists(self.page, 1) or _points_on(self.doc)
        ):
            least = max(least, _TOLD)
        if len(named) >= max(least, 1):
            return least < _UNNAMED or "materials" in named
        told = [key for key in ELEMENTS if self._tells(key, self.body)]
        enough = 1 if pattern("guide_name").search(self.title) else _TOLD
        prose = len(self.body) >= _PROSE and len(told) >= enough
        return not least and prose and not _lists(self.page)

    def guide(self) -> Guide:
        filled: set[str] = set()
        for mark, content in self.contents.items():
            for key in mark.keys:
                if key != OTHER and any(_says(text, line, key) for text, line in content):
                    filled.add(key)
        empty = self.named - filled
        tabs = {k for m in self.labels if m.tab for k in m.keys if k != OTHER} - self.named
        present = filled | self._in_panes(tabs) | self._loose(filled | empty | tabs)
        if len(_essence(self.title, self.page, self.steps)) > 1:
            present.add("name")
        materials = [
            one for mark, told in self.contents.items() if "materials" in mark.keys for one in told
        ]
        materials = materials or self._materials_in_panes()
        lacking = set(ELEMENTS) - present
        return Guide(
            title=self._name()[:_TITLE],
            present=tuple(key for key in ELEMENTS if key in present),
            hidden=self._hidden(lacking) if lacking else None,
            materials="materials" in present,
            vague=vague_phrases(materials),
            forms=read_forms(self.doc, self.lines),
        )

    def _name(self) -> str:
        """The title; where that says only that this is a guide, the item's name."""
        if len(_essence(self.title, self.page, self.steps)) > 1:
            return self.title
        for mark, content in self.contents.items():
            if "name" in mark.keys and content:
                return content[0][0]
        return self.title

    # What is told without a label.

    def _loose(self, labelled: set[str]) -> set[str]:
        open_ones = [key for key in ELEMENTS if key not in labelled]
        if len(self.named) >= _STRUCTURED:
            found = {key for key in open_ones if key in _ANYWHERE and self._tells(key, self.body)}
            if "place" in open_ones and pattern("street").search(self.body):
                found.add("place")
            return found
        return {key for key in open_ones if self._tells(key, self.body)}

    def _tells(self, key: str, text: str) -> bool:
        if key == "name":
            return False
        if key == "phone":
            text = pattern("complaint_phone").sub("", text)
        return bool(pattern(f"told_{key}").search(text))

    # Tabs whose panes repeat no label.

    def _in_panes(self, wanted: set[str]) -> set[str]:
        """Of elements that tabs alone name, those whose pane holds something, or cannot be found."""
        found: set[str] = set()
        for marks in self._rows_of_tabs():
            panes = _panes(marks, self.lines)
            for place, mark in enumerate(marks):
                keys = set(mark.keys) & wanted
                if not panes or _holds(panes[place]):
                    found |= keys
        return found

    def _materials_in_panes(self) -> list[tuple[str, Line]]:
        found: list[tuple[str, Line]] = []
        for marks in self._rows_of_tabs():
            for mark, pane in zip(marks, _panes(marks, self.lines), strict=False):
                if "materials" in mark.keys:
                    inner = set(pane.iter())
                    found += [(one.text, one) for one in self.lines if one.box in inner]
        return found

    def _rows_of_tabs(self) -> list[list[Mark]]:
        rows: list[list[Mark]] = []
        last: int | None = None
        for mark in self.labels:
            if mark.tab:
                if last is not None and mark.number - last <= 1:
                    rows[-1].append(mark)
                else:
                    rows.append([mark])
                last = mark.number
        return rows

    # Where more may stand.

    def _hidden(self, lacking: set[str]) -> str | None:
        if not self.page.rendered and self._filled_by_script(lacking):
            return "script_built"
        own = [line for line in self.lines if not line.aside]
        if any(_loads(frame) for line in own for frame in line.frames):
            return "in_frame"
        if any(self._attached(line) for line in own):
            return "in_file"
        pictured = any(_is_content(one) for line in own for one in line.pictures)
        claimed = any(line.pictures for told in self.contents.values() for _, line in told if told)
        if pictured and (len(self.body) < _SHORT or not claimed):
            return "picture_only"
        return None

    def _filled_by_script(self, lacking: set[str]) -> bool:
        if _TEMPLATE.search(self.body) or self.page.needs_script:
            return True
        code = self.doc.code
        if not code:
            return False
        if any(keys_of(word) and set(keys_of(word)) & lacking for word in _quoted(code)):
            return True
        return bool(_FILLING.search(code)) and bool(lacking & self.named)

    def _attached(self, line: Line) -> bool:
        """A file that is no form may hold the guide itself."""
        for link in line.links:
            url = self.doc.addresses.absolute(link.get("href") or "")
            if url is None or not is_file(url):
                continue
            name = text_of(link) or line.text
            if pattern("guide_file").search(name) or not names_form(line.text or name):
                return True
        return False


def _quoted(code: str) -> Iterable[str]:
    return (match[1] for match in re.finditer(r"""["']([\u4e00-\u9fff]{2,12})["']""", code))


def _says(text: str, line: Line, key: str) -> bool:
    """What stands in an element's place tells something."""
    if any(_is_content(one) for one in line.pictures) or line.frames:
        return True
    if not text or pattern("unfilled").fullmatch(text):
        return False
    return key in _ANSWERS or not pattern("nothing").fullmatch(text)


def _essence(title: str, page: PageEvidence, steps: Sequence[str]) -> str:
    """The title without what only says that it is a guide."""
    if pattern("bare_guide_title").search(title) or title in steps:
        return ""
    return pattern("guide_name").sub("", title)


def _is_content(picture: Element) -> bool:
    """A picture that may show text: not small, no furniture."""
    if picture.tag != "img":
        return False
    source = picture.get("src") or picture.get("data-src") or ""
    if not source or _FURNITURE.search(source):
        return False
    sizes = (re.match(r"\d+", picture.get(name) or "") for name in ("width", "height"))
    return not any(size and int(size[0]) < _SMALL for size in sizes)


def _loads(frame: Element) -> bool:
    source = (frame.get("src") or frame.get("data") or "").strip()
    return bool(source) and not source.startswith(("about:", "javascript:"))


def _panes(marks: Sequence[Mark], lines: Sequence[Line]) -> list[Element]:
    """As many boxes as there are tabs, beside or below the row of tabs, in the order of the tabs."""
    first, last = lines[marks[0].number].box, lines[marks[-1].number].box
    around = [first, *first.iterancestors()]
    row = next((one for one in around if last in one.iterdescendants() or one is last), None)
    while row is not None and row.tag != "body":
        after = list(row.itersiblings())
        if len(after) == len(marks):
            return after
        for box in after[:1]:
            inner = list(box)
            if len(inner) == len(marks):
                return inner
        if after:
            return []
        row = row.getparent()
    return []


def _holds(box: Element) -> bool:
    text = text_of(box)
    pictured = any(_is_content(one) for one in box.iter("img"))
    return (
        pictured
        or not pattern("unfilled").fullmatch(text)
        or next(box.iter("iframe"), None) is not None
    )
