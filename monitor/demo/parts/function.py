"""What a home page offers beside its content: a search, an aid, a mark for small screens."""

from __future__ import annotations

from monitor.demo import searches
from monitor.demo.model import PageMaker
from monitor.demo.parts.part import Frame

_AIDS = {
    "aid-none": "",
    "aid-topic": '<p><a href="#aid">无障碍环境建设条例</a></p>',
    "aid-comment": '<!-- <a href="javascript:;">无障碍浏览</a> -->',
    "aid-picture": '<a href="javascript:;"><img src="{images}icon.png" alt="无障碍"></a>',
    "aid-box": '<div onclick="openAid()">适老化</div>',
    "aid-button": '<button type="button">长辈模式</button>',
    "aid-old": '<a href="javascript:;">长者助手</a>',
    "aid-title": '<a href="javascript:;" title="进入无障碍阅读"><i></i></a>',
    "aid-tool": '<script>var tool = {{plugin: "wzaTool"}};</script>',
}
_VIEWS = {
    "view-link": '<a href="javascript:;">手机版</a>',
    "view-switch": '<a href="javascript:;">[切换手机版]</a>',
    "view-script": "<script>if (/Android|iPhone/.test(navigator.userAgent) && screen.width < 1) "
    "{{ location.href = '#m'; }}</script>",
    "view-picture": '<a href="javascript:;"><img src="{images}icon.png" alt="触屏版"></a>',
    "view-app": '<a href="javascript:;">移动客户端</a>',
}


class Function:
    def pages(self, frame: Frame) -> dict[str, PageMaker]:
        return {}

    def menu(self, frame: Frame) -> list[tuple[str, str]]:
        return []

    def home(self, frame: Frame) -> str:
        style = frame.site.style
        aid = next((made for word, made in _AIDS.items() if word in style), None)
        view = "".join(made for word, made in _VIEWS.items() if word in style)
        aid = '<a href="javascript:;">无障碍浏览</a>' if aid is None else aid
        return searches.box(frame) + (aid + view).replace("{{", "{").replace("}}", "}").replace(
            "{images}", frame.href("images/")
        )


PART = Function()
