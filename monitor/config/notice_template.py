"""The template of the notice: `notice.md` in MONITOR_HOME, else the one that comes with the program.

One sentence a line, an empty line ends a paragraph, the beginning of a line says how it is set.
"""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import monitor.text
from monitor.config.errors import ConfigError, Place
from monitor.config.yaml_file import read_text
from monitor.domain.notice import BLOCKS, FIGURES, WORDS, Paragraph, Style

DEFAULT = Path(monitor.text.__file__).with_name("notice.md")
_STYLES = {
    "# ": Style.TITLE,
    "> ": Style.CENTRED,
    "## ": Style.HEADING,
    "### ": Style.SECOND,
    "| ": Style.FLUSH,
    "= ": Style.COLOPHON,
}
_COMMENT = "<!--"


def load_template(home: Path) -> tuple[Paragraph, ...]:
    """The paragraphs of the office's own template, else of the default.

    Raises ConfigError with the line of an unknown placeholder, of a brace that belongs to none, of a
    block that does not stand alone.
    """
    own = home / "notice.md"
    path = own if own.exists() else DEFAULT
    text = read_text(path)
    if not text.strip():
        raise ConfigError("config.empty", Place(str(path)))
    made: list[Paragraph] = []
    style, sentences = Style.BODY, list[str]()
    for number, line in enumerate((*text.splitlines(), ""), 1):
        if line.startswith(_COMMENT):
            continue
        kind, sentence = _read(line.rstrip(), Place(str(path), number))
        if sentences and (not sentence or kind is not style or kind is Style.BLOCK):
            made.append(Paragraph(style, tuple(sentences)))
            sentences = []
        if sentence:
            style = kind
            sentences.append(sentence)
    return tuple(made)


def _read(line: str, place: Place) -> tuple[Style, str]:
    """How a line is set, and its sentence."""
    style, sentence = Style.BODY, line
    for mark, known in _STYLES.items():
        if line.startswith(mark):
            style, sentence = known, line.removeprefix(mark).strip()
    names = _placeholders(sentence, place)
    blocks = [name for name in names if name in BLOCKS]
    if not blocks:
        return style, sentence
    if line.strip() != f"{{{blocks[0]}}}":
        raise ConfigError("config.not_alone", place, value=f"{{{blocks[0]}}}")
    return Style.BLOCK, blocks[0]


def _placeholders(sentence: str, place: Place) -> list[str]:
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError as error:
        raise ConfigError("config.not_braces", place) from error
    known = (*WORDS, *FIGURES, *BLOCKS)
    names = []
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if name not in known or form or conversion:
            whole = name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
            listed = ", ".join(f"{{{one}}}" for one in known)
            raise ConfigError("config.not_a_placeholder", place, value=f"{{{whole}}}", known=listed)
        names.append(name)
    return names
