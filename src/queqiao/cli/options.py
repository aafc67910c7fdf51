"""Options that several commands take, and the values that they are loaded into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from queqiao.cli.frame import PathType
from queqiao.errors import gather

if TYPE_CHECKING:
    from queqiao.matching.ranking import RankDocument
    from queqiao.text import Segmenter

Decorated = Callable[..., Any]  # click's own word for what an option is put on

words_option = click.option(
    "--words", "word_list", type=PathType(), metavar="FILE", help="cli.words.word_list"
)


def load_segmenter(word_list: Path | None) -> Segmenter:
    """The segmenter with the words of an operator's list, where there is one."""
    from queqiao.text import segmenter_with
    from queqiao.text.io import load_words

    return segmenter_with(frozenset() if word_list is None else load_words(word_list))


@dataclass(frozen=True, slots=True)
class Texts:
    """What ranking reads: documents, queries, and the segmenter that cuts both."""

    corpus: tuple[RankDocument, ...]
    queries: tuple[RankDocument, ...]
    segmenter: Segmenter


def texts_options(function: Decorated) -> Decorated:
    """``--corpus``, ``--queries`` and ``--words``, which ``load_texts`` loads."""
    function = words_option(function)
    for name in ("queries", "corpus"):  # help lists the last one first
        option = click.option(
            f"--{name}", required=True, type=PathType(), metavar="FILE", help=f"cli.rank.{name}"
        )
        function = option(function)
    return function


def load_texts(corpus: Path, queries: Path, word_list: Path | None) -> Texts:
    """The texts of the files; whatever is wrong with them is told together."""
    from queqiao.recipes.rank import load_documents

    loaded = gather(
        lambda: load_documents(corpus),
        lambda: load_documents(queries),
        lambda: load_segmenter(word_list),
    )
    return Texts(*loaded)
