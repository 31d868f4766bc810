"""`monitor probe --letter`: only those are asked who kept us out, and of what we really do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db import repository
from monitor.app.house import BadInput, House
from monitor.app.letters import Lettered, prepare, write
from monitor.app.probing import Probed
from monitor.config.errors import ConfigError
from monitor.domain.evidence import Fetch, FetchStatus, Via
from monitor.domain.subject import Category, Registry, Site, Unit
from tests.commands import Monitor
from tests.crawl.servers import html, serve
from tests.job.small_site import site
from tests.papers.words import lines, tables
from tests.papers.world import MOMENT
from tests.schedule.world import house

WALL = html("<script>document.cookie='__jsl_clearance=1'</script>", 521)


def ledger(**urls: str) -> str:
    return "units:\n" + "".join(
        f"  - {{id: {key}, name: {key}局, category: service,\n"
        f'     sites: [{{id: {key}-site, name: {key}局网站, url: "{url}"}}]}}\n'
        for key, url in urls.items()
    )


def test_the_letter_of_a_probe(tmp_path: Path) -> None:
    """Three sites: one lets us in, one stands behind a wall, one answers with an error of its own."""
    path = tmp_path / "letter.docx"
    monitor = Monitor(tmp_path, MONITOR_CONTACT="monitor@jia.example", MONITOR_DELAY="0.25")
    walled = dict.fromkeys(site(), WALL)
    with serve(site()) as open_, serve(walled) as wall, serve({"/": html("oops", 500)}) as broken:
        monitor.registry(ledger(jia=open_.url, yi=wall.url, bing=broken.url))
        said = monitor.ok("probe", "--letter", str(path), "--exit-address", "192.0.2.10")
        seen = {visit.headers["user-agent"] for visit in wall.log.visits}
    assert f"已写出《监测访问白名单申请》：{path}（网站 1 个）" in said
    assert "未列入申请：bing局网站（网站已应答，不是拦截）" in said
    text = "\n".join(lines(path))
    plain = next(agent for agent in seen if "gov-monitor" in agent)
    assert "monitor@jia.example" in plain and f"普通请求：{plain}" in text
    assert all(agent in text for agent in seen if "Chrome/136." in agent)
    assert "192.0.2.10" in text and "间隔不少于0.25秒，同时进行的请求不超过8个" in text
    assert "巡检：每日22:00至次日06:00之间；" in text and "复核：每日09:30；" in text
    (row,) = tables(path)[0][1:]
    assert row[1:4] == ["yi局", "yi局网站", wall.url]
    assert row[4].startswith("被防护系统拦截，返回码521（加速乐）")


def test_nobody_to_ask_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    monitor = Monitor(tmp_path)
    with serve(site()) as server:
        monitor.registry(ledger(jia=server.url))
        assert "没有需要申请放行的网站，未写文件。" in monitor.ok("probe", "--letter", str(path))
    assert not path.exists()


def test_bad_input_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    with serve(site()) as server:
        monitor.registry(ledger(jia=server.url))
        for arguments, sentence in (
            (("--letter", "a.doc"), "--letter 应为 .docx 文件：a.doc"),
            (("--exit-address", "192.0.2.10"), "--exit-address 只能与 --letter 同用。"),
            (("--schedules", "schedules.yaml"), "--schedules 只能与 --letter 同用。"),
            (
                ("--letter", "a.docx", "--exit-address", "192.0.2.256"),
                "--exit-address 无法识别：192.0.2.256（应为 IP 地址或网段）",
            ),
        ):
            ran = monitor.run("probe", *arguments)
            assert (ran.code, ran.out, ran.err.strip()) == (2, "", sentence)
        assert server.log.visits == []


def looked(key: str, *fetches: FetchStatus, http: int | None = None) -> Probed:
    found = Site(f"{key}-site", key, f"{key}局网站", f"http://www.{key}.example/")
    seen = tuple(
        Fetch(found.url, status, MOMENT, http_status=http, via=via)
        for status, via in zip(fetches, Via, strict=False)
    )
    return Probed(found, seen, None)


def lettered(home: House, *probed: Probed) -> Lettered:
    units = tuple(
        Unit(one.site.unit_id, f"{one.site.unit_id}局", Category.SERVICE, sites=(one.site,))
        for one in probed
    )
    repository.save_registry(home.engine, Registry(units), home.clock.now())
    wanted = prepare(home.home / "letter.docx", (), None)
    assert wanted is not None
    return write(home, wanted, probed)


@pytest.fixture
def home(tmp_path: Path) -> House:
    return house(tmp_path, "2026-01-26T10:00")


OK = FetchStatus.OK


@pytest.mark.parametrize(
    ("fetches", "asked"),
    [
        ((OK,), False),
        ((FetchStatus.BLOCKED, OK), False),
        ((FetchStatus.BLOCKED,), True),
        ((FetchStatus.BLOCKED, FetchStatus.BLOCKED, FetchStatus.UNKNOWN), True),
        ((FetchStatus.RESET,), True),
        ((FetchStatus.TIMEOUT,), True),
        ((FetchStatus.REFUSED,), True),
        ((FetchStatus.DNS,), False),
        ((FetchStatus.TLS,), False),
        ((FetchStatus.NOT_REQUESTED,), False),
        ((FetchStatus.ROBOTS,), False),
        ((), False),
    ],
)
def test_who_is_asked(home: House, fetches: tuple[FetchStatus, ...], asked: bool) -> None:
    done = lettered(home, looked("yi", *fetches))
    assert bool(done.asked) is asked and bool(done.left_out) is not asked
    assert (done.path is not None) is asked is (home.home / "letter.docx").exists()


def test_when_nobody_answers_it_may_be_our_own_network(home: House) -> None:
    """Of three hosts; two prove nothing, and one answer shows that our network is up."""
    silent = [looked(key, FetchStatus.TIMEOUT) for key in ("jia", "yi", "bing")]
    done = lettered(home, *silent)
    assert (done.blind, done.path) == (True, None)
    assert lettered(home, *silent[:2]).path is not None
    answered = looked("ding", FetchStatus.BLOCKED)
    done = lettered(home, *silent, answered)
    assert not done.blind and len(done.asked) == 4


def test_hours_are_those_of_the_sites_asked(home: House, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "schedules:\n"
        "  - {id: a, verb: crawl, cron: 0 1 * * *, window: 01:00-05:00, sites: [other]}\n"
        "  - {id: b, verb: visits, every: 2h, sites: [yi-site]}\n"
        "  - {id: c, verb: judge, cron: 0 16 * * *, sites: all}\n"
        "  - {id: d, verb: recheck, cron: 0 9 * * mon-fri, sites: all}\n",
        encoding="utf-8",
    )
    lettered(home, looked("yi", FetchStatus.BLOCKED))
    wanted = prepare(home.home / "letter.docx", (), plan)
    assert wanted is not None
    write(home, wanted, [looked("yi", FetchStatus.BLOCKED)])
    text = "\n".join(lines(wanted.path))
    assert "每2小时一次；" in text and "复核：按计划 0 9 * * mon-fri。" in text
    assert "01:00" not in text and "16:00" not in text
    with pytest.raises(ConfigError):
        prepare(home.home / "letter.docx", (), tmp_path / "none.yaml")


def test_without_schedules_the_hours_are_left_blank(
    home: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = lettered(home, looked("yi", FetchStatus.BLOCKED))
    assert done.path is not None
    assert "访问时段：____________（待填）。" in lines(done.path)


def test_a_place_that_cannot_be_written_is_bad_input(home: House) -> None:
    lettered(home, looked("yi", OK))
    wanted = prepare(home.home / "letter.docx", (), None)
    assert wanted is not None
    (home.home / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match=r"input\.output"):
        write(
            home,
            replace(wanted, path=home.home / "file" / "letter.docx"),
            [looked("yi", FetchStatus.BLOCKED)],
        )
