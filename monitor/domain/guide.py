"""What one page says of public services: the ways to them, and the guide to one item."""

from __future__ import annotations

from dataclasses import dataclass

ELEMENTS = (
    "name", "basis", "conditions", "materials", "place",
    "agency", "fee", "time", "phone", "process",
)  # fmt: skip
"""The ten classes of elements of a guide. Source: 国办秘函〔2019〕19号, 单项否决, 服务不实用."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form or sample that a guide names. `url` is None where it says "download" without a link;
    `kind`: the ending of the file that the address promises, "" for a page."""

    name: str
    url: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide to one item (办事指南). `present`: those of ELEMENTS that it tells.

    `hidden`: where more of it may stand that was not read: in_file, picture_only, in_frame,
    script_built. `vague`: open-ended phrases in its list of materials, `materials`: whether there is
    such a list. `forms`: at most twelve.
    """

    title: str
    present: tuple[str, ...] = ()
    hidden: str | None = None
    materials: bool = False
    vague: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceSight:
    """What a page shows of services. `entries`: addresses of the first ways to them on a home page;
    `doubt`: it shows none, and may do so where we do not read (picture_only, in_frame, script_built);
    `guide`: the guide that the page is."""

    entries: tuple[str, ...] = ()
    doubt: str | None = None
    guide: Guide | None = None


NO_SERVICES = ServiceSight()
