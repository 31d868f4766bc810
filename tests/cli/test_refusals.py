"""What the command line refuses: one sentence in the language chosen, exit code 2, nothing written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from db import repository
from monitor import cli
from monitor.app.registry import init
from monitor.config.environment import PREFIX
from monitor.config.workbook import write_template
from monitor.domain.run import Mode, Purpose, RunState
from monitor.text import set_language
from tests.schedule.world import at, house

LEDGER = """
units:
  - id: jia
    name: 甲县
    category: county
    sites: [{id: jia-portal, name: 甲县人民政府门户网站, url: 'http://127.0.0.1:9/'}]
"""

Refuses = Callable[..., str]


@pytest.fixture
def refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Refuses]:
    """Runs a command that must end with 2 and answers with its one sentence."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MONITOR_HOME", str(tmp_path / "var"))
    (tmp_path / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    init(house(tmp_path / "var", "2026-01-26T12:00"), tmp_path / "ledger.yaml")

    def run(*arguments: str) -> str:
        capsys.readouterr()
        code = cli.run(arguments)
        shown = capsys.readouterr()
        assert (code, shown.out, shown.err.count("\n")) == (2, "", 1), shown
        return shown.err.removesuffix("\n")

    yield run
    set_language("zh")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["worker"], "没有命令 worker；运行 monitor --help 可查看全部命令。"),
        (["crawl", "--bogus"], "无法识别的选项 --bogus。"),
        (
            ["crawl", "--mode", "x"],
            "--mode 的值无法识别，应为以下之一：nightly, full。",
        ),
        (["export", "--all"], "缺少必填的 --format，应为以下之一：xlsx, csv, json。"),
        (["export", "--all", "--format", "json"], "缺少必填的 --output。"),
        (["review"], "缺少必填的 DEFECT|load。"),
        (["judge", "--run", "x"], "--run 的值无法识别。"),
        (["score", "more"], "多余的参数 more。"),
        (["score", "--as-of"], "选项 --as-of 用法有误：应带值的须带值，不带值的不应带值。"),
        (["init", "--registry", ""], "--registry 的路径为空。"),
        (["recrawl", "nope"], "台账中没有网站 nope。"),
        (["judge", "--run", "9" * 30], f"没有批次 {'9' * 30}。"),
        (["judge"], "没有可评判的批次。"),
        (["judge", "--run", "1", "--as-of", "2026-01-26"], "--run 与 --as-of 只能用一个。"),
        (
            ["score", "--period", "2026", "--as-of", "2026-01-26"],
            "--period 与 --as-of 只能用一个。",
        ),
    ],
)
def test_arguments_that_do_not_fit(refuses: Refuses, arguments: list[str], sentence: str) -> None:
    assert refuses(*arguments) == sentence


@pytest.mark.parametrize(
    "moment",
    ["", "now", "2026-02-30", "0001-01-01", "9999-12-31T23:59Z", "9999-12-31T23:59-12:00"],
)
def test_moments_that_are_none(refuses: Refuses, moment: str) -> None:
    assert refuses("score", "--as-of", moment).startswith(f"--as-of 无法识别：{moment}")


@pytest.mark.parametrize(
    "period", ["", "0000", "0001", "2026Q5", "2026-1", "２０２６", "2026-02-30"]
)
def test_periods_that_are_none(refuses: Refuses, period: str) -> None:
    assert refuses("score", "--period", period).startswith(f"--period 无法识别：{period}")


@pytest.mark.parametrize("verb", ["score", "export --all", "export --unit jia"])
@pytest.mark.parametrize("style", ["json", "other"])
def test_a_place_that_cannot_be_written(
    refuses: Refuses, tmp_path: Path, verb: str, style: str
) -> None:
    other = "table" if verb == "score" else "xlsx"
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    path = tmp_path / "file" / "below"
    chosen = "json" if style == "json" else other
    sentence = refuses(*verb.split(), "--format", chosen, "--output", str(path))
    assert sentence == f"无法写入 {path}。"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "ledger.yaml", "var"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


def test_a_folder_in_the_place_of_a_file(refuses: Refuses, tmp_path: Path) -> None:
    for verb in (["score"], ["export", "--all"]):
        assert refuses(*verb, "--format", "json", "--output", str(tmp_path)) == (
            f"无法写入 {tmp_path}。"
        )


