"""
How the facts of a document are scored against labels, field by field.

The labels are those of ``tests/engine/documents``; ``gold/README.md`` tells the conventions. Counts
are summed over all documents before precision and recall are taken. What a label calls optional
counts neither way. Asks, replies and commitments are scored by the characters they cover, since
where a clause is cut is a matter of taste; relations by recall alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from queqiao.documents import Document, Facts, Reading

Label = Mapping[str, Any]
Counts = dict[str, list[int]]
"""Per field: right, predicted, labeled."""


def score(pairs: Iterable[tuple[Label, Reading]]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of every field over all documents."""
    counts: Counts = defaultdict(lambda: [0, 0, 0])
    for label, reading in pairs:
        for field, found in differences(label, reading).items():
            for place, number in enumerate(found["counts"]):
                counts[field][place] += number
    return {field: _figures(*numbers) for field, numbers in counts.items()}


def _figures(right: int, predicted: int, labeled: int) -> dict[str, float]:
    return {
        "labeled": labeled,
        "predicted": predicted,
        "precision": round(right / predicted, 4) if predicted else 1.0,
        "recall": round(right / labeled, 4) if labeled else 1.0,
        "f1": round(2 * right / (predicted + labeled), 4) if predicted + labeled else 1.0,
    }


def differences(label: Label, reading: Reading) -> dict[str, dict[str, Any]]:
    """Per field: counts (right, predicted, labeled), and what was missed and wrongly found."""
    document, facts = reading.document, reading.facts
    optional = label["optional"]
    text = "\n".join(label["paragraphs"])
    return {
        **_heads(label, document),
        "event_dates": _sets(
            label["event_dates"],
            [d.isoformat() for e in facts.event_dates for d in (e.begins_on, e.ends_on)],
            optional.get("event_dates", ()),
        ),
        **_people(label, facts),
        "organizations": _organizations(label, facts),
        "places": _sets(
            [place["region_code"] for place in label["places"]],
            [p.region_code for p in facts.places if p.name not in optional.get("places", ())],
        ),
        **_quantities(label, facts),
        "concepts": _sets(
            [one["name"] for one in label["concepts"]],
            [one.name for one in facts.concepts],
            optional.get("concepts", ()),
        ),
        "concept_members": _sets(
            [(one["name"], member) for one in label["concepts"] for member in one["members"]],
            [
                (one.name, member)
                for one in facts.concepts
                if one.name not in optional.get("concepts", ())
                for member in one.members
            ],
        ),
        "directives": _sets(
            [(d["ordinal"], d["heading"], d["said_by"]) for d in label["directives"]],
            [
                (d.ordinal, d.heading, d.said_by)
                for d in facts.directives
                if d.heading not in optional.get("directives", ())
            ],
        ),
        **_exchanges(label, facts, text),
        "commitments": _characters(
            [c["text"] for c in label["commitments"]],
            [c.text for c in facts.commitments],
            text,
            optional.get("commitments", ()),
        ),
        "mechanisms": _sets(
            label["mechanisms"],
            [one.name for one in facts.mechanisms],
            optional.get("mechanisms", ()),
        ),
        "relations": _relations(label, facts),
    }


def _heads(label: Label, document: Document) -> dict[str, dict[str, Any]]:
    on = document.published_on.isoformat() if document.published_on else None
    found = {"title": document.title, "published_on": on, "source": document.source}
    return {
        name: _sets(
            [label[name]]
            if label[name] and label[name] not in label["optional"].get(name, ())
            else [],
            [value] if value else [],
            label["optional"].get(name, ()),
        )
        for name, value in found.items()
    }


def _sets(
    labeled: Iterable[Any], predicted: Iterable[Any], optional: Iterable[Any] = ()
) -> dict[str, Any]:
    free = set(optional)
    gold, found = set(labeled), set(predicted)
    found -= free - gold
    return {
        "counts": (len(gold & found), len(found), len(gold)),
        "missed": sorted(gold - found, key=str),
        "wrong": sorted(found - gold, key=str),
    }


def _people(label: Label, facts: Facts) -> dict[str, dict[str, Any]]:
    free = set(label["optional"].get("people", ()))
    free -= {person["name"] for person in label["people"]}
    people = [person for person in facts.people if person.name not in free]
    return {
        "people": _sets([p["name"] for p in label["people"]], [p.name for p in people]),
        "people_with_standing": _sets(
            [(p["name"], p["organization"] + p["title"]) for p in label["people"]],
            [(p.name, p.organization + p.title) for p in people],
        ),
    }


