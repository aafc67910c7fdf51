"""
Facts that a language model proposes, and their verification against the text.

The product is whole without a model. Where an operator has one, it may propose people,
organizations, quantities, concepts, commitments and relations; each counts only if its quotation
stands verbatim in the article and every value it states stands in that quotation. What is
verified is added to what was read; nothing that was read is changed by it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from queqiao.core import Span
from queqiao.documents.model import (
    Commitment,
    Concept,
    Document,
    Facts,
    Organization,
    Paragraph,
    Person,
    Quantity,
    Relation,
    Stance,
)
from queqiao.messages import Message
from queqiao.text import find_numerals, normalize


class ProposalKind(StrEnum):
    """What a model may propose."""

    PERSON = "person"
    ORGANIZATION = "organization"
    QUANTITY = "quantity"
    CONCEPT = "concept"
    COMMITMENT = "commitment"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    One proposed fact: ``quote`` is the words it was read from, ``values`` its fields by name.

    Fields are those of the fact's type: ``name`` and ``title`` of a person, ``text`` and ``unit``
    of a quantity, ``members`` of a concept as its values one after the other.
    """

    kind: ProposalKind
    quote: str
    values: Mapping[str, str] = field(default_factory=dict)
    members: tuple[str, ...] = ()


class Proposer(Protocol):
    """Whoever proposes facts for a document; it may be wrong in every way."""

    def __call__(self, document: Document) -> Sequence[Proposal]: ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """A proposal that did not verify, and why."""

    proposal: Proposal
    reason: Message


@dataclass(frozen=True, slots=True)
class Verified:
    """What verified, as facts of their own, and what was refused."""

    facts: Facts
    accepted: int
    refused: tuple[Refusal, ...]


# --- what a model is asked, and what it answers ---------------------------------------------------

INSTRUCTION = (
    "你是资料整理员。只根据给出的文章，列出其中的人物、机构、数量、政策概念、承诺和关系。"
    '只输出一个 JSON 对象：{"facts": [...]}。每一项都要有 kind 和 quote；'
    "quote 必须逐字抄自文章，其余每个字段的值必须逐字出现在 quote 里，"
    "没有写明的字段留空，不得推测。"
    "kind 及字段：person（name、title、organization）；organization（name）；"
    "quantity（text、unit、what、of、when）；concept（name、members 列表）；"
    "commitment（said_by、text、stance，stance 取 hoped、intended、planned、promised、required、"
    "signed 之一）；relation（subject、predicate、object）。"
)
"""What every model is told before the article."""

_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_MOST_PROPOSALS = 500


def parse_proposals(answer: str) -> tuple[Proposal, ...]:
    """
    The proposals in a model's answer, fences and chatter around its JSON left aside.

    An answer without readable JSON proposes nothing, an item of no known shape is passed over.
    """
    match = _OBJECT.search(answer)
    if match is None:
        return ()
    try:
        data = json.loads(match[0])
    except (ValueError, RecursionError):
        return ()
    items = data.get("facts") if isinstance(data, dict) else None
    if not isinstance(items, list):
        return ()
    found = (_proposal(item) for item in items[:_MOST_PROPOSALS])
    return tuple(one for one in found if one is not None)


def _proposal(item: object) -> Proposal | None:
    if not isinstance(item, dict):
        return None
    kind, quote = item.get("kind"), item.get("quote")
    if not isinstance(quote, str) or not isinstance(kind, str) or kind not in set(ProposalKind):
        return None
    members = item.get("members")
    values = {
        name: value.strip()
        for name, value in item.items()
        if isinstance(name, str) and isinstance(value, str) and name not in {"kind", "quote"}
    }
    named = [one for one in members if isinstance(one, str)] if isinstance(members, list) else []
    return Proposal(ProposalKind(kind), quote, values, tuple(named))


# --- verification ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quotation stands: ``paragraph.text[start:end]``."""

    paragraph: Paragraph
    start: int
    end: int

    def find(self, words: str) -> Span | None:
        """Where ``words`` stand in the quotation, in the raw text."""
        at = self.paragraph.text.find(words, self.start, self.end) if words else -1
        return None if at < 0 else self.paragraph.raw_span(at, at + len(words))


_REQUIRED = {
    ProposalKind.PERSON: ("name",),
    ProposalKind.ORGANIZATION: ("name",),
    ProposalKind.QUANTITY: ("text",),
    ProposalKind.CONCEPT: ("name",),
    ProposalKind.COMMITMENT: ("text",),
    ProposalKind.RELATION: ("subject", "predicate", "object"),
}
_VERBATIM = {
    ProposalKind.PERSON: ("name", "title", "organization"),
    ProposalKind.ORGANIZATION: ("name",),
    ProposalKind.QUANTITY: ("text", "unit", "what", "of", "when"),
    ProposalKind.CONCEPT: ("name",),
    ProposalKind.COMMITMENT: ("said_by", "text"),
    ProposalKind.RELATION: ("subject", "predicate", "object"),
}


