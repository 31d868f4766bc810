"""A face for Chinese is one that has the characters, whatever it is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import matplotlib
import pytest
from matplotlib import font_manager

from monitor.report.fonts import chinese_face

LATIN = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    chinese_face.cache_clear()
    yield
    chinese_face.cache_clear()


def installed(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [str(path) for path in paths])


def test_a_latin_face_under_a_chinese_name_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "simhei.ttf"
    named.write_bytes(LATIN.read_bytes())
    broken = tmp_path / "msyh.ttc"
    broken.write_bytes(b"no font")
    installed(monkeypatch, broken, named, LATIN)
    assert chinese_face() is None


def test_without_any_face_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch)
    assert chinese_face() is None


def test_of_a_collection_the_face_for_the_mainland_is_taken() -> None:
    found = [path for path in font_manager.findSystemFonts() if "NotoSansCJK-Regular" in path]
    if not found:
        pytest.skip("needs the collection of Noto Sans CJK")
    assert chinese_face() == "Noto Sans CJK SC"
