"""Invented words: titles, paragraphs and people, the same in every run."""

from __future__ import annotations

from monitor.demo.model import NOTE, Leader

_SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马方任袁唐薛雷"
_GIVEN = "示范样例试拟演练仿真假设虚构"
_LAST = "安宁平远青林禾川岳舟清和明朗"
_ACTS = {
    "news": (
        "召开{}专题会议",
        "{}现场推进会举行",
        "扎实推进{}工作",
        "调研组到基层了解{}情况",
        "{}志愿服务活动走进社区",
    ),
    "notice": (
        "关于做好{}的通知",
        "关于{}有关事项的公告",
        "{}情况公示",
        "关于开展{}的通告",
        "{}听证会公告",
    ),
    "policy": (
        "{}管理办法（试行）",
        "关于加强{}的实施意见",
        "{}若干规定",
        "{}实施细则",
        "{}行动方案",
    ),
    "interpretation": (
        "《{}管理办法》政策解读",
        "一图读懂{}方案",
        "关于{}实施意见的解读",
        "{}问答",
        "《{}规定》图解",
    ),
    "other": ("{}信息公开情况", "{}年度情况", "{}一览", "{}说明", "{}登记情况"),
}
_THINGS = (
    "防汛备汛", "绿道建设", "老旧小区改造", "春季植树", "便民服务", "河道清淤", "食品安全",
    "校园午餐", "公交优化", "垃圾分类", "技能培训", "养老服务", "消费维权", "数据共享", "档案整理",
    "节水宣传",
)  # fmt: skip
_STYLE_BY_WORD = (
    ("interpretation", ("解读",)),
    ("policy", ("政策", "法规", "文件")),
    ("notice", ("通知", "公告", "公示")),
    ("news", ("动态", "要闻", "新闻")),
)


def title(column: str, number: int) -> str:
    """A headline that fits the column's name."""
    style = next((s for s, words in _STYLE_BY_WORD if any(w in column for w in words)), "other")
    thing = _THINGS[(number * 7 + len(column)) % len(_THINGS)]
    act = _ACTS[style][number % 5].format(thing)
    return f"{act}（{number}）"


def paragraphs(headline: str) -> tuple[str, ...]:
    return (
        f"（{NOTE}）围绕“{headline}”，有关单位按照年度安排分步组织实施，明确了责任分工、进度要求和保障措施，"
        "各项任务均有专人跟进，群众可以通过公开渠道了解进展情况并提出意见建议。",
        "会议要求，要把准备工作做在前面，把问题解决在一线，注重实效，力戒形式，做到有安排、有检查、有总结，"
        "确保各项措施落到实处；对工作中发现的困难要及时上报，统筹协调解决。",
        "下一步，将继续完善工作机制，总结推广好的做法，按时公布结果，自觉接受社会监督。",
    )


def person(number: int) -> str:
    """A name nobody has: every second one has two characters only."""
    given = _GIVEN[(number * 3) % len(_GIVEN)]
    last = "" if number % 3 == 0 else _LAST[(number * 5) % len(_LAST)]
    return _SURNAMES[number % len(_SURNAMES)] + given + last


def biography(name: str, number: int) -> str:
    sex = "女" if number % 4 == 1 else "男"
    return (
        f"{name}，{sex}，汉族，{1968 + number % 15}年{1 + number % 12}月出生，示范市人，大学学历，"
        f"{1990 + number % 15}年7月参加工作，中共党员。"
    )


def leaders(chief: str, deputy: str, first: int, count: int = 3) -> list[Leader]:
    """`count` people, the first of them the chief."""
    made = []
    for place in range(count):
        number = first * 5 + place
        name = person(number)
        duties = (
            "主持全面工作。"
            if place == 0
            else f"分管{_THINGS[number % 16]}、{_THINGS[(number + 5) % 16]}工作。"
        )
        post = chief if place == 0 else deputy
        made.append(Leader(place + 1, name, post, biography(name, number), duties))
    return made
