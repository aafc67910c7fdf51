"""All facts of a document."""

from __future__ import annotations

from collections.abc import Sequence

from queqiao.documents.facts.around import Around
from queqiao.documents.facts.commitments import read_commitments
from queqiao.documents.facts.concepts import read_concepts
from queqiao.documents.facts.directives import read_directives
from queqiao.documents.facts.event_dates import read_event_dates
from queqiao.documents.facts.exchanges import read_exchanges
from queqiao.documents.facts.io import default_lexicon
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.mechanisms import read_mechanisms
from queqiao.documents.facts.offices import find_offices
from queqiao.documents.facts.organizations import read_organizations
from queqiao.documents.facts.passages import Passage, read_passages, read_title
from queqiao.documents.facts.people import Named, name_generic, read_people
from queqiao.documents.facts.places import find_places, place_starts, read_places
from queqiao.documents.facts.quantities import read_quantities
from queqiao.documents.facts.relations import read_relations
from queqiao.documents.facts.standing import Neighbors
from queqiao.documents.model import Document, Facts


def read_facts(document: Document, *, lexicon: Lexicon | None = None) -> Facts:
    """
    What the document tells, each fact with its stretch of ``document.raw``.

    ``lexicon`` is the one that ships unless another is given (``load_lexicon``). People and
    organizations are looked for in the title too, where the document says where it stands;
    everything else is read from the paragraphs.
    """
    words = lexicon or default_lexicon()
    passages = read_passages(document, lexicon=words)
    title = read_title(document, lexicon=words)
    body = [_look_around(passage, words) for passage in passages]
    everything = [*([_look_around(title, words)] if title else []), *body]
    people = read_people([*body, *everything[: len(everything) - len(body)]], lexicon=words)
    organizations = read_organizations(everything, people, lexicon=words)
    people = name_generic(people, organizations)
    exchanges = read_exchanges(body, people)
    directives = read_directives(body, people)
    return Facts(
        event_dates=read_event_dates(passages),
        people=tuple(one.person for one in people),
        organizations=organizations,
        places=read_places((one.passage, one.namings, _other_names(one, people)) for one in body),
        quantities=read_quantities(body, lexicon=words),
        concepts=read_concepts(passages, lexicon=words),
        directives=directives,
        exchanges=exchanges,
        commitments=read_commitments(body, people, exchanges=exchanges, directives=directives),
        mechanisms=read_mechanisms(passages, lexicon=words),
        relations=read_relations(body, people, exchanges=exchanges),
    )


def _other_names(around: Around, people: Sequence[Named]) -> list[tuple[int, int]]:
    """Where the passage names organizations and people."""
    taken = [(one.start, one.end) for one in around.offices]
    taken += [
        (mention.start, mention.end)
        for one in people
        for mention in one.mentions
        if mention.passage.index == around.passage.index
    ]
    return taken


def _look_around(passage: Passage, lexicon: Lexicon) -> Around:
    """A passage with the organizations and places named in it."""
    offices = find_offices(passage, lexicon=lexicon)
    namings = find_places(passage, lexicon=lexicon)
    return Around(
        passage=passage,
        offices=offices,
        namings=namings,
        neighbors=Neighbors({one.end: one for one in offices}, place_starts(namings)),
        words_by_start={word.start: word for word in passage.words},
    )
