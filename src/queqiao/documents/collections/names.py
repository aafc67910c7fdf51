"""The names of a document's actors, and which names of two documents mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from queqiao.documents.model import Facts

_SHORTEST_TAIL = 4
"""省科技厅 is the tail of 吉林省科技厅; shorter tails (公司) are the tails of too many."""


def people_of(facts: Facts) -> tuple[str, ...]:
    """The people of a story."""
    return tuple(dict.fromkeys(person.name for person in facts.people))


def organizations_of(facts: Facts) -> tuple[str, ...]:
    """The organizations of a story, each by its fullest name, counterparts of talks included."""
    known = {
        name: max((one.name, *one.aliases), key=len)
        for one in facts.organizations
        for name in (one.name, *one.aliases)
    }
    stated = [one.name for one in facts.organizations]
    talked = [talk.counterpart_org for talk in facts.exchanges if talk.counterpart_org]
    return tuple(dict.fromkeys(known.get(name, name) for name in (*stated, *talked)))


def settle_names(names: Iterable[str]) -> Mapping[str, str]:
    """
    The name that stands for each name: the only longer one that ends with it, else itself.

    Where several longer names end with a short one (省科技厅 of two provinces), it stays apart.
    """
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    longer: dict[str, list[str]] = {}
    for name in ordered:
        for cut in range(1, len(name) - _SHORTEST_TAIL + 1):
            longer.setdefault(name[cut:], []).append(name)
    settled: dict[str, str] = {}
    for name in ordered:
        found = {settled[other] for other in longer.get(name, ())}
        settled[name] = found.pop() if len(found) == 1 else name
    return settled
