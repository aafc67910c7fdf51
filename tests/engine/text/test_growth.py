"""New words: found in text that holds them, with evidence that can be recomputed by hand."""

import math
import random

import pytest

from queqiao.text import Segmenter, default_segmenter
from queqiao.text.growth import Thresholds, propose_words

FILLERS = (
    "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
)


def corpus(words, *, sentences=300, seed=7):
    """Sentences of random characters with the words strewn in."""
    chance = random.Random(seed)  # noqa: S311 -- test text
    lines = []
    for _ in range(sentences):
        filler = [chance.choice(FILLERS) for _ in range(12)]
        lines.append("".join(filler[:6]) + chance.choice(words) + "".join(filler[6:]))
    return lines


def proposed(texts, **thresholds):
    return propose_words(texts, segmenter=default_segmenter(), thresholds=Thresholds(**thresholds))


def test_growth_finds_the_hidden_words():
    found = proposed(corpus(["吉光载荷", "栅格铜膏", "冰核菌"]))

    assert {word.word for word in found} == {"吉光载荷", "栅格铜膏", "冰核菌"}


def test_growth_leaves_pieces_of_a_word_out():
    words = [word.word for word in proposed(corpus(["栅格铜膏"]), cohesion=2.0)]

    assert words == ["栅格铜膏"]


def test_growth_marks_what_the_dictionary_holds():
    (word,) = proposed(corpus(["揭榜挂帅"]), cohesion=2.0)

    assert word.known
    assert word.pieces == ("揭榜挂帅",)


def test_growth_drops_words_that_the_operator_added():
    texts = corpus(["栅格铜膏"])

    found = propose_words(
        texts, segmenter=Segmenter(["栅格铜膏"]), thresholds=Thresholds(cohesion=2.0)
    )

    assert [word.known for word in found] == [True]


def test_growth_needs_enough_occurrences():
    assert proposed(corpus(["栅格铜膏"], sentences=20), count=21) == ()


def test_growth_needs_different_neighbors():
    texts = [f"新型{'栅格铜膏'}浆料{i % 10}" for i in range(100)]

    assert [word.word for word in proposed(texts, cohesion=1.0)] == ["新型栅格铜膏浆料"]


def test_growth_measures_can_be_recomputed():
    """Two characters, always together: cohesion is log(total / count), freedom the entropy."""
    texts = [f"{left}铜膏{right}" for left in "甲乙" for right in "丙丁" for _ in range(5)]

    (word,) = proposed(texts, count=20, cohesion=0.1, freedom=0.1)

    assert (word.word, word.count) == ("铜膏", 20)
    assert word.cohesion == pytest.approx(math.log(80 / 20), abs=1e-3)
    assert word.freedom == pytest.approx(math.log(2), abs=1e-3)
    assert "铜膏" in word.example


def test_growth_does_not_cross_punctuation():
    texts = ["栅格，铜膏。" for _ in range(50)]

    assert "栅格铜膏" not in {word.word for word in proposed(texts, cohesion=0.0)}


def test_growth_counts_standing_alone_as_freedom():
    texts = ["栅格铜膏" for _ in range(50)]

    (word,) = proposed(texts, cohesion=1.0)

    assert word.freedom == pytest.approx(math.log(50), abs=1e-3)


def test_growth_of_nothing_is_nothing():
    assert proposed([]) == ()
    assert proposed(["abc 123"]) == ()


def test_growth_is_repeatable_and_ordered():
    texts = corpus(["吉光载荷", "栅格铜膏", "冰核菌"])

    assert proposed(texts) == proposed(list(texts))
