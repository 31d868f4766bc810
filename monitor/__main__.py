"""`python -m monitor` and the `monitor` command."""

from __future__ import annotations

import gc
import sys

from monitor.cli import run


def main() -> None:
    gc.freeze()  # what is imported stays: it need not be looked through again at each collection
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
