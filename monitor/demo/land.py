"""The units of the invented city and where their sites stand. Nothing here is wrong yet."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.demo import words
from monitor.demo.model import Column, Item, Policy, Site

PORTAL_HOST = "127.0.0.10"
PLATFORM_HOST = "127.0.1.10"
"""A neighbour outside the ledger: the service platform that many sites lead to."""
MISSING_HOST = "127.0.1.9"
"""Another neighbour, where every address but the front page is gone."""
CLOSED_HOST = "127.0.1.8"
"""Nobody listens here."""

_COUNTIES = (
    ("jia", "甲县", "nfcms"), ("yi", "乙县", "trs"), ("bing", "丙县", "empire"),
    ("ding", "丁县", "tables"), ("wu", "戊县", "jcms"), ("ji", "己县", "nfcms"),
    ("geng", "庚县", "trs"), ("xin", "辛县", "empire"),
)  # fmt: skip
_SERVICE = (
    ("fagai", "发展改革局", "nfcms"), ("jiaoyu", "教育局", "trs"), ("keji", "科技局", "nfcms"),
    ("gongxin", "工业信息化局", "nfcms"), ("gongan", "公共安全局", "tables"),
    ("minzheng", "民政局", "nfcms"), ("sifa", "司法局", "trs"), ("caizheng", "财政局", "trs"),
    ("renshe", "人力资源局", "jcms"), ("ziran", "自然资源局", "nfcms"),
    ("shengtai", "生态环境局", "jcms"), ("zhujian", "住房建设局", "tables"),
    ("jiaotong", "交通局", "nfcms"), ("shuiwu", "水务局", "trs"), ("nongye", "农业农村局", "nfcms"),
    ("shangwu", "商务局", "trs"), ("wenlv", "文化旅游局", "nfcms"), ("weijian", "卫生健康局", "nfcms"),
    ("tuiyi", "退役军人局", "empire"), ("yingji", "应急管理局", "empire"),
    ("shichang", "市场监管局", "tables"), ("yibao", "医疗保障局", "empire"),
    ("linye", "林业局", "trs"), ("chengguan", "城市管理局", "empire"),
    ("zhengshu", "政务服务局", "tables"), ("gongji", "公积金中心", "empire"),
    ("qixiang", "气象局", "empire"), ("nashui", "税费服务局", "trs"),
    ("xiaofang", "消防救援队", "empire"), ("liangshi", "粮食储备局", "tables"),
    ("minzu", "民族事务局", "jcms"), ("youzheng", "邮政管理局", "nfcms"),
)  # fmt: skip
_INTERNAL = (
    ("shenji", "审计局", "jcms"), ("tongji", "统计局", "nfcms"), ("guozi", "国资监管局", "nfcms"),
    ("dangan", "档案馆", "jcms"), ("shizhi", "地方志办公室", "tables"),
    ("jiguan", "机关事务局", "nfcms"), ("yanjiu", "发展研究中心", "nfcms"),
    ("waishi", "外事局", "tables"), ("jinrong", "金融工作局", "jcms"),
    ("gongxiao", "供销联社", "nfcms"), ("xinfang", "来访接待局", "nfcms"),
)  # fmt: skip
_OWN_HOST = {
    "jiaoyu": "127.0.0.21", "gongan": "127.0.0.22", "renshe": "127.0.0.23",
    "gongji": "127.0.0.24", "wenlv": "127.0.0.25",
}  # fmt: skip
_MAILBOX = ("fagai", "caizheng", "jiaoyu", "gongan", "renshe", "wenlv")
"""Bureaus with a mailbox of their own; the others lead to a form."""
_ROSTERS = ("own", "anchors", "table", "cards")


@dataclass(frozen=True, slots=True)
class Unit:
    """`unwatched` says why a unit has no site."""

    id: str
    name: str
    category: str
    ranked: bool = True
    unwatched: str | None = None


OWNER = Unit("shifan", "示范市政府办公室", "internal", ranked=False)
WITHOUT_SITE = Unit(
    "fazhi",
    "示范市法制研究室",
    "internal",
    unwatched="未开设网站，信息由市政府门户网站发布（演示数据）",
)
UNITS = (
    *(Unit(id, name, "county") for id, name, _ in _COUNTIES),
    OWNER,
    *(Unit(id, f"示范市{name}", "service") for id, name, _ in _SERVICE),
    *(Unit(id, f"示范市{name}", "internal") for id, name, _ in _INTERNAL),
    WITHOUT_SITE,
)


def sites() -> list[Site]:
    """Every site in good order, the portal first."""
    made = [_portal()]
    for number, (id, name, family) in enumerate(_COUNTIES, start=1):
        made.append(_county(id, name, family, number))
    for number, (id, name, family) in enumerate((*_SERVICE, *_INTERNAL), start=20):
        made.append(_bureau(id, name, family, number))
    return made


def _portal() -> Site:
    site = Site(
        "portal", "shifan", "示范市人民政府门户网站", "nfcms", PORTAL_HOST, "/", _code(0), "portal"
    )
    site.columns = [
        _hub("xwdt", "新闻动态", 1),
        *_filled("xwdt/zwyw", "政务要闻", 2, 6), *_filled("xwdt/bmdt", "部门动态", 3, 6),
        *_filled("tzgg", "通知公告", 4, 6),
        _hub("zwgk", "政务公开", 5),
        *_filled("zwgk/zcwj", "政策文件", 6, 6), *_filled("zwgk/zcjd", "政策解读", 7, 6),
        *_filled("zwgk/rsrm", "人事任免", 8, 4), *_filled("zwgk/ghjh", "规划计划", 9, 4),
        *_filled("zwgk/sjfb", "数据发布", 10, 4),
        *_filled("hdjl/dczj", "调查征集", 11, 3), *_filled("ztzl", "专题专栏", 12, 3),
    ]  # fmt: skip
    site.leaders = words.leaders("市长", "副市长", 1, 4)
    site.policies = policies("示范市", 0)
    return site


def _county(id: str, name: str, family: str, number: int) -> Site:
    host = f"127.0.0.{10 + number}"
    site = Site(id, id, f"{name}人民政府门户网站", family, host, "/", _code(number), "portal")
    base = number * 40
    site.columns = [
        _hub("xwzx", "新闻中心", base),
        *_filled("xwzx/zwdt", "政务动态", base + 1, 6), *_filled("xwzx/bmdt", "部门动态", base + 2, 5),
        *_filled("tzgg", "通知公告", base + 3, 5), *_filled("tzgg/gsgg", "公示公告", base + 4, 4),
        _hub("zwgk", "政务公开", base + 5),
        *_filled("zwgk/zcwj", "政策文件", base + 6, 5), *_filled("zwgk/zcjd", "政策解读", base + 7, 5),
        *_filled("zwgk/rsrm", "人事任免", base + 8, 3), *_filled("zwgk/ghjh", "规划计划", base + 9, 3),
        *_filled("zwgk/sjfb", "数据发布", base + 10, 3),
        *_filled("hdjl/xjxx", "县长信箱", base + 11, 4), *_filled("hdjl/dczj", "调查征集", base + 12, 3),
        *_filled("ztzl", "专题专栏", base + 13, 2),
    ]  # fmt: skip
    site.column("hdjl/xjxx").look = "letters"
    site.leaders = words.leaders("县长", "副县长", number + 1)
    site.policies = policies(name, number)
    site.roster = _ROSTERS[(number - 1) % 4]
    if number % 2:
        site.roster_name = "县政府领导"
    return site


def _bureau(id: str, name: str, family: str, number: int) -> Site:
    own = _OWN_HOST.get(id)
    base, kind = ("/", "site") if own else (f"/{id}/", "channel")
    site = Site(id, id, f"示范市{name}", family, own or PORTAL_HOST, base, _code(number), kind)
    first = number * 40
    site.columns = [
        *_filled("gzdt", "工作动态", first + 1, 5), *_filled("tzgg", "通知公告", first + 2, 4),
        *_filled("zcfg", "政策法规", first + 3, 4), *_filled("zcjd", "政策解读", first + 4, 3),
        *_filled(*(("sjfb", "数据发布") if number % 2 else ("ghjh", "规划计划")), first + 5, 3),
    ]  # fmt: skip
    if id in _MAILBOX:
        site.columns += _filled("jzxx", "局长信箱", first + 6, 4)
        site.column("jzxx").look = "letters"
    if family == "tables":
        site.style.add(("header-lies", "header-silent", "meta-silent")[number % 3])
    site.leaders = words.leaders("局长", "副局长", number, 2)
    site.roster = _ROSTERS[number % 4]
    return site


def _hub(slug: str, name: str, code: int) -> Column:
    return Column(slug, name, code, look="hub")


def _filled(slug: str, name: str, code: int, count: int) -> list[Column]:
    """A column with fresh articles: news every three days, the rest every month."""
    step, first = (3, 1) if "动态" in name or "要闻" in name else (29, 6)
    ages = [first + place * step for place in range(count)]
    return [Column(slug, name, code, items=articles(name, code, ages))]


def articles(column: str, code: int, ages: list[int]) -> list[Item]:
    numbers = [code * 100 + place + 1 for place in range(len(ages))]
    return [
        Item(100_000 + n, words.title(column, n), age) for n, age in zip(numbers, ages, strict=True)
    ]


_SUBJECTS = (
    "户外广告设置", "公共租赁住房", "餐厨废弃物处置", "校外托管机构", "既有住宅加装电梯",
    "网络预约出租汽车", "殡葬服务设施", "城市养犬", "旅游民宿",
)  # fmt: skip


def policies(place: str, number: int) -> list[Policy]:
    """Two documents of a government, each with its interpretation and linked both ways."""
    first, second = (_SUBJECTS[(number + shift) % len(_SUBJECTS)] for shift in (0, 4))
    return [
        policy(1, place, f"{first}管理办法", 70),
        policy(2, place, f"{second}实施细则", 130, "一图读懂《{name}》"),
    ]


def policy(
    number: int, place: str, subject: str, age: int, told: str = "《{name}》政策解读"
) -> Policy:
    name = f"{place}{subject}"
    title = f"{place}人民政府办公室关于印发{name}的通知"
    told = told.format(name=name)
    forth = f'<p>相关解读：<a href="{{interpretation}}">{told}</a></p>'
    back = f'<p>政策原文：<a href="{{document}}">{title}</a></p>'
    return Policy(number, title, told, age, forth=forth, back=back)


def _code(number: int) -> str:
    """A site code of a division that does not exist."""
    return f"999901{number + 1:04d}"
