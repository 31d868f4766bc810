"""`python -m monitor` and the `monitor` command."""

from __future__ import annotations

import gc
import sys

from monitor.cli import run

_COLLECTED_EVERY = 50_000
"""New objects: reading a page makes thousands and lets go of them, so that looking after few finds none."""


def main() -> None:
    gc.freeze()  # what is imported stays: it need not be looked through again at each collection
    gc.set_threshold(_COLLECTED_EVERY, 5, 5)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
