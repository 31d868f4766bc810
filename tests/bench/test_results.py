"""Medians, ratios within a round, and what the pages say of the goals."""

from __future__ import annotations

from bench import profile, results, soak
from bench.crawlers import OURS
from bench.measure import Cost
from bench.results import Run, Workers
from bench.server import Count


def run(
    crawler: str, cpu: float, pages: int = 100, goal: float | None = None, code: int = 0
) -> Run:
    return Run(crawler, 2_000, Cost(cpu, cpu * 2, 80.0, code), Count(pages, pages, pages), goal)


def test_a_ratio_is_taken_within_a_round_and_the_median_counts() -> None:
    rounds = [(1.0, 5.0), (10.0, 49.0), (1.0, 60.0)]
    runs = [one for us, them in rounds for one in (run(OURS, us), run("peer", them, goal=5.0))]
    ours, peer = results.lines(runs)
    assert (ours.crawler, ours.ratio, ours.runs) == (OURS, None, 3)
    assert peer.ratio == 5.0 and peer.held
    assert ours.cpu == 1.0 and peer.cpu == 49.0
    (_, missed) = results.lines([run(OURS, 1.0), run("peer", 4.99, goal=5.0)])
    assert missed.held is False


def test_the_page_names_what_was_missed_and_who_did_not_end() -> None:
    runs = [
        run(OURS, 1.0),
        run("quick", 1.0, goal=2.4),
        run("slow", 9.0, goal=2.4),
        run("broke", 9.0, code=2),
    ]
    text = results.page(
        results.lines(runs),
        [Workers(10.0, 10.0, 100, 11.0, 6.0, 100)],
        machine="A machine.",
        day="2026-01-26",
        command="python -m bench",
        html={2_000: 100},
        absent=[("other", "not there")],
    )
    rows = {line.split(" | ")[0].strip("| "): line for line in text.splitlines() if "|" in line}
    assert "1.00 | ≥ 2.4: **missed**" in rows["quick"]
    assert "9.00 | ≥ 2.4: held" in rows["slow"]
    assert "broke (did not end)" in rows
    assert "| 1.10 | held |" in rows["CPU per page, two workers over one"]
    assert "| 1.67 | held |" in rows["times faster by the clock"]
    assert "- other: not there" in text


def test_a_stack_belongs_to_the_stage_of_its_innermost_frame_of_ours() -> None:
    bottom = ["monitor/app/crawling.py:crawl", "monitor/crawl/loop.py:run", "/scrapy/engine.py:x"]
    answered = [*bottom, "monitor/crawl/spider.py:answered"]
    assert profile.stage(bottom) == "fetch: Scrapy, Twisted, asyncio"
    assert profile.stage([*answered, "monitor/extract/page.py:read", "/lxml/x.py:y"]) == "extract"
    assert profile.stage([*answered, "monitor/extract/decode.py:decode"]) == "decode"
    assert profile.stage([*answered, "db/ledger.py:record", "/sqlalchemy/x.py:y"]) == "store"
    judging = ["monitor/app/judging.py:judge_run"]
    assert profile.stage([*judging, "checks/links/link_broken.py:x"]) == "judge: checks"
    assert profile.stage([*judging, "db/queries.py:x"]) == "judge: db"


def test_the_profile_adds_up_to_ms_per_page() -> None:
    stacks = [(["db/ledger.py:record"], 1.0), (["db/ledger.py:record", "db/rows.py:put"], 2.0)]
    text = profile.tables(stacks, 1.0, pages=1_000, top=5)
    assert text.startswith("4.000 ms of CPU per page, 1000 pages")
    own, whole = text.split("By function, with all of ours it called")
    assert "   1.000  db/ledger.py:record" in own
    assert "   3.000  db/ledger.py:record" in whole


def test_growth_is_read_from_the_steady_part_of_a_crawl() -> None:
    filling = [(size, float(size)) for size in range(0, 250, 10)]
    level = [(size, 250.0 + size / 100) for size in range(250, 1_000, 10)]
    points = soak.steady([*filling, *level, (1_000, 900.0)], requests=10_000)
    assert abs(10_000 * soak.slope(points) - 10.0) < 1e-6
    assert soak.slope([]) == soak.slope([(1.0, 2.0)]) == soak.slope([(1.0, 2.0), (1.0, 3.0)]) == 0


def test_what_grows_or_outlives_the_crawl_is_a_miss() -> None:
    fine = soak.Soaked("many", 10_000, 1.0, 300.0, 5.0, "in 10,000 requests", 5.0, 1024.0, 2, 0)
    assert fine.misses == []
    grown = soak.Soaked("many", 10_000, 1.0, 300.1, 5.1, "in 10,000 requests", 5.0, 1024.1, 2, 1)
    assert len(grown.misses) == 4
    within = soak.Soaked("many", 10_000, 1.0, 300.0, 50.0, "in 10,000 requests")
    assert within.misses == []
    short = soak.Soaked("many", 4_999, 1.0, 300.0, 50.0, "in 10,000 requests", 5.0)
    assert short.misses == [] and short.grown is None
    text = soak.page([fine, grown], command="c", machine="m", day="d", sizes=soak.Sizes())
    assert text.count("held") == 1 and text.count("**missed**") == 1
