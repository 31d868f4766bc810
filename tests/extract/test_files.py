"""Files become text within bounds, whatever is in them."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.demo import files as made
from monitor.domain.evidence import PageEvidence, PageKind
from monitor.domain.personal import FileState
from monitor.extract import files
from monitor.extract.files import form_of, read_file
from tests.extract.test_personal import ID, MOBILE

ROWS = [["关于救助对象名单的公示"], ["序号", "姓名", "身份证号"], ["1", "李明", ID]]
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def read(form: str, body: bytes, **more: str) -> PageEvidence:
    return read_file(body, url=f"http://127.0.0.1/a.{form}", form=form, **more)


def state(page: PageEvidence) -> FileState:
    assert page.particulars.file is not None
    return page.particulars.file.state


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf", "csv"])
def test_lists_in_files_are_read(form: str) -> None:
    page = read(form, made.attached(form, ROWS).body)
    assert page.kind is PageKind.OTHER and state(page) is FileState.READ
    assert [(one.kind.value, one.count) for one in page.particulars.exposures] == [("identity", 1)]
    assert page.text_length > 20


def test_plain_text_of_any_encoding_is_read() -> None:
    body = f"身份证号：{ID}\r\n".encode("gb18030")
    assert read("txt", body).particulars.exposures[0].count == 1


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_x", ".x"), text)
    return out.getvalue()


def sheet(cells: str) -> bytes:
    return packed(
        xl__worksheets__sheet1_xml=f"<worksheet><sheetData>{cells}</sheetData></worksheet>"
    )


def rows_of(body: bytes) -> list[str]:
    return files._TEXTS["xlsx"](body, None)[0].split("\n")


def test_cells_keep_their_columns_and_long_numbers_their_digits() -> None:
    body = sheet(
        '<row><c r="A1" t="inlineStr"><is><t>电</t><t>话</t></is></c>'
        '<c r="D1"><v>1.3809991234E10</v></c></row>'
        f'<row><c><v>7</v></c><c><v>{MOBILE}</v></c><c r="ZZZ2"><v>8</v></c></row>'
    )
    assert rows_of(body) == ["电话\t\t\t13809991234", f"7\t{MOBILE}"]


def test_a_word_is_whole_however_it_is_marked_up() -> None:
    runs = "".join(f"<w:r><w:t>{ID[n : n + 5]}</w:t></w:r>" for n in range(0, 18, 5))
    said = f"<w:p><w:r><w:t>证件号 </w:t></w:r>{runs}</w:p>"
    body = packed(word__document_xml=f'<w:document xmlns:w="w">{said}</w:document>')
    assert read("docx", body).particulars.exposures[0].count == 1


@pytest.mark.parametrize(
    ("form", "body", "expected"),
    [
        ("doc", b"\xd0\xcf\x11\xe0", FileState.NOT_READABLE),
        ("zip", b"PK\x03\x04", FileState.NOT_READABLE),
        ("pdf", b"", FileState.BROKEN),
        ("pdf", b"%PDF-1.4 nothing", FileState.BROKEN),
        ("pdf", b"<html>404</html>", FileState.BROKEN),
        ("docx", b"\xd0\xcf\x11\xe0", FileState.BROKEN),
        ("docx", packed(other_xml="<a/>"), FileState.BROKEN),
        ("docx", packed(word__document_xml="<w:document"), FileState.BROKEN),
        ("xlsx", sheet('<row><c t="s"><v>x</v></c></row>'), FileState.BROKEN),
        ("txt", b"<html><p>404</p></html>", FileState.BROKEN),
        ("txt", b"\0\0\0\0", FileState.BROKEN),
        ("pdf", made.pdf([[""]]), FileState.SCANNED),
    ],
)
def test_what_cannot_be_read_says_why(form: str, body: bytes, expected: FileState) -> None:
    assert state(read(form, body)) is expected


def test_an_archive_that_unpacks_to_too_much_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_UNPACKED", 100_000)
    bomb = packed(word__document_xml=f"<w:document><w:p>{'a' * 200_000}</w:p></w:document>")
    assert len(bomb) < 2_000 and state(read("docx", bomb)) is FileState.BROKEN


def test_entities_are_not_unfolded() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE d [<!ENTITY a0 "ha">{laughs}]><w:document><w:t>&a9;</w:t></w:document>'
    page = read("docx", packed(word__document_xml=text))
    assert page.text_length < 100


def test_long_files_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LONGEST_TEXT", 50)
    page = read("txt", f"身份证号：{ID}{'　文' * 100}".encode())
    assert state(page) is FileState.CUT and page.text_length == 50
    monkeypatch.setattr(files, "LONGEST_TEXT", 10_000)
    monkeypatch.setattr(files, "MOST_PAGES", 1)
    assert state(read("pdf", made.pdf([["第一页的文字内容"]] * 60))) is FileState.CUT


@given(st.binary(max_size=300), st.sampled_from(sorted(files.READABLE)))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_borne(body: bytes, form: str) -> None:
    heads = {"pdf": b"%PDF-1.4\n", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}
    read(form, body)
    read(form, heads.get(form, b"") + body)


@pytest.mark.parametrize(
    ("url", "content_type", "disposition", "expected"),
    [
        ("http://a/x.pdf", "application/pdf", None, "pdf"),
        ("http://a/x.pdf", "text/html; charset=utf-8", None, None),
        ("http://a/x.PDF", None, None, "pdf"),
        ("http://a/down?id=1", "application/pdf", None, "pdf"),
        ("http://a/down?id=1", "application/octet-stream", 'attachment; filename="a.xlsx"', "xlsx"),
        (
            "http://a/d",
            "application/octet-stream",
            "attachment; filename*=UTF-8''%E8%A1%A8.docx",
            "docx",
        ),
        ("http://a/down?name=a.xlsx", "application/x-download", None, "xlsx"),
        ("http://a/x.xlsx", "application/vnd.ms-excel", None, "xlsx"),
        ("http://a/x", "application/msword", None, "doc"),
        ("http://a/x.docx", TYPES["xlsx"], None, "xlsx"),
        ("http://a/x.txt", "text/plain", None, "txt"),
        ("http://a/x.jpg", "image/jpeg", None, None),
        ("http://a/x.mp4", "application/octet-stream", None, None),
        ("http://a/x.html", None, None, None),
        ("http://a/", "application/json", None, None),
    ],
)
def test_the_form_of_a_file(
    url: str, content_type: str | None, disposition: str | None, expected: str | None
) -> None:
    assert form_of(url, content_type, disposition) == expected
