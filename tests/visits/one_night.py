"""A night in one process: a platform that is switched off and on, and the command line looking at it.

Run as a program: `python -m tests.visits.one_night FOLDER`; prints what each step said, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from monitor import cli
from tests.crawl.servers import Answer, closed_port, html, serve
from tests.visits.world import CHANNELS, ledger

DAY = "2026-01-26"
ALONE = "/c4/"
"""A channel that fails by itself before its platform does."""


def page(name: str, *links: str) -> Answer:
    listed = "".join(f'<li><a href="{url}">{name}的一条消息</a> {DAY}</li>' for url in links)
    return html(f"<html><title>{name}</title><ul>{listed}</ul><p>{'正文' * 100}</p></html>")


def ok(*arguments: str) -> str:
    said = StringIO()
    with redirect_stdout(said):
        assert cli.run(arguments) == 0, (arguments, said.getvalue())
    return said.getvalue()


def records(folder: Path) -> list[dict[str, Any]]:
    path = folder / "records.json"
    ok("export", "--all", "--format", "json", "--output", str(path))
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def history(site: str) -> list[list[str]]:
    (found,) = json.loads(ok("explain", site, "home-unreachable", "--json"))
    return [[one["outcome"], one["reason"]] for one in found["findings"]]


def at(clock: str) -> tuple[str, str]:
    return "--as-of", f"{DAY}T{clock}"


def night(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = {}
    port = closed_port()
    portal = {f"/{key}/": page(key) for key in CHANNELS}
    portal["/"] = page("portal", *portal)
    with serve({"/": page("other", f"http://127.0.0.1:{port}/c1/")}, host="127.0.0.2") as other:
        path = folder / "registry.yaml"
        path.write_text(ledger(f"http://127.0.0.1:{port}/", other.url), encoding="utf-8")
        ok("init", "--registry", str(path))
        with serve(portal, port=port):
            told["00:00"] = ok("visits", *at("00:00"))
            well, portal[ALONE] = portal[ALONE], html("oops", 500)
            ok("crawl", "--site", "c4", *at("00:15"))
            portal[ALONE] = well
        told["01:00"] = ok("visits", "--now", *at("01:00"))
        ok("crawl", *at("02:00"))
        told["records at 02:00"] = records(folder)
        ok("recheck", "--now", *at("03:00"))
        told["records at 03:00"] = records(folder)
        ok("visits", "--now", *at("05:00"))
        told["records at 05:00"] = records(folder)
        with serve(portal, port=port):
            told["06:00"] = ok("visits", *at("06:00"))
            ok("crawl", "--mode", "full", *at("09:00"))
            ok("recheck", *at("09:30"))
        told["records at 09:30"] = records(folder)
    told["cases"] = ok("case", "list").strip().splitlines()
    told["history"] = {site: history(site) for site in ("portal", *CHANNELS)}
    told["table"] = ok("visits", "--list", "--site", "c1", "--until", DAY)
    for kind in ("csv", "xlsx"):
        listed = ("visits", "--list", "--from", DAY, "--until", DAY, "--format", kind)
        ok(*listed, "--output", str(folder / f"visits.{kind}"))
    word = ("--verdict", "platform", "--reason", "机房断电", "--by", "张三")
    told["closed"] = ok("case", "close", "1", *word, *at("11:00"))
    told["history after the word"] = {site: history(site) for site in ("portal", "c1")}
    return told


if __name__ == "__main__":
    here = Path(sys.argv[1])
    os.environ |= {"MONITOR_HOME": str(here / "var"), "MONITOR_ALLOW_NETWORKS": "127.0.0.0/8"}
    os.environ |= {"MONITOR_DELAY": "0", "MONITOR_BROWSER": str(here / "none")}
    print(json.dumps(night(here), ensure_ascii=False))
