"""`monitor warc`: what is stored of defects or of a run, as a file of web archives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from db import captures, queries
from db.ledger import EXTRACTOR
from db.proof import pictures
from monitor.app.house import BadInput, House
from monitor.app.judging import rubric
from monitor.domain.calendar import SHANGHAI
from monitor.domain.evidence import Fetch
from monitor.domain.finding import Finding
from monitor.domain.mask import mask_facts, mask_name
from monitor.domain.rubric import Rubric
from monitor.report.warc import Capture, Shot, Written, write_warc


@dataclass(frozen=True)
class Archived:
    """`withheld`: answers of a run left out because something sensitive was found in them."""

    path: Path
    written: Written
    withheld: int


def archive(
    house: House,
    output: Path,
    *,
    defects: Sequence[str] = (),
    run_id: int | None = None,
    sensitive: bool = False,
) -> Archived:
    """Write the answers that prove some defects, with their pictures, or all that a run stored.

    Raises BadInput for neither or both, an unknown defect or run, a sensitive defect that was not
    asked for as such, where nothing is stored, and where the file cannot be written.
    """
    if bool(defects) is (run_id is not None):
        raise BadInput("warc.which")
    rules = rubric(None, house.home)
    left: list[Fetch] = []
    if run_id is None:
        what: Iterator[Capture | Shot] = _of_defects(house, defects, rules, sensitive)
    else:
        what = _of_run(house, run_id, rules, sensitive, left.append)
    first = next(what, None)
    if first is None:
        raise BadInput("warc.nothing")

    def all_of_it() -> Iterator[Capture | Shot]:
        yield first
        yield from what

    try:
        written = write_warc(output, all_of_it(), _info(house, defects, run_id))
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error
    return Archived(output, written, len(left))


def _info(house: House, defects: Sequence[str], run_id: int | None) -> dict[str, str]:
    return {
        "software": f"gov-monitor/{version('gov-monitor')}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": f"run {run_id}" if run_id is not None else f"defects {' '.join(defects)}",
        "created": house.clock.now().astimezone(SHANGHAI).isoformat(timespec="seconds"),
    }


def _of_defects(
    house: House, defects: Sequence[str], rules: Rubric, sensitive: bool
) -> Iterator[Capture | Shot]:
    found = {one: captures.failures(house.engine, defect_id=one) for one in dict.fromkeys(defects)}
    for one, findings in found.items():
        if not findings:
            raise BadInput("input.unknown_defect", value=one)
        if findings[-1].check in house.office.sensitive and not sensitive:
            raise BadInput("warc.sensitive", value=one, check=findings[-1].check)
    places = _withheld(house, sensitive)
    taken = pictures(house.engine, list(found))
    for one, findings in found.items():
        seen: set[Fetch] = set()
        for finding in findings:
            for fetch in captures.of_finding(house.engine, finding):
                if fetch not in seen and not captures.is_sensitive(fetch, places):
                    seen.add(fetch)
                    yield _capture(house, fetch, [finding], rules)
        picture = taken.get(one)
        jpeg = house.blobs.get(picture.sha256) if picture and picture.sha256 else None
        if picture is not None and jpeg is not None:
            about = {
                "defect": one,
                "page": picture.url,
                "page_sha256": picture.body_sha256,
                "sha256": picture.sha256,
                "marked": picture.marked,
            }
            yield Shot(one, picture.taken_at, jpeg, about)


def _of_run(
    house: House, run_id: int, rules: Rubric, sensitive: bool, leave: Callable[[Fetch], None]
) -> Iterator[Capture | Shot]:
    if not 0 < run_id < 2**31 or queries.run(house.engine, run_id) is None:
        raise BadInput("input.unknown_run", value=run_id)
    places = _withheld(house, sensitive)
    proven: dict[str, list[Finding]] = defaultdict(list)
    for finding in captures.failures(house.engine, run_id=run_id):
        for key in {finding.url, *(proof.sha256 for proof in finding.evidence)}:
            proven[key].append(finding)
    for fetch in captures.of_run(house.engine, run_id):
        if captures.is_sensitive(fetch, places):
            leave(fetch)
            continue
        findings = [*proven.get(fetch.url, ()), *proven.get(fetch.body_sha256 or "", ())]
        yield _capture(house, fetch, findings, rules)


def _withheld(house: House, sensitive: bool) -> captures.Sensitive:
    if sensitive:
        return set(), set()
    return captures.sensitive_places(house.engine, house.office.sensitive)


def _capture(house: House, fetch: Fetch, findings: Sequence[Finding], rules: Rubric) -> Capture:
    body = house.blobs.get(fetch.body_sha256) if fetch.body_sha256 else None
    about: dict[str, Any] = {
        "address": fetch.url,
        "final_address": fetch.final_url,
        "redirects": list(fetch.hops),
        "remote_address": fetch.remote_address,
        "fetched_at": fetch.fetched_at.astimezone(SHANGHAI).isoformat(),
        "via": fetch.via.value,
        "status": fetch.status.value,
        "http_status": fetch.http_status,
        "detail": fetch.detail,
        "seconds": fetch.seconds,
        "sha256": fetch.body_sha256,
        "size": fetch.body_size,
        "stored": body is not None,
        "extractor": EXTRACTOR,
        "findings": [
            _told(finding, rules) for finding in {f.defect_id: f for f in findings}.values()
        ],
    }
    return Capture(fetch, body, about)


def _told(finding: Finding, rules: Rubric) -> Mapping[str, Any]:
    return {
        "defect": finding.defect_id,
        "site": finding.site_id,
        "check": finding.check,
        "rubric": rules.id,
        "rubric_version": rules.version,
        "rows": [row.id for row in rules.rows_counting(finding.check)],
        "run": finding.run_id,
        "now": finding.now.astimezone(SHANGHAI).isoformat(),
        "subject": mask_name(finding.subject),
        "reason": finding.reason,
        "facts": mask_facts(finding.facts),
    }
