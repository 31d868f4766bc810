"""`monitor demo`: crawl the invented city, take the second look, compare with what was seeded."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from db import queries, repository
from monitor.app import crawling, demo_media, registry, reporting
from monitor.app.house import BadInput, House
from monitor.app.media import MediaRound
from monitor.app.picturing import take_pictures
from monitor.app.standing import standing
from monitor.demo.city import AS_OF, City
from monitor.demo.compare import Comparison, compare
from monitor.demo.model import NOTE
from monitor.demo.server import DemoServer
from monitor.domain.calendar import parse_moment
from monitor.domain.finding import Outcome
from monitor.domain.run import Mode
from monitor.report.record import to_dicts

SECOND_LOOK = "2026-01-26T10:45:00+08:00"
"""Three quarters of an hour after the crawl: late enough for a second look to count."""
_NETWORKS = "127.0.0.0/8"
_PER_HOST = 8


@dataclass(frozen=True)
class Shown:
    """The demonstration's result; what a missing browser kept from us is `unseen`, not missed.
    `papers` came back from units and from who opened accounts, `accounts` is the last round of looks,
    `standings` how many accounts stand how."""

    comparison: Comparison
    names: dict[str, str]
    looked: crawling.Looked
    pictures: Mapping[str, int]
    papers: demo_media.Papers
    accounts: MediaRound
    standings: dict[str, int]
    files: tuple[Path, ...]

    @property
    def clean(self) -> bool:
        return not self.comparison.missed and not self.comparison.wrong


@contextmanager
def city(house: House, without: Collection[str] = ()) -> Iterator[tuple[House, DemoServer, Path]]:
    """The invented city on loopback without the seeds named, and a house that looks at it alone.

    Its port is kept in the home, so that addresses, and with them ids, stay the same from run to
    run. What its platforms ask of us stands in the home's secrets.yaml. Raises BadInput for an unknown
    seed, for a home that holds another ledger or an office's secrets, and where the system does not let
    us listen.
    """
    _refuse_foreign(house)
    try:
        made = City(without=without)
    except KeyError as error:
        raise BadInput("input.unknown_seed", value=error.args[0]) from error
    kept = house.home / "demo.port"
    port = int(kept.read_text(encoding="ascii")) if kept.exists() else 0
    server = DemoServer(made, port=port)
    with ExitStack() as stack:
        try:
            stack.enter_context(server)
        except OSError as error:
            raise BadInput("input.demo_port", value=error) from error
        kept.write_text(str(server.port), encoding="ascii")
        ledger = house.home / "demo-registry.yaml"
        ledger.write_text(server.registry_yaml(), encoding="utf-8")
        _give_secrets(house, server.secrets_yaml())
        settings = replace(
            house.environment, networks=_NETWORKS, delay=0.0, per_host=_PER_HOST, control=()
        )
        yield replace(house, environment=settings), server, ledger


def _refuse_foreign(house: House) -> None:
    ours = {site.id for site in City().sites}
    known = repository.load_registry(house.engine).sites
    secrets = house.home / "secrets.yaml"
    foreign = secrets.exists() and NOTE not in secrets.read_text(encoding="utf-8")
    if foreign or not known.keys() <= ours:
        raise BadInput("input.demo_home", value=house.home)


def _give_secrets(house: House, text: str) -> None:
    """As an office keeps them: readable by its owner alone from the first byte."""
    path = house.home / "secrets.yaml"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text.encode())


def demo(
    house: House,
    output: Path,
    without: Collection[str] = (),
    progress: Callable[[Any], None] | None = None,
    *,
    pictures: bool = True,
) -> Shown:
    """Import the city's ledger, crawl and look at accounts, look again at both, take pictures, export,
    and compare with the whole truth.

    A seed taken away by `without` stays in the truth: its line is then the one that turns red.
    """
    with city(house, without) as (looking, server, ledger):
        registry.init(looking, ledger)
        looked = crawling.crawl(looking, mode=Mode.FULL, as_of=AS_OF, fresh=True, progress=progress)
        papers = demo_media.paperwork(looking, server.city.media.accounts)
        demo_media.look(looking, AS_OF)
        crawling.recheck(looking, at_once=True, as_of=SECOND_LOOK, progress=progress)
        accounts = demo_media.look(looking, SECOND_LOOK)
        taken = take_pictures(looking) if pictures and house.browser else {}
        truth = server.truth(whole=True)
    found = standing(house)
    files = reporting.export(
        house, unit=None, everything=True, file_format="xlsx", output=output, demo=True
    )
    comparison = compare(to_dicts(found.records()), truth)
    if house.browser is None:
        unseen = _unseen(house, comparison.missed)
        missed = tuple(seed for seed in comparison.missed if seed not in unseen)
        comparison = replace(comparison, missed=missed, unseen=unseen)
    return Shown(
        comparison,
        names={unit.id: unit.name for unit in found.units},
        looked=looked,
        pictures=taken,
        papers=papers,
        accounts=accounts,
        standings=demo_media.standings(house, accounts),
        files=files,
    )


def _unseen(house: House, missed: Collection[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Of the seeds missed, those whose subject was answered with not observed, or never reached."""
    last = {
        (finding.site_id, finding.check, finding.subject): finding.outcome
        for site_id in {seed["site"] for seed in missed}
        for finding in queries.latest_findings(
            house.engine, site_id=site_id, as_of=parse_moment(SECOND_LOOK)
        )
    }
    keys = ((seed, (seed["site"], seed["check"], seed["subject"])) for seed in missed)
    return tuple(seed for seed, key in keys if last.get(key) in (None, Outcome.NOT_OBSERVED))
