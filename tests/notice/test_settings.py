"""What the office sets for grades and notice, read from its own file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from monitor.config.office import load_office
from monitor.config.registry import load_registry
from monitor.domain.grading import AccountMerge, Kind, Quota, Rounding, TieRule, VetoRule
from monitor.domain.notice import NoticeRules
from monitor.domain.subject import Category
from tests.config.test_meizhou import LEDGER

OWN = """
grading:
  account_merge: worst_fails
  classes:
    - id: big
      kind: sites
      categories: [county, service]
      name: 各县和单位
      note: 均为独立网站
      quota_excellent: 12.5%
      rounding: nearest
      min_excellent: 90
      min_good: 80.5
      min_pass: 60
      tie_rule: by_name
      veto: blocks_excellent
notice:
  number: 某府办函〔2026〕1号
  addressees: 各县（市、区）人民政府
"""


def test_everything_that_can_be_set_is_read(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text(OWN, encoding="utf-8")
    office = load_office(tmp_path)
    (big,) = office.grading.classes
    assert office.grading.account_merge is AccountMerge.WORST_FAILS
    assert (big.id, big.name, big.note) == ("big", "各县和单位", "均为独立网站")
    assert big.quota_excellent == Quota(share=Fraction(1, 8)) and big.rounding is Rounding.NEAREST
    assert (big.min_excellent, big.min_good, big.min_pass) == (90, Fraction("80.5"), 60)
    assert (big.tie_rule, big.veto) == (TieRule.BY_NAME, VetoRule.BLOCKS_EXCELLENT)
    assert big.missing(8) == ()
    assert office.grading.class_of(Kind.SITES, Category.SERVICE) is big
    assert office.grading.class_of(Kind.SITES, Category.INTERNAL) is None
    assert office.grading.class_of(Kind.MEDIA, Category.COUNTY) is None
    assert office.notice == NoticeRules("某府办函〔2026〕1号", "各县（市、区）人民政府")


def test_every_ranked_unit_of_the_first_city_is_in_one_class(tmp_path: Path) -> None:
    """The classes that come with the program are those of the notice of 2020: 8, 32, 12; 8, 24."""
    rules = load_office(tmp_path).grading
    counts = dict.fromkeys((one.id for one in rules.classes), 0)
    for unit in load_registry(LEDGER).units:
        for kind, ranked in ((Kind.SITES, unit.ranked_sites), (Kind.MEDIA, unit.ranked_media)):
            cls = rules.class_of(kind, unit.category)
            assert cls is not None
            counts[cls.id] += ranked
    assert list(counts.values()) == [8, 32, 12, 8, 24]
