"""What the small site presents of itself: its office, and the four columns of disclosure."""

from __future__ import annotations

LINKS = (
    '<a href="/jgzn.html">机构职能</a><a href="/zfxxgk/zn.html">政府信息公开指南</a>'
    '<a href="/zfxxgk/zd.html">政府信息公开制度</a><a href="/zfxxgk/nr.html">法定主动公开内容</a>'
    '<a href="/zfxxgk/nb.html">政府信息公开年报</a>'
)
OFFICE = (
    "<h2>主要职责</h2><p>（一）负责全县档案事业的统筹规划和组织协调。（二）指导监督各单位档案工作。</p>"
    "<h2>内设机构</h2><p>办公室、业务科、法规科</p>"
    "<p>办公地址：示范县人民路1号</p><p>办公时间：周一至周五 8:30-12:00，14:30-17:30</p>"
    "<p>联系电话：0753-1234567</p>"
)
DISCLOSURE = {
    "/zfxxgk/zn.html": "政府信息公开指南",
    "/zfxxgk/zd.html": "政府信息公开制度",
    "/zfxxgk/nr.html": "法定主动公开内容",
    "/zfxxgk/nb.html": "政府信息公开年报",
}
TEXT = "<p>为便于公民、法人和其他组织获取政府信息，现将有关内容公布如下，欢迎监督。</p>" * 2
