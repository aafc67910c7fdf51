"""All facts of a document."""

from __future__ import annotations

from queqiao.documents.facts.directives import read_directives
from queqiao.documents.facts.event_dates import read_event_dates
from queqiao.documents.facts.exchanges import read_exchanges
from queqiao.documents.facts.io import default_lexicon
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.mechanisms import read_mechanisms
from queqiao.documents.facts.names import Around
from queqiao.documents.facts.offices import find_offices
from queqiao.documents.facts.passages import Passage, read_passages, read_title
from queqiao.documents.facts.people import read_people
from queqiao.documents.facts.places import Naming, find_places, place_starts, read_places
from queqiao.documents.model import Document, Facts


def read_facts(document: Document, *, lexicon: Lexicon | None = None) -> Facts:
    """
    What the document tells, each fact with its stretch of ``document.raw``.

    ``lexicon`` is the one that ships unless another is given (``load_lexicon``).
    """
    words = lexicon or default_lexicon()
    body = read_passages(document, lexicon=words)
    title = read_title(document, lexicon=words)
    arounds, namings = _look_around(body, words)
    heading, _ = _look_around((title,) if title else (), words)
    people = read_people([*arounds, *heading], lexicon=words)
    return Facts(
        event_dates=read_event_dates(body, published_on=document.published_on),
        people=tuple(one.person for one in people),
        places=read_places(
            (around.passage, named, around.offices)
            for around, named in zip(arounds, namings, strict=True)
        ),
        directives=read_directives(arounds, people),
        exchanges=read_exchanges(arounds, people),
        mechanisms=read_mechanisms(body, lexicon=words),
    )


def _look_around(
    passages: tuple[Passage, ...], lexicon: Lexicon
) -> tuple[list[Around], list[tuple[Naming, ...]]]:
    arounds: list[Around] = []
    namings: list[tuple[Naming, ...]] = []
    for passage in passages:
        offices = find_offices(passage, lexicon=lexicon)
        named = find_places(passage, lexicon=lexicon)
        namings.append(named)
        arounds.append(
            Around(
                passage=passage,
                offices=offices,
                office_ends={one.end: one for one in offices},
                place_starts=place_starts(named),
                words_by_start={word.start: word for word in passage.words},
            )
        )
    return arounds, namings
