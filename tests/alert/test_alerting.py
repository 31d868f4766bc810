"""From what is stored to those on duty."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db import alerts as kept
from db import repository
from monitor.app import alerting
from monitor.app.alerting import Told
from monitor.app.house import BadInput, House
from monitor.app.outgoing import export_outgoing
from monitor.app.registry import init
from monitor.app.reviewing import review
from monitor.clock import FixedClock
from monitor.domain.alert import Kind, Style
from monitor.domain.run import Mode, Purpose, RunState
from tests.alert.receiver import robots
from tests.commands import Monitor
from tests.office import world
from tests.office.world import URL, Fault, column, home_stale, include_all, night, office
from tests.schedule.world import NIGHTLY, Office, at

NO_SCHEDULES = Path("none.yaml")
DOWN = Fault("home-unreachable", URL["jia-site"], "timeout", at_once=False)
SEVERE = Fault("wording-severe", f"{URL['yi-site']}a.html", "severe", site="yi-site")


def set_up(house: House, *lines: str, url: str = "json://127.0.0.1:9") -> House:
    (house.home / "alerts.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    secrets = house.home / "secrets.yaml"
    secrets.write_text(f"alerts: {{duty: '{url}'}}\n", encoding="utf-8")
    secrets.chmod(0o600)
    return house


def ready(home: Path, settings: str = "") -> House:
    return set_up(office(home, "2026-01-26T10:00", settings), "channels: [{name: duty}]")


class Phone:
    """Takes what it is sent, or `refuses`."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.refuses: str | None = None

    def __call__(self, channel: str, title: str, body: str) -> str | None:
        if self.refuses is None:
            self.heard.append(body)
        return self.refuses


def tell(house: House, phone: Phone, moment: str | None = None) -> list[Told]:
    clock = house.clock
    assert isinstance(clock, FixedClock)
    if moment is not None:
        clock.advance(at(moment) - clock.now())
    return alerting.alert(house, post=phone, schedules=NO_SCHEDULES)


def kinds(told: list[Told]) -> list[Kind]:
    return [event.kind for one in told for event in one.message.events]


def test_a_site_that_is_down_is_told_once_and_again_when_it_falls_again(tmp_path: Path) -> None:
    house, phone = ready(tmp_path), Phone()
    night(house, "2026-01-26T10:00", [DOWN])
    assert tell(house, phone, "2026-01-26T10:05") == [], "nobody looked a second time"
    night(house, "2026-01-26T10:45", [DOWN])
    assert kinds(tell(house, phone, "2026-01-26T10:50")) == [Kind.SITE_DOWN]
    assert tell(house, phone, "2026-01-26T11:50") == []
    night(house, "2026-01-27T10:00", [DOWN])
    assert tell(house, phone, "2026-01-27T10:05") == []
    night(house, "2026-01-28T10:00", [DOWN.gone()])
    night(house, "2026-01-29T10:00", [DOWN])
    night(house, "2026-01-29T10:45", [DOWN])
    assert kinds(tell(house, phone, "2026-01-29T10:50")) == [Kind.SITE_DOWN]


def test_counts_only_unless_details_are_wanted(tmp_path: Path) -> None:
    for details in ("counts", "full"):
        house = office(tmp_path / details, "2026-01-26T10:00")
        set_up(house, f"channels: [{{name: duty, details: {details}}}]")
        night(house, "2026-01-26T10:00", [DOWN, SEVERE])
        night(house, "2026-01-26T10:45", [DOWN])
        phone = Phone()
        tell(house, phone, "2026-01-26T10:50")
        text = "\n".join(phone.heard)
        assert "经复核仍无法打开的网站：1个。" in text and "疑似单项否决待认定：1项。" in text
        named = ["甲局网站", "乙局网站", URL["jia-site"]]
        assert [name in text for name in named] == [details == "full"] * 3
        assert "a.html" not in text


def test_a_veto_that_a_person_decided_is_no_alert(tmp_path: Path) -> None:
    house, phone = ready(tmp_path), Phone()
    night(house, "2026-01-26T10:00", [home_stale("yi-site"), SEVERE])
    waiting = alerting.alert(house, dry_run=True, schedules=NO_SCHEDULES)
    assert set(kinds(waiting)) == {Kind.VETO_SUSPECTED}
    assert kept.sent(house.engine) == []
    keys = {event.key.split(":")[1] for one in waiting for event in one.message.events}
    assert "yi-site/WV-3" in keys and len(keys) == 2
    for key in keys:
        review(house, key, decision="excluded", reason="核对后不成立", by="李四")
    assert tell(house, phone) == []


def test_a_list_whose_deadline_is_over(tmp_path: Path) -> None:
    """One event a list, for as many lines as still stand."""
    house, phone = ready(tmp_path, "lists: {deadline_days: 10}"), Phone()
    faults = [column("工作动态"), column("通知公告")]
    night(house, "2026-01-26T10:00", faults)
    include_all(house)
    export_outgoing(
        house, unit="jia", everything=False, file_format="json", output=tmp_path / "1.json"
    )
    assert tell(house, phone, "2026-02-05T23:00") == []
    (told,) = tell(house, phone, "2026-02-06T09:00")
    assert kinds([told]) == [Kind.DEADLINE_PASSED]
    assert phone.heard == ["已过整改期限、问题仍在：2项。"]
    assert tell(house, phone, "2026-02-07T09:00") == []


