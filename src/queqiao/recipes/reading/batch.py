"""File after file into facts; a file that cannot be read is told, and the next one is read."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from queqiao.core import Progress, no_progress
from queqiao.documents import Reading, load_document
from queqiao.documents.codec import reading_to_dict
from queqiao.documents.facts import Lexicon, default_lexicon, load_lexicon, read_facts
from queqiao.documents.proposals import Proposer, add_facts, verify_proposals
from queqiao.errors import BadInput, Missing, Problem, QueqiaoError
from queqiao.messages import Message
from queqiao.recipes.pool import map_chunks
from queqiao.recipes.reading.io import Journal, digest_of

_CHUNK = 8
WORTH_PROCESSES = 4 * _CHUNK
"""Fewer files are read by the process that asks: starting others would take longer."""

_lexicons: list[Lexicon] = []  # of this process, set once when it starts


class Kept(StrEnum):
    """What is handed over of each document."""

    ENTRIES = "entries"
    READINGS = "readings"  # the values too, for reports


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What became of one file: its ``entry``, a line of JSON, or the ``problem`` with it.

    ``reading`` is there where it was asked for. ``is_missing`` tells that there is no such file.
    """

    path: str
    entry: str = ""
    reading: Reading | None = None
    problem: Problem | None = None
    is_missing: bool = False


def read_files(
    paths: Sequence[Path],
    *,
    keep: Kept = Kept.ENTRIES,
    lexicon: Path | None = None,
    journal: Journal | None = None,
    proposer: Proposer | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> Iterator[Outcome]:
    """
    The outcome of every file, in the order given, as soon as it is there.

    With a ``journal``, what it holds is not read again (unless readings are asked for), and what is
    read is noted in it. What a ``proposer`` proposes is added as far as it verifies against the
    text. With several ``workers`` many files are read by so many processes (see
    ``map_chunks``).

    Raises:
        QueqiaoError: anything is wrong with the lexicon.
    """
    _prepare(lexicon)
    digests = {path: digest_of(path) for path in paths} if journal is not None else {}
    known = _known(paths, digests, journal) if keep is Kept.ENTRIES else {}
    waiting = [path for path in paths if path not in known]
    wanted = keep if proposer is None else Kept.READINGS
    fresh = _read_all(waiting, wanted, lexicon, workers)
    for done, path in enumerate(paths, start=1):
        outcome = known.get(path) or _with_proposals(next(fresh), proposer)
        if journal is not None and outcome.entry and path not in known:
            journal.add(str(path), digests[path], outcome.entry)
        progress(done, len(paths))
        yield outcome


def _with_proposals(outcome: Outcome, proposer: Proposer | None) -> Outcome:
    """The outcome with what the proposer adds to it and the text bears out."""
    if proposer is None or outcome.reading is None:
        return outcome
    document, facts = outcome.reading.document, outcome.reading.facts
    verified = verify_proposals(document, proposer(document))
    reading = Reading(document, add_facts(facts, verified.facts))
    return replace(outcome, entry=_entry(reading), reading=reading)


def _known(
    paths: Sequence[Path], digests: dict[Path, str], journal: Journal | None
) -> dict[Path, Outcome]:
    if journal is None:
        return {}
    found = ((path, journal.find(str(path), digests[path])) for path in paths)
    return {path: Outcome(str(path), entry) for path, entry in found if entry}


def _read_all(
    paths: Sequence[Path], keep: Kept, lexicon: Path | None, workers: int
) -> Iterator[Outcome]:
    if workers < 2 or len(paths) < WORTH_PROCESSES:
        yield from (_read_one(path, keep) for path in paths)
        return
    chunks = map_chunks(
        partial(_read_chunk, keep=keep),
        paths,
        size=_CHUNK,
        workers=workers,
        setup=_start,
        given=(lexicon,),
    )
    for chunk in chunks:
        yield from chunk


def _start(lexicon: Path | None) -> None:
    """In a process of its own: an interruption is the caller's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _prepare(lexicon)


def _prepare(lexicon: Path | None) -> None:
    _lexicons[:] = [default_lexicon() if lexicon is None else load_lexicon(lexicon)]


def _read_chunk(paths: Sequence[Path], keep: Kept) -> list[Outcome]:
    return [_read_one(path, keep) for path in paths]


def _read_one(path: Path, keep: Kept) -> Outcome:
    name = str(path)
    try:
        document = load_document(path)
        reading = Reading(document, read_facts(document, lexicon=_lexicons[0]))
        entry = _entry(reading)
    except Missing as error:
        return Outcome(name, problem=Problem(error.message), is_missing=True)
    except BadInput as error:
        return Outcome(name, problem=error.problems[0])
    except QueqiaoError as error:
        return Outcome(name, problem=Problem(error.message, name))
    except Exception as error:  # noqa: BLE001 -- whatever one file does, the others are read
        params = {"kind": type(error).__name__, "text": str(error)[:200]}
        return Outcome(name, problem=Problem(Message("recipes.reading.failed", params), name))
    return Outcome(name, entry, reading if keep is Kept.READINGS else None)


def _entry(reading: Reading) -> str:
    return json.dumps(reading_to_dict(reading), ensure_ascii=False)
