"""What a reader in haste should know: signatures, what is due, what comes up, what moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from queqiao.documents.collections import Citation, Series, StatementKind
from queqiao.documents.collections.trends import SIGNIFICANT
from queqiao.recipes.documents.series_view import FEWEST_DRAWN, distinct_series
from queqiao.recipes.documents.signals import Signal, SignalKind
from queqiao.recipes.documents.sources import Sources
from queqiao.recipes.documents.study import DocumentStudy
from queqiao.recipes.documents.view import Row, newest
from queqiao.recipes.documents.words import burst_words, day, trend_word, word

MOST_OF_A_KIND = 4
_TELLING = (SignalKind.BREAKTHROUGH, SignalKind.PRODUCTION, SignalKind.BARRIER)


def highlights(study: DocumentStudy, sources: Sources, language: str) -> tuple[Row, ...]:
    """The statements that come first, each with its documents."""

    def tell(code: str, citations: Iterable[Citation], **params: object) -> Row:
        text = word(f"highlight.{code}", language, **params)
        return Row((text,), sources.cite(citations))

    rows: list[Row] = []
    for one in newest(study.collection, StatementKind.SIGNED)[:MOST_OF_A_KIND]:
        who, to = "、".join(one.who) or "—", " · ".join(one.to)
        rows.append(tell("signed", one.citations, on=day(one.on), who=who, to=to, text=one.text))
    for signal in _moves(study.signals):
        kind = word(f"signal.{signal.kind}", language)
        names = "、".join(signal.terms)
        rows.append(tell("signal", signal.citations, kind=kind, names=names, text=signal.text))
    due = [one for one in newest(study.collection, StatementKind.COMMITTED) if one.due_on]
    for one in sorted(due, key=lambda one: one.due_on or date.max)[:MOST_OF_A_KIND]:
        code, who = ("due", "、".join(one.who)) if one.who else ("due_unsaid", "")
        rows.append(tell(code, one.citations, who=who, text=one.text, due=day(one.due_on)))
    for series in _named(distinct_series(study.collection.series)):
        cited = [citation for part in series.citations for citation in part]
        kind = word(f"mention.{series.kind}", language)
        rows.append(
            tell(
                "named",
                cited,
                name=series.name,
                kind=kind,
                count=series.total,
                more=_more(series, study, language),
            )
        )
    return tuple(rows)


def _moves(signals: Iterable[Signal]) -> list[Signal]:
    """The newest signals that tell of a step ahead or of what stands in its way."""
    found = [signal for signal in signals if signal.kind in _TELLING]
    by_newest = sorted(found, key=lambda one: one.on or date.min, reverse=True)
    return list({one.text: one for one in by_newest}.values())[:MOST_OF_A_KIND]


def _named(series: Iterable[Series]) -> Iterator[Series]:
    """What is named most tellingly: with a trend or a burst, or in several stories."""
    told = [one for one in series if one.total >= FEWEST_DRAWN]
    return iter(told[:MOST_OF_A_KIND])


def _more(series: Series, study: DocumentStudy, language: str) -> str:
    """The trend and the bursts of a series, where there are any."""
    period = study.collection.period
    trend = series.trend
    said = list(burst_words(series, period, language))
    if trend is not None and trend.p_value < SIGNIFICANT and trend.slope:
        said.insert(0, trend_word(trend, period, language))
    gap = word("highlight.gap", language)
    return "".join(gap + part for part in said)
