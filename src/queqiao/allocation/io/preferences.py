"""Preferences of two sides out of a JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from queqiao.allocation.stable import Preferences, Tier
from queqiao.datasets.encodings import UndecodableError, decode
from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message

_LARGEST_CAPACITY = 10**6
_SIDES = {"proposers": "reviewers", "reviewers": "proposers"}
_KEYS = ("proposers", "reviewers", "capacities")


class _Twice(dict[str, object]):
    """A JSON object that remembers the keys it held twice."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.twice = sorted(
            {name for name in names if names.count(name) > 1}
            if len(set(names)) < len(names)
            else ()
        )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads parts of the file and remembers what is wrong with them."""

    source: str
    problems: list[Problem] = field(default_factory=list)

    def complain(self, code: str, field_name: str, **params: object) -> None:
        """Remember a problem at a place such as ``proposers.r1``."""
        message = Message(f"allocation.preferences.{code}", params)
        self.problems.append(Problem(message, self.source, field=field_name))

    def objects(self, value: object, name: str) -> dict[str, object]:
        """An object, empty where the value is none."""
        if not isinstance(value, dict):
            self.complain("not_an_object", name)
            return {}
        if isinstance(value, _Twice):
            for key in value.twice:
                self.complain("name_twice", name, name=key)
        return value

    def tiers(self, value: object, place: str) -> tuple[Tier, ...]:
        """One list of names, those liked equally in a list of their own."""
        if not isinstance(value, list):
            self.complain("not_a_list", place)
            return ()
        seen: set[str] = set()
        found: list[Tier] = []
        for entry in value:
            tier = entry if isinstance(entry, list) else [entry]
            names = [name for name in tier if isinstance(name, str) and name.strip()]
            if len(names) < len(tier):
                self.complain("not_a_name", place)
            for name in names:
                if name in seen:
                    self.complain("listed_twice", place, name=name)
                seen.add(name)
            if names:
                found.append(tuple(names))
        return tuple(found)

    def side(self, data: Mapping[str, object], name: str) -> dict[str, tuple[Tier, ...]] | None:
        """All lists of a side; ``None`` where it has no preferences."""
        if not data.get(name):
            return None
        lists = self.objects(data[name], name)
        return {key: self.tiers(value, f"{name}.{key}") for key, value in lists.items()}

    def capacities(self, value: object) -> dict[str, int]:
        """Places of each reviewer."""
        found: dict[str, int] = {}
        for name, places in self.objects({} if value is None else value, "capacities").items():
            if (
                not isinstance(places, int)
                or isinstance(places, bool)
                or not 0 <= places <= _LARGEST_CAPACITY
            ):
                self.complain("bad_capacity", f"capacities.{name}", value=str(places)[:40])
            else:
                found[name] = places
        return found


def load_preferences(path: Path) -> Preferences:
    """
    The preferences of a JSON object with ``proposers``, ``reviewers`` and ``capacities``.

    Each side maps names to lists of names, best first; a list within a list holds equals. One side
    may be left out: it has no preferences then.

    Raises:
        Missing: there is no such file.
        BadInput: carries every problem with its place in the object.
    """
    reader = _Reader(path.name)
    data = reader.objects(_json(path), "")
    for name in sorted(set(data) - set(_KEYS)):
        reader.complain("unknown_key", name, known=", ".join(_KEYS))
    sides = {name: reader.side(data, name) for name in _SIDES}
    capacities = reader.capacities(data.get("capacities"))
    if sides["proposers"] is None and sides["reviewers"] is None and not reader.problems:
        reader.complain("nobody", "")
    _check_names(reader, sides, capacities)
    if reader.problems:
        raise BadInput(reader.problems)
    return Preferences(sides["proposers"], sides["reviewers"], capacities)


def _check_names(
    reader: _Reader,
    sides: Mapping[str, dict[str, tuple[Tier, ...]] | None],
    capacities: Mapping[str, int],
) -> None:
    """Every name that one side lists must stand on the other, where that has lists."""
    for name, other in _SIDES.items():
        theirs = sides[other]
        for key, tiers in (sides[name] or {}).items():
            for wanted in (one for tier in tiers for one in tier):
                if theirs is not None and wanted not in theirs:
                    reader.complain("unknown_name", f"{name}.{key}", name=wanted, side=other)
    reviewers = sides["reviewers"]
    if reviewers is not None:
        for name in capacities:
            if name not in reviewers:
                reader.complain("unknown_name", f"capacities.{name}", name=name, side="reviewers")


def load_matching(path: Path) -> dict[str, str]:
    """
    A matching to be checked: an object ``{proposer: reviewer}``, also under the key ``matched``.

    Raises:
        Missing: there is no such file.
        BadInput: it is no such object.
    """
    reader = _Reader(path.name)
    data = reader.objects(_json(path), "")
    pairs = reader.objects(data["matched"], "matched") if "matched" in data else data
    found: dict[str, str] = {}
    for proposer, reviewer in pairs.items():
        if isinstance(reviewer, str):
            found[proposer] = reviewer
        else:
            reader.complain("not_a_name", proposer)
    if reader.problems:
        raise BadInput(reader.problems)
    return found


def _json(path: Path) -> object:
    def bad(code: str, **params: object) -> BadInput:
        return BadInput([Problem(Message(f"allocation.preferences.{code}", params), path.name)])

    if not path.is_file():
        raise Missing(Message("datasets.path.missing", {"path": str(path)}))
    try:
        return json.loads(decode(path.read_bytes()), object_pairs_hook=_Twice)
    except UndecodableError:
        raise bad("not_text") from None
    except json.JSONDecodeError as error:
        raise bad("no_json", line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        raise bad("too_deep") from None
