"""
The same event told by different stories, joined.

Two stories tell the same event where their days overlap and they share at least ``FEWEST`` names of
people and organizations that make up ``SHARED`` of the lighter one's names. A name weighs
``ln(1 + N / n)``, ``n`` of ``N`` stories holding it, so that a minister who is in every story joins
nothing by himself.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from queqiao.documents.collections.model import Citation, Event, Story
from queqiao.documents.collections.names import organizations_of, people_of, settle_names
from queqiao.documents.model import Reading

FEWEST = 2
SHARED = 0.5
_LONGEST_DAYS = 62
"""A period longer than two months (全年, 五年来) is no event that others could join by its days."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What one story tells of one period."""

    story: Story
    begins_on: date
    ends_on: date
    people: tuple[str, ...]
    organizations: tuple[str, ...]
    places: Mapping[str, str]
    citations: tuple[Citation, ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset((*self.people, *self.organizations))


def join_events(stories: Sequence[Story], readings: Mapping[str, Reading]) -> tuple[Event, ...]:
    """The events of all stories, by day; ``readings`` by path. Stories without a day have none."""
    settled = settle_names(
        name for reading in readings.values() for name in organizations_of(reading.facts)
    )
    told = [one for story in stories for one in _told(story, readings, settled)]
    weights = _weights(told)
    groups: dict[int, list[int]] = {number: [number] for number in range(len(told))}
    for one, other in _same_days(told):
        joined = groups[one]
        if joined is not groups[other] and _same(told[one], told[other], weights):
            joined += groups[other]
            for number in groups[other]:
                groups[number] = joined
    distinct = {id(group): sorted(group) for group in groups.values()}
    events = [_event([told[number] for number in group]) for group in distinct.values()]
    return tuple(sorted(events, key=lambda e: (e.begins_on, e.ends_on, e.paths)))


def _told(story: Story, readings: Mapping[str, Reading], settled: Mapping[str, str]) -> list[_Told]:
    """The periods that a story tells; its versions tell the same ones together."""
    found: dict[tuple[date, date], list[Citation]] = {}
    people: dict[str, None] = {}
    organizations: dict[str, None] = {}
    places: dict[str, str] = {}
    for path in story.paths:
        facts = readings[path].facts
        for event in facts.event_dates:
            cited = found.setdefault((event.begins_on, event.ends_on), [])
            cited += [Citation(path, span) for span in event.spans]
        people.update(dict.fromkeys(people_of(facts)))
        organizations.update(dict.fromkeys(settled[n] for n in organizations_of(facts)))
        for place in facts.places:
            name = places.setdefault(place.region_code, place.name)
            places[place.region_code] = max(name, place.name, key=len)
    return [
        _Told(
            story,
            begins,
            ends,
            tuple(people),
            tuple(organizations),
            places,
            tuple(cited),
        )
        for (begins, ends), cited in sorted(found.items())
    ]


def _weights(told: Sequence[_Told]) -> Mapping[str, float]:
    holding: Counter[str] = Counter()
    stories: dict[str, set[str]] = defaultdict(set)
    for one in told:
        for name in one.names:
            stories[name].add(one.story.paths[0])
    whole = len({one.story.paths[0] for one in told})
    holding.update({name: len(paths) for name, paths in stories.items()})
    return {name: math.log(1 + whole / count) for name, count in holding.items()}


def _same_days(told: Sequence[_Told]) -> list[tuple[int, int]]:
    """Pairs of different stories whose days overlap."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for number, one in enumerate(told):
        if (one.ends_on - one.begins_on).days < _LONGEST_DAYS:
            for day in range(one.begins_on.toordinal(), one.ends_on.toordinal() + 1):
                by_day[date.fromordinal(day)].append(number)
    return sorted(
        {
            pair
            for numbers in by_day.values()
            for pair in combinations(numbers, 2)
            if told[pair[0]].story is not told[pair[1]].story
        }
    )


def _same(one: _Told, other: _Told, weights: Mapping[str, float]) -> bool:
    shared = one.names & other.names
    if len(shared) < FEWEST:
        return False
    lighter = min(sum(weights[name] for name in told.names) for told in (one, other))
    return sum(weights[name] for name in shared) >= SHARED * lighter


def _event(told: Sequence[_Told]) -> Event:
    stories = tuple({id(one.story): one.story for one in told}.values())
    return Event(
        title=stories[0].title,
        begins_on=min(one.begins_on for one in told),
        ends_on=max(one.ends_on for one in told),
        people=_together([one.people for one in told]),
        organizations=_together([one.organizations for one in told]),
        places=tuple({code: name for one in told for code, name in one.places.items()}.values()),
        stories=stories,
        citations=tuple(citation for one in told for citation in one.citations),
    )


def _together(names: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """All names, those that more stories tell first, else as they are told."""
    counts = Counter(name for part in names for name in part)
    return tuple(sorted(counts, key=lambda name: -counts[name]))
