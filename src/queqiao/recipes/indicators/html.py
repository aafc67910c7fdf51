"""The report as one HTML file that needs nothing from outside and can be mailed."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment
from markupsafe import Markup

from queqiao import __version__
from queqiao.indicators.model import Label
from queqiao.indicators.results import Built
from queqiao.messages import render
from queqiao.recipes.indicators.gather import IndexReport
from queqiao.recipes.indicators.view import Views, weight_rows
from queqiao.recipes.indicators.words import percent, word
from queqiao.recipes.pages import page_environment, source_hash


def render_report(report: IndexReport, *, language: str = "zh") -> str:
    """
    The whole report as one page in ``language``.

    Style stands inside; a content security policy keeps anything else from running or loading,
    whatever names the data hold. There is no script: every unit's part folds by itself.
    """
    views = Views(report, language)
    built = report.built
    style = _source("report.css")
    return (
        _environment()
        .get_template("report.html")
        .render(
            language=language,
            words=lambda code, **params: word(code, language, **params),
            title=built.configuration.top.name.text(language),
            year=built.frame.year,
            version=__version__,
            provenance=built.configuration.provenance,
            notes=_text(built.configuration.notes, language),
            count=views.count,
            indicators=len(built.configuration.indicators),
            groups=tuple(part.name.text(language) for part in built.configuration.top.parts),
            graded=bool(built.configuration.grades),
            units=views.units(),
            swarms=views.swarms(),
            close=views.close_calls(),
            steps=_steps(built, language),
            varied=_varied(report, language),
            uncertainty=report.uncertainty,
            shift=f"{float(report.uncertainty.shifts.mean()):.2f}",
            standings=_standings(report),
            exit=built.configuration.exit,
            weights=weight_rows(built, language),
            notices=tuple(render(each, language) for each in built.notices),
            sums=views.sums,
            style=Markup(style),  # noqa: S704 -- our own file
            policy=_policy(style),
        )
    )


def _text(label: Label | None, language: str) -> str:
    return "" if label is None else label.text(language)


def _steps(built: Built, language: str) -> tuple[tuple[str, str], ...]:
    """The common rule of each step in words."""
    steps = built.configuration.steps
    treat = "+".join(word(f"treat_{s.method}", language) for s in steps.treat.steps)
    filled, moved = len(built.imputations), sum(t.low + t.high for t in built.treatments)
    return (
        (word("step_missing", language), word(f"missing_{steps.missing.method}", language)
         + word("filled_count", language, count=filled)),
        (word("step_treat", language), (treat or word("treat_none", language))
         + word("moved_count", language, count=moved)),
        (word("step_normalize", language), word(f"normalize_{steps.normalize.method}", language)),
        (word("step_weights", language), word(f"weights_{steps.weights.method}", language)),
        (word("step_aggregate", language), word(f"aggregate_{steps.aggregate.method}", language)),
    )  # fmt: skip


def _varied(report: IndexReport, language: str) -> tuple[tuple[str, str], ...]:
    """What the runs varied: the options of each factor, and the weights."""
    found = []
    gap = word("and", language)
    for factor in report.uncertainty.factors:
        if len(factor.options) < 2:
            continue
        if factor.name == "leave_out":
            options = word("leave_out_options", language, count=len(factor.options) - 1)
        else:
            options = gap.join(
                gap.join(word(f"{factor.name}_{name}", language) for name in option.split("+"))
                for option in factor.options
            )
        found.append((word(f"step_{factor.name}", language), options))
    if report.uncertainty.spread:
        spread = percent(report.uncertainty.spread)
        found.append((word("step_spread", language), word("spread", language, spread=spread)))
    return tuple(found)


def _standings(report: IndexReport) -> tuple[tuple[str, int, bool, str], ...]:
    names = {unit.id: unit.name for unit in report.built.units}
    return tuple(
        (names[each.unit], each.running, each.leaves,
         "  ".join(f"{year}: {rank}/{size}" for year, rank, size, _ in each.history))
        for each in report.standings
    )  # fmt: skip


def _policy(style: str) -> str:
    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src {source_hash(style)}"
    )


@cache
def _source(name: str) -> str:
    folder = resources.files("queqiao.recipes.indicators").joinpath("templates")
    text = folder.joinpath(name).read_text(encoding="utf-8")
    if name == "report.css":
        text += "".join(f".x{width}{{width:{width}%}}" for width in range(101))
    return text


@cache
def _environment() -> Environment:
    return page_environment(_source)
