"""Documents made by hand: an inspection of invented units, a letter, a receipt with every result."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from monitor.crawl.ladder import BROWSER_HEADERS, CHROME
from monitor.domain.evidence import Fetch, FetchStatus, Via
from monitor.domain.subject import Category
from monitor.report.letter import Asked, Hours, Letter
from monitor.report.receipt import Line, Receipt, Result
from monitor.report.statistics import Statistics, Subject

MOMENT = datetime(2026, 4, 1, 7, 30, tzinfo=UTC)  # half past three in Shanghai
BASE = "http://www.jia.example/"
STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"


def subjects(
    category: Category, suffix: str, scores: list[float | None], unobserved: float = 0.04
) -> tuple[Subject, ...]:
    return tuple(
        Subject(f"{STEMS[n]}{suffix}", category, score, unobserved if n % 2 else 0.0)
        for n, score in enumerate(scores)
    )


COUNTIES = subjects(Category.COUNTY, "县", [96, 91.5, 88, 85, 80, 77.25, 71, 58.5])
SERVICES = subjects(
    Category.SERVICE,
    "市住房和城乡建设管理局网站",
    [99, 98, 97, 96, 95, 94, 90, 80, 79, 78, 77, 55.5, None],
)
INTERNALS = subjects(Category.INTERNAL, "史志编纂研究室", [100, 100, 100, 92, 70, 60])
PROBLEMS = {
    "栏目不更新": 31,
    "不可用链接": 118,
    "首页不更新": 2,
    "领导信息缺失": 9,
    "领导简历缺失": 14,
    "网站标识缺失": 7,
    "网页标签缺失": 44,
    "空白栏目": 12,
    "首页打不开": 1,
    "“我要找错”入口缺失": 5,
}
LAST = Statistics(
    inspection="2025年第四季度",
    first=date(2025, 10, 1),
    last=date(2025, 12, 31),
    as_of=datetime(2025, 12, 31, 8, 0, tzinfo=UTC),
    sites=(
        *subjects(Category.COUNTY, "县", [90, 80, 70, 61, 60, 59, 55, 50]),
        *subjects(Category.SERVICE, "局", [90, 80, 70, 61, 60, 59, 55, 50]),
        *subjects(Category.INTERNAL, "室", [90, 80, 70, 59]),
    ),
    problems={"栏目不更新": 60, "不可用链接": 201},
    fixed=12,
    planned=20_000,
    observed=18_100,
    accounts=0,
)
STATS = Statistics(
    inspection="2026年第一季度",
    first=date(2026, 1, 1),
    last=date(2026, 3, 31),
    as_of=MOMENT,
    sites=(
        *COUNTIES,
        *SERVICES,
        *INTERNALS,
        Subject("午办公室", Category.INTERNAL, 88.0, 0.1, veto=True),
    ),
    problems=PROBLEMS,
    fixed=87,
    planned=21_345,
    observed=20_011,
    basis="甲市政府网站与政务新媒体考评办法",
    accounts=40,
    overdue=3,
    office="甲市人民政府办公室",
    demo=True,
    previous=LAST,
)


def fetch(status: FetchStatus = FetchStatus.OK, **changes: object) -> Fetch:
    made = Fetch(BASE + "gzdt/", status, MOMENT - timedelta(minutes=20), http_status=200)
    return replace(made, **changes)  # type: ignore[arg-type]


LETTER = Letter(
    office="甲市人民政府办公室",
    contact="monitor@jia.example，0000-1234567",
    addresses=("192.0.2.10", "192.0.2.64/28"),
    agents=(
        "Mozilla/5.0 (compatible; gov-monitor/0.1; +monitor@jia.example)",
        BROWSER_HEADERS["User-Agent"],
        CHROME.format("*"),
    ),
    hours=(
        Hours("crawl", window=(time(22), time(6))),
        Hours("visits", every=timedelta(hours=1)),
        Hours("recheck", at=(time(9, 30), time(15))),
        Hours("crawl", cron="0 8 * * mon"),
    ),
    delay=0.5,
    per_host=2,
    sites=(
        Asked(
            "乙县人民政府办公室",
            "乙县人民政府门户网站",
            "http://www.yi.example/",
            fetch(FetchStatus.BLOCKED, http_status=412, detail="ruishu", via=Via.BROWSER),
        ),
        Asked(
            "丙局",
            "丙局网站",
            "http://www.bing.example/portal/category/index.html",
            fetch(FetchStatus.TIMEOUT, http_status=None, detail="TimeoutError"),
        ),
    ),
    moment=MOMENT,
)


def line(result: Result, number: int = 1, **changes: object) -> Line:
    made = Line(
        id=f"{number:012x}",
        unit="丙局",
        site="丙局网站",
        url=BASE + "gzdt/",
        finding="丙局网站“工作动态”栏目最新信息日期为2026-01-05，截至2026-03-31已85天未更新（应2周内更新）",
        state="confirmed",
        result=result,
        now="原处已打开，问题不再存在",
        looked_at=MOMENT,
        first_seen=MOMENT - timedelta(days=60),
        last_seen=MOMENT - timedelta(days=1),
        fetches=(fetch(final_url=BASE + "gzdt/index.html", body_sha256="ab" * 32),),
        bodies=("ab" * 32,),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


RECEIPT = Receipt(
    office="甲市人民政府办公室",
    run=17,
    moment=MOMENT,
    at_once=True,
    lines=(
        line(Result.GONE, 1),
        line(Result.STILL, 2, now="丙局网站“工作动态”栏目最新信息日期为2026-01-06"),
        line(
            Result.UNSEEN,
            3,
            now="访问受防护系统限制",
            fetches=(fetch(FetchStatus.BLOCKED, http_status=412),),
            bodies=(),
        ),
        line(Result.MOOT, 4, now="不适用", bodies=("cd" * 32,), fetches=()),
        line(Result.NEW, 5, now="", first_seen=None, last_seen=None, state="suspected"),
        line(Result.STILL, 6, finding="某人电话", withheld=True),
    ),
)
