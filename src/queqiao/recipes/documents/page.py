"""The report on documents as one HTML page that needs nothing from outside and runs no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from jinja2 import Environment
from markupsafe import Markup

from queqiao import __version__
from queqiao.documents import Document
from queqiao.documents.collections import Event, StatementKind, Story, Version, day_of
from queqiao.recipes.documents.highlights import highlights
from queqiao.recipes.documents.marks import CLAUSES, Mark, Stretch, mark_paragraphs
from queqiao.recipes.documents.pictures import meetings
from queqiao.recipes.documents.series_view import kind_views
from queqiao.recipes.documents.signal_view import signals_view
from queqiao.recipes.documents.sources import Sources
from queqiao.recipes.documents.study import DocumentStudy
from queqiao.recipes.documents.view import (
    commitment_rows,
    directive_rows,
    event_rows,
    meetings_of,
    table_of,
    talk_views,
    visit_rows,
)
from queqiao.recipes.documents.words import day, days, word
from queqiao.recipes.indicators.svg import Dot, beeswarm
from queqiao.recipes.pages import page_environment, source_hash

_SECTIONS = ("highlights", "signals", "trends", "timeline", "talks", "commitments", "texts",
             "sources")  # fmt: skip


def render_document_page(study: DocumentStudy, *, language: str = "zh") -> str:
    """
    The page in ``language``.

    Style stands inside; a content security policy with its hash keeps anything else from running
    or loading, whatever the documents hold.
    """
    collection = study.collection
    sources = Sources(collection)
    signals = signals_view(study, sources, language)
    picture, left_out = meetings(meetings_of(collection), title=word("talks.picture", language))
    style = _source("report.css") + _source("page.css")
    return (
        _environment()
        .get_template("page.html")
        .render(
            language=language,
            words=lambda code, **params: word(code, language, **params),
            title=_title(study, language),
            lead=_lead(study, language),
            version=__version__,
            counts=_counts(study, language),
            sections=[name for name in _SECTIONS if name != "signals" or signals],
            highlights=highlights(study, sources, language),
            signals=signals,
            kinds=kind_views(
                collection.series, sources, period=collection.period, language=language
            ),
            period=collection.period.value,
            events=table_of(event_rows(collection.events, sources)),
            strip=_strip(collection.events, language),
            talks=talk_views(collection, sources),
            who_met=picture,
            left_out=left_out,
            visits=table_of(visit_rows(collection, sources)),
            commitments=table_of(commitment_rows(collection, sources, language)),
            directives=table_of(directive_rows(collection, sources)),
            key=_key(language),
            texts=[_text(story, sources, language) for story in sources.stories()],
            texts_more=len(collection.stories) > len(sources.stories()),
            listed=_listed(sources, language),
            style=Markup(style),  # noqa: S704 -- our own files
            policy=_policy(style),
        )
    )


def _title(study: DocumentStudy, language: str) -> str:
    if study.chains is None:
        return word("title", language)
    names = [
        chain.name.removesuffix("链").removesuffix("产业") for chain in study.chains.chains[:3]
    ]
    return word("title_chains", language, names=word("gap", language).join(names))


def _lead(study: DocumentStudy, language: str) -> str:
    collection = study.collection
    on = [found for reading in collection.readings if (found := day_of(reading)) is not None]
    counts = {"documents": len(collection.readings), "stories": len(collection.stories)}
    if not on:
        return word("lead_undated", language, **counts)
    return word("lead", language, **counts, begins=min(on), ends=max(on))


def _counts(study: DocumentStudy, language: str) -> tuple[tuple[int, str], ...]:
    collection = study.collection
    kinds = [one.kind for one in collection.statements]
    found = {
        "stories": len(collection.stories),
        "events": len(collection.events),
        "talks": kinds.count(StatementKind.MET),
        "signed": kinds.count(StatementKind.SIGNED),
        "commitments": kinds.count(StatementKind.COMMITTED),
        "signals": len(study.signals),
    }
    return tuple((count, word(f"count.{name}", language)) for name, count in found.items() if count)


@dataclass(frozen=True, slots=True)
class _Strip:
    picture: Markup
    first: str
    last: str


def _strip(events: Sequence[Event], language: str) -> _Strip | None:
    """The events on a line of days; ``None`` where all fall on one day."""
    if len(events) < 3:
        return None
    first = min(event.begins_on for event in events)
    last = max(event.begins_on for event in events)
    whole = (last - first).days
    if not whole:
        return None
    dots = [
        Dot(
            (event.begins_on - first).days / whole,
            f"{days(event.begins_on, event.ends_on)} {event.title}",
            target=f"e{number}",
        )
        for number, event in enumerate(events, start=1)
    ]
    title = word("timeline.picture", language, count=len(events))
    return _Strip(beeswarm(dots, title=title, low="", high=""), day(first), day(last))


def _key(language: str) -> tuple[tuple[str, str, str], ...]:
    """The kinds of marks with their words and signs."""
    return tuple(
        (
            mark.value,
            word(f"mark.{mark}", language),
            "" if mark in CLAUSES else word(f"sign.{mark}", language),
        )
        for mark in Mark
    )


@dataclass(frozen=True, slots=True)
class _VersionView:
    number: int
    title: str
    about: str
    share: str
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _TextView:
    number: int
    title: str
    about: str
    paragraphs: tuple[tuple[Stretch, ...], ...]
    versions: tuple[_VersionView, ...]


@dataclass(frozen=True, slots=True)
class _SourceView:
    number: int
    title: str
    about: str
    path: str
    shown: bool
    first: int


def _about(document: Document, language: str) -> str:
    published: date | None = document.published_on
    when = day(published) if published else word("texts.unpublished", language)
    return " · ".join(filter(None, (document.source, when)))


def _text(story: Story, sources: Sources, language: str) -> _TextView:
    path = story.paths[0]
    document = sources.document(path)
    return _TextView(
        sources.numbers[path],
        document.title or word("sources.unnamed", language),
        _about(document, language),
        mark_paragraphs(sources.readings[path]),
        tuple(_version(version, sources, language) for version in story.versions[1:]),
    )


def _version(version: Version, sources: Sources, language: str) -> _VersionView:
    document = sources.document(version.path)
    return _VersionView(
        sources.numbers[version.path],
        document.title or word("sources.unnamed", language),
        _about(document, language),
        f"{100 * version.resemblance:.0f}%",
        tuple(paragraph.text for paragraph in version.added),
    )


def _listed(sources: Sources, language: str) -> tuple[_SourceView, ...]:
    return tuple(
        _SourceView(
            sources.numbers[path],
            sources.document(path).title,
            _about(sources.document(path), language),
            path,
            path in sources.shown,
            0 if path == story.paths[0] else sources.numbers[story.paths[0]],
        )
        for story in sources.collection.stories
        for path in story.paths
    )


def _policy(style: str) -> str:
    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src {source_hash(style)}"
    )


@cache
def _source(name: str) -> str:
    package = "report" if name == "report.css" else "documents"
    path = resources.files(f"queqiao.recipes.{package}").joinpath("templates", name)
    return path.read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return page_environment(_source)
