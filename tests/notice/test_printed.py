"""The notice of 2020's lists opened by the real LibreOffice, as it will be printed."""

from __future__ import annotations

import shutil
from pathlib import Path

import matplotlib.image
import pytest

from monitor.assess.grading import grade
from monitor.domain.grading import GradeRules
from monitor.domain.notice import NoticeRules
from monitor.report.fonts import chinese_face
from monitor.report.notice import Notice, write_notice_docx
from tests.notice.world import notice
from tests.papers.test_printed import pages
from tests.programs import writer

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("soffice", "pdftoppm"))) or not writer() or chinese_face() is None,
    reason="needs LibreOffice with Writer, poppler-utils and a face that has Chinese characters",
)


@pytest.mark.parametrize("settled", [True, False])
def test_it_opens_and_no_page_is_empty(tmp_path: Path, settled: bool) -> None:
    made: Notice = notice(tmp_path)
    if not settled:
        made = notice(
            tmp_path, rules=NoticeRules(), office=None, day=None, grades=grade((), GradeRules())
        )
    printed = pages(write_notice_docx(tmp_path / "notice.docx", made))
    assert len(printed) == (3 if settled else 2)
    for page in printed:
        picture = matplotlib.image.imread(page)
        height, width, _ = picture.shape
        assert height / width == pytest.approx(297 / 210, abs=0.01)
        assert (picture[: int(height * 0.85)] < 0.5).mean() > 0.003, "more than a page number"