def _organizations(label: Label, facts: Facts) -> dict[str, Any]:
    """An organization under any of its labeled names is that organization."""
    known = {
        name: one["name"]
        for one in label["organizations"]
        for name in (one["name"], *one["aliases"])
    }
    free = set(label["optional"].get("organizations", ()))
    predicted = [
        known.get(one.name, one.name)
        for one in facts.organizations
        if one.name in known or not free & {one.name, *one.aliases}
    ]
    return _sets([one["name"] for one in label["organizations"]], predicted)


def _quantities(label: Label, facts: Facts) -> dict[str, dict[str, Any]]:
    """A quantity is found by its value and unit where one text holds the other."""
    left = list(label["quantities"])
    free = label["optional"].get("quantities", ())
    right, measured, wrong, predicted = 0, 0, [], 0
    for one in facts.quantities:
        hit = next((q for q in left if _same_quantity(q, one.text, one.value, one.unit)), None)
        if hit is None and any(one.text in text or text in one.text for text in free):
            continue
        predicted += 1
        if hit is None:
            wrong.append((one.text, one.value, one.unit))
            continue
        left.remove(hit)
        right += 1
        measured += one.what in hit["what"] or hit["what"] in one.what if one.what else 0
    labeled = len(label["quantities"])
    missed = [(q["text"], q["value"], q["unit"]) for q in left]
    return {
        "quantities": {"counts": (right, predicted, labeled), "missed": missed, "wrong": wrong},
        "quantities_with_what": {"counts": (measured, predicted, labeled)},
    }


def _same_quantity(label: Label, text: str, value: float, unit: str) -> bool:
    near = abs(label["value"] - value) <= 1e-9 * max(abs(label["value"]), abs(value))
    return near and label["unit"] == unit and (label["text"] in text or text in label["text"])


def _exchanges(label: Label, facts: Facts, text: str) -> dict[str, dict[str, Any]]:
    free = set(label["optional"].get("exchanges", ()))
    talks = [talk for talk in facts.exchanges if talk.counterpart_org not in free]
    gold = label["exchanges"]
    return {
        "exchanges": _sets(
            [
                (e["counterpart_org"], e["counterpart_person"], tuple(sorted(e["our_side"])))
                for e in gold
            ],
            [(t.counterpart_org, t.counterpart_person, tuple(sorted(t.our_side))) for t in talks],
        ),
        "signed": _sets(
            [(e["counterpart_org"], e["signed_document"]) for e in gold if e["signed_document"]],
            [(t.counterpart_org, t.signed_document) for t in talks if t.signed_document],
        ),
        "asks": _characters(
            [ask for e in gold for ask in e["asks"]],
            [ask.text for talk in talks for ask in talk.asks],
            text,
        ),
        "replies": _characters(
            [reply for e in gold for reply in e["replies"]],
            [reply.text for talk in talks for reply in talk.replies],
            text,
        ),
    }


def _characters(
    labeled: Sequence[str], predicted: Sequence[str], text: str, optional: Sequence[str] = ()
) -> dict[str, Any]:
    gold, found = _places(labeled, text), _places(predicted, text)
    found -= _places(optional, text) - gold
    return {
        "counts": (len(gold & found), len(found), len(gold)),
        "missed": _stretches(gold - found, text),
        "wrong": _stretches(found - gold, text),
    }


def _places(clauses: Iterable[str], text: str) -> set[int]:
    """Where the clauses stand; what stands nowhere counts as places beyond the text."""
    places: set[int] = set()
    for clause in clauses:
        at = text.find(clause)
        start = at if at >= 0 else len(text) + len(places)
        places |= set(range(start, start + len(clause)))
    return {p for p in places if p >= len(text) or text[p].isalnum()}


def _stretches(places: set[int], text: str) -> list[str]:
    found: list[str] = []
    for place in sorted(places):
        char = text[place] if place < len(text) else "?"
        if found and place - 1 in places:
            found[-1] += char
        else:
            found.append(char)
    return found


def _relations(label: Label, facts: Facts) -> dict[str, Any]:
    def told(one: Sequence[str]) -> bool:
        return any(
            (r.subject in one[0] or one[0] in r.subject)
            and (r.object in one[2] or one[2] in r.object)
            for r in facts.relations
        )

    hits = [one for one in label["relations"] if told(one)]
    missed = [one for one in label["relations"] if one not in hits]
    return {
        "counts": (len(hits), len(hits), len(label["relations"])),
        "missed": missed,
        "wrong": [],
    }


def trigram_f1(found: str, gold: str) -> float:
    """F1 over the character trigrams of two texts, blanks left out, 0-1."""
    one, other = _trigrams(found), _trigrams(gold)
    both = sum((one & other).values())
    whole = sum(one.values()) + sum(other.values())
    return 2 * both / whole if whole else 1.0


def _trigrams(text: str) -> Counter[str]:
    letters = "".join(text.split())
    return Counter(letters[at : at + 3] for at in range(len(letters) - 2))
