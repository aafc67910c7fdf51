import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.matching.ranking import (
    FEATURES,
    RankDocument,
    Training,
    build_batch,
    build_corpus,
    build_ranking,
    find_candidates,
    from_columns,
    probability,
    to_columns,
)
from queqiao.matching.ranking.analysis import analyze, clean
from queqiao.matching.ranking.channels import CHANNELS, POSITIONS
from queqiao.text import default_segmenter
from tests.engine.matching.ranking.corpus import make_corpus, subject_of

SHORT = Training(dimension=16, epochs=2, batch=64)


@pytest.fixture(scope="module")
def documents():
    return make_corpus()


@pytest.fixture(scope="module")
def fitted(documents):
    return build_ranking(documents, training=SHORT)


def field_cosine(left, right, idf):
    """An independent oracle: cosine of two term -> count mappings."""
    a = {term: math.log1p(count) * idf[term] for term, count in left.items() if count}
    b = {term: math.log1p(count) * idf[term] for term, count in right.items() if count}
    dot = sum(weight * b.get(term, 0.0) for term, weight in a.items())
    length = math.sqrt(sum(w * w for w in a.values())) * math.sqrt(sum(w * w for w in b.values()))
    return dot / length if length else 0.0


def test_word_channels_agree_with_a_plain_oracle(documents, fitted):
    ranking, encoded = fitted
    counted = [analyze(document, default_segmenter()).words for document in documents]
    frequency = Counter(word for words in counted for word in words)
    size = len(documents)
    idf = {word: math.log((1.5 + size) / (0.5 + n)) for word, n in frequency.items()}
    raw = ranking.likeness(encoded[0], build_batch(encoded)).raw

    for row in (0, 4, 7, 33):
        for left, one in enumerate(("title", "abstract", "keywords")):
            for right, other in enumerate(("title", "abstract", "keywords")):
                expected = field_cosine(
                    {word: counts[left] for word, counts in counted[0].items()},
                    {word: counts[right] for word, counts in counted[row].items()},
                    idf,
                )
                assert raw[row, POSITIONS[f"words:{one}-{other}"]] == pytest.approx(
                    expected, abs=1e-4
                )


def test_a_text_is_entirely_like_itself(fitted):
    ranking, encoded = fitted
    raw = ranking.likeness(encoded[5], build_batch(encoded)).raw[5]

    for name in ("words:whole-whole", "characters:title-title", "words:covered", "meaning"):
        assert raw[POSITIONS[name]] == pytest.approx(1.0, abs=2e-3)


def test_candidates_in_bulk_and_one_by_one_agree(documents, fitted):
    ranking, encoded = fitted
    corpus = build_corpus([document.id for document in documents], encoded, ranking)
    likeness = ranking.likeness(encoded[3], corpus.batch)

    for matrix, name in ((corpus.words, "words"), (corpus.grams, "characters")):
        bulk = (matrix[3] @ matrix.T).toarray()[0]
        assert np.allclose(bulk, likeness.raw[:, POSITIONS[f"{name}:whole-whole"]], atol=1e-5)


def test_candidates_are_rows_in_order_and_as_many_as_asked(documents, fitted):
    ranking, encoded = fitted
    corpus = build_corpus([document.id for document in documents], encoded, ranking)
    found = find_candidates(encoded[:3], corpus, ranking, count=20)

    assert [len(one.rows) for one in found] == [20, 20, 20]
    assert all((np.diff(one.rows) > 0).all() for one in found)


def test_the_default_puts_the_same_subject_first(documents, fitted):
    ranking, encoded = fitted
    batch = build_batch(encoded)
    right = 0
    for row in range(40):
        scores = ranking.scores(ranking.likeness(encoded[row], batch))
        scores[row] = -1
        right += subject_of(documents[int(scores.argmax())]) == subject_of(documents[row])

    assert right >= 38


def test_parts_add_up_to_the_log_odds_and_words_to_their_part(fitted):
    ranking, encoded = fitted
    batch = build_batch(encoded)
    likeness = ranking.likeness(encoded[8], batch)
    expected = ranking.calibration.log_odds(ranking.raw_scores(likeness))

    for row in (8, 12, 40):
        parts = ranking.explain(encoded[8], encoded[row], likeness, row)
        words = next(part for part in parts if part.name == "words")
        assert sum(part.amount for part in parts) == pytest.approx(expected[row], abs=1e-6)
        assert sum(amount for _, amount in words.terms) + words.rest == pytest.approx(words.amount)


def test_every_shared_word_speaks_for_the_match(fitted):
    ranking, encoded = fitted
    likeness = ranking.likeness(encoded[8], build_batch(encoded))
    terms = ranking.word_parts(encoded[8], encoded[12], likeness)

    assert terms
    assert all(amount > 0 for _, amount in terms)
    # What the words of a pair add, without the share of chance, is the cosine itself.
    spread = likeness.standard.spread[POSITIONS["words:whole-whole"]]
    total = sum(amount for _, amount in terms) * spread / ranking.calibration.slope
    assert total == pytest.approx(likeness.raw[12, POSITIONS["words:whole-whole"]], abs=1e-4)


