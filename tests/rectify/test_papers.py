"""整改通知 and 整改台账: what they say, that they stay as they were, and that real programs open them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import matplotlib.image
import pytest
from docx import Document

from db import office as stored
from monitor.app import rectify_papers
from monitor.app.house import BadInput
from monitor.app.rectify_papers import ledger, notices, save_ledger
from monitor.domain.rectification import Act, Closing, Sight, Step, Wait
from monitor.report.fonts import chinese_face
from monitor.report.rectify_notice import write_notice_of
from monitor.text import knows
from tests.office.world import dead_link, leader
from tests.papers.test_printed import pages
from tests.programs import writer
from tests.rectify.world import FAULTS, SETTINGS, ids, looked, on, sent

MANY = [*FAULTS, *(leader(f"赵{n}") for n in range(30)), dead_link("x.html", kind="page")]
printed = pytest.mark.skipif(
    not writer() or shutil.which("pdftoppm") is None or chinese_face() is None,
    reason="needs LibreOffice with Writer, poppler-utils and a face that has Chinese characters",
)


def text_of(path: Path) -> str:
    document = Document(str(path))
    lines = [one.text for one in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def test_a_letter_goes_with_each_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rectify_papers, "writer", lambda: None)
    house = sent(tmp_path)
    known = ids(house)
    done = notices(house, unit=None, everything=True, output=tmp_path / "通知")
    assert done.unprinted
    assert [path.name for path in done.files] == [
        "甲局_整改通知_20260127.docx",
        "乙局_整改通知_20260127.docx",
    ]
    said = text_of(done.files[0])
    for word in (
        *("〔2026〕1号", "甲局：", "有2项问题", "于2026年2月6日前", "栏目不更新", "0000-1234567"),
        *(known["张三"], known["工作动态"], "附件1", "附件2", "签收人", "示范市人民政府办公室"),
    ):
        assert word in said, word
    assert known["王五"] not in said and "乙局" not in said, "another unit's"
    for never in ("违反", "造假", "扣分"):
        assert never not in said


def test_a_letter_never_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rectify_papers, "writer", lambda: None)
    house = sent(tmp_path)
    (first,) = notices(house, unit="jia", everything=False, output=tmp_path / "a").files
    (tmp_path / "office.yaml").write_text("name: 另一个办公室\n", encoding="utf-8")
    house = replace(looked(house, "2026-01-28T02:00", [one.gone() for one in FAULTS]))
    (again,) = notices(house, unit="jia", everything=False, output=tmp_path / "b").files
    assert again.read_bytes() == first.read_bytes()


def test_letters_without_a_list_and_without_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rectify_papers, "writer", lambda: None)
    house = sent(tmp_path)
    for asked in ({"unit": "jia", "everything": True}, {"unit": None, "everything": False}):
        with pytest.raises(BadInput, match="unit_or_all"):
            notices(house, output=tmp_path / "x", **asked)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=r"rectify\.no_list"):
        notices(house, unit="jia", everything=False, output=tmp_path / "x", inspection="2026Q1")
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    with pytest.raises(BadInput, match=r"input\.output"):
        notices(house, unit="jia", everything=False, output=tmp_path / "file")


def test_what_is_sensitive_is_told_otherwise(tmp_path: Path) -> None:
    settings = SETTINGS + "sensitive: [leader-bio-missing]\n"
    house = sent(tmp_path, settings)
    (one, _) = stored.sent_lists(house.engine)
    said = text_of(write_notice_of(tmp_path / "a.docx", one, None, None))
    assert "敏感问题，另行通知" in said and "张三" not in said and "领导简历" not in said
    entries = {line.case.defect_id: line for line in ledger(house).lines}
    line = entries[ids(house)["张三"]]
    assert (line.unit, line.site, line.url) == ("甲局", "", None)
    assert save_ledger(ledger(house), tmp_path / "b.xlsx", "xlsx").exists()


def test_no_deadline_is_none_and_an_unknown_one_is_said(tmp_path: Path) -> None:
    house = sent(tmp_path, "name: 办公室\n")
    one = stored.sent_lists(house.engine)[0]
    assert "完成时限另行通知" in text_of(write_notice_of(tmp_path / "a.docx", one, None, None))
    unknown = replace(one, deadline_set=True)
    said = text_of(write_notice_of(tmp_path / "b.docx", unknown, None, None))
    assert "以办公室另行告知的日期为准" in said and "（单位名称待填）" in said


def test_every_word_of_the_loop_has_its_sentence() -> None:
    for lang in ("zh", "en"):
        told = [f"act.{one}" for one in Act] + [f"wait.{one}" for one in Wait]
        told += [f"step.{one}" for one in (*Step, "struck")]
        assert [one for one in told if not knows(f"rectify.{one}", lang)] == []
    told = [f"sight.{one}" for one in Sight] + [f"closing.{one}" for one in Closing]
    assert [one for one in told if not knows(f"rectify.{one}", "zh")] == []


@printed
def test_letter_and_ledger_open_in_a_real_office(tmp_path: Path) -> None:
    house = sent(tmp_path, faults=MANY)
    done = notices(house, unit="jia", everything=False, output=tmp_path / "out2")
    assert [path.suffix for path in done.files] == [".docx", ".pdf"] and not done.unprinted
    again = notices(house, unit="jia", everything=False, output=tmp_path / "out3")
    assert [p.read_bytes() for p in again.files] == [p.read_bytes() for p in done.files]
    made = pages(done.files[0])
    assert 4 <= len(made) <= 9
    made += pages(save_ledger(ledger(on(house, "2026-02-10T09:00")), tmp_path / "t.xlsx", "xlsx"))
    for page in made:
        assert (matplotlib.image.imread(page) < 0.5).any(), page.name
