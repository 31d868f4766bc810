"""Articles with slips in their wording, and articles that only look as if they had some."""

from __future__ import annotations

from monitor.demo.families.base import Roads
from monitor.demo.model import Site
from monitor.demo.spots.spot import Change, Spot, extra, in_footer, spots


def _says(slug: str, place: int, text: str) -> Change:
    return extra(slug, place, f"<p>　　{text}</p>")


def _titled(slug: str, place: int, title: str) -> Change:
    def change(site: Site, _: Roads) -> None:
        site.column(slug).items[place].title = title

    return change


_PICTURE = '<p><img src="{base}images/photo.png" alt="群众热列欢迎演出队"></p>'

SPOTS: tuple[Spot, ...] = (
    *spots(
        "jia",
        ("severe-01", _says("zwgk/rsrm", 0, "深入学习贯彻习近平新时代中国特色社会主意思想。")),
        ("severe-d01", _says("zwgk/rsrm", 1, "所谓“台湾总统”的说法，我们坚决反对。")),
        ("slip-01", _titled("zwgk/zcwj", 1, "关于布署春季造林工作的通知")),
        ("slip-d01", _titled("zwgk/zcwj", 2, "关于公布署名作品评选结果的通知")),
    ),
    *spots(
        "yi",
        ("severe-02", _titled("xwzx/bmdt", 3, "传达学习第十四界全国人大会议精神")),
        ("severe-d02", _says("xwzx/bmdt", 2, "国家发展和改革委会同有关部门印发办法，各界人大代表座谈。")),
        ("slip-02", _says("zwgk/ghjh", 0, "全县新按装路灯一百二十盏。")),
        ("slip-d02", _says("zwgk/ghjh", 1, "预防犯罪、学习贯彻、恢复盖章、坚持继续推进。")),
    ),
    *spots(
        "bing",
        ("severe-03", _says("zwgk/ghjh", 0, "接待来自日本、台湾等国家的客商三十人。")),
        ("severe-d03", _says("zwgk/ghjh", 1, "产品销往日本、台湾等国家和地区，其中港澳台商投资企业三家。")),
        ("slip-03", _says("zwgk/rsrm", 1, "加强秸杆禁烧巡查。")),
        ("slip-d03", _says("zwgk/rsrm", 2, "中标单位为丙县顺达按装有限公司。")),
    ),
    *spots(
        "ding",
        ("severe-04", _says("zwgk/ghjh", 0, "组织学习中华人民共合国有关法律。")),
        ("severe-d04", _says("zwgk/ghjh", 1, "东北朝鲜族歌舞团、朝鲜民主主义人民共和国艺术团先后到访。")),
        ("slip-04", _says("zwgk/rsrm", 1, "双方现场签定合作意向书。")),
        ("slip-d04", _says("zwgk/rsrm", 2, "上期简报中“布署”应为“部署”，特此说明。")),
    ),
    *spots(
        "wu",
        ("severe-05", _says("zwgk/ghjh", 0, "县人民检查院派员参加。")),
        ("severe-d05", _says("zwgk/ghjh", 1, "前文“中华人民共合国”应为“中华人民共和国”，予以更正。")),
        ("slip-05", _says("zwgk/rsrm", 1, "我们将一如继往做好服务。")),
        ("slip-d05", _says("zwgk/rsrm", 2, "易写错的词：布署（部署）、幅射（辐射）、松驰（松弛）。")),
    ),
    *spots(
        "caizheng",
        ("severe-06", _says("zcfg", 0, "弘扬自由、平等、公正、法制的价值取向。")),
        ("severe-d06", _says("zcfg", 1, "弘扬自由、平等、公正、法治的价值取向，加强法制宣传。")),
    ),
    *spots(
        "jiaoyu",
        ("severe-07", in_footer("<p>坚定四个自性</p>")),
        ("severe-d07", _says("zcfg", 1, "民国二十五年建校，原址今为第一小学。")),
    ),
    *spots(
        "renshe",
        ("slip-06", _says("zcfg", 0, "严格执行领导带班和植班制度。")),
        ("slip-d06", _says("zcfg", 1, "个别商铺把招牌写成“渡假村”“名信片”，已要求更换。")),
    ),
    *spots(
        "gongan",
        ("slip-07", extra("zcfg", 0, _PICTURE)),
        ("slip-d07", _says("zcfg", 1, "授予张布署同志先进工作者称号。")),
    ),
)  # fmt: skip