def verify_proposals(document: Document, proposals: Iterable[Proposal]) -> Verified:
    """
    The proposals that the article bears out, as facts with their spans.

    A proposal verifies where its quotation stands verbatim in a paragraph of the article (not in
    what surrounds it), each of its values stands in the quotation, and, for a quantity, its text
    holds the one number that its value is read from.
    """
    facts, accepted, refused = Facts(), 0, []
    for proposal in proposals:
        verdict = _verify(document, proposal)
        if isinstance(verdict, Message):
            refused.append(Refusal(proposal, verdict))
        else:
            facts, accepted = _joined(facts, verdict), accepted + 1
    return Verified(facts, accepted, tuple(refused))


def _verify(document: Document, proposal: Proposal) -> Facts | Message:
    place = _place_of(document, proposal.quote.strip())
    if place is None:
        return Message("documents.proposal.no_quote", {"quote": proposal.quote[:40]})
    for name in _REQUIRED[proposal.kind]:
        if not proposal.values.get(name):
            return Message("documents.proposal.no_value", {"field": name})
    stated = [proposal.values.get(name, "") for name in _VERBATIM[proposal.kind]]
    for value in (*stated, *proposal.members):
        if value and place.find(value) is None:
            return Message("documents.proposal.not_in_quote", {"value": value[:40]})
    return _FACTS[proposal.kind](proposal, place)


def _place_of(document: Document, quote: str) -> _Place | None:
    for paragraph in document.paragraphs if quote else ():
        at = paragraph.text.find(quote)
        if at >= 0:
            return _Place(paragraph, at, at + len(quote))
    return None


def _spans(place: _Place, words: str) -> tuple[Span, ...]:
    found = place.find(words)
    return () if found is None else (found,)


def _person(proposal: Proposal, place: _Place) -> Facts:
    get = proposal.values.get
    name = proposal.values["name"]
    person = Person(name, get("title", ""), get("organization", ""), _spans(place, name))
    return Facts(people=(person,))


def _organization(proposal: Proposal, place: _Place) -> Facts:
    name = proposal.values["name"]
    return Facts(organizations=(Organization(name, (), _spans(place, name)),))


def _quantity(proposal: Proposal, place: _Place) -> Facts | Message:
    get, text = proposal.values.get, proposal.values["text"]
    numerals = list(find_numerals(normalize(text).text))
    span = place.find(text)
    if len(numerals) != 1 or span is None:
        return Message("documents.proposal.no_number", {"value": text[:40]})
    value = float(numerals[0].value)
    shown = get("unit", "")
    return Facts(
        quantities=(
            Quantity(text, value, shown, get("what", ""), get("of", ""), get("when", ""), span),
        )
    )


def _concept(proposal: Proposal, place: _Place) -> Facts:
    name = proposal.values["name"]
    return Facts(concepts=(Concept(name, proposal.members, _spans(place, name)),))


def _commitment(proposal: Proposal, place: _Place) -> Facts | Message:
    text, stance = proposal.values["text"], proposal.values.get("stance", "")
    span = place.find(text)
    if stance not in set(Stance) or span is None:
        return Message("documents.proposal.no_stance", {"stance": stance[:40]})
    said_by = proposal.values.get("said_by", "")
    return Facts(commitments=(Commitment(said_by, Stance(stance), text, None, span),))


def _relation(proposal: Proposal, place: _Place) -> Facts:
    get = proposal.values.get
    span = place.paragraph.raw_span(place.start, place.end)
    return Facts(
        relations=(Relation(get("subject", ""), get("predicate", ""), get("object", ""), span),)
    )


_FACTS: Mapping[ProposalKind, Callable[[Proposal, _Place], Facts | Message]] = {
    ProposalKind.PERSON: _person,
    ProposalKind.ORGANIZATION: _organization,
    ProposalKind.QUANTITY: _quantity,
    ProposalKind.CONCEPT: _concept,
    ProposalKind.COMMITMENT: _commitment,
    ProposalKind.RELATION: _relation,
}


# --- together with what was read ------------------------------------------------------------------


def add_facts(facts: Facts, verified: Facts) -> Facts:
    """
    ``facts`` with those of ``verified`` that it does not have.

    A person or an organization of a known name, an alias, a quantity or a statement that overlaps
    one already read is known; what was read stays as it is.
    """
    names = {person.name for person in facts.people}
    known = {name for one in facts.organizations for name in (one.name, *one.aliases)}
    concepts = {one.name for one in facts.concepts}
    triples = {(one.subject, one.object) for one in facts.relations}
    quantities = [one.span for one in facts.quantities]
    said = [*(one.span for one in facts.commitments), *_said_in_talks(facts)]
    return replace(
        facts,
        people=(*facts.people, *(p for p in verified.people if p.name not in names)),
        organizations=(
            *facts.organizations,
            *(one for one in verified.organizations if one.name not in known),
        ),
        concepts=(*facts.concepts, *(c for c in verified.concepts if c.name not in concepts)),
        relations=(
            *facts.relations,
            *(r for r in verified.relations if (r.subject, r.object) not in triples),
        ),
        quantities=(
            *facts.quantities,
            *(q for q in verified.quantities if not _overlaps(q.span, quantities)),
        ),
        commitments=(
            *facts.commitments,
            *(c for c in verified.commitments if not _overlaps(c.span, said)),
        ),
    )


def _said_in_talks(facts: Facts) -> Iterator[Span]:
    for talk in facts.exchanges:
        yield from (one.span for one in (*talk.asks, *talk.replies))


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def _joined(facts: Facts, more: Facts) -> Facts:
    """Both, each fact once."""
    return add_facts(facts, more)
