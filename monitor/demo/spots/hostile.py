"""What others put on pages and behind links, and what only looks like it."""

from __future__ import annotations

from monitor.demo.families.base import Roads
from monitor.demo.model import NOTE, Answer, Site
from monitor.demo.spots.spot import Change, Spot, both, extra, said, serve, spots

_HOSTS = {"one": "127.0.1.4", "two": "127.0.1.5", "three": "127.0.1.6", "four": "127.0.1.7"}
"""Strangers outside the ledger."""


def _extra(slug: str, place: int, markup: str) -> Change:
    """Markup at the end of an article; {one} … {four} are strangers."""

    def change(site: Site, roads: Roads) -> None:
        filled = markup
        for name, host in _HOSTS.items():
            filled = filled.replace("{" + name + "}", roads.to(host, ""))
        extra(slug, place, filled)(site, roads)

    return change


def _link(slug: str, place: int, path: str, text: str) -> Change:
    return _extra(slug, place, f'<p><a href="{path}">{text}</a></p>')


def _page(title: str, text: str, keywords: str = "", head: str = "") -> Answer:
    body = (
        f'<html><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="keywords" content="{keywords}">{head}</head>'
        f"<body><p>{text}</p><!-- {NOTE} --></body></html>"
    )
    return Answer(body.encode())


def _turned(path: str, title: str, keywords: str) -> Change:
    """A page of the site whose head was turned, linked to from an article."""
    text = "本页面为专题说明页面，介绍有关工作的安排和要求，供办事群众查阅。"
    return serve(path, _page(title, text, keywords))


_NEAR = (
    '<a href="{one}/s/">甲</a> <a href="{two}/s/">乙</a> '
    '<a href="{three}/s/">丙</a> <a href="{four}/s/">丁</a>'
)
_SPAM = '<a href="{one}/s/">百家乐</a> <a href="{two}/s/">时时彩平台</a>'

