"""Pairs that a second person's texts brought up, one a general cause."""

from __future__ import annotations

import pytest

from queqiao.matching.checks import check_texts


@pytest.mark.parametrize(
    ("demand", "offer", "outcome", "shortfall"),
    [
        ("处理能力不低于100t/h", "处理能力为每小时120吨", "met", None),
        ("处理能力不低于100t/h", "处理能力为每小时80吨", "short", 20.0),
        ("产能1万吨/年", "已建成5000吨/年生产线", "short", 0.5),
        ("初始效率≥90%", "首次效率91.2%", "met", None),
        ("检出限≤0.01ng/mL", "最低检测限为5pg/mL", "met", None),
        ("表干时间≤30min", "表干时间半小时", "met", None),
        ("居里温度>330℃", "居里点335℃", "met", None),
        ("蒸汽单耗不大于0.35t/t", "蒸汽消耗380kg/t", "short", 0.03),
        ("单点判定时间≤20ms", "单焊点判定耗时25毫秒", "short", 5.0),
        ("频率DC-67GHz", "频率范围DC-50GHz", "short", 17.0),
        ("浊度不高于0.6EBC", "浊度0.4～0.8EBC", "short", 0.2),
        ("启动温度不高于-20℃", "可在零下30℃启动，启动温度零下30℃", "met", None),
    ],
)
def test_check_texts_of_forms(
    demand: str, offer: str, outcome: str, shortfall: float | None
) -> None:
    (verdict,) = check_texts(demand, offer)
    assert verdict.outcome == outcome
    assert verdict.shortfall == (None if shortfall is None else pytest.approx(shortfall))
