"""The study as one HTML page with an interactive graph, needing nothing from outside."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from jinja2 import Environment
from markupsafe import Markup

from queqiao import __version__
from queqiao.chains import ChainAnalysis, SegmentState
from queqiao.recipes.chains.layout import columns_of
from queqiao.recipes.chains.picture import render_picture
from queqiao.recipes.chains.study import ChainStudy
from queqiao.recipes.chains.view import (
    SegmentView,
    loss_tables,
    move_table,
    review_table,
    segment_views,
    state_counts,
    zone_tables,
)
from queqiao.recipes.chains.words import COLORS, SHAPES, percent, state_word, word
from queqiao.recipes.pages import page_environment, source_hash

_GRAPH_WORDS = (
    "all",
    "back",
    "segments",
    "upstream",
    "downstream",
    "open",
    "details",
    "none",
    "choose",
    "expand",
    "collapse",
    "more",
    "members",
)
_MOST_AROUND = 24


def render_chain_page(study: ChainStudy, *, language: str = "zh") -> str:
    """
    The page in ``language``.

    Style, script and the graph library stand inside; a content security policy with their hashes
    keeps anything else from running or loading. Without JavaScript the chains are drawn as SVG.
    """
    analysis = study.analysis
    views = segment_views(analysis, language=language)
    sources = [_source("report.css") + _source("page.css"), _source("cytoscape_host.css")]
    scripts = [_source("cytoscape.min.js"), _source("page.js")]
    zones, placements, alike = zone_tables(analysis, language=language)
    reviews, review_count = review_table(analysis, language=language)
    return (
        _environment()
        .get_template("page.html")
        .render(
            language=language,
            words=lambda code, **params: word(code, language, **params),
            title=_title(analysis, language),
            version=__version__,
            board=analysis.board,
            views=views,
            gaps=[v for v in views if v.states[0][0] != SegmentState.HEALTHY],
            fine=[v for v in views if v.states[0][0] == SegmentState.HEALTHY],
            counts=state_counts(analysis, language=language),
            limits=_limits(analysis),
            moves=move_table(analysis, language=language),
            losses=loss_tables(analysis, language=language),
            zones=zones,
            basis=analysis.zones.basis,
            placements=placements,
            alike=alike,
            overlap=percent(analysis.board.thresholds.zones.overlap),
            reviews=reviews,
            review_count=review_count,
            notices=[p.describe(language) for p in (*study.problems, *study.notices)],
            picture=Markup(render_picture(analysis, language=language)),  # noqa: S704 -- escapes its texts
            data=Markup(_graph_json(analysis, views, language)),  # noqa: S704 -- no < is left in it
            styles=[Markup(source) for source in sources],  # noqa: S704 -- our own files
            scripts=[Markup(source) for source in scripts],  # noqa: S704 -- our own files
            policy=_policy(sources, scripts),
        )
    )


def _title(analysis: ChainAnalysis, language: str) -> str:
    chains = analysis.board.found.chains
    if len(chains) > 3:
        return word("title_several", language, count=len(chains))
    return word("title", language, names="、".join(chain.name for chain in chains))


def _limits(analysis: ChainAnalysis) -> dict[str, str]:
    states = analysis.board.thresholds.states
    return {
        "missing": percent(states.missing_coverage),
        "chokepoint": percent(states.outside_share),
        "weak": percent(states.weak_coverage),
        "fewest": f"{states.fewest_suppliers:g}",
        "one_supplier": percent(states.top_supplier_share),
        "one_region": percent(states.top_region_share),
        "accept": f"{analysis.board.thresholds.links.accept:g}",
        "review": f"{analysis.board.thresholds.links.review:g}",
    }


def _graph_json(analysis: ChainAnalysis, views: tuple[SegmentView, ...], language: str) -> str:
    """What the script draws; safe inside a script element."""
    board = analysis.board
    columns = columns_of(board.network)
    chains = {chain.id: number for number, chain in enumerate(board.found.chains)}
    data = {
        "words": {name: word(f"graph.{name}", language) for name in _GRAPH_WORDS},
        "states": [
            {
                "code": s.value,
                "shape": SHAPES[s],
                "word": state_word(s, language),
                "color": COLORS[s],
            }
            for s in SegmentState
        ],
        "chains": [chain.name for chain in board.found.chains],
        "segments": [
            {
                "n": view.segment.name,
                "c": chains[view.segment.chain],
                "g": view.segment.stage,
                "l": columns[view.number],
                "s": [code for code, _, _ in view.states],
                "f": list(view.findings),
                "x": [list(fact) for fact in view.facts],
                "q": view.quadrant,
                "p": list(view.products),
                "m": list(view.moves[:4]),
                "r": [
                    [
                        kind,
                        label,
                        [
                            [r.title, r.local, " · ".join(r.facts), r.why]
                            for r in records[:_MOST_AROUND]
                        ],
                        more + max(0, len(records) - _MOST_AROUND),
                    ]
                    for kind, label, records, more in view.records
                ],
            }
            for view in views
        ],
        "flows": [
            [one, other] for one, below in enumerate(board.network.downstream) for other in below
        ],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", " ").replace("\u2029", " ")


def _policy(styles: list[str], scripts: list[str]) -> str:
    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src {' '.join(map(source_hash, styles))}; "
        f"script-src {' '.join(map(source_hash, scripts))}"
    )


_FOLDERS = {
    "report.css": ("queqiao.recipes.report", "templates"),
    "cytoscape.min.js": ("queqiao.recipes.chains", "vendor"),
}


@cache
def _source(name: str) -> str:
    package, folder = _FOLDERS.get(name, ("queqiao.recipes.chains", "templates"))
    path = resources.files(package).joinpath(folder, name)
    return path.read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return page_environment(_source)
