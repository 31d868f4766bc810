"""Ways to write to the office, and what became of the letters."""

from __future__ import annotations

from monitor.demo.model import NOTE, PageMaker
from monitor.demo.parts.part import Frame

_WRITE, _COUNT = "wyzx", "lytj"


class Interaction:
    """Channels lead to the portal's form, everybody else has a form or a mailbox; who has a mailbox
    says how many letters came."""

    def pages(self, frame: Frame) -> dict[str, PageMaker]:
        made: dict[str, PageMaker] = {}
        if _writes_here(frame):
            path = frame.plain_path(_WRITE)
            made[path] = lambda: frame.framed("other", "我要咨询", _FORM, path)
        if _counts(frame):
            counted = frame.plain_path(_COUNT)
            made[counted] = lambda: frame.framed("other", "留言统计", _COUNTED, counted)
        return made

    def menu(self, frame: Frame) -> list[tuple[str, str]]:
        links = []
        if "unwritten" not in frame.site.style:
            if _writes_here(frame):
                links.append(("我要咨询", frame.href(frame.plain_path(_WRITE))))
            elif frame.site.kind == "channel":
                links.append(("我要咨询", "/wyzx/index.html"))
        if _counts(frame):
            links.append(("留言统计", frame.href(frame.plain_path(_COUNT))))
        return links

    def home(self, frame: Frame) -> str:
        return ""


def _has_mailbox(frame: Frame) -> bool:
    return any(column.look == "letters" for column in frame.site.columns)


def _counts(frame: Frame) -> bool:
    counted = "uncounted" not in frame.site.style
    return frame.site.kind != "channel" and _has_mailbox(frame) and counted


def _writes_here(frame: Frame) -> bool:
    unwritten = "unwritten" in frame.site.style
    return frame.site.kind != "channel" and not _has_mailbox(frame) and not unwritten


_FORM = f"""<form method="post" action="#"><p>{NOTE}：本页不受理来信</p>
<p>姓名 <input name="name"> 电话 <input name="phone"> 标题 <input name="title"></p>
<textarea name="content"></textarea><input type="submit" value="提交"></form>"""
_COUNTED = f"<p>（{NOTE}）本年度共收到群众来信128件，已办结126件，办结率98.4%。</p>"

PART = Interaction()
