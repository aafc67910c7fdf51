"""Pages of policies as single HTML files: templates, style, and nothing from outside."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from queqiao import __version__
from queqiao.messages import Message, render
from queqiao.recipes.pages import page_environment, source_hash

_STYLE = "policies.css"


def render_page(template: str, *, language: str, script: str = "", **values: object) -> str:
    """
    One page from a template of this package, style and ``script`` inside.

    A content security policy with their hashes keeps anything else from running or loading.
    """
    style, code = source(_STYLE), source(script) if script else ""
    return (
        _environment()
        .get_template(template)
        .render(
            language=language,
            words=lambda name, **params: word(name, language, **params),
            version=__version__,
            style=Markup(style),  # noqa: S704 -- our own file
            script=Markup(code),  # noqa: S704 -- our own file
            policy=_policy(style, code),
            **values,
        )
    )


def render_text(template: str, **values: object) -> str:
    """A text file from a template of this package, nothing escaped."""
    environment = Environment(autoescape=False, undefined=StrictUndefined)  # noqa: S701 -- no page
    return environment.from_string(source(template)).render(**values) + "\n"


def word(code: str, language: str, **params: object) -> str:
    """The sentence ``recipes.policies.<code>``."""
    return render(Message(f"recipes.policies.{code}", params), language)


@cache
def source(name: str) -> str:
    """The text of one of this package's templates."""
    folder = resources.files("queqiao.recipes.policies").joinpath("templates")
    return folder.joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    allowed = source_hash(script) if script else "'none'"
    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src {source_hash(style)}; script-src {allowed}"
    )


@cache
def _environment() -> Environment:
    return page_environment(source)
