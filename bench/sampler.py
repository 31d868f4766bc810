"""Runs `python -m monitor …` and notes every millisecond of CPU where it stands.

    python -m bench.sampler OUTPUT ARGUMENTS…

A tracing profiler makes small functions look dear; this one looks at the stack now and then, and
weighs each look by the CPU time that the main thread used since the last. What other threads used
in between is kept apart. OUTPUT becomes JSON: {"stacks": [[frames, seconds]…], "threads": seconds};
a frame is "file:function", outermost first.
"""

from __future__ import annotations

import atexit
import json
import runpy
import signal
import sys
from pathlib import Path
from time import process_time, thread_time
from types import FrameType

_EVERY = 0.002
_ROOT = str(Path(__file__).resolve().parents[1]) + "/"


class Sampler:
    def __init__(self) -> None:
        self._seconds: dict[tuple[str, ...], float] = {}
        self._threads = 0.0
        self._names: dict[object, str] = {}
        self._main = thread_time()
        self._all = process_time()

    def start(self) -> None:
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)

    def write(self, output: Path) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        stacks = [[list(stack), seconds] for stack, seconds in self._seconds.items()]
        output.write_text(json.dumps({"stacks": stacks, "threads": self._threads}))

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        main, everything = thread_time(), process_time()
        spent = main - self._main
        self._threads += max(0.0, everything - self._all - spent)
        self._main, self._all = main, everything
        stack: list[str] = []
        while frame is not None:
            stack.append(self._name(frame))
            frame = frame.f_back
        key = tuple(reversed(stack))
        self._seconds[key] = self._seconds.get(key, 0.0) + spent

    def _name(self, frame: FrameType) -> str:
        code = frame.f_code
        name = self._names.get(code)
        if name is None:
            file = code.co_filename.removeprefix(_ROOT)
            if "site-packages/" in file:
                file = "/" + file.rpartition("site-packages/")[2]
            name = self._names[code] = f"{file}:{code.co_qualname}"
        return name


def main() -> None:
    output, arguments = Path(sys.argv[1]), sys.argv[2:]
    sampler = Sampler()
    sampler.start()
    atexit.register(sampler.write, output)
    sys.argv = ["monitor", *arguments]
    runpy.run_module("monitor", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
