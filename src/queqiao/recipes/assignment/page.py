"""The page of an assignment: one file that needs nothing from outside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

from jinja2 import Environment
from markupsafe import Markup

from queqiao import __version__
from queqiao.allocation import Assignment, AssignmentProblem, PairReason
from queqiao.allocation.explain import assignment_lines
from queqiao.messages import render
from queqiao.recipes.assignment.view import (
    MOST_ITEMS,
    cells,
    facts,
    item_views,
    load_views,
    title_of,
    word,
)
from queqiao.recipes.pages import page_environment, source_hash

_PLACES = {"report.css": "queqiao.recipes.report"}


def render_assignment(
    problem: AssignmentProblem,
    assignment: Assignment,
    reasons: Sequence[PairReason] = (),
    *,
    language: str = "zh",
) -> str:
    """
    The assignment as one page in ``language``: a picture, items worst first, loads, reasons.

    Style stands inside; a content security policy keeps anything from running or loading, whatever
    the names hold. The thousand worst items are shown, the rest are counted.
    """
    style = _source("report.css") + _source("assignment.css")
    items = item_views(assignment, reasons, language=language)
    lines = [render(line, language) for line in assignment_lines(problem, assignment)]
    return (
        _environment()
        .get_template("assignment.html")
        .render(
            language=language,
            words=lambda code, **params: word(code, language, **params),
            title=title_of(assignment, language),
            facts=facts(assignment, language=language),
            lines=lines[2:],
            cells=cells(problem, assignment),
            columns=len(problem.agents),
            rows=len(problem.items),
            items=items[:MOST_ITEMS],
            hidden=max(0, len(items) - MOST_ITEMS),
            loads=load_views(problem, assignment),
            drawn=assignment.lottery is not None,
            explained=bool(reasons),
            alternates=any(item.alternates for item in items),
            version=__version__,
            style=Markup(style),  # noqa: S704 -- our own files
            policy=_policy(style),
        )
    )


def _policy(style: str) -> str:
    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src {source_hash(style)}"
    )


@cache
def _source(name: str) -> str:
    package = _PLACES.get(name, "queqiao.recipes.assignment")
    text = resources.files(package).joinpath("templates", name).read_text(encoding="utf-8")
    if name == "assignment.css":
        text += "".join(f".x{width}{{width:{width}%}}" for width in range(101))
    return text


@cache
def _environment() -> Environment:
    return page_environment(_source)
