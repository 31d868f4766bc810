"""The documents opened by the real LibreOffice and turned into pages, as they will be printed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import matplotlib.image
import pytest

from monitor.domain.subject import Category
from monitor.report.fonts import chinese_face
from monitor.report.letter import write_letter
from monitor.report.receipt import write_receipt
from monitor.report.statistics import write_statistics_docx, write_statistics_xlsx
from tests.papers.world import LETTER, RECEIPT, STATS, subjects
from tests.programs import writer

PROGRAMS = {name: shutil.which(name) for name in ("soffice", "pdftoppm", "pdffonts")}
pytestmark = pytest.mark.skipif(
    not all(PROGRAMS.values()) or not writer() or chinese_face() is None,
    reason="needs LibreOffice with Writer, poppler-utils and a face that has Chinese characters",
)
LONG = "某市住房和城乡建设管理与人居环境综合治理工作委员会办公室网站"
FULLEST = replace(
    STATS,
    inspection="2026年第一季度政府网站与政务新媒体专项检查",
    basis="某市人民政府办公室关于开展政府网站与政务新媒体检查情况通报及整改落实工作有关事项的通知"
    * 2,
    sites=tuple(
        one
        for category in Category
        for one in subjects(category, LONG, [99.25 - n for n in range(14)] + [92.25] * 2, 0.995)
    ),
    problems={
        f"{stem}：{'某类问题' * 5}": 1000 + n for n, stem in enumerate("甲乙丙丁戊己庚辛壬癸")
    },
)


def pages(path: Path) -> list[Path]:
    """A PNG of each page; LibreOffice has a profile of its own, so that no other one is used."""
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    convert = ("--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path))
    _run(str(PROGRAMS["soffice"]), profile, *convert)
    pdf = path.with_suffix(".pdf")
    assert pdf.exists(), "LibreOffice says nothing when it cannot open a file"
    _run(str(PROGRAMS["pdftoppm"]), "-r", "40", "-png", str(pdf), str(path.with_suffix("")))
    return sorted(path.parent.glob(f"{path.stem}-*.png"))


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=180)
    return done.stdout


@pytest.mark.parametrize("name", ["usual", "fullest", "first"])
def test_statistics_are_exactly_one_page(tmp_path: Path, name: str) -> None:
    stats = {"usual": STATS, "fullest": FULLEST, "first": replace(STATS, previous=None)}[name]
    (page,) = pages(write_statistics_docx(tmp_path / f"{name}.docx", stats))
    picture = matplotlib.image.imread(page)
    height, width, _ = picture.shape
    assert height / width == pytest.approx(297 / 210, abs=0.01)
    blue = (picture[..., 2] > picture[..., 0] + 0.2).mean()
    assert blue > 0.01, "the bars of the charts are on the page"


@pytest.mark.parametrize(
    ("name", "write", "count"),
    [
        ("letter.docx", lambda path: write_letter(path, LETTER), 2),
        ("receipt.docx", lambda path: write_receipt(path, RECEIPT), 3),
        ("statistics.xlsx", lambda path: write_statistics_xlsx(path, STATS), 5),
    ],
)
def test_the_others_open_and_no_page_is_empty(
    tmp_path: Path, name: str, write: Callable[[Path], Path], count: int
) -> None:
    made = pages(write(tmp_path / name))
    assert len(made) <= count + 1, "faces differ from machine to machine, not by pages"
    for page in made:
        assert (matplotlib.image.imread(page) < 0.5).any(), page.name


def test_every_character_has_a_face(tmp_path: Path) -> None:
    """Boxes in place of characters would come from a face without Chinese: all are drawn by one."""
    path = write_letter(tmp_path / "letter.docx", LETTER)
    pages(path)
    faces = _run(str(PROGRAMS["pdffonts"]), str(path.with_suffix(".pdf")))
    assert any(mark in faces for mark in ("CJK", "Song", "Hei", "Fang", "WenQuanYi")), faces