def test_no_unit_is_not_every_unit(refuses: Refuses, tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    assert refuses("export", "--unit", "", "--format", "json", "--output", str(path)) == (
        "台账中没有单位 。"
    )
    assert not path.exists()


def test_a_home_that_is_a_file(
    refuses: Refuses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.yaml"
    monkeypatch.setenv("MONITOR_HOME", str(path))
    assert refuses("score").startswith(f"MONITOR_HOME 所指目录无法使用：{path}（")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_database_that_does_not_answer(
    refuses: Refuses, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("MONITOR_LANG", language)
    monkeypatch.setenv("MONITOR_DATABASE_URL", "postgresql://office:secret@127.0.0.1:1/monitor")
    said = refuses("score")
    assert said.startswith("数据库 " if language == "zh" else "The database ")
    assert "secret" not in said


def test_another_variable_is_refused_in_the_language_chosen(
    refuses: Refuses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_LANG", "en")
    monkeypatch.setenv("MONITOR_DELAY", "-1")
    assert refuses("score").startswith("environment: MONITOR_DELAY")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_that_is_broken_inside(refuses: Refuses, tmp_path: Path, part: str) -> None:
    write_template(tmp_path / "whole.xlsx")
    path = tmp_path / "broken.xlsx"
    with ZipFile(tmp_path / "whole.xlsx") as whole, ZipFile(path, "w") as broken:
        for name in whole.namelist():
            body = whole.read(name)
            broken.writestr(name, body[:200] if name == part else body)
    assert refuses("init", "--registry", str(path)) == f"{path}：不是 Excel 工作簿（.xlsx）"


def test_the_addresses_of_a_kept_site_are_not_given_away(refuses: Refuses, tmp_path: Path) -> None:
    path = tmp_path / "renamed.yaml"
    path.write_text(LEDGER.replace("jia-portal", "jia-web"), encoding="utf-8")
    assert refuses("init", "--registry", str(path)) == (
        "网站 jia-web 的监测范围 http://127.0.0.1:9/ 与仍有效的网站 jia-portal 相同，而文件中没有"
        " jia-portal；请在文件中保留 jia-portal 并注明失效日期，或沿用原编号。"
    )


@pytest.mark.parametrize(
    ("purpose", "state"),
    [
        (Purpose.CRAWL, RunState.BLIND),
        (Purpose.CRAWL, RunState.INCOMPLETE),
        (Purpose.CRAWL, RunState.INTERRUPTED),
        (Purpose.VISITS, RunState.BLIND),
    ],
)
def test_a_run_that_speaks_for_nobody_is_not_judged(
    refuses: Refuses, tmp_path: Path, purpose: Purpose, state: RunState
) -> None:
    engine = house(tmp_path / "var", "2026-01-26T12:00").engine
    begun = at("2026-01-26T10:00")
    run = repository.open_run(
        engine,
        now=begun,
        purpose=purpose,
        mode=Mode.FULL,
        site_ids=["jia-portal"],
        started=begun,
    )
    repository.finish_run(engine, run.id, state, begun)
    assert refuses("judge", "--run", str(run.id)).startswith(f"批次 {run.id} 不作评判")


@pytest.mark.parametrize(("language", "words"), [("zh", "用法：monitor"), ("en", "Usage: monitor")])
def test_help_is_in_the_language_chosen(
    language: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MONITOR_LANG", language)
    assert cli.run(["export", "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(words)
    assert ("必填" in said) is (language == "zh")
    set_language("zh")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("load", "缺少必填的 FILE。"),
        ("load nowhere.xlsx", "nowhere.xlsx：文件不存在"),
        ("load pyproject.toml", "pyproject.toml：不是 Excel 工作簿（.xlsx）"),
        ("ack --by 甲", "请写明问题编号，或用 --list 写明清单编号，二者只用其一。"),
        ("ack --by 甲 --list 9号", "没有编号为 9号 的清单。"),
        ("ack 0a --list 9号 --by 甲", "请写明问题编号，或用 --list 写明清单编号，二者只用其一。"),
        ("claim 0a --on 2026-01-01", "缺少必填的 --by。"),
        ("claim 0a --by 甲 --on 2026-01-01", "问题 0a 没有下发过。"),
        ("extend 0a --by 甲 --until 2026-01-01", "问题 0a 没有下发过。"),
        ("appeal 0a --by 甲 --reason 乙", "问题 0a 没有下发过。"),
        ("close 0a --by 甲", "问题 0a 没有下发过。"),
        (
            "decide 0a --by 甲 --decision perhaps",
            "--decision 的值无法识别，应为以下之一：granted, refused, kept, false, excluded。",
        ),
        ("list --unit nope", "台账中没有单位 nope。"),
        ("list --due soon", "--due 的值无法识别。"),
        ("list --due -1", "--due 的值无法识别。"),
        ("list --format xlsx", "缺少必填的 --output。"),
        ("list --as-of never", "--as-of 无法识别：never（应为 ISO 8601，例如 2026-01-26T10:00）"),
        ("trail", "缺少必填的 --output。"),
        ("trail --output a.txt", "留痕的文件名应以 .csv 或 .json 结尾，现为“a.txt”。"),
        ("trail --defect 0a --output a.csv", "问题 0a 没有任何留痕。"),
        ("notice --output out", "请在 --unit 编号 与 --all 中选一个。"),
        ("notice --unit nope --output out", "台账中没有单位 nope。"),
        ("notice --all --output out", "没有下发过清单，没有可写的整改通知。"),
    ],
)
def test_rectify_refuses_in_one_sentence(refuses: Refuses, arguments: str, sentence: str) -> None:
    assert refuses("rectify", *arguments.split()) == sentence


@pytest.mark.parametrize("style", ["json", "xlsx", "table"])
def test_a_ledger_that_cannot_be_written(refuses: Refuses, tmp_path: Path, style: str) -> None:
    said = refuses("rectify", "list", "--format", style, "--output", str(tmp_path))
    assert said == f"无法写入 {tmp_path}。"