SPOTS: tuple[Spot, ...] = (
    # Where links lead.
    *spots("jia", ("hijack-01", _link("zwgk/rsrm", 1, "{one}/ylc/", "县书画协会"))),
    *spots("yi", ("hijack-02", _link("zwgk/rsrm", 1, "{two}/ty/", "县旅游网"))),
    *spots("bing", ("hijack-03", _link("zwgk/rsrm", 1, "{three}/cp/", "县农产品网"))),
    *spots("ding", ("hijack-04", _link("zwgk/rsrm", 1, "{four}/cr/", "县影视协会"))),
    *spots("wu", ("hijack-05", _link("zwgk/rsrm", 1, "{one}/ym/", "县人才网"))),
    *spots("ji", ("hijack-06", _link("zwgk/rsrm", 1, "{two}/park/", "县商会"))),
    *spots("xin", ("hijack-07", _link("zwgk/rsrm", 1, "{three}/moved/", "县青年网"))),
    *spots("fagai", ("hijack-d01", _link("zcfg", 1, "{one}/fz/", "典型案例"))),
    *spots("jiaoyu", ("hijack-d02", _link("zcfg", 1, "{two}/xjy/", "健康教育"))),
    *spots("tuiyi", ("hijack-d03", _link("zcfg", 1, "{three}/fc/", "福利彩票"))),
    *spots("zhujian", ("hijack-d04", _link("zcfg", 1, "{four}/zcs/", "域名服务"))),
    *spots("shengtai", ("hijack-d05", _link("zcfg", 1, "{one}/dl/", "监测平台"))),
    *spots("ziran", ("hijack-d06", _link("zcfg", 1, "{two}/bg/", "原站点"))),
    *spots("sifa", ("hijack-d07", _link("zcfg", 1, "{three}/lyw/", "澳门旅游"))),
    # Links that nobody sees.
    *spots("jia", ("hidden-01", _extra("zwgk/rsrm", 2, f'<div style="display:none">{_SPAM}</div>'))),
    *spots("yi", ("hidden-02", _extra(
        "zwgk/rsrm", 2, f'<div style="position:absolute;left:-9999px">{_NEAR}</div>'
    ))),
    *spots("bing", ("hidden-03", _extra(
        "zwgk/rsrm", 2, f'<marquee width="1" height="1" scrollamount="3000">{_SPAM}</marquee>'
    ))),
    *spots("ding", ("hidden-04", _extra(
        "zwgk/rsrm", 2, f'<style>.hx8{{position:fixed;top:-2000px}}</style><div class="hx8">{_SPAM}</div>'
    ))),
    *spots("wu", ("hidden-05", _extra(
        "zwgk/rsrm", 2,
        "<script>document.write('<d'+'iv style=\"dis'+'play:none\">');</script>"
        f"{_SPAM}<script>document.write('</d'+'iv>');</script>",
    ))),
    *spots("xin", ("hidden-06", _extra("zwgk/rsrm", 2, f'<span style="font-size:1px">{_SPAM}</span>'))),
    *spots("gongxin", ("hidden-d01", _extra(
        "zcfg", 2, f'<ul class="sub" style="display:none"><li>{_NEAR}</li></ul>'
    ))),
    *spots("shangwu", ("hidden-d02", _extra(
        "zcfg", 2,
        f'<style>.tabc{{display:none}}.tabc.on{{display:block}}</style><div class="tabc">{_NEAR}</div>',
    ))),
    *spots("yibao", ("hidden-d03", _extra("zcfg", 2, f'<!-- <div style="display:none">{_SPAM}</div> -->'))),
    *spots("zhengshu", ("hidden-d04", _extra(
        "zcfg", 2,
        '<div style="display:none" id="leave">您访问的链接即将离开本网站，是否继续？'
        '<a href="{one}/s/">继续</a></div>',
    ))),
    *spots("shengtai", ("hidden-d05", _extra(
        "zcfg", 2, f'<div style="background:#0054a6"><p style="color:#fff">{_NEAR}</p></div>'
    ))),
    *spots("yingji", ("hidden-d06", _extra(
        "zcfg", 2, f'<noscript><div style="display:none">{_SPAM}</div></noscript>'
    ))),
    # Pages that others changed.
    *spots("minzheng", ("tamper-01", both(
        extra("zcfg", 2, '<p><a href="{base}zt/sm.html">专题说明</a></p>'),
        _turned(
            "zt/sm.html", "&#28595;&#38376;&#26032;&#33889;&#20140;-百家乐官网", "澳门新葡京,百家乐"
        ),
    ))),
    *spots("caizheng", ("tamper-02", both(
        extra("zcfg", 2, '<p><a href="{base}zt/sm.html">专题说明</a></p>'),
        _turned("zt/sm.html", "时时彩计划_北京赛车_幸运飞艇", "时时彩,北京赛车"),
    ))),
    *spots("chengguan", ("tamper-03", _extra(
        "zcfg", 2,
        '<p><a href="{one}/s/">澳门新葡京</a> <a href="{two}/s/">百家乐</a> '
        '<a href="{three}/s/">老虎机</a></p>',
    ))),
    *spots("shichang", ("tamper-04", _extra(
        "zcfg", 2, '<iframe src="{two}/s/" width="0" height="0"></iframe>'
    ))),
    *spots("shenji", ("tamper-05", _extra(
        "zcfg", 2,
        "<script>if(document.referrer.indexOf('baidu')>0){location.href='{one}/s/';}</script>",
    ))),
    *spots("shuiwu", ("tamper-06", both(
        extra("zcfg", 2, '<p><a href="{base}zt/hk.html">专题说明</a></p>'),
        serve("zt/hk.html", said("Hacked by Nobody Team", title="Hacked by Nobody Team")),
    ))),
    *spots("gongan", ("tamper-d01", both(
        extra("zcfg", 2, '<p><a href="{base}zt/jd.html">严打通告</a></p>'),
        _turned("zt/jd.html", "关于严厉打击百家乐、老虎机、六合彩等赌博活动的通告", "百家乐,老虎机,六合彩"),
    ))),
    *spots("renshe", ("tamper-d02", _extra(
        "zcfg", 2, '<iframe src="{two}/s/" width="300" height="60"></iframe>'
    ))),
    *spots("tongji", ("tamper-d03", _extra(
        "zcfg", 2,
        "<script>if(document.referrer.indexOf('baidu')>0){window.from='search';}</script>",
    ))),
    *spots("dangan", ("tamper-d04", both(
        extra("zcfg", 2, '<p><a href="{base}zt/fa.html">科普</a></p>'),
        _turned("zt/fa.html", "警惕裸聊敲诈、约炮诈骗、成人直播陷阱", "裸聊,约炮"),
    ))),
    *spots("guozi", ("tamper-d05", both(
        extra("zcfg", 2, '<p><a href="{base}zt/aq.html">网络安全</a></p>'),
        serve("zt/aq.html", said("防范黑客入侵，发现网站被黑应当立即断开网络。", title="网络安全宣传")),
    ))),
    *spots("nongye", ("tamper-d06", _extra(
        "zcfg", 2,
        '<p><a href="{one}/s/">福利彩票</a> <a href="{two}/s/">体育彩票网站</a> '
        '<a href="{three}/s/">金沙在线</a></p>',
    ))),
)  # fmt: skip


