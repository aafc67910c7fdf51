"""Files that are papers: of a kind, with a title, backing what their record claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.errors import Problem

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

TITLE_MOST = 120


@dataclass(frozen=True, slots=True)
class Paper:
    """What a file is, as whoever attaches it says: one of its record's kinds, and a title."""

    kind: str = ""
    title: str = ""


PLAIN: Final = Paper()
"""A file of which nothing is said but its name."""


def _nothing_claimed(_record: object) -> str:
    return ""


def _as_stored(claim: str) -> Text:
    return claim


@dataclass(frozen=True, slots=True)
class Papers:
    """
    The papers of one kind of record.

    ``claim_of`` gives what the record claims at the moment, which a paper attached now backs, in
    the record's own terms: the readiness level ``6``; ``claim_word`` says it to people. ``heading``
    stands over the list of them.
    """

    heading: Text
    kinds: type[models.TextChoices]
    is_titled: bool = True
    claim_of: Callable[[Any], str] = _nothing_claimed
    claim_word: Callable[[str], Text] = _as_stored

    def word_of(self, kind: str) -> str:
        """A kind as people read it."""
        return str(dict(self.kinds.choices).get(kind, ""))


def paper_problems(papers: Papers | None, paper: Paper) -> Iterator[Problem]:
    """What is wrong with what is said of a file."""
    if papers is None:
        if paper != PLAIN:
            yield Problem("paper", "unknown", _("Files of this record have no kinds."))
        return
    if paper.kind not in papers.kinds.values:
        yield Problem("paper", "unknown", _("Choose what kind of paper it is."))
    if papers.is_titled and not paper.title.strip():
        yield Problem("title", "missing", _("Give the paper a title."))
    if len(paper.title) > TITLE_MOST:
        text = _("A title has at most %(most)d characters.") % {"most": TITLE_MOST}
        yield Problem("title", "too_long", text)
