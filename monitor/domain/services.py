"""Public services: what pages say of them, and what is known of each when checks read it."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.dossier import Dossier
from monitor.domain.evidence import Fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceOffer(Dossier):
    """Whether a site offers services (办事服务): `entries` counts the ways to them that its pages
    show, `blank` those of them that lead to a page which says that it holds nothing. `guides`: pages
    of the site that are guides. `doubt`: why there may be a way that was not read (picture_only,
    in_frame, script_built). `serves`: the unit has public services."""

    serves: bool = True
    entries: int = 0
    blank: int = 0
    guides: int = 0
    doubt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideText(Dossier):
    """One guide (办事指南). `missing`: those of ELEMENTS that it does not tell. `hidden`: why they may
    stand where we do not read (in_file, picture_only, in_frame, script_built). `vague`: the open-ended
    phrases of its list of materials, `materials`: whether there is one.

    `items`: guides of the site that were read; `least`: the fewest elements that one of them lacks;
    `unread`: guides that could not be read to their end. `listed`: False when the page is a guide no
    longer.
    """

    title: str = ""
    missing: tuple[str, ...] = ()
    hidden: str | None = None
    vague: tuple[str, ...] = ()
    materials: bool = False
    items: int = 1
    least: int = 0
    unread: int = 0
    serves: bool = True
    listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFile(Dossier):
    """A form or sample that guides name. `kind`: what its address promises, a file's ending or "" for
    a page. `fetches`, `host_answered` as in `LinkTarget`; `soft404`: an error page behind a good
    status. `promised`: the guide says "download" and has no link for it. `listed`: False when no guide
    names it any longer."""

    name: str = ""
    kind: str = ""
    fetches: tuple[Fetch, ...] = ()
    host_answered: bool = False
    soft404: bool = False
    promised: bool = False
    serves: bool = True
    listed: bool = True
