"""The short form of a reading for the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from queqiao.cli.language import say

_MOST_SHOWN = 12
_LONGEST = 60


def summary_of(entry: str) -> str:
    """A document in a few lines: its head, and its facts by kind."""
    data: dict[str, Any] = json.loads(entry)
    lines = [data["title"] or data["path"], _head(data)]
    parts = (
        ("event_dates", data["event_dates"]),
        ("people", [_person(one) for one in data["people"]]),
        ("organizations", [one["name"] for one in data["organizations"]]),
        ("places", [one["name"] for one in data["places"]]),
        ("concepts", [_concept(one) for one in data["concepts"]]),
        ("quantities", [_quantity(one) for one in data["quantities"]]),
        ("mechanisms", dict.fromkeys(one["name"] for one in data["mechanisms"])),
    )
    lines += [_listed(name, items) for name, items in parts if items]
    for one in data["directives"]:
        lines.append(say("read.directive", ordinal=one["ordinal"], heading=one["heading"]))
    for talk in data["exchanges"]:
        lines += _talk(talk)
    for one in data["commitments"][:_MOST_SHOWN]:
        said = {"by": one["said_by"] or "—", "text": _short(one["text"])}
        lines.append(say("read.commitment", **said))
    return "\n".join([*lines, ""])


def _head(data: dict[str, Any]) -> str:
    parts = [data["published_on"], data["source"], data["author"]]
    size = sum(len(one["text"]) for one in data["paragraphs"])
    count = say("read.size", paragraphs=len(data["paragraphs"]), size=size)
    return "  " + "  ".join([*(part for part in parts if part), count])


def _listed(name: str, items: Iterable[str]) -> str:
    shown = list(items)
    more = len(shown) - _MOST_SHOWN
    text = "；".join(shown[:_MOST_SHOWN])
    if more > 0:
        text = f"{text} {say('read.more', count=more)}"
    return f"  {say(f'read.fact_{name}')}  {text}"


def _person(one: dict[str, Any]) -> str:
    return f"{one['title']}{one['name']}" if one["title"] else str(one["name"])


def _concept(one: dict[str, Any]) -> str:
    members: Sequence[str] = one["members"]
    return f"{one['name']}（{'、'.join(members)}）" if members else str(one["name"])


def _quantity(one: dict[str, Any]) -> str:
    return f"{one['what']} {one['text']}".strip()


def _talk(talk: dict[str, Any]) -> list[str]:
    other = f"{talk['counterpart_org']} {talk['counterpart_person']}".strip()
    lines = [say("read.talk", other=other, ours="、".join(talk["our_side"]))]
    lines += [
        say(f"read.talk_{name}", text="；".join(map(_short, talk[name])))
        for name in ("asks", "replies")
        if talk[name]
    ]
    if talk["signed_document"]:
        lines.append(say("read.talk_signed", text=talk["signed_document"]))
    return lines


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
