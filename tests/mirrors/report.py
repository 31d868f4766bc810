"""`python -m tests.mirrors.report`: the table of docs/accuracy.md, and every line to be read by eye."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mirrors.accuracy import NAMES, Result, archive, run

_BY_EYE = (
    "column-stale",
    "column-blank",
    "home-stale",
    "leader-page-missing",
    "leader-bio-missing",
    "footer-mark-missing",
)


def main() -> int:
    missing = [name for name in NAMES if not archive(name).exists()]
    if missing:
        print(f"not beside the checkout: {', '.join(missing)}", file=sys.stderr)
        return 2
    results = {}
    for name in NAMES:
        with TemporaryDirectory() as folder:
            results[name] = run(name, Path(folder))
    print(
        "| site | columns | found | judged | none of ours | newest right | class right | leaders |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, result in results.items():
        print(_row(name, result))
    for name, result in results.items():
        print(f"\n{name}")
        print("  missed:", sorted(result.truth_columns.keys() - result.found.keys()))
        print("  none of ours:", result.wrong)
        print("  classes:", result.wrong_classes)
        for record in result.records:
            if record["check"] in _BY_EYE:
                print(f"  {record['check']} {record['url']} {record['description']}")
    return 0


def _row(name: str, result: Result) -> str:
    matched = len(result.matched)
    leaders = sum(result.leaders.get(who) is bio for who, bio in result.truth_leaders.items())
    return (
        f"| {name} | {len(result.truth_columns)} | {matched} ({result.share_found:.1%}) "
        f"| {len(result.found)} | {len(result.wrong)} ({result.share_wrong:.1%}) "
        f"| {matched - len(result.wrong_dates)} of {matched} "
        f"| {len(result.right_classes)} of {matched} "
        f"| {leaders} of {len(result.truth_leaders)} |"
    )


if __name__ == "__main__":
    sys.exit(main())
