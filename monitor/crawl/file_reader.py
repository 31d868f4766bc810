"""The process that reads files: `python -m monitor.crawl.file_reader`, fed by `monitor.crawl.files`.

A file that takes our memory or our time takes this process's, which is bounded and thrown away. An
order is a line of JSON (url, form, content_type, size) and the file's bytes; an answer its length in
four bytes and the page as JSON, so that nothing it says is more than words.
"""

from __future__ import annotations

import json
import os
import sys
from typing import BinaryIO

from pydantic import TypeAdapter

from monitor.domain.evidence import PageEvidence
from monitor.extract.files import read_file

PAGE = TypeAdapter(PageEvidence)
LENGTH = 4
_MEMORY = 1536 * 1024 * 1024
"""Address space, of which Python and the libraries take a fifth."""


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer orders until there are no more."""
    while line := source.readline():
        order = json.loads(line)
        body = source.read(order.pop("size"))
        answer = PAGE.dump_json(read_file(body, **order), exclude_defaults=True)
        sink.write(len(answer).to_bytes(LENGTH, "big") + answer)
        sink.flush()


def _bound() -> None:
    """No more memory than that, no core file, and after everybody else."""
    try:
        import resource
    except ImportError:  # no such bounds on this system
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


if __name__ == "__main__":
    _bound()
    serve(sys.stdin.buffer, sys.stdout.buffer)