def test_columns_of_an_index_carry_the_whole_document(fitted):
    ranking, encoded = fitted
    there = [from_columns(to_columns(one)) for one in encoded]
    direct = ranking.features(encoded[2], build_batch(encoded))

    assert np.array_equal(ranking.features(there[2], build_batch(there)), direct)
    assert all(column.ndim == 1 for column in to_columns(encoded[0]).values())


def test_features_have_their_names_and_are_finite(fitted):
    ranking, encoded = fitted
    features = ranking.features(encoded[0], build_batch(encoded), rows=np.array([1, 5, 9]))

    assert features.shape == (3, len(FEATURES))
    assert np.isfinite(features).all()


def test_the_same_corpus_gives_the_same_ranking(documents, fitted):
    again, encoded = build_ranking(documents, training=SHORT)

    assert np.array_equal(again.encoder.meaning.vectors, fitted[0].encoder.meaning.vectors)
    assert np.array_equal(
        again.features(encoded[0], build_batch(encoded)),
        fitted[0].features(fitted[1][0], build_batch(fitted[1])),
    )


def test_meaning_learned_from_the_corpus_draws_subjects_together(documents):
    _ranking, encoded = build_ranking(documents, training=Training(dimension=32, epochs=6))
    vectors = build_batch(encoded).meaning
    alike = vectors @ vectors.T
    subject = np.array([subject_of(document) for document in documents])
    same = (subject[:, None] == subject[None, :]) & ~np.eye(len(subject), dtype=bool)

    assert alike[same].mean() > alike[subject[:, None] != subject[None, :]].mean() + 0.2


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_tiny_corpus_is_ranked_too(count):
    documents = [
        RankDocument(f"D{i}", title) for i, title in enumerate(["锂电池隔膜", "玉米保鲜", ""])
    ]
    ranking, encoded = build_ranking(documents[:count])
    query = ranking.encode(RankDocument("Q", "隔膜的热稳定性"))
    scores = ranking.scores(ranking.likeness(query, build_batch(encoded)))

    assert scores.argmax() == 0
    assert ((scores > 0) & (scores < 1)).all()


def test_a_query_without_any_known_word_scores_all_alike(fitted):
    ranking, encoded = fitted
    scores = ranking.scores(
        ranking.likeness(ranking.encode(RankDocument("Q")), build_batch(encoded))
    )

    assert len(set(scores.tolist())) == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_a_query(title, abstract):
    analysis = analyze(RankDocument("Q", title, abstract), default_segmenter())
    letters = sum(
        character.isalnum() or character == "_" for character in clean(title) + clean(abstract)
    )

    assert (np.diff(analysis.gram_codes) > 0).all()
    assert sum(analysis.lengths) >= letters - sum(c.isnumeric() for c in title + abstract)


def test_formulas_are_no_evidence():
    assert "mathrm" not in clean(r"密度为 $1 0 ~ \mathrm { g }$ 的材料")


def test_probability_is_monotone_and_does_not_overflow():
    odds = np.array([-1e4, -1.0, 0.0, 1.0, 1e4])

    assert probability(odds).tolist() == sorted(probability(odds).tolist())
    assert probability(0.0) == 0.5


def test_every_channel_belongs_to_a_part():
    from queqiao.matching.ranking.ranker import part_of

    parts = {"words", "characters", "title", "keywords", "meaning", "rest"}
    assert {part_of(feature) for feature in FEATURES} == parts
    assert len(CHANNELS) == 37


def test_documents_are_values():
    assert replace(RankDocument("a"), title="b") == RankDocument("a", "b")


@pytest.mark.parametrize("field", ["title", "abstract"])
def test_a_short_question_finds_the_text_that_holds_all_of_it(fitted, documents, field):
    ranking, encoded = fitted
    wanted = documents[17]
    query = ranking.encode(replace(RankDocument("Q"), **{field: f"{wanted.title}有哪些做法"}))
    likeness = ranking.likeness(query, build_batch(encoded))
    scores = ranking.scores(likeness)
    parts = ranking.parts(likeness, int(scores.argmax()))

    assert likeness.shortness == 1.0
    assert documents[int(scores.argmax())].title == wanted.title
    assert len({part.name for part in parts}) == len(parts)
    assert sum(part.amount for part in parts) == pytest.approx(
        ranking.calibration.log_odds(ranking.raw_scores(likeness)).max(), abs=1e-6
    )


def test_a_full_text_is_weighed_as_one():
    from queqiao.matching.ranking.default import DEFAULT_WEIGHTS, SHORT_WEIGHTS, weights_for

    assert weights_for(0.0) == DEFAULT_WEIGHTS
    assert weights_for(1.0) == {k: v for k, v in SHORT_WEIGHTS.items() if v[1]}
