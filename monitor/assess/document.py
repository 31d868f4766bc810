"""docs/checks.md: what each check reads, cannot see, and costs, from the checks themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from checks.base import Check
from monitor.domain.rubric import Match, Row, RowKind, Rubric

_HEAD = """# Checks

Written by `make docs` from the docstrings in `checks/`, the rubric, and the decoys of the labelled sites
(`tests/accuracy/sites`) and of the demonstration city; do not edit by hand.

A check says what is true of one subject: pass, fail, not applicable, or not observed (未能核验: we
could not look, so neither a pass nor a fault). What a failure costs stands in the rubric alone; here
it is `{id}`: {title} ({document}).

A failure is suspected first and confirmed by a second look in another run, at least 30 minutes later
or asked for by a person who waits; reasons marked *at once* are read from stored bytes and need none.
"""


def checks_markdown(
    checks: Iterable[Check],
    rubric: Rubric,
    reasons: Mapping[str, Sequence[str]],
    decoys: Mapping[str, Sequence[str]],
) -> str:
    """The whole document. `reasons` are the reasons each check can fail with, `decoys` what looks like
    its defect and is none, by check id."""
    parts = [_HEAD.format(id=rubric.id, title=rubric.title, document=rubric.document)]
    family = None
    for check in sorted(checks, key=lambda one: (one.family, one.id)):
        if check.family != family:
            family = check.family
            parts.append(f"## {family}\n")
        parts += _check(check, rubric, reasons.get(check.id, ()))
        parts += _decoys(decoys.get(check.id, ()))
    return "\n".join(parts)


def _check(check: Check, rubric: Rubric, reasons: Sequence[str]) -> Iterator[str]:
    summary, reads, hidden, source = _told(check)
    yield f"### {check.id}\n"
    yield f"{summary}{' Preview: reported, not scored.' if check.preview else ''}\n"
    yield f"- **Reads** (`{check.reads.__name__}`): {reads}"
    yield f"- **Cannot see**: {hidden}"
    marked = (f"`{one}`{' (at once)' if one in check.at_once else ''}" for one in reasons)
    yield f"- **Fails with**: {', '.join(marked)}"
    yield f"- **Confirmed**: {_confirmed(check, reasons)}"
    if params := rubric.params.get(check.id):
        yield f"- **Thresholds**: {', '.join(f'{k} = {v}' for k, v in sorted(params.items()))}"
    yield f"- **Source**: {source}"
    rows = rubric.rows_counting(check.id)
    if rows:
        yield "\n| row | costs | clause |\n| --- | --- | --- |"
    for row in rows:
        yield f"| {row.id} {row.name} | {_costs(check, row)} | {row.clause} |"
    yield ""


def _decoys(decoys: Sequence[str]) -> Iterator[str]:
    if decoys:
        yield f"<details><summary>Decoys that it leaves alone: {len(decoys)}</summary>\n"
        yield from (f"- {one}" for one in decoys)
        yield "\n</details>\n"


def _told(check: Check) -> tuple[str, str, str, str]:
    """Summary, what is read, what cannot be seen and the source. Raises ValueError if one lacks."""
    text = " ".join(check.documentation.split())
    found = re.fullmatch(r"(.+?\.) (.+) Cannot see: (.+) Source: (.+)", text)
    if found is None:
        raise ValueError(f"{check.id}: summary, what is read, 'Cannot see:' and 'Source:' expected")
    summary, reads, hidden, source = found.groups()
    return summary, reads.removeprefix("Reads "), hidden, source


def _confirmed(check: Check, reasons: Sequence[str]) -> str:
    if not check.at_once:
        return "by a second look"
    return (
        "at once"
        if set(reasons) <= set(check.at_once)
        else "at once or by a second look, by reason"
    )


def _costs(check: Check, row: Row) -> str:
    if row.kind is RowKind.VETO:
        subjects = "one" if row.threshold == 1 else f"{row.threshold} or more"
        return f"suggests a veto from {subjects}{_only(row, check)}"
    each = "; ".join(
        f"{match.points if match.points is not None else row.points:g}{_narrowed(match)}"
        for match in row.counts
        if match.check == check.id
    )
    how = "once" if row.charge.value == "once" else "each"
    owner = ", platform owner only" if row.platform else ""
    return f"{each} {how}, at most {row.cap:g}{owner}"


def _only(row: Row, check: Check) -> str:
    return "".join(_narrowed(match) for match in row.counts if match.check == check.id)


def _narrowed(match: Match) -> str:
    """Which of the check's failures a row counts, in brackets."""
    told = [*(cls.value for cls in match.classes), *match.reasons]
    told += [f"{name}: {' / '.join(map(_plain, values))}" for name, values in match.facts]
    return f" ({', '.join(told)})" if told else ""


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
