"""
A ranking as named arrays, as an index keeps it beside its documents, and back.

The large arrays are used as they are mapped; only the words are read when a ranking is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from queqiao.matching.ranking.calibration import Calibration
from queqiao.matching.ranking.default import DefaultRanking
from queqiao.matching.ranking.encoding import Batch, Encoder, TermBatch
from queqiao.matching.ranking.features import Background
from queqiao.matching.ranking.representation import Meaning
from queqiao.matching.ranking.statistics import Statistics, Vocabulary
from queqiao.text import Segmenter, segmenter_with

Arrays = Mapping[str, NDArray[Any]]

VERSION: Final = 1
OWN_WORDS: Final = "own_words"
_BATCH = ("starts", "ids", "steps", "norms", "focus")


def ranking_to_arrays(ranking: DefaultRanking) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """
    What to write down of a ranking: JSON values, and arrays.

    Of the segmenter the words that do not ship are among them: queries are to be cut alike.
    """
    statistics, meaning = ranking.encoder.statistics, ranking.encoder.meaning
    background = ranking.background
    sample = background.sample
    words = "\n".join(sorted(statistics.word_ids, key=statistics.word_ids.__getitem__))
    meta = {
        "version": VERSION,
        OWN_WORDS: sorted(ranking.encoder.segmenter.words),
        "calibration": [ranking.calibration.offset, ranking.calibration.slope],
        "unseen": [statistics.words.unseen_idf, statistics.grams.unseen_idf],
    }
    arrays: dict[str, NDArray[Any]] = {
        "words": np.frombuffer(words.encode("utf-8", "surrogatepass"), np.uint8),
        "word_idf": statistics.words.idf,
        "gram_codes": statistics.gram_codes,
        "gram_idf": statistics.grams.idf,
        "word_slots": meaning.word_slots,
        "gram_slots": meaning.gram_slots,
        "vectors": meaning.vectors,
        "floor": background.floor,
        "sample_meaning": sample.meaning,
        "sample_lengths": sample.lengths,
    }
    for kind, terms in (("word", sample.words), ("gram", sample.grams)):
        arrays.update({f"sample_{kind}_{name}": getattr(terms, name) for name in _BATCH})
    return meta, arrays


def segmenter_of(meta: Mapping[str, Any]) -> Segmenter:
    """The segmenter that cut the texts of a ranking that was written down."""
    return segmenter_with(frozenset(meta.get(OWN_WORDS, ())))


def ranking_from_arrays(meta: Mapping[str, Any], arrays: Arrays) -> DefaultRanking | None:
    """The ranking that was written down; ``None`` where another version wrote it."""
    if meta.get("version") != VERSION:
        return None
    text = arrays["words"].tobytes().decode("utf-8", "surrogatepass")
    words = text.split("\n") if text else []
    unseen = [float(value) for value in meta["unseen"]]
    statistics = Statistics(
        {word: number for number, word in enumerate(words)},
        Vocabulary(arrays["word_idf"], unseen[0]),
        arrays["gram_codes"],
        Vocabulary(arrays["gram_idf"], unseen[1]),
    )
    meaning = Meaning(arrays["word_slots"], arrays["gram_slots"], arrays["vectors"])
    kinds = [
        TermBatch(*(np.array(arrays[f"sample_{kind}_{name}"]) for name in _BATCH))
        for kind in ("word", "gram")
    ]
    sample = Batch(
        kinds[0], kinds[1], np.array(arrays["sample_meaning"]), np.array(arrays["sample_lengths"])
    )
    offset, slope = (float(value) for value in meta["calibration"])
    return DefaultRanking(
        Encoder(statistics, meaning, segmenter_of(meta)),
        Background(sample, arrays["floor"]),
        Calibration(offset, slope),
    )
