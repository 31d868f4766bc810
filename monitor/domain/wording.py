"""A wording of a page that looks like a slip."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """A wrong form as a page shows it: what probably was meant, its `kind` (theory, designation,
    organ, meeting, slogan, typo) and some twenty characters on both sides of the first place.

    `where`: what the page itself says, in its title, text, the description of a picture (alt) or a
    page tag (tag); what its links say (link); what surrounds it on many pages (frame, foot); what
    somebody wrote to the office (asked). `target`: where the link leads. `count`: how often there.
    """

    wrong: str
    right: str
    kind: str
    severe: bool
    where: str = "text"
    context: str = ""
    count: int = 1
    target: str = ""
