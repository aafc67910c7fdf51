"""The report as the template shows it: words and pictures, nothing left to work out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from queqiao.indicators.methods import AggregateMethod
from queqiao.indicators.model import Indicator
from queqiao.indicators.results import Built, Floats
from queqiao.indicators.tables import overall_shares
from queqiao.recipes.indicators.gather import IndexReport
from queqiao.recipes.indicators.svg import Dot, Ring, beeswarm, histogram, radar, rank_strip
from queqiao.recipes.indicators.words import number, percent, score_text, signed, word

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Standout:
    """An indicator on which a unit differs from its peers, with the points that this makes."""

    name: str
    value: str
    peers: str
    points: str


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one unit: the number behind the number."""

    name: str
    group: str
    raw: str
    place: str
    used: str
    remark: str
    score: str
    width: int
    share: str
    points: str
    rank: int
    verified: bool


@dataclass(frozen=True, slots=True)
class Move:
    """What one step on an indicator would bring."""

    name: str
    change: str
    gain: str
    places: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit's own part of the report."""

    anchor: str
    id: str
    name: str
    kind: str
    rank: int
    score: str
    grade: str
    interval: str
    strip: Markup
    groups: tuple[tuple[str, str, int], ...]
    told: bool
    firm: str = ""
    radar: Markup | str = ""
    histogram: Markup | str = ""
    peers: str = ""
    strong: tuple[Standout, ...] = ()
    weak: tuple[Standout, ...] = ()
    against: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    lines: tuple[Line, ...] = ()
    filled: tuple[str, ...] = ()


