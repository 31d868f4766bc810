"""The export record of the contract, and the sentence that describes a defect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.domain.address import address_key
from monitor.domain.calendar import SHANGHAI
from monitor.domain.defect import DecisionKind, Defect, DefectState
from monitor.domain.finding import Facts
from monitor.domain.mask import mask, mask_facts, mask_name
from monitor.domain.picture import Picture
from monitor.domain.rubric import Of, RowKind, Rubric, of
from monitor.domain.subject import Account, Unit, Watched
from monitor.text import say, sentences

MAX_PARENTS = 50
PICTURE = "picture"
"""The kind of evidence that a picture is."""
_MEASURED = frozenset({"seconds"})
"""Facts that are proof, not the case: two runs over the same pages must export the same."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line of an export; fields and their meaning are the contract's."""

    id: str
    unit: str
    site: str
    check: str
    indicator: tuple[str, ...]
    subject: str
    url: str
    parents: tuple[str, ...]
    state: str
    decision: str
    description: str
    facts: Facts
    first_seen: str
    last_seen: str
    veto: bool
    points: float
    evidence: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """JSON form: every field is there, dates with +08:00."""
        return {
            "id": self.id,
            "unit": self.unit,
            "site": self.site,
            "check": self.check,
            "indicator": list(self.indicator),
            "subject": self.subject,
            "url": self.url,
            "parents": list(self.parents),
            "state": self.state,
            "decision": self.decision,
            "description": self.description,
            "facts": self.facts,
            "first_seen": self.first_seen,
            "last_seen": self.last_seen,
            "veto": self.veto,
            "points": self.points,
            "evidence": [{"sha256": sha256, "kind": kind} for sha256, kind in self.evidence],
        }


def records(
    defects: Iterable[Defect],
    *,
    unit: Unit,
    site: Watched,
    rubric: Rubric,
    points: Mapping[str, float],
    pictures: Mapping[str, Picture] | None = None,
) -> list[Record]:
    """Records of one site's defects; `points` and `pictures` are each defect's own, by id."""
    return [
        Record(
            id=defect.id,
            unit=unit.id,
            site=site.id,
            check=defect.check,
            indicator=_indicators(defect, rubric, of(site)),
            subject=mask_name(defect.subject),
            url=defect.url,
            parents=_places(defect, site)[:MAX_PARENTS],
            state=defect.state.value,
            decision=defect.decision.value,
            description=describe(defect, unit, site),
            facts=_facts(defect),
            first_seen=beijing(defect.first_seen),
            last_seen=beijing(defect.last_seen),
            veto=_veto(defect, rubric, of(site)),
            points=points.get(defect.id, 0.0),
            evidence=_evidence(defect, (pictures or {}).get(defect.id)),
        )
        for defect in sorted(defects, key=lambda d: (d.check, d.subject))
    ]


def to_dicts(found: Sequence[Record]) -> list[dict[str, Any]]:
    return [record.as_dict() for record in found]


