"""Technology signals as the report shows them: segment by segment along the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queqiao.documents.collections import MentionKind, Series
from queqiao.recipes.documents.series_view import FEWEST_DRAWN, SeriesView, series_view
from queqiao.recipes.documents.signals import Signal, SignalKind, quiet_segments
from queqiao.recipes.documents.sources import Cites, Sources
from queqiao.recipes.documents.study import DocumentStudy
from queqiao.recipes.documents.words import day, word

MOST_SIGNALS = 12
"""Signals told of one segment, the newest; the others are counted."""


@dataclass(frozen=True, slots=True)
class SignalView:
    """One sentence, what it tells of, and where it stands."""

    on: str
    kind: str
    label: str
    text: str
    beside: str
    cites: Cites


@dataclass(frozen=True, slots=True)
class SegmentSignals:
    """A segment of a chain with what documents tell of it."""

    name: str
    chain: str
    stage: str
    counts: tuple[tuple[str, int], ...]
    series: SeriesView | None
    signals: tuple[SignalView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SignalsView:
    """All segments that anything is told of, in the order of the chains, and the quiet ones."""

    chains: tuple[str, ...]
    segments: tuple[SegmentSignals, ...]
    quiet: tuple[str, ...]
    total: int


def signals_view(study: DocumentStudy, sources: Sources, language: str) -> SignalsView | None:
    """The signals, ``None`` where no chain was given."""
    if study.chains is None:
        return None
    by_segment: dict[str, list[Signal]] = {}
    for signal in study.signals:
        by_segment.setdefault(signal.segment, []).append(signal)
    series = {
        one.name: one for one in study.collection.series if one.kind is MentionKind.TECHNOLOGY
    }
    chains = {chain.id: chain.name for chain in study.chains.chains}
    return SignalsView(
        tuple(chains.values()),
        tuple(
            SegmentSignals(
                segment.name,
                chains.get(segment.chain, ""),
                segment.stage,
                _counts(by_segment[segment.id], language),
                _series(series, segment.name, study, sources, language),
                tuple(
                    _signal(one, sources, language) for one in by_segment[segment.id][:MOST_SIGNALS]
                ),
                max(0, len(by_segment[segment.id]) - MOST_SIGNALS),
            )
            for segment in study.chains.segments
            if segment.id in by_segment
        ),
        tuple(quiet_segments(study.signals, study.chains)),
        len(study.signals),
    )


def _counts(signals: list[Signal], language: str) -> tuple[tuple[str, int], ...]:
    return tuple(
        (word(f"signal.{kind}", language), count)
        for kind in SignalKind
        if (count := sum(signal.kind is kind for signal in signals))
    )


def _series(
    series: Mapping[str, Series],
    name: str,
    study: DocumentStudy,
    sources: Sources,
    language: str,
) -> SeriesView | None:
    """The counts of a segment, where there are stories enough to draw."""
    found = series.get(name)
    if found is None or found.total < FEWEST_DRAWN:
        return None
    return series_view(found, sources, period=study.collection.period, language=language)


def _signal(signal: Signal, sources: Sources, language: str) -> SignalView:
    return SignalView(
        day(signal.on),
        signal.kind.value,
        word(f"signal.{signal.kind}", language),
        signal.text,
        "、".join(dict.fromkeys((*signal.organizations, *signal.quantities))),
        sources.cite(signal.citations),
    )
