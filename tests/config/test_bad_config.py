"""Bad input: one clear sentence with its place, exit code 2, and nothing half-written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.base import all_checks
from db import repository
from db.session import Engine, connect, upgrade
from monitor import cli
from monitor.app.registry import init
from monitor.config.alerts import load_alerts
from monitor.config.environment import PREFIX, load_environment
from monitor.config.errors import ConfigError
from monitor.config.office import load_office
from monitor.config.registry import load_registry
from monitor.config.reposts import load_reposts
from monitor.config.rubric import load_rubric
from monitor.config.schedules import load_schedules
from monitor.domain.office import Office
from monitor.domain.run import Mode, Purpose, RunState
from monitor.domain.subject import Registry
from monitor.text import say
from tests.commands import Monitor
from tests.config.bad import FOLDER, cases, sentence, spoilt
from tests.schedule.world import at, house

GOOD = """
units:
  - id: jia
    name: 甲县
    category: county
    sites: [{id: jia-portal, name: 甲县人民政府门户网站, url: 'http://127.0.0.1:9/'}]
"""


def named(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases(kind), ids=lambda case: case.stem)


def said(load: Callable[[], object]) -> str:
    with pytest.raises(ConfigError) as refused:
        load()
    return say(refused.value.key, "zh", **refused.value.params)


def variables(case: Path) -> dict[str, str]:
    lines = case.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


@named("registry")
def test_registry(case: Path) -> None:
    assert said(lambda: load_registry(case)) == sentence(case)


@named("rubric")
def test_rubric(case: Path) -> None:
    assert said(lambda: load_rubric(case, frozenset(all_checks()))) == sentence(case)


@named("schedules")
def test_schedules(case: Path) -> None:
    assert said(lambda: load_schedules(case, ["jia-portal"])) == sentence(case)


@named("environment")
def test_environment(case: Path) -> None:
    assert said(lambda: load_environment(variables(case))) == sentence(case)


@named("office")
def test_office(case: Path, tmp_path: Path) -> None:
    own = tmp_path / "office.yaml"
    own.write_bytes(case.read_bytes())
    assert said(lambda: load_office(tmp_path)) == sentence(case, own)


@named("reposts")
def test_reposts(case: Path, tmp_path: Path) -> None:
    own = tmp_path / "reposts.yaml"
    own.write_bytes(case.read_bytes())
    assert said(lambda: load_reposts(tmp_path, ["jia"])) == sentence(case, own)


@named("alerts")
def test_alerts(case: Path, tmp_path: Path) -> None:
    own = tmp_path / "alerts.yaml"
    own.write_bytes(case.read_bytes())
    assert said(lambda: load_alerts(tmp_path, {"duty": "json://127.0.0.1"})) == sentence(case, own)


def test_an_office_without_a_file_of_its_own_has_decided_nothing(tmp_path: Path) -> None:
    office = load_office(tmp_path)
    assert office.name is None and office.lists.deadline_days is None
    assert office.inspections.aggregation is None
    assert office == Office(sensitive=office.sensitive, grading=office.grading)
    assert office.grading.account_merge is None
    assert all(one.missing(8) for one in office.grading.classes), "no class can be graded"


@named("workbook")
def test_workbook(case: Path, tmp_path: Path) -> None:
    path = spoilt(case, tmp_path)
    assert said(lambda: load_registry(path)) == sentence(case, path)


@named("workbook")
def test_a_mistake_in_a_row_names_file_sheet_row_and_column(case: Path) -> None:
    if "sheet" not in case.stem:
        assert sentence(case, Path("台账.xlsx")).startswith("台账.xlsx 工作表“")
        assert "行" in sentence(case).split("：")[0]
        assert "列：" in sentence(case)


def test_every_mistake_has_its_sentence_and_every_sentence_its_mistake() -> None:
    kinds = {folder.name for folder in FOLDER.iterdir()}
    assert kinds == {
        *(
            "registry",
            "rubric",
            "schedules",
            "environment",
            "workbook",
            "office",
            "reposts",
            "alerts",
        ),
    }
    for kind in kinds:
        expected = {case.with_suffix(".txt") for case in cases(kind)}
        assert expected == set((FOLDER / kind).glob("*.txt"))


def test_files_that_are_no_ledger_at_all(tmp_path: Path) -> None:
    gone, odd, fake = (tmp_path / name for name in ("gone.yaml", "ledger.csv", "ledger.xlsx"))
    odd.write_text("单位编号,单位名称\n", encoding="utf-8")
    fake.write_text("单位编号,单位名称\n", encoding="utf-8")
    assert said(lambda: load_registry(gone)) == f"{gone}：文件不存在"
    assert said(lambda: load_registry(odd)) == f"{odd}：文件名应以 .yaml, .yml, .xlsx 结尾"
    assert said(lambda: load_registry(fake)) == f"{fake}：不是 Excel 工作簿（.xlsx）"


class Desk:
    """The command line in this process, on a house that has a good ledger already."""

    def __init__(
        self,
        home: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("MONITOR_HOME", str(home / "var"))
        monkeypatch.setenv("MONITOR_ALLOW_NETWORKS", "127.0.0.0/8")
        ours = house(home / "var", "2026-01-26T12:00")
        (home / "good.yaml").write_text(GOOD, encoding="utf-8")
        init(ours, home / "good.yaml")
        self.engine: Engine = ours.engine
        self._capsys = capsys

    def refuses(self, *arguments: str) -> str:
        """The sentence of a command that must end with 2, and say nothing else."""
        before = self.ledger()
        self._capsys.readouterr()
        code = cli.run(arguments)
        shown = self._capsys.readouterr()
        assert (code, shown.out) == (2, "")
        assert self.ledger() == before, "something was half-imported"
        assert shown.err.endswith("\n")
        return shown.err.removesuffix("\n")

    def ledger(self) -> Registry:
        return repository.load_registry(self.engine)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    return Desk(tmp_path, monkeypatch, capsys)


@named("registry")
def test_init_refuses_a_registry(case: Path, desk: Desk) -> None:
    assert desk.refuses("init", "--registry", str(case)) == sentence(case)


@named("workbook")
def test_init_refuses_a_workbook(case: Path, desk: Desk, tmp_path: Path) -> None:
    path = spoilt(case, tmp_path)
    assert desk.refuses("init", "--registry", str(path)) == sentence(case, path)


@named("schedules")
def test_schedule_check_refuses(case: Path, desk: Desk) -> None:
    assert desk.refuses("schedule", "--check", "--file", str(case)) == sentence(case)


@named("rubric")
def test_judge_refuses_a_rubric(case: Path, desk: Desk) -> None:
    run = repository.open_run(
        desk.engine,
        now=at("2026-01-26T10:00"),
        purpose=Purpose.CRAWL,
        mode=Mode.FULL,
        site_ids=["jia-portal"],
        started=at("2026-01-26T10:00"),
    )
    repository.finish_run(desk.engine, run.id, RunState.COMPLETE, at("2026-01-26T11:00"))
    assert desk.refuses("judge", "--rubric", str(case)) == sentence(case)


@named("environment")
def test_every_verb_refuses_an_environment(
    case: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables(case).items():
        monkeypatch.setenv(name, value)
    assert desk.refuses("status") == sentence(case)


@pytest.mark.parametrize("kind", ["registry", "schedules", "environment"])
def test_a_process_of_its_own_ends_with_two(kind: str, tmp_path: Path) -> None:
    case = cases(kind)[0]
    given = variables(case) if kind == "environment" else {}
    arguments = {
        "registry": ["init", "--registry", str(case)],
        "schedules": ["schedule", "--check", "--file", str(case)],
        "environment": ["status"],
    }[kind]
    ran = Monitor(tmp_path, **given).run(*arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", sentence(case) + "\n")


def test_a_bad_file_leaves_a_new_house_empty(tmp_path: Path) -> None:
    """The mistake stands in the last unit; the good ones before it are not imported either."""
    monitor = Monitor(tmp_path)
    case = FOLDER / "registry" / "duplicate-unit-id.yaml"
    assert monitor.run("init", "--registry", str(case)).code == 2
    engine = connect(f"sqlite:///{tmp_path / 'var' / 'monitor.db'}")
    upgrade(engine)
    assert repository.load_registry(engine) == Registry()
