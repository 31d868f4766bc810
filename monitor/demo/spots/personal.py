"""Numbers of invented persons left on pages and in files, and numbers that are nobody's secret.

Resident ids are of a division that does not exist, telephones and cards of numbers nobody has.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.demo import files
from monitor.demo.model import Answer
from monitor.demo.spots.spot import Change, Spot, both, extra, file, serve, spots

_NAMES = ("李试样", "王拟远", "张例平", "陈演清", "刘假宁", "赵构林")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _resident(born: str, order: int) -> str:
    first = f"999901{born}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
    return first + "10X98765432"[total % 11]


def _card(number: int) -> str:
    first = f"6299990000{number:08d}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(first))]
    return first + str(-sum(one - 9 if one > 9 else one for one in doubled) % 10)


_IDS = tuple(_resident(f"19{50 + 4 * n}0{1 + n}1{n}", 101 + 37 * n) for n in range(len(_NAMES)))
_CARDS = tuple(_card(1234 + 77 * n) for n in range(len(_NAMES)))
_MOBILES = tuple(f"1380999{2000 + 37 * n}" for n in range(len(_NAMES)))
_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def _hidden(number: str, first: int, last: int) -> str:
    return number[:first] + "*" * (len(number) - first - last) + number[-last:]


def _list(head: Sequence[str], *columns: Sequence[str]) -> list[Sequence[str]]:
    return [head, *zip(*columns, strict=True)]


def _table(rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f'<table border="1">{"".join(f"<tr>{row}</tr>" for row in cells)}</table>'


def _attach(slug: str, place: int, path: str, name: str, answer: Answer) -> Change:
    link = f'<p><a href="{{base}}{path}">附件：{name}</a></p>'
    return both(extra(slug, place, link), serve(path, answer))


_ROLL = [["关于发放困难群众救助金名单的公示"], *_list(("姓名", "身份证号码"), _NAMES, _IDS)]
_HIDDEN_ROLL = [
    ["关于发放困难群众救助金名单的公示"],
    *_list(("姓名", "身份证号码"), _NAMES, [_hidden(one, 6, 4) for one in _IDS]),
]
_SAMPLE = [["申请表（填写样表）"], ["姓名", "李样", "身份证号", _IDS[0]], ["联系电话", _MOBILES[0]]]
_SERIALS = [f"9999012026{1 + n % 12:02d}{1 + n:02d}{n:04d}" for n in range(14)]

SPOTS: tuple[Spot, ...] = (
    *spots(
        "jia",
        ("pii-01", extra("zwgk/sjfb", 1, _table(_list(("姓名", "公民身份号码"), _NAMES, _IDS)))),
        ("pii-d01", extra("zwgk/sjfb", 2, _table(_HIDDEN_ROLL[1:]))),
    ),
    *spots(
        "yi",
        ("pii-02", _attach(
            "zwgk/sjfb", 1, "files/W020260102.xlsx", "名单.xlsx", files.attached("xlsx", _ROLL)
        )),
        ("pii-d02", _attach(
            "zwgk/sjfb", 2, "files/W020260103.xlsx", "名单.xlsx", files.attached("xlsx", _HIDDEN_ROLL)
        )),
    ),
    *spots(
        "bing",
        ("pii-03", _attach(
            "tzgg/gsgg", 1, "d/file/2026/a1.docx", "名单.docx", files.attached("docx", _ROLL)
        )),
        ("pii-d03", extra(
            "tzgg/gsgg", 2, _table(_list(("业务流水号", "结果"), _SERIALS, ["办结"] * 14))
        )),
    ),
    *spots(
        "ding",
        ("pii-04", extra(
            "tzgg/gsgg", 1, f"<p>当事人{_NAMES[1]}，身份证号：{_IDS[1].translate(_WIDE)}，现予公告。</p>"
        )),
        ("pii-d04", extra(
            "tzgg/gsgg", 2,
            f"<p>采购人：示范中心　联系人：张先生　联系电话：{_MOBILES[3]}</p>"
            f"<p>投标保证金账号：{_CARDS[0]}</p>",
        )),
    ),
    *spots(
        "wu",
        ("pii-05", _attach("tzgg/gsgg", 1, "attach/1.pdf", "名单.pdf", files.attached("pdf", _ROLL))),
        ("pii-d05", extra(
            "tzgg/gsgg", 2,
            f"<p>统一社会信用代码：11999901007200000X；户名：戊县财政局；账号：{_CARDS[1]}。</p>",
        )),
    ),
    *spots(
        "minzheng",
        ("pii-06", extra(
            "tzgg", 1,
            "<p>高龄补贴发放名单</p>"
            + _table(_list(("姓名", "性别", "联系电话"), _NAMES, ["女"] * 6, _MOBILES)),
        )),
        ("pii-d06", extra(
            "tzgg", 2,
            "<p>社区网格员联系方式</p>"
            + _table(_list(("网格员姓名", "职责", "联系电话"), _NAMES, ["联络"] * 6, _MOBILES)),
        )),
    ),
    *spots(
        "jiaoyu",
        ("pii-07", extra(
            "zcfg", 1,
            f"<p>留言内容：我叫{_NAMES[2]}，孩子入学有疑问，我的手机号是{_MOBILES[2]}。</p>"
            "<p>答复内容：请按公告到学校登记，咨询电话0999-2610001。</p>",
        )),
        ("pii-d07", extra(
            "zcfg", 2,
            "<p>留言内容：孩子入学有疑问。</p>"
            f"<p>答复内容：请联系经办人李老师，电话：{_MOBILES[4]}。</p>",
        )),
    ),
    *spots(
        "xin",
        ("pii-08", extra(
            "tzgg", 1, _table(_list(("户主", "一卡通账号", "金额"), _NAMES, _CARDS, ["230"] * 6))
        )),
        ("pii-d08", _attach("tzgg", 2, "d/file/2026/b1.docx", "样表", files.attached("docx", _SAMPLE))),
        ("pii-d09", _attach("tzgg", 3, "d/file/2026/b2.doc", "旧表", file("application/msword"))),
    ),
)  # fmt: skip
