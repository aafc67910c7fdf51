"""Breadth of a likeness against a plain count over the shared words."""

import numpy as np
import pytest

from queqiao.matching.ranking.breadth import breadths
from queqiao.matching.ranking.default import build_ranking, shared_terms
from queqiao.matching.ranking.encoding import build_batch
from queqiao.matching.ranking.model import RankDocument

_TEXTS = (
    ("水曲柳厚板干燥", "五十毫米厚水曲柳板材蒸汽干燥，端裂内裂，含水率偏差大。", "干燥 木材"),
    ("水曲柳基因表达", "克隆水曲柳转录因子，分析其表达。", "基因"),
    ("难干阔叶材真空干燥", "水曲柳厚板含水率偏差小，端裂少，干燥周期短。", "干燥 木材 开裂"),
    ("图书馆读者服务", "读者满意度调查与服务改进。", "图书馆"),
)


def test_breadth_is_the_inverse_simpson_index_of_shared_words() -> None:
    documents = [RankDocument(str(n), *texts) for n, texts in enumerate(_TEXTS)]
    ranking, encoded = build_ranking(documents)
    found = breadths(ranking.encoder, encoded[0], build_batch(encoded), rows=np.arange(4))
    for value, document in zip(found, encoded, strict=True):
        _ids, amounts = shared_terms(encoded[0].words, document.words, ranking.encoder)
        wanted = amounts.sum() ** 2 / (amounts**2).sum() if len(amounts) else 0.0
        assert value == pytest.approx(wanted, rel=1e-5)


def test_likeness_on_one_word_is_narrower_than_on_many() -> None:
    documents = [RankDocument(str(n), *texts) for n, texts in enumerate(_TEXTS)]
    ranking, encoded = build_ranking(documents)
    rows = np.array([3, 1, 2])
    none, one, many = breadths(ranking.encoder, encoded[0], build_batch(encoded), rows=rows)
    assert none == 0.0
    assert none < one < many
