"""What a file is by its first bytes, whatever its name and its server say."""

from __future__ import annotations

from monitor.extract.lexicon import pattern

_HEAD = 4096
_PDF_WITHIN = 1024
_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"GIF8", "image"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
)
_OFFICE = (
    b"schemas-microsoft-com:office", b"mso-application", b"mime-version:", b"office:word",
    b"office:excel", b"wps.cn", b"microsoft word", b"microsoft excel", b"word.document", b"excel.sheet",
)  # fmt: skip
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<meta", b"<title", b"<div")
_SHOWS = (b"application/pdf", b"pdf.js", b"pdfjs", b"viewer.html", b"location.", b"http-equiv=\"refresh\"",
          b"http-equiv='refresh'", b"window.open", b"<embed", b"<object")  # fmt: skip


def nature_of(body: bytes) -> str:
    """empty, pdf, zip, ole, rtf, rar, 7z, image, office (a document written as markup), login, viewer
    (markup that shows or leads to the file), html, json, text or binary."""
    if not body.strip():
        return "empty"
    head = body[:_HEAD]
    if b"%PDF" in head[:_PDF_WITHIN]:
        return "pdf"
    for magic, nature in _MAGIC:
        if head.startswith(magic):
            return nature
    small = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if any(sign in small for sign in _OFFICE):
        return "office"
    if small.startswith(_MARKUP) or (small.startswith(b"<") and b"<html" in small):
        return _of_markup(body)
    if small.startswith((b"{", b"[")) and b":" in small:
        return "json"
    return "text" if b"\0" not in head and _is_text(head) else "binary"


def _of_markup(body: bytes) -> str:
    small = body.lower()
    if any(sign in small for sign in (b'type="password"', b"type='password'", b"type=password")):
        return "login"
    text = body.decode("utf-8", "ignore") + body.decode("gb18030", "ignore")
    if pattern("login_page").search(text):
        return "login"
    return "viewer" if any(sign in small for sign in _SHOWS) else "html"


def _is_text(head: bytes) -> bool:
    for charset in ("utf-8", "gb18030"):
        try:
            head[: len(head) - len(head) % 2].decode(charset)
        except UnicodeDecodeError as error:
            if error.start >= len(head) - 4:
                return True
            continue
        return True
    return False