def beijing(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")


def _evidence(defect: Defect, picture: Picture | None) -> tuple[tuple[str, str], ...]:
    """What was stored, and the picture taken of the same facts."""
    stored = tuple((proof.sha256, proof.kind) for proof in defect.evidence)
    if picture is None or picture.sha256 is None or picture.fingerprint != defect.fingerprint:
        return stored
    return (*stored, (picture.sha256, PICTURE))


def _facts(defect: Defect) -> Facts:
    kept = {name: value for name, value in defect.facts.items() if name not in _MEASURED}
    return mask_facts(kept) | {"parents_total": defect.parents_total}


def _places(defect: Defect, site: Watched) -> tuple[str, ...]:
    """The home page first, then by address: in the order of the crawl no two runs agree."""
    home = address_key(site.url or "")
    return tuple(sorted(defect.parents, key=lambda url: (address_key(url) != home, url)))


def _indicators(defect: Defect, rubric: Rubric, about: Of) -> tuple[str, ...]:
    """The rows the defect is about, without those that an earlier one absorbs."""
    cls = defect.facts.get("class")
    found: list[str] = []
    absorbed: set[str] = set()
    for row in rubric.rows_counting(defect.check, about):
        fits = any(
            match.check == defect.check
            and (not match.classes or cls in {one.value for one in match.classes})
            for match in row.counts
        )
        if fits and row.id not in absorbed:
            found.append(row.id)
            absorbed.update(row.absorbs)
    return tuple(found)


def _veto(defect: Defect, rubric: Rubric, about: Of) -> bool:
    """True where this one defect alone suggests a veto (建议否决); a person decides it."""
    if defect.state is not DefectState.CONFIRMED or defect.decision in (
        DecisionKind.FALSE,
        DecisionKind.EXCLUDED,
        DecisionKind.HINT,
    ):
        return False
    return any(
        row.kind is RowKind.VETO
        and row.threshold == 1
        and any(
            match.check == defect.check
            and all(defect.facts.get(name) in values for name, values in match.facts)
            for match in row.counts
        )
        for row in rubric.rows_counting(defect.check, about)
    )


def describe(defect: Defect, unit: Unit, site: Watched) -> str:
    """单位＋对象类别＋“栏目名”＋事实＋期限, from the catalogue and the defect's facts; personal
    numbers in what it quotes are masked."""
    words = defect.facts | _words(defect)
    words |= {"unit": unit.name, "kind": kind_of(site)}
    words["place"] = say("place.post" if of(site) is Of.ACCOUNT else "place.page", lang="zh")
    return mask(say(f"check.{defect.check}.{defect.reason}", lang="zh", **words))


def kind_of(site: Watched) -> str:
    """What a subject is called in a sentence: a kind of site, or a platform with the account's name."""
    if not isinstance(site, Account):
        return sort_of(site)
    return say("kind.account", lang="zh", sort=sort_of(site), name=site.name)


def sort_of(site: Watched) -> str:
    """The kind of site, or the account's platform: an open list, unknown ones by the ledger's word."""
    if not isinstance(site, Account):
        return say(f"kind.{site.kind}", lang="zh")
    return _platform(site.platform)


def _platform(name: str) -> str:
    key = f"platform.{name}"
    return say(key, lang="zh") if key in sentences("zh") else name


def code_of(site: Watched) -> str:
    """The site's code, or the account's id."""
    return site.id if isinstance(site, Account) else site.code or ""


def _words(defect: Defect) -> dict[str, Any]:
    facts = defect.facts
    words: dict[str, Any] = {"parents_total": defect.parents_total}
    if "window" in facts:
        words["window"] = window(str(facts["window"]))
    elif "window_days" in facts:
        words["window"] = window(f"{facts['window_days']}d")
    if "mark" in facts:
        words["mark_name"] = say(f"mark.{facts['mark']}", lang="zh")
    if "group" in facts:
        words["group_name"] = say(f"group.{facts['group']}", lang="zh")
    if "lacking" in facts:
        lacking = (say(f"field.{name}", lang="zh") for name in facts["lacking"])
        words["lacking_names"] = say("field.and", lang="zh").join(lacking)
    if "missing" in facts:
        names = (say(f"element.{one}", lang="zh") for one in facts["missing"])
        words["missing_names"] = "、".join(names)
    if "platform" in facts:
        words["platform_name"] = _platform(str(facts["platform"]))
    if defect.check == "link-broken":
        words["resource"] = say(f"resource.{facts.get('kind', 'page')}", lang="zh")
        words["scope"] = say(
            "scope.external" if facts.get("external") else "scope.internal", lang="zh"
        )
    return words


def window(text: str) -> str:
    """A window in words: 14d is two weeks, 6m six months."""
    number, unit = text[:-1], text[-1]
    if text == "14d":
        return say("window.d14", lang="zh")
    if unit == "m":
        return say("window.months", lang="zh", months=number)
    return say("window.days", lang="zh", days=number)
