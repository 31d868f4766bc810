"""`monitor explain`: why we said what we said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checks.base import all_checks
from db import queries, repository
from db.proof import looks, pictures
from monitor.app.house import BadInput, House
from monitor.app.judging import defects_as_of, rubric
from monitor.app.telling import told_looks
from monitor.domain.defect import Defect
from monitor.domain.finding import Evidence, Finding
from monitor.domain.mask import mask_facts, mask_name
from monitor.domain.picture import Picture
from monitor.domain.rubric import of
from monitor.domain.subject import Watched
from monitor.report.record import PICTURE, beijing


@dataclass(frozen=True)
class Explanation:
    """Why we said what we said about one subject."""

    site: Watched
    findings: tuple[Finding, ...]
    defect: Defect | None
    rows: tuple[str, ...]
    bodies: tuple[str, ...]
    proof: tuple[Evidence, ...]

    def as_dict(self) -> dict[str, Any]:
        """The last word, all findings that led to it, and what became of them; quotes are masked."""
        last = self.findings[-1]
        return {
            "site": self.site.id,
            "check": last.check,
            "subject": mask_name(last.subject),
            "url": last.url,
            "outcome": last.outcome.value,
            "reason": last.reason,
            "facts": mask_facts(last.facts),
            "findings": [
                {
                    "run": one.run_id,
                    "now": beijing(one.now),
                    "outcome": one.outcome.value,
                    "reason": one.reason,
                    "facts": mask_facts(one.facts),
                }
                for one in self.findings
            ],
            "defect": self.defect and self.defect.id,
            "state": self.defect and self.defect.state.value,
            "decision": self.defect and self.defect.decision.value,
            "rows": list(self.rows),
            "bodies": list(self.bodies),
        }


def _proof(last: Finding, taken: Mapping[str, Picture]) -> tuple[Evidence, ...]:
    picture = taken.get(last.defect_id)
    if picture is None or picture.sha256 is None:
        return last.evidence
    return (*last.evidence, Evidence(picture.sha256, PICTURE))


def write_proof(house: House, found: Sequence[Explanation], folder: Path) -> list[Path]:
    """What is stored of the subjects as files that open: how their addresses answered, pages as inert
    text, pictures as they are. Raises BadInput where the folder cannot be written."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for explanation in found:
            last = explanation.findings[-1]
            lines = told_looks(looks(house.engine, last.defect_id, last.url, last.now))
            if lines:
                path = folder / f"looks_{last.defect_id}.txt"
                path.write_text("\n".join(lines) + "\n", encoding="utf-8")
                written.append(path)
        for one in dict.fromkeys(proof for explanation in found for proof in explanation.proof):
            body = house.blobs.get(one.sha256)
            if body is not None:
                ending = "jpg" if one.kind == PICTURE else "txt"
                path = folder / f"{one.kind}_{one.sha256[:16]}.{ending}"
                path.write_bytes(body)
                written.append(path)
    except OSError as error:
        raise BadInput("input.output", value=str(folder)) from error
    return written


def explain(
    house: House, site_id: str, check: str, subject: str | None = None, as_of: str | None = None
) -> list[Explanation]:
    """Evidence, facts, rule, verdict, decision and stored body of a site's subjects of one check."""
    registry = repository.load_registry(house.engine)
    site = registry.watched.get(site_id)
    if site is None:
        raise BadInput("input.unknown_site", value=site_id)
    if check not in all_checks():
        raise BadInput("input.unknown_check", value=check)
    findings = queries.findings(house.engine, site_id=site_id, check=check, subject=subject)
    now = house.now(as_of) if as_of else None
    by_subject: dict[str, list[Finding]] = {}
    for finding in findings:
        if now is None or finding.now <= now:
            by_subject.setdefault(finding.subject, []).append(finding)
    if not by_subject:
        raise BadInput("input.nothing_to_explain", site=site_id, check=check)
    latest = queries.latest_judged_moment(house.engine) or house.clock.now()
    defects = {
        d.subject: d for d in defects_as_of(house, site_id, now or latest) if d.check == check
    }
    rows = tuple(row.id for row in rubric(None).rows_counting(check, of(site)))
    taken = pictures(house.engine, [defect.id for defect in defects.values()])
    return [
        Explanation(
            site=site,
            findings=tuple(sorted(known, key=lambda f: f.now)),
            defect=defects.get(name),
            rows=rows,
            bodies=tuple(str(house.blobs.path(one.sha256)) for one in _proof(known[-1], taken)),
            proof=_proof(known[-1], taken),
        )
        for name, known in sorted(by_subject.items())
    ]