class Views:
    """Makes the views of one report in one language; holds what they share."""

    def __init__(self, report: IndexReport, language: str) -> None:
        self.report, self.language = report, language
        self.built = report.built
        self.top = self.built.configuration.top
        self.count = int((self.built.ranks > 0).sum())
        self.low, self.high = report.uncertainty.interval()
        self.largest = float(np.nanmax(np.abs(self.built.scores), initial=0.0))
        self.shares = overall_shares(self.built)
        self.sums = all(
            (each.aggregate or self.built.configuration.steps.aggregate).method
            is AggregateMethod.ARITHMETIC
            for each in self.built.configuration.groups
        )
        self.parents = {
            part.id: group.name.text(language)
            for group in self.built.configuration.groups
            for part in group.parts
        }

    def say(self, code: str, **params: object) -> str:
        """A sentence of the report."""
        return word(code, self.language, **params)

    def units(self) -> tuple[UnitView, ...]:
        """All units, best first; excluded ones last."""
        ranks = self.built.ranks
        order = sorted(
            range(len(ranks)), key=lambda at: (ranks[at] == 0, ranks[at], self.built.units[at].id)
        )
        return tuple(self._unit(at) for at in order)

    def swarms(self) -> tuple[tuple[str, Markup], ...]:
        """The index and each of its parts, every unit a dot."""
        found = [(self.top.name.text(self.language), self._swarm(self.built.scores, None))]
        for part in self.top.parts:
            values = self.built.score_of(part.id)
            found.append((part.name.text(self.language), self._swarm(values, None)))
        return tuple(found)

    def close_calls(self) -> tuple[tuple[str, str, str], ...]:
        """Neighbors whose order is little more than chance: fewer than three runs in four agree."""
        found = self.report.uncertainty
        names = [self.built.units[at].name for at in found.order]
        return tuple(
            (names[at], names[at + 1], percent(float(share)))
            for at, share in enumerate(found.ahead)
            if share < 0.75 and found.nominal[found.order[at]] > 0
        )

    def _swarm(self, values: Floats, chosen: int | None) -> Markup:
        there = values[~np.isnan(values)]
        low, high = (float(there.min()), float(there.max())) if there.size else (0.0, 1.0)
        span = high - low or 1.0
        dots = [
            Dot((float(values[at]) - low) / span, f"{unit.name} {number(float(values[at]))}",
                anchor_of(at), chosen=at == chosen)
            for at, unit in enumerate(self.built.units)
            if not np.isnan(values[at])
        ]  # fmt: skip
        return beeswarm(dots, title=self.say("swarm_title"), low=number(low), high=number(high))

    def _unit(self, at: int) -> UnitView:
        built, unit = self.built, self.built.units[at]
        rank, low, high = int(built.ranks[at]), int(self.low[at]), int(self.high[at])
        grade = built.grades[at]
        interval = f"{low}–{high}" if low != high else f"{low}"
        title = self.say("interval_title", rank=rank, low=low, high=high)
        groups = tuple(
            (part.name.text(self.language), self._score(float(built.score_of(part.id)[at])),
             self._width(built.score_of(part.id), at))
            for part in self.top.parts
        )  # fmt: skip
        plain = UnitView(
            anchor_of(at), unit.id, unit.name, unit.class_, rank,
            self._score(float(built.scores[at])),
            grade.text(self.language) if grade else "", interval if rank else "—",
            rank_strip(rank, low, high, self.count, title=title) if rank else Markup(),
            groups, at in self.report.levers,
        )  # fmt: skip
        return self._told(plain, at) if plain.told else plain

    def _told(self, plain: UnitView, at: int) -> UnitView:
        lines = tuple(self._line(at, n) for n in range(len(self.built.configuration.indicators)))
        strong, weak = self._standouts(at)
        return UnitView(
            plain.anchor, plain.id, plain.name, plain.kind, plain.rank, plain.score, plain.grade,
            plain.interval, plain.strip, plain.groups, plain.told,
            firm=self._firm(at), radar=self._radar(at), histogram=self._histogram(at),
            peers=self._peers(at), strong=strong, weak=weak, against=self._against(at),
            moves=self._moves(at), lines=lines, filled=self._filled(at),
        )  # fmt: skip

    def _score(self, value: float) -> str:
        return score_text(value, self.largest)

    def _width(self, values: Floats, at: int) -> int:
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        if np.isnan(values[at]) or high <= low:
            return 0
        return round(100 * (float(values[at]) - low) / (high - low))

    def _firm(self, at: int) -> str:
        if not self.built.ranks[at]:
            return self.say("excluded")
        width = int(self.high[at] - self.low[at])
        code = "firm" if width <= max(1, self.count // 20) else "loose"
        code = "open" if width > self.count / 4 else code
        params = {"low": int(self.low[at]), "high": int(self.high[at])}
        return self.say(f"rank_{code}", runs=self.report.uncertainty.runs, **params)

    def _radar(self, at: int) -> Markup:
        parts = self.top.parts
        if len(parts) < 3:
            return Markup()
        others = [i for i in self.report.peers[at].members if self.built.ranks[i] > 0]
        own, mean = [], []
        for part in parts:
            values = self.built.score_of(part.id)
            low, high = float(np.nanmin(values)), float(np.nanmax(values))
            span = high - low or 1.0
            own.append((float(values[at]) - low) / span if not np.isnan(values[at]) else 0.0)
            there = values[others][~np.isnan(values[others])] if others else np.empty(0)
            mean.append((float(there.mean()) - low) / span if there.size else 0.0)
        labels = [part.name.text(self.language) for part in parts]
        rings = [Ring("own", own)]
        if others:
            rings.insert(0, Ring("mean", mean))
        return radar(labels, rings, title=self.say("radar_title"))

    def _histogram(self, at: int) -> Markup:
        counts = self.report.uncertainty.counts[at, 1 : self.count + 1]
        shares = [float(count) / self.report.uncertainty.runs for count in counts]
        if not self.built.ranks[at]:
            return Markup()
        return histogram(
            shares,
            chosen=int(self.built.ranks[at]),
            title=self.say("histogram_title"),
            best=self.say("first_place"),
            last=self.say("last_place", count=self.count),
        )

    def _peers(self, at: int) -> str:
        peers = self.report.peers[at]
        if self.report.peer_rule is None or not peers.members or not peers.rank:
            return ""
        mean = number(peers.mean) if not np.isnan(peers.mean) else "—"
        count = len(peers.members) + 1
        return self.say("peers", rank=peers.rank, count=count, mean=mean)

    def _standouts(self, at: int) -> tuple[tuple[Standout, ...], tuple[Standout, ...]]:
        """The indicators that gain or cost the unit most against its peers."""
        others = list(self.report.peers[at].members) or list(range(len(self.built.units)))
        found: list[tuple[float, Standout]] = []
        for n, indicator in enumerate(self.built.configuration.indicators):
            scores = self.built.normalized.values[:, n]
            there = scores[others][~np.isnan(scores[others])]
            if np.isnan(scores[at]) or not there.size:
                continue
            share = float(self.shares[indicator.id][at])
            points = share * (float(scores[at]) - float(there.mean()))
            values = self.built.imputed.values[:, n]
            seen = Standout(
                indicator.name.text(self.language),
                f"{number(float(values[at]))} {indicator.unit}".strip(),
                f"{number(float(np.nanmedian(values[others])))} {indicator.unit}".strip(),
                signed(points),
            )
            found.append((points, seen))
        best = sorted(found, key=lambda pair: (-pair[0], pair[1].name))
        strong = tuple(seen for points, seen in best[:MOST_NAMED] if points > 0)
        weak = tuple(seen for points, seen in best[::-1][:MOST_NAMED] if points < 0)
        return strong, weak

    def _against(self, at: int) -> tuple[str, ...]:
        found = []
        for item in self.built.adjustments:
            if item.unit != at:
                continue
            name, value = item.name.text(self.language), number(item.value)
            if item.effect is None:
                points = number(item.points)
                found.append(self.say("deducted", name=name, value=value, points=points))
            else:
                found.append(self.say(f"veto_{item.effect}", name=name, value=value))
        return tuple(found)

    def _moves(self, at: int) -> tuple[Move, ...]:
        names = {each.id: each for each in self.built.configuration.indicators}
        best = [lever for lever in self.report.levers[at] if lever.gain > 0][:MOST_NAMED]
        return tuple(
            Move(
                names[lever.indicator].name.text(self.language),
                f"{number(lever.before)} → {number(lever.after)} "
                f"{names[lever.indicator].unit}".strip(),
                f"{signed(lever.gain)} / {number(lever.cost)}",
                f"{lever.places:+d}" if lever.places else "0",
            )
            for lever in best
        )

    def _line(self, at: int, number_of: int) -> Line:
        built = self.built
        indicator = built.configuration.indicators[number_of]
        score = float(built.normalized.values[at, number_of])
        share = float(self.shares[indicator.id][at])
        scores = built.normalized.values[:, number_of]
        source, row = built.frame.places[at] if built.frame.places else ("", None)
        place = self.say("place", source=source, row=row) if row else source
        points = self._score(share * score) if self.sums and not np.isnan(score) else "—"
        ahead = int((scores > score + 1e-9).sum())
        return Line(
            indicator.name.text(self.language),
            self.parents[indicator.id],
            number(float(built.raw.values[at, number_of])),
            f"{place} {' + '.join(indicator.columns)}".strip(),
            f"{number(float(built.imputed.values[at, number_of]))} {indicator.unit}".strip(),
            self._remark(at, number_of, indicator),
            self._score(score),
            self._width(scores, at),
            percent(share),
            points,
            0 if np.isnan(score) else ahead + 1,
            indicator.provenance.verified,
        )

    def _remark(self, at: int, number_of: int, indicator: Indicator) -> str:
        built = self.built
        found = [
            self.say(f"filled_{item.method}", basis=item.basis or "—")
            for item in built.imputations
            if item.unit == at and item.indicator == indicator.id
        ]
        if indicator.denominator:
            found.append(self.say("divided", column=indicator.denominator))
        treatment = built.treatments[number_of]
        moved = built.treated.values[at, number_of] != built.imputed.values[at, number_of]
        if (
            treatment.method is not None
            and moved
            and not np.isnan(built.treated.values[at, number_of])
        ):
            method = self.say(f"treat_{treatment.method}")
            value = number(float(built.treated.values[at, number_of]))
            found.append(self.say("treated", method=method, value=value))
        return self.say("and").join(found)

    def _filled(self, at: int) -> tuple[str, ...]:
        names = {
            each.id: each.name.text(self.language) for each in self.built.configuration.indicators
        }
        return tuple(names[i.indicator] for i in self.built.imputations if i.unit == at)


def anchor_of(at: int) -> str:
    """The name of a unit's part within the page."""
    return f"u{at + 1}"


def weight_rows(built: Built, language: str) -> tuple[tuple[int, str, str, str, bool, str], ...]:
    """The tree: depth, name, share within its group, share of the whole, verified, remark."""
    overall = overall_shares(built)
    rows: list[tuple[int, str, str, str, bool, str]] = []

    def add(node_id: str, depth: int) -> None:
        group = next((g for g in built.configuration.groups if g.id == node_id), None)
        if group is None:
            return
        made = built.weights[group.id]
        for at, part in enumerate(group.parts):
            shares = made.shares[:, at]
            within = _range(shares) if not made.by_unit else "—"
            whole = _range(overall[part.id]) if not made.by_unit else "—"
            note = " ".join(t for t in (part.provenance.source, part.provenance.note) if t)
            name = part.name.text(language)
            rows.append((depth, name, within, whole, part.provenance.verified, note))
            add(part.id, depth + 1)

    add(built.configuration.top.id, 0)
    return tuple(rows)


def _range(shares: Floats) -> str:
    low, high = float(shares.min()), float(shares.max())
    return percent(low) if high - low < 5e-5 else f"{percent(low)}–{percent(high)}"
