"""What ranking reads and says. Values only."""

from __future__ import annotations

from dataclasses import dataclass

FIELDS = ("title", "abstract", "keywords")


@dataclass(frozen=True, slots=True)
class RankDocument:
    """
    The text of a query or of a document: any field may be empty.

    ``abstract`` is the long text, whatever its owner calls it; ``keywords`` are joined by spaces.
    """

    id: str
    title: str = ""
    abstract: str = ""
    keywords: str = ""

    def texts(self) -> tuple[str, str, str]:
        """The texts in the order of ``FIELDS``."""
        return (self.title, self.abstract, self.keywords)


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found: ``row`` in the corpus, ``score`` 0-1 calibrated, ``log_odds`` unrounded."""

    id: str
    row: int
    score: float
    log_odds: float


@dataclass(frozen=True, slots=True)
class Part:
    """
    One part of a hit's log-odds; the parts of a hit add up to them.

    ``name`` is ``words``, ``characters``, ``title``, ``keywords``, ``meaning``, ``rest`` or
    ``base``; ``terms`` splits ``words`` among the shared words, and adds up to ``amount`` together
    with ``rest``, the amount that belongs to no single word.
    """

    name: str
    amount: float
    terms: tuple[tuple[str, float], ...] = ()
    rest: float = 0.0
