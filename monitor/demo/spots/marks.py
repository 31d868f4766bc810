"""Footer marks and page tags that are lacking, and those that are merely spelt in another way."""

from __future__ import annotations

from monitor.demo.spots.spot import Spot, ages, both, extra, mark, said, serve, spots, style, tag

_POP_UP = both(
    extra("gzdt", 0, '<p><a href="{base}pop/print.html">打印预览</a></p>'),
    serve("pop/print.html", said("打印预览：本页供打印使用，内容与正文一致。")),
)

SPOTS: tuple[Spot, ...] = (
    *spots(
        "jia",
        ("footer-01", mark("police")),
        ("footer-d05", style("marks-commented")),
        ("tags-d01", style("tags-lower")),
    ),
    *spots("yi", ("footer-02", mark("mark", "article")), ("tags-01", tag("PubDate"))),
    *spots("bing", ("footer-03", mark("site_code", how="comment")), ("tags-02", tag("ColumnName"))),
    *spots("ding", ("footer-04", mark("icp")), ("tags-03", tag("SiteIDCode", how=" "))),
    *spots("wu", ("footer-05", mark("host")), ("tags-04", tag("ContentSource", how="null"))),
    *spots(
        "ji",
        ("footer-06", mark("contact", "column")),
        ("stale-d14", ages("hdjl/xjxx", 100, 130, 160)),
    ),
    *spots(
        "xin",
        ("footer-d01", style("badge-scripted")),
        ("footer-d06", style("contact-link")),
        ("tags-05", tag("ColumnType")),
    ),
    *spots("jiaoyu", ("footer-07", mark("mark"))),
    *spots("gongan", ("footer-d02", style("marks-terse")), ("tags-d02", style("tags-swapped"))),
    *spots("renshe", ("footer-d03", style("host-after")), ("tags-d03", style("tags-doubled"))),
    *spots("wenlv", ("footer-d04", _POP_UP)),
    *spots("jiaotong", ("tags-d04", _POP_UP)),
    *spots("caizheng", ("tags-d05", style("tags-upper"))),
    *spots("shichang", ("tags-d06", style("tags-unquoted"))),
    *spots("fagai", ("tags-06", tag("SiteDomain"))),
    *spots("yingji", ("tags-07", tag("ArticleTitle"))),
)
