"""How a demanded index finds the offered one that answers it under another name."""

import pytest

from queqiao.matching.checks import check_texts


@pytest.mark.parametrize(
    ("demand", "offer"),
    [
        ("汁液流失率≤1.5%", "汁液流失1.1%"),
        ("氮含量≤4.0%", "氮3.2%"),
        ("菌落总数≤10000CFU/g", "菌落数4200CFU/g"),
        ("出结果时间≤15min", "出结果14min"),
        ("运行成本≤25元/吨", "运行费18.7元/t"),
        ("甜度（可溶性糖）保留率不低于85%", "可溶性糖保留89%"),
        ("伤苗率≤3%", "伤苗2.6%"),
        ("每亩用量≤2kg", "推荐用量15kg/公顷"),
    ],
)
def test_offer_that_drops_the_word_for_the_measure_still_answers(demand: str, offer: str) -> None:
    """成果 often leave out 率, 含量, 总数, 时间; the figure and its unit are there all the same."""
    (verdict,) = check_texts(demand, offer)
    assert verdict.outcome.value == "met"


@pytest.mark.parametrize(
    ("demand", "offer"),
    [
        ("氮含量≤4.0%", "氮去除率3.2%"),
        ("伤苗率≤3%", "除草率2%"),
        ("蒸汽温度≥133℃", "蒸汽压力0.24MPa"),
        ("径向跳动≤5μm", "300mm处径向跳动已检测"),
        ("种子价格每公斤不超过26元", "整机报价340万元"),
    ],
)
def test_offer_of_something_else_leaves_the_index_not_stated(demand: str, offer: str) -> None:
    """The same stem with another measure, or figures a thousand times apart, answer nothing."""
    (verdict,) = check_texts(demand, offer)
    assert verdict.outcome.value == "not_stated"


def test_orders_and_purchases_are_no_indices() -> None:
    """首批60吨 is what the enterprise will buy, no property of the offer."""
    demand = "有机质含量≥45%。首批订货60吨，年采购量约200吨。"
    verdicts = check_texts(demand, "有机质含量48%，年产3000吨。")
    assert [(one.parameter, one.outcome.value) for one in verdicts] == [("有机质含量", "met")]
