"""Counts over time as the report shows them: a picture, words, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from queqiao.documents.collections import SIGNIFICANT, MentionKind, Period, Series
from queqiao.recipes.documents.pictures import bars
from queqiao.recipes.documents.sources import Cites, Sources
from queqiao.recipes.documents.words import burst_words, period_word, trend_word, word

MOST_DRAWN = 9
"""Series of one kind that get a picture."""
FEWEST_DRAWN = 3
"""Stories from which on a picture tells more than the number."""
MOST_NAMED = 60
"""Series of one kind that are named at all."""


@dataclass(frozen=True, slots=True)
class SeriesView:
    """One series: name, picture, what its trend and bursts are, and its counts."""

    name: str
    total: int
    picture: Markup
    trend: str
    bursts: tuple[str, ...]
    rows: tuple[tuple[str, int, int, Cites], ...]


@dataclass(frozen=True, slots=True)
class KindView:
    """The series of one kind: those drawn, those named with their counts, and how many more."""

    label: str
    drawn: tuple[SeriesView, ...]
    named: tuple[tuple[str, int, Cites], ...]
    more: int


def interest(series: Series) -> tuple[float, int, str]:
    """What makes a series worth a picture: significance and bursts, then how often it is named."""
    told = sum(burst.weight for burst in series.bursts)
    if series.trend is not None and series.trend.p_value < SIGNIFICANT:
        told += 10.0
    return -told - series.total, -series.total, series.name


_ORDER = (
    MentionKind.TECHNOLOGY,
    MentionKind.MECHANISM,
    MentionKind.CONCEPT,
    MentionKind.ORGANIZATION,
)


def distinct_series(series: Sequence[Series]) -> tuple[Series, ...]:
    """The series, the most interesting first; a mechanism that is a concept too is told once."""
    first = {name: kind for kind in reversed(_ORDER) for name in _names(series, kind)}
    return tuple(sorted((one for one in series if first[one.name] is one.kind), key=interest))


def _names(series: Sequence[Series], kind: MentionKind) -> list[str]:
    return [one.name for one in series if one.kind is kind]


def kind_views(
    series: Sequence[Series], sources: Sources, *, period: Period, language: str
) -> tuple[KindView, ...]:
    """The kinds that anything is counted of, technologies first."""
    found = []
    for kind in _ORDER:
        own = [one for one in distinct_series(series) if one.kind is kind]
        if not own:
            continue
        drawn = [one for one in own if one.total >= FEWEST_DRAWN][:MOST_DRAWN]
        rest = [one for one in own if one not in drawn]
        found.append(
            KindView(
                word(f"mention.{kind}", language),
                tuple(series_view(one, sources, period=period, language=language) for one in drawn),
                tuple((one.name, one.total, _cites(one, sources)) for one in rest[:MOST_NAMED]),
                max(0, len(rest) - MOST_NAMED),
            )
        )
    return tuple(found)


def _cites(series: Series, sources: Sources) -> Cites:
    return sources.cite((c for part in series.citations for c in part), most=4)


def series_view(series: Series, sources: Sources, *, period: Period, language: str) -> SeriesView:
    """One series with its picture."""
    labels = [period_word(start, period) for start in series.starts]
    title = word("trend.picture", language, name=series.name, count=series.total)
    return SeriesView(
        series.name,
        series.total,
        bars(series.counts, labels, bursts=series.bursts, title=title),
        trend_word(series.trend, period, language),
        burst_words(series, period, language),
        tuple(
            (label, count, total, sources.cite(cited))
            for label, count, total, cited in zip(
                labels, series.counts, series.totals, series.citations, strict=True
            )
            if total
        ),
    )