def strangers() -> dict[tuple[str, str], Answer]:
    """What stands at the strangers', by host and path."""
    told = {
        ("one", "/ylc/"): _page("澳门新葡京娱乐城-官网", "真人荷官 体育投注", "澳门新葡京,百家乐"),
        ("two", "/ty/"): _page("开云体育官网登录入口", "电竞投注 真人娱乐 app下载", "开云体育,体育投注"),
        ("three", "/cp/"): _page("六合彩开奖-香港马会资料", "一肖一码 特码资料 白小姐论坛"),
        ("four", "/cr/"): _page("国产自拍_成人电影在线观看", "制服诱惑 欧美激情 人妻"),
        ("one", "/ym/"): _page("域名出售", "您正在访问的域名正在出售，有意者请联系。"),
        ("two", "/park/"): _page("example.com", "This domain is for sale. Make an offer on this domain."),
        ("three", "/moved/"): _page(
            "正在跳转", "", head='<meta http-equiv="refresh" content="0;url=/cp/">'
        ),
        ("one", "/fz/"): _page(
            "公安机关打击跨境赌博典型案例",
            "民警抓获利用百家乐、老虎机、时时彩开设赌场的嫌疑人。",
            "百家乐,网络赌博",
        ),
        ("two", "/xjy/"): _page("青春期性教育讲座", "避孕 性交 口交 一夜情的风险 生殖健康"),
        ("three", "/fc/"): _page("福利彩票发行中心", "双色球 时时彩 快3平台 彩票网站 开奖公告 投注技巧"),
        ("four", "/zcs/"): _page(
            "域名注册|域名交易|域名转让", "新用户域名注册优惠，域名到期前请及时续费。", "域名出售,域名转让"
        ),
        ("one", "/dl/"): _page("监测数据平台", "用户登录 请输入用户名和密码 忘记密码请与管理员联系"),
        ("two", "/bg/"): _page("招标代理网站", "本公司提供招标代理、造价咨询服务，域名已经备案。"),
        ("three", "/lyw/"): _page(
            "澳门旅游攻略", "澳门威尼斯人酒店 澳门银河 永利皇宫 金沙城 景点门票预订 官网"
        ),
    }  # fmt: skip
    neutral = {(name, "/s/"): said("示例页面") for name in _HOSTS}
    fronts = {(name, "/"): said("示例站点") for name in _HOSTS}
    return {(_HOSTS[name], path): one for (name, path), one in (told | neutral | fronts).items()}