def test_a_run_in_which_we_were_blind(tmp_path: Path) -> None:
    house, phone = ready(tmp_path), Phone()
    moment = house.clock.now()
    run = repository.open_run(
        house.engine,
        now=moment,
        purpose=Purpose.CRAWL,
        mode=Mode.NIGHTLY,
        site_ids=["jia-site"],
        started=moment,
    )
    repository.finish_run(house.engine, run.id, RunState.BLIND, moment)
    assert kinds(tell(house, phone)) == [Kind.BLIND]
    assert phone.heard == ["监测网络中断、未作评判的批次：1个。"]


def test_a_channel_that_refuses_gets_it_later(tmp_path: Path) -> None:
    house, phone = ready(tmp_path), Phone()
    night(house, "2026-01-26T10:00", [SEVERE])
    phone.refuses = "http_500"
    (told,) = tell(house, phone, "2026-01-26T10:05")
    assert told.failure == "http_500"
    assert tell(house, phone, "2026-01-26T10:06") == []
    phone.refuses = None
    assert kinds(tell(house, phone, "2026-01-26T10:11")) == [Kind.VETO_SUSPECTED]
    assert tell(house, phone, "2026-01-26T12:00") == []
    assert [one.delivered for one in kept.sent(house.engine)] == [False, True]


def test_a_storm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty sites fall at once: one summary, over the wire."""
    house = office(tmp_path, "2026-01-26T10:00")
    sites = "".join(
        f"  - {{id: u{n}, name: 单位{n}, category: service,\n"
        f"     sites: [{{id: s{n}, name: 网站{n}, url: 'http://127.0.{n}.1:9/'}}]}}\n"
        for n in range(50)
    )
    ledger = tmp_path / "more.yaml"
    ledger.write_text(f"units:\n{sites}", encoding="utf-8")
    init(house, ledger)
    addresses = {f"s{n}": f"http://127.0.{n}.1:9/" for n in range(50)}
    monkeypatch.setattr(world, "URL", {**URL, **addresses})
    faults = [replace(DOWN, subject=url, site=site) for site, url in addresses.items()]
    night(house, "2026-01-26T10:00", faults)
    night(house, "2026-01-26T10:45", faults)
    with robots() as heard:
        url = heard.url.replace("http://", "json://")
        set_up(house, "channels: [{name: duty}]", "events: [site_down]", url=url)
        (told,) = alerting.alert(house, schedules=NO_SCHEDULES)
        assert (told.message.style, told.failure) == (Style.SUMMARY, None)
        assert alerting.alert(house, schedules=NO_SCHEDULES) == []
    ((_, body),) = heard.heard
    assert body["title"] == "监测提醒（合并）"
    assert body["message"].startswith("经复核仍无法打开的网站：50个。")


def test_without_a_file_and_with_an_address_that_does_not_fit(tmp_path: Path) -> None:
    house = office(tmp_path, "2026-01-26T10:00")
    with pytest.raises(BadInput) as refused:
        alerting.alert(house)
    assert refused.value.key == "alert.none"
    set_up(house, "channels: [{name: duty}]", url="nonsense://secretkey")
    ran = Monitor(tmp_path, MONITOR_HOME=str(house.home)).run("alert", "--dry-run")
    assert (ran.code, ran.out) == (2, "")
    assert "duty" in ran.err and "secretkey" not in ran.err


def test_serve_tells_after_each_job_and_now_and_then(tmp_path: Path) -> None:
    house = ready(tmp_path)
    serving = Office(house, [NIGHTLY])
    serving.tick("2026-01-26T21:00")
    serving.tick("2026-01-26T22:30")
    serving.tick("2026-01-26T22:31")
    names = [child.arguments[0] for child in serving.children]
    assert names[names.index("crawl") :] == ["crawl", "alert", "alert"], (
        "the second when it is done"
    )
    serving.tick("2026-01-26T22:33")
    assert len(serving.children) == len(names)
    serving.tick("2026-01-26T22:37")
    assert [child.arguments[0] for child in serving.children[len(names) :]] == ["alert"]


def test_without_alerts_nothing_is_started_for_them(tmp_path: Path) -> None:
    serving = Office(office(tmp_path, "2026-01-26T10:00"), [NIGHTLY])
    serving.tick("2026-01-26T21:00")
    serving.tick("2026-01-26T22:30")
    assert [child.arguments[0] for child in serving.children] == ["crawl"]


def test_a_receiver_that_hangs_stops_no_crawl(tmp_path: Path) -> None:
    house = ready(tmp_path)
    serving = Office(house, [NIGHTLY], code=None)
    serving.tick("2026-01-26T21:00")
    (hanging,) = serving.children
    assert hanging.arguments == ("alert",)
    serving.tick("2026-01-26T22:30")
    assert hanging.code == -9
    assert [child.arguments[0] for child in serving.children].count("crawl") == 1
