"""The generated site is the same on any machine, and is what the bench says it is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest

from bench.site import NEIGHBOUR, Made, Plan, files, night, read_made, write

PLAN = Plan("http://127.0.0.1:8730", "http://127.0.0.3:8730", pages=2_000)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def site(cache: Path) -> tuple[Path, Made]:
    return write(PLAN, cache), read_made(PLAN, cache)


def test_the_same_plan_makes_the_same_bytes() -> None:
    small = replace(PLAN, pages=300)
    assert list(files(small)) == list(files(small))
    other = dict((path, body) for path, body, _ in files(replace(small, seed=2)))
    pages = [one for one in files(small) if one[2] and not one[0].startswith(NEIGHBOUR)]
    assert not [path for path, body, _ in pages if other.get(path) == body]


def test_all_addresses_together_are_what_was_asked_for(site: tuple[Path, Made]) -> None:
    _, made = site
    assert 0.95 * PLAN.pages <= made.html + made.attachments + len(made.dead) <= PLAN.pages
    assert 0.008 * PLAN.pages <= len(made.dead) <= 0.012 * PLAN.pages
    assert 0.08 * made.html <= made.gbk <= 0.12 * made.html
    assert 30_000 <= made.bytes_html / made.html <= 60_000


def test_pages_have_the_size_and_the_links_of_real_ones(site: tuple[Path, Made]) -> None:
    root, made = site
    articles = [root / path for path in made.pages if re.search(r"/t\d{8}_", path)]
    assert len(articles) > 0.8 * made.html
    for path in articles[::7]:
        body = path.read_bytes()
        assert 25_000 <= len(body) <= 65_000, path
        assert 100 <= body.count(b"<a ") <= 150, path
        text = body.decode("gbk" if b"charset=gb2312" in body else "utf-8")
        assert 'name="ArticleTitle"' in text and 'name="PubDate" content="20' in text


def test_every_page_is_linked_and_only_the_dead_ones_lead_nowhere(
    site: tuple[Path, Made],
) -> None:
    root, made = site
    linked: set[str] = set()
    for path in made.pages:
        text = (root / path).read_bytes().decode("latin-1")
        for href in re.findall(r'href="([^"]+)"', text):
            url = urljoin(f"{PLAN.origin}/{path}", href)
            if url.startswith(f"{PLAN.origin}/"):
                linked.add(url.removeprefix(f"{PLAN.origin}/"))
    assert {path for path in linked if not (root / path).exists()} == set(made.dead)
    assert set(made.pages) - linked == set()


def test_a_written_site_is_not_written_again(site: tuple[Path, Made], cache: Path) -> None:
    root, made = site
    page = root / made.pages[0]
    page.write_bytes(b"changed")
    assert write(PLAN, cache) == root
    assert page.read_bytes() == b"changed"
    (cache / f"{PLAN.folder}.json").unlink()
    write(PLAN, cache)
    assert page.read_bytes() != b"changed"


def test_a_night_changes_what_it_is_asked_to(site: tuple[Path, Made]) -> None:
    """Each new article hangs in its list, and the rest is articles there were already."""
    root, _ = site
    day = night(PLAN, 1, 0.02)
    assert day == night(PLAN, 1, 0.02)
    assert len(day.files) == 40
    assert len(day.added) == 20
    known = {path for path in day.files if (root / path).exists()}
    assert known == set(day.files) - set(day.added)
    assert all((root / path).read_bytes() != day.files[path] for path in known)
    for path in day.added:
        listed = day.files[path.rpartition("/")[0].rpartition("/")[0] + "/index.html"]
        assert path.rpartition("/")[2].encode() in listed


def test_nights_follow_one_another() -> None:
    first, second = night(PLAN, 1, 0.02), night(PLAN, 2, 0.02)
    assert not set(first.added) & set(second.added)
    lists = [path for path in first.files if path.endswith("/index.html") and path in second.files]
    names = [path.rpartition("/")[2].encode() for path in first.added]
    assert all(any(name in second.files[path] for path in lists) for name in names)
