"""Affinity: who knows what a text is about, in two languages."""

from __future__ import annotations

import json

import numpy as np
import pytest

from queqiao.errors import BadInput, Missing
from queqiao.matching.ranking import RankDocument
from queqiao.metrics import weighted_kendall_loss
from queqiao.recipes.affinity import FADING, Person, affinities
from queqiao.recipes.affinity_io import load_people
from queqiao.recipes.affinity_terms import count_characters, count_words, unit_vectors
from queqiao.text import default_segmenter
from queqiao.text.stems import stem


def _work(title: str, abstract: str = "") -> RankDocument:
    return RankDocument("", title, abstract)


BATTERY = Person(
    "battery",
    (
        _work("Electrolytes for lithium batteries", "Solid electrolytes conduct lithium ions."),
        _work("Cathode aging", "Aging of cathodes in lithium cells under fast charging."),
    ),
)
VISION = Person(
    "vision",
    (
        _work("Image segmentation", "Segmenting images of roads by convolutional networks."),
        _work("Object detection", "Detecting vehicles in images and videos."),
    ),
)
BEEF = Person(
    "beef",
    (_work("肉牛育种", "延边黄牛肉质性状的基因组选择。"), _work("肉牛饲料", "秸秆饲料的发酵")),
)
CARBON = Person("carbon", (_work("碳纤维制备", "聚丙烯腈基碳纤维的预氧化工艺"),))
TEXTS = (
    RankDocument("t1", "Charging lithium battery cells", "How fast charging ages a cathode"),
    RankDocument("t2", "Detection of vehicles", "A network that segments road images"),
    RankDocument("t3", "黄牛选育", "利用基因组选择改良肉牛的肉质"),
    RankDocument("t4", "碳纤维预氧化炉", "提高聚丙烯腈原丝预氧化的均匀性"),
)


def _scores(people: tuple[Person, ...], texts: tuple[RankDocument, ...]) -> np.ndarray:
    return affinities(people, texts).scores


def test_everybody_knows_their_own_subject_best():
    scores = _scores((BATTERY, VISION, BEEF, CARBON), TEXTS)
    assert scores.argmax(axis=0).tolist() == [0, 1, 2, 3]
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert ((scores >= 0) & (scores <= 1)).all()


def test_order_of_people_texts_and_works_changes_nothing_but_the_places():
    scores = _scores((BATTERY, VISION, BEEF), TEXTS)
    turned = Person("battery", tuple(reversed(BATTERY.works)))
    again = _scores((BEEF, VISION, turned), tuple(reversed(TEXTS)))
    assert again[::-1, ::-1] == pytest.approx(scores, abs=2e-3)


def test_same_call_gives_the_same_scores():
    assert (_scores((BATTERY, BEEF), TEXTS) == _scores((BATTERY, BEEF), TEXTS)).all()


def test_work_listed_by_two_people_counts_once_for_the_corpus():
    """Coauthors each list the joint work; the words in it become no more common by that."""
    alone = unit_vectors([count_words(work, default_segmenter()) for work in BATTERY.works])
    assert alone.shape[0] == 2
    twin = Person("twin", BATTERY.works)
    one = _scores((BATTERY, VISION), TEXTS)
    two = _scores((BATTERY, twin, VISION), TEXTS)
    assert two[0].tolist() == two[1].tolist()
    assert np.argsort(two[0]).tolist() == np.argsort(one[0]).tolist()


def test_person_without_works_and_text_without_words_have_no_affinity():
    silent = Person("silent", ())
    empty = Person("empty", (_work("", ""),))
    blank = RankDocument("blank")
    scores = _scores((BATTERY, silent, empty, VISION), (*TEXTS, blank))
    assert scores[1].tolist() == [0] * 5
    assert scores[2].tolist() == [0] * 5
    assert scores[:, 4].tolist() == [0] * 4
    assert scores[0, 0] > 0


def test_nobody_or_nothing_gives_an_empty_table():
    assert affinities((), TEXTS).scores.shape == (0, 4)
    assert affinities((BATTERY,), ()).scores.shape == (1, 0)
    assert list(affinities((), TEXTS).pairs()) == []


def test_one_person_and_one_text_have_a_score():
    (pair,) = affinities((BATTERY,), TEXTS[:1]).pairs()
    assert pair[:2] == ("battery", "t1")
    assert 0 < pair[2] < 1


def test_works_on_other_subjects_take_little_away():
    broad = Person("broad", (*BATTERY.works, *VISION.works, *BEEF.works))
    scores = _scores((BATTERY, broad, CARBON), TEXTS)
    assert scores[1, 0] > scores[2, 0]
    assert scores[0, 0] >= scores[1, 0] > FADING**5 * scores[0, 0]


