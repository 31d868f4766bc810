"""Services that are not offered, guides that tell too little, and forms that cannot be had."""

from __future__ import annotations

from collections.abc import Callable

from monitor.demo.families.base import Roads
from monitor.demo.model import NOTE, Answer, Guide, Site
from monitor.demo.spots.spot import Change, Spot, both, extra, serve, spots

_OFFICE = b"<html xmlns:o='urn:schemas-microsoft-com:office:office'><body>" + NOTE.encode()
_PICTURE = "<h3>申请材料</h3><p>申请表</p><p><img src='{base}images/photo.png'></p>"
_NOTICE = (
    "<p>一、申请条件：本市居民</p><p>二、申请材料：身份证</p><p>三、咨询电话：0999-2600013</p>"
)
_TABLE = (
    "<h3>申请材料</h3><table><tr><th>材料名称</th><th>材料类型</th></tr>"
    "<tr><td>身份证</td><td>其他材料</td></tr></table><h3>办理流程</h3><p>申请、发放</p>"
    "<p>设定依据：《示范市便民服务条例》</p><p>申请条件：本市居民</p><p>办理地点：政务服务中心</p>"
    "<p>办理机构：政务服务科</p><p>收费标准：不收费</p><p>办理时限：5个工作日</p><p>咨询电话：0999-2600014</p>"
)


def _shown(kind: str, name: str = "办事服务") -> Change:
    def change(site: Site, _: Roads) -> None:
        site.services.shown, site.services.name = kind, name

    return change


def _guide(number: int, alter: Callable[[Guide], None]) -> Change:
    """Change the guide of that number."""

    def change(site: Site, _: Roads) -> None:
        alter(next(one for one in site.services.guides if one.number == number))

    return change


def _without(number: int, *keys: str) -> Change:
    def alter(guide: Guide) -> None:
        for key in keys:
            del guide.told[key]

    return _guide(number, alter)


def _says(number: int, text: str, *keys: str) -> Change:
    """These elements are named, and this stands in their places."""

    def alter(guide: Guide) -> None:
        guide.told |= dict.fromkeys(keys, text)

    return _guide(number, alter)


def _renamed(number: int, **labels: str) -> Change:
    return _guide(number, lambda guide: guide.labels.update(labels))


def _materials(number: int, text: str) -> Change:
    def alter(guide: Guide) -> None:
        guide.materials = text

    return _guide(number, alter)


def _body(number: int, text: str, more: str = "") -> Change:
    def alter(guide: Guide) -> None:
        guide.body, guide.extra = text, more

    return _guide(number, alter)


def _layout(number: int, layout: str) -> Change:
    def alter(guide: Guide) -> None:
        guide.layout = layout

    return _guide(number, alter)


def _form(number: int, name: str, body: bytes, content_type: str = "application/msword") -> Change:
    """The guide's form has this name, and this is what the address gives."""

    def alter(guide: Guide) -> None:
        guide.form = name

    return both(_guide(number, alter), serve(f"bsfw/{name}", Answer(body, 200, content_type)))


def _promised(number: int) -> Change:
    def alter(guide: Guide) -> None:
        guide.form_link = "事项申请表（点击下载）"

    return _guide(number, alter)


def _page(title: str) -> bytes:
    text = f"<html><head><title>{title}</title></head><body><p>{title} {NOTE}</p></body></html>"
    return text.encode()


