"""A library of a handful of achievements is measured against common language."""

from datetime import date

from queqiao.matching.model import Achievement, Demand
from queqiao.matching.ranking.model import RankDocument
from queqiao.recipes.backdrop import ENOUGH, backdrop_for
from queqiao.recipes.match import match_records

DEMAND = Demand(
    id="D1",
    title="轴承球研磨工艺",
    description="高精度轴承球研磨后圆度不稳定，希望改进研磨工艺，圆度≤0.08μm。",
)
FITTING = Achievement(
    id="A1",
    title="轴承球精密研磨技术",
    description="面向高精度轴承球的研磨工艺与装备，研磨后圆度可达0.05μm。",
)
OTHER = Achievement(
    id="A2",
    title="齿轮渗碳淬火工艺",
    description="齿轮渗碳层深度均匀，表面硬度62HRC，变形小。",
)


def test_match_two_offers_finds_the_one_in_the_demands_own_words():
    """A first try with two short tables used to end with no match at all."""
    report = match_records([DEMAND], [FITTING, OTHER], at=date(2026, 11, 1))
    assert [match.achievement_id for match in report.demands[0].matches] == ["A1"]
    assert report.demands[0].matches[0].score > 0.5
    assert set(report.achievements) == {"A1"}


def test_backdrop_fills_up_without_the_librarys_own():
    own = [RankDocument(id=f"x{n}", title="t", abstract="a", keywords="") for n in range(3)]
    first = backdrop_for(own)
    assert len(first) == ENOUGH - len(own)
    assert len({document.id for document in first}) == len(first)
    assert backdrop_for(own) == first
    assert first[0].id not in {document.id for document in backdrop_for([first[0]])}


def test_backdrop_of_a_large_library_is_empty():
    own = [RankDocument(id=str(n), title="", abstract="", keywords="") for n in range(ENOUGH)]
    assert backdrop_for(own) == []
