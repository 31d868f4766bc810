"""Sites that do not open, and sites that merely seem not to."""

from __future__ import annotations

from dataclasses import replace

from monitor.demo.families.base import Roads
from monitor.demo.model import NOTE, Answer, Site
from monitor.demo.spots.spot import SILENCE, Change, Spot, first, late, said, serve, spots

_CHALLENGE = Answer(
    f"<html><head><title></title></head><body><script>/* {NOTE} */document.cookie=('_')+('_')+('j')"
    "+('s')+('l');setTimeout('location.href=location.pathname',1500);</script></body></html>".encode(),
    521,
)
RIDDLE = Answer(
    "<html><head><meta content=\"0\" r=\"m\"><script r='m'>$_ts=window['$_ts'];</script></head>"
    f"<body><!-- {NOTE} --></body></html>".encode(),
    412,
)
_FORBIDDEN = said("403 Forbidden", 403)
_NIGHT = said("系统夜间维护，暂停访问，开放时间为每日8时至22时。", title="系统维护")
_MISSING_PAGE = "对不起，您访问的页面不存在或已被删除。"


def _wall(answer: Answer) -> Change:
    def change(site: Site, _: Roads) -> None:
        site.everything = answer

    return change


def _home(answer: Answer) -> Change:
    return serve("", answer)


def _refuse(site: Site, _: Roads) -> None:
    site.refuses = True


SPOTS: tuple[Spot, ...] = (
    *spots("keji", ("unreachable-01", _home(said("500 Internal Server Error", 500)))),
    *spots("linye", ("unreachable-02", _home(said("502 Bad Gateway", 502)))),
    *spots("gongji", ("unreachable-03", _refuse)),
    *spots("liangshi", ("unreachable-04", _home(said("404 - 找不到文件或目录。", 404, charset="gb18030")))),
    *spots("minzu", ("unreachable-05", _home(said(_MISSING_PAGE, title="404错误")))),
    *spots("xiaofang", ("unreachable-06", _home(said("503 Service Unavailable", 503)))),
    *spots("gongxiao", ("unreachable-07", _home(SILENCE))),
    *spots("geng", ("unreachable-d01", _wall(_CHALLENGE))),
    *spots("nashui", ("unreachable-d02", _home(RIDDLE))),
    *spots("youzheng", ("unreachable-d03", _home(_FORBIDDEN))),
    *spots("qixiang", ("unreachable-d04", first("", said("503 Service Unavailable", 503)))),
    *spots("waishi", ("unreachable-d05", first("", replace(_NIGHT, status=503)))),
    *spots("jinrong", ("unreachable-d06", late("", 4.0))),
    *spots("shizhi", ("unreachable-d07", first("", SILENCE))),
    *spots("xinfang", ("unreachable-d08", first("", _NIGHT))),
)  # fmt: skip