SPOTS: tuple[Spot, ...] = (
    *spots("fagai", ("service-01", _shown("none"))),
    *spots("sifa", ("service-02", _shown("none"))),
    *spots("chengguan", ("service-03", _shown("none"))),
    *spots("zhujian", ("service-04", _shown("none"))),
    *spots("shengtai", ("service-05", _shown("none"))),
    *spots("yingji", ("service-06", _shown("empty"))),
    *spots("gongxin", ("service-07", _shown("none"))),
    *spots("shangwu", ("service-d01", _shown("platform"))),
    *spots("zhengshu", ("service-d02", _shown("picture"))),
    *spots("qixiang", ("service-d03", _shown("own", "便民服务"))),
    *spots("shichang", ("service-d04", _shown("own", "网上办事"))),
    *spots("tuiyi", ("service-d05", _shown("own", "办事大厅"))),
    *spots("tongji", ("service-d06", _shown("none"))),
    *spots(
        "jia",
        ("guide-01", _without(1, "basis", "place", "fee", "phone")),
        ("vague-01", _materials(2, "身份证；3.法律、法规规定的其他材料")),
    ),
    *spots(
        "yi",
        ("guide-02", _says(2, "", "basis", "conditions", "agency", "time", "phone")),
        ("vague-02", _materials(1, "身份证、户口簿等相关材料")),
    ),
    *spots(
        "bing",
        ("guide-03", _says(1, "待补充", "basis", "place", "time", "process")),
        ("vague-03", _materials(2, "受理机关认为需要提交的材料")),
    ),
    *spots(
        "ding",
        ("guide-04", _says(2, "", "basis", "place", "fee", "phone", "process")),
        ("vague-04", _materials(1, "按照有关规定应提交的材料")),
    ),
    *spots(
        "wu",
        ("guide-05", _says(1, "", "basis", "conditions", "place", "process")),
        ("vague-05", _materials(2, "身份证；3.其他必要材料")),
    ),
    *spots(
        "renshe",
        ("guide-06", _without(1, "basis", "conditions", "agency", "time", "process")),
        ("vague-06", _materials(2, "身份证、居住证、合同等")),
    ),
    *spots(
        "ji",
        ("guide-d01", _without(1, "basis", "place", "phone")),
        ("vague-d01", _materials(2, "其他应收款明细表；3.其他组织的登记证书")),
    ),
    *spots(
        "xin",
        (
            "guide-d02",
            _body(
                1, "<p>申请材料：申请表</p>", "<p><a href='sqb1.docx'>便民补贴申领办事指南</a></p>"
            ),
        ),
        ("vague-d02", _says(2, "《示范市便民服务条例》规定提交法律规定的其他材料", "basis")),
    ),
    *spots(
        "jiaoyu",
        ("guide-d03", _body(1, _PICTURE)),
        ("form-01", _form(2, "biao2.doc", b"")),
    ),
    *spots(
        "gongan",
        (
            "guide-d04",
            _renamed(1, place="受理地址", time="承诺期限", agency="承办单位", fee="是否收费"),
        ),
        ("form-02", _form(2, "biao2.pdf", _page("欢迎访问本网站"))),
    ),
    *spots(
        "minzheng",
        ("guide-d05", _layout(1, "tabs")),
        ("form-03", _form(2, "biao2.doc", _page("文件不存在"))),
    ),
    *spots(
        "shuiwu",
        ("guide-d06", extra("tzgg", 0, _NOTICE)),
        ("form-04", _form(2, "biao2.pdf", b"PK\x03\x04" + NOTE.encode(), "application/pdf")),
    ),
    *spots(
        "jiaotong",
        ("vague-d03", _materials(1, "其他证明材料（居住证、租赁合同）")),
        ("form-05", _promised(2)),
    ),
    *spots(
        "yibao",
        ("vague-d04", _materials(1, "社会保障卡，无需提交其他材料")),
        ("form-06", _form(2, "biao2.docx", b"GIF89a" + NOTE.encode())),
    ),
    *spots(
        "ziran",
        ("vague-d05", _materials(1, "身份证；3.证明材料（如合同、证书等）")),
        ("form-d01", _form(2, "biao2.doc", _OFFICE)),
    ),
    *spots(
        "caizheng",
        ("vague-d06", _body(1, _TABLE)),
        ("form-d02", _form(2, "biao2.doc", b"{\\rtf1 " + NOTE.encode())),
    ),
    *spots("nongye", ("form-d03", _form(2, "biao2.rar", b"PK\x03\x04" + NOTE.encode()))),
    *spots(
        "wenlv",
        ("form-d04", _form(2, "biao2.doc", _page("统一身份认证平台用户登录"))),
    ),
    *spots(
        "weijian",
        (
            "form-d05",
            _form(2, "biao2.pdf", b"%PDF-1.4 " + NOTE.encode(), "application/octet-stream"),
        ),
    ),
    *spots("qixiang", ("form-d06", _form(2, "biao2.html", _page("事项申请表"), "text/html"))),
)
