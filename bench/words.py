"""Words that an invented government site is made of."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Channel:
    """A first-level channel. `columns`: slug and name; `weight`: its share of the articles."""

    slug: str
    name: str
    family: str
    weight: int
    columns: tuple[tuple[str, str], ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((slug, name) for slug, _, name in (one.partition(":") for one in text.split()))


CHANNELS = (
    Channel(
        "xwzx",
        "新闻中心",
        "blocks",
        22,
        _columns("zwyw:政务要闻 bmdt:部门动态 xzdt:乡镇动态 tpxw:图片新闻 mtbd:媒体报道"),
    ),
    Channel(
        "zwgk",
        "政务公开",
        "blocks",
        16,
        _columns("tzgg:通知公告 rsxx:人事信息 ghjh:规划计划 tjsj:统计数据 czzj:财政资金"),
    ),
    Channel(
        "zcfg",
        "政策文件",
        "cards",
        12,
        _columns("gfxwj:规范性文件 qtwj:其他文件 zcjd:政策解读 tbjd:图表解读 xzgz:行政规章"),
    ),
    Channel(
        "xxgk",
        "信息公开目录",
        "cards",
        10,
        _columns("zdly:重点领域 jyta:建议提案 xzxk:行政许可 xzcf:行政处罚 gknb:公开年报"),
    ),
    Channel(
        "bsfw",
        "办事服务",
        "cards",
        7,
        _columns("grbs:个人办事 frbs:法人办事 bmfw:便民服务 bszn:办事指南 xzzq:下载专区"),
    ),
    Channel(
        "hdjl",
        "互动交流",
        "blocks",
        7,
        _columns("ldxx:领导信箱 zxts:咨询投诉 myzj:民意征集 wsdc:网上调查 zxft:在线访谈"),
    ),
    Channel(
        "ztzl",
        "专题专栏",
        "tables",
        5,
        _columns("yhyshj:优化营商环境 xczx:乡村振兴 sthj:生态环境 aqsc:安全生产 fzxc:法治宣传"),
    ),
    Channel(
        "gsgg",
        "公示公告",
        "tables",
        5,
        _columns("zfcg:政府采购 tdcr:土地出让 gcjs:工程建设 zkzp:招考招聘 hpgs:环评公示"),
    ),
    Channel(
        "yyxx",
        "园区信息",
        "blocks",
        6,
        _columns("yqgk:园区概况 zsyz:招商引资 xmjs:项目建设 qyfc:企业风采 rczc:人才政策"),
    ),
    Channel(
        "zjwx",
        "走进我县",
        "cards",
        5,
        _columns("lsyg:历史沿革 lyzy:旅游资源 tscp:特色产品 fwzwhyc:非遗文化 msfq:民俗风情"),
    ),
    Channel(
        "bmxx",
        "部门乡镇",
        "blocks",
        5,
        _columns("fgj:发改局 jyj:教育局 wjj:卫健局 sljyj:水利局 cgz:城关镇"),
    ),
)

_WHO = _words("""
县政府 县委办公室 县发展和改革局 县教育局 县卫生健康局 县农业农村局 县住房和城乡建设局
县水利局 县应急管理局 县市场监督管理局 县民政局 县财政局 城关镇 东河镇 石桥乡
各乡镇人民政府 县直各部门 驻村工作队 县行政审批服务局 县自然资源局
""")
_WHEN = _words("""
近日 今年以来 上半年 第一季度 连日来 截至目前 本周 12月上旬 节日期间 汛期来临之前
9月18日 10月25日上午 去年同期 “十四五”期间 入冬以来
""")
_HOW = _words("""
认真 积极 稳妥 扎实 有序 全面 深入 持续 主动 及时 严格 统筹 精准 加快 大力
""")
_DOES = _words("""
推进 落实 开展 完善 组织 部署 加强 规范 优化 督促 检查 推动 做好 实施 保障 研究 公布
启动
""")
_WHAT = _words("""
重点项目建设 农村饮水安全工程 义务教育学校招生工作 基层卫生服务能力提升 老旧小区改造
营商环境提升行动 防汛抗旱准备 森林防火值守 食品安全专项检查 城乡居民医疗保险缴费
高标准农田建设 农村公路养护 政务服务事项清单 “一网通办”改革 困难群众救助 就业创业培训
安全生产大排查 河湖长制任务 电子商务进农村 小微企业减税降费 行政执法公示制度
文化惠民演出 耕地保护责任 污染防治攻坚 不动产登记便民措施
""")
_RESULT = _words("""
取得阶段性成效 得到群众一致好评 完成投资3.6亿元 覆盖全县14个乡镇 惠及群众2.3万人次
比去年同期增长8.5% 为高质量发展打下坚实基础 各项指标均达到预期 受理事项1286件
按期办结率达到100% 排查隐患47处并全部整改 培训学员560余名 新建改建道路32公里
确保各项任务按时完成 进一步增强了群众的获得感
""")
_JOIN = _words("""
会议指出 会议要求 据了解 同时 此外 下一步 与会人员表示 负责人介绍 通知明确 方案提出
""")
_KIND = _words("""
通知 公告 公示 实施方案 工作情况 意见 通报 工作会议召开 专题培训举行 管理办法 解读 答复
""")
_SURNAMES = _words("""
张 王 李 赵 陈 刘 杨 黄 周 吴 徐 孙
""")
_GIVEN = _words("""
建国 明远 秀兰 志强 海燕 文博 丽华 国栋 晓东 玉梅 立新 佳琪
""")
POSTS = (
    "县委副书记、县长",
    "县委常委、常务副县长",
    "县委常委、副县长",
    "副县长",
    "副县长",
    "副县长、县公安局局长",
    "党组成员",
    "政府办公室主任",
)


def sentence(random: Random) -> str:
    """One sentence of government prose, 30 to 70 characters."""
    pick = random.choice
    lead = f"{pick(_JOIN)}，" if random.random() < 0.3 else f"{pick(_WHEN)}，"
    first = f"{pick(_WHO)}{pick(_HOW)}{pick(_DOES)}{pick(_WHAT)}"
    if random.random() < 0.5:
        return f"{lead}{first}，{pick(_HOW)}{pick(_DOES)}{pick(_WHAT)}，{pick(_RESULT)}。"
    return f"{lead}{first}，{pick(_RESULT)}。"


def headline(random: Random) -> str:
    pick = random.choice
    return f"{pick(_WHO)}{pick(_DOES)}{pick(_WHAT)}{pick(_KIND)}"


def office(random: Random) -> str:
    return random.choice(_WHO)


def person(random: Random) -> str:
    return random.choice(_SURNAMES) + random.choice(_GIVEN)
