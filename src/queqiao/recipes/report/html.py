"""The report as one HTML file that needs nothing from outside and can be mailed."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from jinja2 import Environment
from markupsafe import Markup

from queqiao import __version__
from queqiao.recipes.pages import page_environment, source_hash
from queqiao.recipes.report.heads import AnyReport, heads_of
from queqiao.recipes.report.view import HeadView, appendix_views, head_views
from queqiao.recipes.report.words import day, percent, word

_SPACES_BETWEEN_TAGS = re.compile(r">\s*\n\s*<")


def render_html(report: AnyReport, *, language: str = "zh") -> str:
    """
    The whole report as one page in ``language``.

    Style and script stand inside; a content security policy with their hashes keeps anything else
    from running or loading, whatever the records hold. Reads without JavaScript, which only adds
    search, sorting and the tracing of evidence.
    """
    heads = heads_of(report)
    views = head_views(heads, language=language)
    style, script = _source("report.css"), _source("report.js")
    return (
        _environment()
        .get_template("report.html")
        .render(
            language=language,
            words=lambda code, **params: word(code, language, **params),
            percent=percent,
            title=word(f"{heads.side}.title", language),
            side=heads.side.value,
            at=day(report.at, language),
            version=__version__,
            heads=views,
            counts=_counts(views),
            appendix=appendix_views(heads, views),
            style=Markup(style),  # noqa: S704 -- our own file
            script=Markup(script),  # noqa: S704 -- our own file
            policy=_policy(style, script),
        )
    )


def _counts(views: tuple[HeadView, ...]) -> dict[str, int]:
    states = [view.state for view in views]
    return {name: states.count(name) for name in ("matched", "near", "none")}


def _policy(style: str, script: str) -> str:
    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src {source_hash(style)}; script-src {source_hash(script)}"
    )


@cache
def _source(name: str) -> str:
    folder = resources.files("queqiao.recipes.report").joinpath("templates")
    text = folder.joinpath(name).read_text(encoding="utf-8")
    if name == "report.css":
        text += "".join(f".x{width}{{width:{width}%}}" for width in range(101))
    return text


@cache
def _environment() -> Environment:
    return page_environment(_source)
