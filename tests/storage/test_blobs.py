"""Bodies: once each, compressed, under a cap that never takes the proof of an open case."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from zstandard import ZstdError

from db.blobs import BlobStore, apply_cap, proof_of_open_defects, use
from db.ledger import RunStore
from db.models import BlobRow
from db.proof import save_pictures
from db.queries import stored_bytes
from db.repository import replace_defects
from monitor.domain.defect import DefectState
from monitor.domain.picture import Picture
from tests.storage.world import NOW, a_run, after, count, defect, observation


def noise(seed: int, size: int = 1000) -> bytes:
    """Does not compress."""
    return random.Random(seed).randbytes(size)


def keep(engine: Engine, blobs: BlobStore, body: bytes, moment: datetime = NOW) -> str:
    row = blobs.row(body, moment)
    with engine.begin() as connection:
        use(connection, [row])
    return str(row["sha256"])


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


def test_a_body_is_stored_once_compressed_by_its_hash(blobs: BlobStore) -> None:
    body = "网页".encode() * 10_000
    sha256, size = blobs.put(body)
    assert sha256 == hashlib.sha256(body).hexdigest()
    assert size == blobs.path(sha256).stat().st_size < len(body) / 50
    assert blobs.put(body) == (sha256, size)
    assert len([path for path in blobs.folder.rglob("*") if path.is_file()]) == 1
    assert blobs.get(sha256) == body
    assert blobs.get("0" * 64) is None


def test_the_longest_unused_go_first(engine: Engine, blobs: BlobStore) -> None:
    keys = [keep(engine, blobs, noise(number), after(number)) for number in range(5)]
    done = apply_cap(engine, blobs, 2500)
    assert (done.deleted, done.over) == (3, False)
    assert done.stored == stored_bytes(engine) <= 2500
    assert [blobs.get(key) is not None for key in keys] == [False, False, False, True, True]
    assert count(engine, BlobRow) == 2
    assert apply_cap(engine, blobs, 2500).deleted == 0


def test_a_body_seen_again_is_young_again(engine: Engine, blobs: BlobStore) -> None:
    old, new = keep(engine, blobs, noise(1)), keep(engine, blobs, noise(2), after(1))
    assert keep(engine, blobs, noise(1), after(2)) == old
    keep(engine, blobs, noise(1), NOW)  # a late writer does not make it old again
    apply_cap(engine, blobs, 1500)
    assert blobs.get(old) is not None
    assert blobs.get(new) is None


def test_a_crawl_that_sees_a_page_again_keeps_its_body_young(
    engine: Engine, blobs: BlobStore
) -> None:
    body = noise(1)
    store = RunStore(engine, a_run(engine).id, blobs)
    store.record([observation("a", body=body)])
    other = keep(engine, blobs, noise(2), after(-1))
    assert apply_cap(engine, blobs, 1500).deleted == 1
    assert blobs.get(other) is None
    assert blobs.get(hashlib.sha256(body).hexdigest()) == body


def test_the_proof_of_open_defects_is_kept_under_any_cap(engine: Engine, blobs: BlobStore) -> None:
    keys = [keep(engine, blobs, noise(number), after(number)) for number in range(5)]
    states = [
        DefectState.CONFIRMED,
        DefectState.SUSPECTED,
        DefectState.WAIVED,
        DefectState.GONE,
    ]
    defects = [defect(key, state, key) for key, state in zip(keys[:4], states, strict=True)]
    replace_defects(engine, "jia", defects)
    assert proof_of_open_defects(engine) == set(keys[:3])
    done = apply_cap(engine, blobs, 0)
    assert (done.deleted, done.over) == (2, True)
    assert [blobs.get(key) is not None for key in keys] == [True, True, True, False, False]
    replace_defects(engine, "jia", [])
    assert apply_cap(engine, blobs, 0).stored == 0
    assert [path for path in blobs.folder.rglob("*") if path.is_file()] == []


def test_more_bodies_than_one_statement_deletes(engine: Engine, blobs: BlobStore) -> None:
    rows = [blobs.row(noise(number, 20), NOW) for number in range(1200)]
    with engine.begin() as connection:
        use(connection, rows)
    assert apply_cap(engine, blobs, 0).deleted == 1200
    assert count(engine, BlobRow) == 0


def test_an_aged_out_body_may_come_again(engine: Engine, blobs: BlobStore) -> None:
    key = keep(engine, blobs, noise(1))
    apply_cap(engine, blobs, 0)
    assert keep(engine, blobs, noise(1), after(1)) == key
    assert blobs.get(key) == noise(1)
    assert count(engine, BlobRow) == 1


def test_the_picture_of_an_open_case_and_the_page_it_shows_stay(
    engine: Engine, blobs: BlobStore
) -> None:
    page, picture, other = (keep(engine, blobs, noise(number)) for number in (1, 2, 3))
    shown = defect()
    save_pictures(
        engine,
        [Picture(shown.id, shown.fingerprint, shown.url, NOW, page, picture, marked=True)],
    )
    replace_defects(engine, "jia", [shown])
    done = apply_cap(engine, blobs, 0)
    assert (done.deleted, done.over) == (1, True)
    assert blobs.get(picture) and blobs.get(page) and blobs.get(other) is None
    replace_defects(engine, "jia", [replace(shown, state=DefectState.GONE)])
    assert apply_cap(engine, blobs, 0).deleted == 2


def test_a_body_that_was_half_written_is_not_there(blobs: BlobStore) -> None:
    body = noise(1)
    sha256, size = blobs.put(body)
    path = blobs.path(sha256)
    path.rename(path.with_suffix(".1-1"))  # killed before it got its name
    assert blobs.get(sha256) is None
    assert blobs.put(body) == (sha256, size)
    assert blobs.get(sha256) == body


@pytest.mark.parametrize("harm", ["half", "flipped"])
def test_a_file_that_is_not_what_was_written_is_never_read_as_a_body(
    blobs: BlobStore, harm: str
) -> None:
    sha256, _ = blobs.put("网页".encode() * 10_000)
    path = blobs.path(sha256)
    data = bytearray(path.read_bytes())
    if harm == "half":
        del data[len(data) // 2 :]
    else:
        data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ZstdError):
        blobs.get(sha256)
