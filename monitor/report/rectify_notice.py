"""整改通知: the letter that goes to a unit with its list, made of nothing but what was frozen of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitor.domain.calendar import shanghai_day
from monitor.domain.inspection import SentList
from monitor.report.document import Paper, written_day
from monitor.report.outgoing import SHOWN
from monitor.report.workbook import zh


def write_notice_of(path: Path, sent: SentList, office: str | None, contact: str | None) -> Path:
    """Addressee, problems in counts, deadline and what is to be returned; the list and the receipt as
    annexes. The same list gives the same bytes. Raises OSError."""
    paper = Paper()
    made = shanghai_day(sent.made_at)
    unit = str(sent.records[0][SHOWN]["unit"])
    paper.title(zh("rectify.notice.title"))
    paper.centred(sent.number)
    paper.addressee(zh("rectify.notice.to", unit=unit))
    moment = shanghai_day(sent.as_of)
    paper.paragraph(
        zh(
            "rectify.notice.opening",
            day=zh("papers.day", year=moment.year, month=moment.month, day=moment.day),
            count=len(sent.records),
        )
    )
    paper.heading(zh("rectify.notice.problems"))
    counts = Counter(_kind(one) for one in sent.records)
    rows = [[str(n), kind, str(count)] for n, (kind, count) in enumerate(counts.most_common(), 1)]
    total = ["", zh("rectify.notice.total"), str(len(sent.records))]
    paper.table([zh(f"heading.{one}") for one in _COUNTED], [*rows, total], (16, 104, 36))
    paper.heading(zh("rectify.notice.demands"))
    paper.paragraph(_deadline(sent))
    for key in ("answers", "looks", "later", "appeals", "receipt"):
        paper.paragraph(zh(f"rectify.notice.{key}"))
    if contact:
        paper.paragraph(zh("rectify.notice.contact", contact=contact))
    paper.space(12)
    paper.paragraph(zh("rectify.notice.annexes", number=sent.number))
    paper.signature(office or zh("papers.no_office"), made)
    _list(paper, sent)
    _receipt(paper, sent, unit)
    return paper.save(path, sent.made_at)


_COUNTED = ("number", "problem_kind", "problem_count")
_LISTED = ("number", "site", "type", "description", "id")


def _kind(record: Mapping[str, Any]) -> str:
    """What is told otherwise is counted as such, without its kind."""
    return str(record[SHOWN].get("type") or zh("outgoing.elsewhere"))


def _deadline(sent: SentList) -> str:
    if sent.deadline is not None:
        return zh("rectify.notice.deadline", day=written_day(sent.deadline))
    key = "deadline_unknown" if sent.deadline_set else "no_deadline"
    return zh(f"rectify.notice.{key}")


def _list(paper: Paper, sent: SentList) -> None:
    paper.new_page()
    paper.mark(zh("rectify.notice.annex", number=1))
    paper.title(zh("rectify.notice.list"))
    paper.table(
        [zh(f"heading.{one}") for one in _LISTED],
        [
            [
                str(number),
                str(one[SHOWN].get("site", "")),
                str(one[SHOWN].get("type", "")),
                "\n".join(filter(None, (one["description"], one["url"]))),
                one["id"],
            ]
            for number, one in enumerate(sent.records, 1)
        ],
        (12, 26, 22, 70, 26),
    )


def _receipt(paper: Paper, sent: SentList, unit: str) -> None:
    paper.new_page()
    paper.mark(zh("rectify.notice.annex", number=2))
    paper.title(zh("rectify.notice.slip"))
    told = {"number": sent.number, "unit": unit, "count": str(len(sent.records))}
    by_hand = dict.fromkeys(("received_on", "received_by", "phone", "plan", "remark"), "\n")
    slip = told | by_hand
    paper.form([(zh(f"rectify.slip.{name}"), value) for name, value in slip.items()], (45, 111))
    paper.space(12)
    paper.paragraph(zh("rectify.notice.seal"))
