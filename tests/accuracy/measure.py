"""The accuracy of each check on the labelled corpus: `make accuracy` writes it into docs/accuracy.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.accuracy.corpus import Labelled, labelled, subjects

DOCUMENT = Path(__file__).parents[2] / "docs" / "accuracy.md"
CAUSES = Path(__file__).with_name("causes.yaml")
BEGIN, END = "<!-- checks: begin -->", "<!-- checks: end -->"


@dataclass
class Figure:
    """One check over its sites. A line of `misses` or `wrong` is "site: subject"."""

    check: str
    sites: int = 0
    families: set[str] = field(default_factory=set)
    decoys: int = 0
    found: int = 0
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return _share(self.found, len(self.wrong))

    @property
    def recall(self) -> float:
        return _share(self.found, len(self.misses))

    def add(self, one: Labelled) -> None:
        said, seeded = subjects(one.findings()), set(one.seeds)
        self.sites += 1
        self.families.add(one.family)
        self.decoys += len(one.decoys)
        self.found += len(said & seeded)
        self.misses += [f"{one.name}: {subject}" for subject in sorted(seeded - said)]
        self.wrong += [f"{one.name}: {subject}" for subject in sorted(said - seeded)]


def _share(right: int, not_right: int) -> float:
    """Of nothing, all is right."""
    return right / (right + not_right) if right or not_right else 1.0


def figures(corpus: Iterable[Labelled] | None = None) -> dict[str, Figure]:
    """By check, in the order of their ids."""
    found: dict[str, Figure] = {}
    for one in labelled() if corpus is None else corpus:
        found.setdefault(one.check, Figure(one.check)).add(one)
    return found


def causes() -> dict[str, dict[str, str]]:
    """Why each miss or wrong line is one: by check, then by the line."""
    known: dict[str, dict[str, str]] = yaml.safe_load(CAUSES.read_text(encoding="utf-8")) or {}
    return known


def document(measured: dict[str, Figure]) -> str:
    """The part of docs/accuracy.md between its two marks."""
    lines = [
        "| check | sites | families | decoys | found | wrong | missed | precision | recall |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in measured.values():
        lines.append(
            f"| {one.check} | {one.sites} | {len(one.families)} | {one.decoys} | {one.found} "
            f"| {len(one.wrong)} | {len(one.misses)} | {one.precision:.3f} | {one.recall:.3f} |"
        )
    known = causes()
    told = [
        f"| {one.check} | {kind} | {line} | {known.get(one.check, {}).get(line, 'unexplained')} |"
        for one in measured.values()
        for kind, missed in (("missed", one.misses), ("wrong", one.wrong))
        for line in missed
    ]
    if told:
        lines += ["", "| check | what | where | cause |", "| --- | --- | --- | --- |", *told]
    return "\n".join(lines)


def written(text: str, part: str) -> str:
    """The document with what stands between its marks replaced."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{part}\n{END}{after}"


def main() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(written(text, document(figures())), encoding="utf-8")


if __name__ == "__main__":
    main()
