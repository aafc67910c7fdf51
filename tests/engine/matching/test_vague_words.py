"""Vague words that numbers elsewhere in the text answer."""

from queqiao.matching.completeness import questions_for
from queqiao.matching.model import Demand
from queqiao.matching.results import LocatedSpec
from queqiao.text.quantities import parse_specs


def _asked(description: str) -> list[str]:
    demand = Demand(id="D", title="图像传感器", description=description)
    specs = [LocatedSpec("description", spec) for spec in parse_specs(description)]
    questions = questions_for(demand, specs)
    return [str(q.message.params["words"]) for q in questions if "words" in q.message.params]


def test_vague_word_whose_noun_has_a_number_is_not_asked_about() -> None:
    """低噪声 of a sensor is its 读出噪声 in electrons: nobody is to be asked for dB(A)."""
    text = "希望开发低噪声图像传感器，用于夜间行车辅助，量子效率不低于85%，读出噪声≤1.2μV。"
    assert _asked(text) == []


def test_vague_word_without_a_number_is_asked_about() -> None:
    text = "希望开发低噪声风机，用于居民区旁的锅炉房通风，风量不低于5000m3/h，夜间连续运行。"
    assert _asked(text) == ["低噪声"]


def test_emission_free_is_no_vague_word() -> None:
    assert _asked("希望开发零排放客车的空调，续航里程不低于230km，冬季不用燃油加热器采暖。") == []
