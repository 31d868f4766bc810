"""A face for the Chinese in pictures. A picture of empty boxes proves nothing and is not drawn."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

_NEEDED = "县频链验规"
"""Simplified characters that the faces of other languages lack."""

_KNOWN = (
    "notosanscjk-regular",
    "notosanscjksc-regular",
    "notosanssc",
    "sourcehansans",
    "msyh",
    "simhei",
    "pingfang",
    "wqy",
    "notoserifcjk-regular",
    "simsun",
)
"""Beginnings of the names of files that are looked into first, the plainest faces first."""


@cache
def chinese_face() -> str | None:
    """The family name of an installed face that has simplified Chinese, made known to matplotlib.

    The folders are searched each time a process asks first: a face installed since matplotlib noted
    what there is counts. None without one: no picture is then drawn.
    """
    for path in sorted(font_manager.findSystemFonts(), key=_rank):
        family = _family(path)
        if family is not None:
            font_manager.fontManager.addfont(path)
            return family
    return None


def _rank(path: str) -> tuple[int, str]:
    name = Path(path).name.lower()
    known = (rank for rank, start in enumerate(_KNOWN) if name.startswith(start))
    return next(known, len(_KNOWN)), path


def _family(path: str) -> str | None:
    """Of a collection the face for the mainland: the same characters look different elsewhere."""
    families = []
    try:
        for index in range(FT2Font(path).num_faces):
            face = FT2Font(path, face_index=index)
            charmap = face.get_charmap()
            if all(ord(char) in charmap for char in _NEEDED):
                families.append(face.family_name)
    except (OSError, RuntimeError):  # no font after all, or a kind of font that cannot be read
        return None
    return min(families, key=lambda name: not name.endswith((" SC", " CN")), default=None)