def test_keeping_the_best_keeps_those_of_both_sides():
    found = affinities((BATTERY, VISION, BEEF, CARBON), TEXTS)
    kept = {(person, text) for person, text, _ in found.pairs(keep=1)}
    assert kept == {("battery", "t1"), ("vision", "t2"), ("beef", "t3"), ("carbon", "t4")}
    assert len(list(found.pairs(keep=99))) == 16


def test_words_are_counted_without_endings_and_twice_in_titles():
    counts = count_words(
        _work("Assigning reviewers", "The reviewers' assignments 2021"), default_segmenter()
    )
    assert counts == {stem("assigning"): 3.0, stem("reviewers"): 3.0}


def test_characters_stay_inside_english_words_and_pair_chinese_ones():
    counts = count_characters(_work("", "ab cde 碳纤"))
    assert set(counts) == {" ab ", " cde", "cde ", " cde ", "碳", "纤", "碳纤"}


def test_vectors_have_unit_length_unless_empty():
    matrix = unit_vectors([{"a": 1.0, "b": 2.0}, {}, {"b": 1.0}])
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    assert lengths == pytest.approx([1, 0, 1], abs=1e-5)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("assign", "assignments"),
        ("optimize", "optimization"),
        ("optimise", "optimizing"),
        ("network", "networks"),
        ("query", "queries"),
        ("map", "mapping"),
        ("detect", "detection"),
        ("battery", "batteries"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["is", "bus", "碳纤维", "p2p", "gas", "ring"])
def test_words_too_short_or_not_english_stay(word):
    assert stem(word) == word


# --- the loss -------------------------------------------------------------------------------------


def test_loss_of_right_wrong_and_equal_orders():
    grades = {"a": 1.0, "b": 3.0, "c": 5.0}
    assert weighted_kendall_loss([({"a": 0.1, "b": 0.2, "c": 0.3}, grades)]) == 0
    assert weighted_kendall_loss([({"a": 0.3, "b": 0.2, "c": 0.1}, grades)]) == 1
    assert weighted_kendall_loss([({"a": 0.0, "b": 0.0, "c": 0.0}, grades)]) == 0.5
    # only a and b change places: 2 of the 2 + 2 + 4 judged differences
    assert weighted_kendall_loss([({"a": 0.2, "b": 0.1, "c": 0.3}, grades)]) == 0.25


def test_loss_adds_up_over_people_before_it_divides():
    right = ({"a": 0.0, "b": 1.0}, {"a": 1.0, "b": 5.0})
    wrong = ({"a": 1.0, "b": 0.0}, {"a": 1.0, "b": 2.0})
    assert weighted_kendall_loss([right, wrong]) == pytest.approx(1 / 5)
    assert weighted_kendall_loss([]) == 0


# --- files ----------------------------------------------------------------------------------------


def _file(tmp_path, *lines: object):
    path = tmp_path / "people.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_people_are_read_with_objects_titles_and_keywords(tmp_path):
    works = [
        {"title": "A", "abstract": "B", "keywords": ["k", "l"]},
        {"title": "C", "abstract": None},
    ]
    path = _file(tmp_path, {"id": "Zhang San", "works": works}, {"id": 7, "works": ["T1", "T2"]})
    loaded = load_people(path)
    assert loaded.people == (
        Person("Zhang San", (RankDocument("", "A", "B", "k l"), RankDocument("", "C"))),
        Person("7", (RankDocument("", "T1"), RankDocument("", "T2"))),
    )
    assert loaded.notices == ()


def test_person_without_works_is_a_notice(tmp_path):
    path = _file(tmp_path, {"id": "a", "works": ["T"]}, {"id": "b", "works": []}, {"id": "c"})
    assert [notice.row for notice in load_people(path).notices] == [2, 3]


def test_all_problems_of_a_file_are_told_together(tmp_path):
    path = _file(
        tmp_path,
        {"works": ["T"]},
        {"id": "a", "works": "none"},
        {"id": "b", "works": [{"title": 3}]},
        {"id": "c", "works": ["T"]},
        {"id": "c", "works": ["T"]},
    )
    with pytest.raises(BadInput) as caught:
        load_people(path)
    assert [(problem.row, problem.field) for problem in caught.value.problems] == [
        (1, "id"),
        (2, "works"),
        (3, "works"),
        (5, "id"),
    ]


def test_file_in_which_nobody_has_works_is_refused(tmp_path):
    with pytest.raises(BadInput, match="nobody"):
        load_people(_file(tmp_path, {"id": "a", "works": []}))
    with pytest.raises(Missing):
        load_people(tmp_path / "absent.jsonl")
