"""What the server's log says of a crawler, and what a process cost."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bench import measure
from bench.server import MISSING, CannotServe, Count, Served, count_lines, nginx

LOG = """\
127.0.0.1\tGET\t200\t100\ttext/html\t/index.html
127.0.0.1\tGET\t200\t100\ttext/html\t/index.html
127.0.0.1\tHEAD\t200\t0\ttext/html\t/a.html
127.0.0.1\tGET\t200\t40\ttext/html; charset=utf-8\t/b.html
127.0.0.1\tGET\t404\t7\ttext/html\t/dead.html
127.0.0.1\tGET\t304\t0\t-\t/b.html
127.0.0.1\tGET\t200\t9\tapplication/pdf\t/c.pdf
127.0.0.2\tGET\t200\t100\ttext/html\t/other.html
127.0.0.1\tGET\t404\t7\ttext/html\t/.fence/1
127.0.0.1\tGET\t400\t0\t
"""


def test_pages_answers_and_requests_are_counted_apart() -> None:
    assert count_lines(LOG.splitlines(), "127.0.0.1") == Count(
        pages=2, answers=3, requests=7, bytes=256
    )
    assert count_lines(LOG.splitlines(), "127.0.0.2").pages == 1
    assert count_lines([], "127.0.0.1") == Count()


def test_without_nginx_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with (
        pytest.raises(CannotServe, match="apt-get install nginx") as caught,
        nginx(tmp_path, 1, []),
    ):
        pass
    assert str(caught.value) == MISSING


@pytest.mark.skipif(
    shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin") is None, reason="needs nginx"
)
def test_nginx_serves_and_its_log_is_counted_from_a_mark(tmp_path: Path) -> None:
    root = tmp_path / "site"
    root.mkdir()
    (root / "index.html").write_text("<p>home")
    with nginx(tmp_path / "nginx", 8731, [Served("127.0.0.9", root)]) as server:
        where = "http://127.0.0.9:8731/"
        urllib.request.urlopen(where).read()
        mark = server.mark()
        urllib.request.urlopen(where).read()
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(where + "dead.html")
        assert server.count(mark, "127.0.0.9").pages == 1
        assert server.count(mark, "127.0.0.9").requests == 2
        assert server.requests() == 3


@pytest.mark.skipif(
    shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin") is None, reason="needs nginx"
)
def test_a_server_that_was_left_behind_is_not_taken_for_ours(tmp_path: Path) -> None:
    site = [Served("127.0.0.9", tmp_path)]
    with (
        nginx(tmp_path / "left", 8732, site),
        pytest.raises(CannotServe, match=r"127\.0\.0\.9:8732"),
        nginx(tmp_path / "ours", 8732, site),
    ):
        pass


BUSY = "import time\nwhile time.process_time() < 0.5: pass\nbytearray(50_000_000)"


def test_the_cost_of_a_command_is_that_of_its_children_too(tmp_path: Path) -> None:
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}])"
    cost = measure.run([sys.executable, "-c", parent], log=tmp_path / "log", env={})
    assert cost.code == 0 and not cost.late
    assert cost.cpu >= 0.5
    assert cost.wall >= 0.5


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    endless = "while True: pass"
    cost = measure.run([sys.executable, "-c", endless], log=tmp_path / "log", env={}, limit=0.3)
    assert cost.late and cost.code != 0


def test_an_interrupt_ends_the_command_as_well(tmp_path: Path) -> None:
    running = measure.Running(
        [sys.executable, "-c", "while True: pass"], log=tmp_path / "log", env={}
    )
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with pytest.raises(KeyboardInterrupt):
            running.end(60)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert os.waitstatus_to_exitcode(os.waitpid(running.pid, 0)[1]) == -signal.SIGKILL
