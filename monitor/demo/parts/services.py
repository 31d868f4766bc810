"""Public services: a page that offers them, guides to two of them, and the forms they name."""

from __future__ import annotations

from monitor.demo import land
from monitor.demo.model import NOTE, Answer, Guide, PageMaker
from monitor.demo.parts.part import Frame

LABELS = {
    "name": "事项名称", "basis": "设定依据", "conditions": "申请条件", "materials": "申请材料",
    "place": "办理地点", "agency": "办理机构", "fee": "收费标准", "time": "办理时限",
    "phone": "咨询电话", "process": "办理流程",
}  # fmt: skip
_WITH_SERVICES = frozenset(unit.id for unit in land.UNITS if unit.category != "internal")
_LAYOUTS = {
    "nfcms": "table", "trs": "headings", "empire": "lines", "tables": "pairs", "jcms": "tabs",
}  # fmt: skip


class Services:
    """Units with public services offer them as `site.services` says."""

    def pages(self, frame: Frame) -> dict[str, PageMaker]:
        if not _offers(frame) or frame.site.services.shown in ("none", "platform", "picture"):
            return {}
        made: dict[str, PageMaker] = {frame.plain_path("bsfw"): lambda: _index(frame)}
        if frame.site.services.shown == "empty":
            return made
        for guide in frame.site.services.guides:
            made[f"bsfw/zn{guide.number}.html"] = _maker(frame, guide)
            made[f"bsfw/{guide.form}"] = _form
        return made

    def menu(self, frame: Frame) -> list[tuple[str, str]]:
        services = frame.site.services
        if not _offers(frame) or services.shown in ("none", "platform", "picture"):
            return []
        return [(services.name, frame.href(frame.plain_path("bsfw")))]

    def home(self, frame: Frame) -> str:
        if frame.site.services.shown != "picture":
            return ""
        image = f'<img src="{frame.href("images/icon.png")}" alt="网上办事大厅"/>'
        return f'<p><a href="{frame.href(frame.plain_path("wzdt"))}">{image}</a></p>'


def _offers(frame: Frame) -> bool:
    return frame.site.unit in _WITH_SERVICES


def _form() -> Answer:
    return Answer(b"PK\x03\x04" + NOTE.encode(), content_type="application/msword")


def _index(frame: Frame) -> Answer:
    services = frame.site.services
    path = frame.plain_path("bsfw")
    if services.shown == "empty":
        body = f"<h2>{services.name}</h2><div class='list'><p>此栏目暂无内容</p></div>"
        return frame.framed("other", services.name, body, path)
    links = "；".join(
        f'<a href="{frame.href(f"bsfw/zn{one.number}.html")}">{one.title}</a>'
        for one in services.guides
    )
    body = (
        f"<p>本单位面向社会办理的事项均在政务服务中心窗口受理，工作日上午九时至下午五时开放，"
        f"请先阅读办事指南，备齐材料后前来办理，也可以委托他人代为办理。本页列出常办事项：{links}。</p>"
    )
    return frame.framed("other", services.name, body, path)


def _maker(frame: Frame, guide: Guide) -> PageMaker:
    def make() -> Answer:
        body = f"<h1>{guide.title}</h1>{_body(frame, guide)}{guide.extra}"
        return frame.framed("other", guide.title, body, f"bsfw/zn{guide.number}.html")

    return make


def _body(frame: Frame, guide: Guide) -> str:
    if guide.body:
        return guide.body.replace("{base}", frame.site.base)
    link = guide.form_link.replace("{form}", frame.href(f"bsfw/{guide.form}"))
    told = dict(guide.told)
    if "materials" in told:
        told["materials"] = f"1.{link}；2.{guide.materials}"
    rows = [(guide.labels.get(key, LABELS[key]), text) for key, text in told.items()]
    return _laid_out(guide.layout or _LAYOUTS[frame.site.family], rows)


def _laid_out(layout: str, rows: list[tuple[str, str]]) -> str:
    if layout == "table":
        cells = "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in rows)
        return f'<table border="1">{cells}</table>'
    if layout == "pairs":
        pairs = [rows[n : n + 2] for n in range(0, len(rows), 2)]
        lines = ("".join(f"<td>{a}</td><td>{b}</td>" for a, b in pair) for pair in pairs)
        return f'<table border="1">{"".join(f"<tr>{line}</tr>" for line in lines)}</table>'
    if layout == "lines":
        return "".join(f"<p>{label}：{text}</p>" for label, text in rows)
    if layout == "tabs":
        names = "".join(f"<li>{label}</li>" for label, _ in rows)
        panes = "".join(f'<div class="pane" style="display:none">{text}</div>' for _, text in rows)
        return f'<ul class="tab-hd">{names}</ul><div class="tab-bd">{panes}</div>'
    return "".join(f"<h3>{label}</h3><p>{text}</p>" for label, text in rows)
