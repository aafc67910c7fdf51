"""``queqiao chains``: industry chains read, checked, diagnosed, and moves and losses tried out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from queqiao.cli.frame import Command, Group, PathType
from queqiao.cli.language import language, printable, say
from queqiao.cli.output import check_target, tell_problems, write_whole
from queqiao.cli.progress import progress_bar
from queqiao.errors import BadInput, WrongUsage
from queqiao.messages import Message, render

if TYPE_CHECKING:
    from queqiao.chains import ChainAnalysis, Loss, Move, Simulation
    from queqiao.recipes.chains import ChainStudy

MOST_SHOWN = 15
PIPED_WIDTH = 120


@click.group("chains", cls=Group, help="cli.chain.about")
def command() -> None:
    """Industry chains and their gaps."""


def _study_options(function: Callable[..., None]) -> Callable[..., None]:
    """What every command that studies chains is told."""
    for option in reversed(
        (
            click.argument(
                "chain_files", nargs=-1, required=True, type=PathType(), metavar="CHAIN..."
            ),
            click.option(
                "--records",
                "record_files",
                multiple=True,
                type=PathType(),
                metavar="FILE",
                help="cli.chain.records",
            ),
            click.option(
                "--corrections", type=PathType(), metavar="FILE", help="cli.chain.corrections"
            ),
            click.option(
                "--thresholds", type=PathType(), metavar="FILE", help="cli.chain.thresholds"
            ),
            click.option(
                "--level",
                type=click.Choice(["segment", "product"]),
                default="segment",
                show_default=True,
                help="cli.chain.level",
            ),
        )
    ):
        function = option(function)
    return function


def _study(
    chain_files: tuple[Path, ...],
    record_files: tuple[Path, ...],
    corrections: Path | None,
    thresholds: Path | None,
    level: str,
) -> ChainStudy:
    from queqiao.chains.io import load_thresholds
    from queqiao.recipes.chains import ChainLevel, study_chains

    with progress_bar(say("chain.progress")) as bar:
        study = study_chains(
            chain_files,
            record_files,
            corrections=corrections,
            thresholds=load_thresholds(thresholds) if thresholds is not None else None,
            level=ChainLevel(level),
            progress=bar,
        )
    tell_problems(study.problems, study.notices)
    return study


@command.command("analyze", cls=Command, help="cli.chain.analyze_about")
@_study_options
@click.option("--report", type=PathType(), metavar="PATH", help="cli.chain.report")
@click.option("--svg", type=PathType(), metavar="PATH", help="cli.chain.svg")
@click.option("--links", "links_file", type=PathType(), metavar="PATH", help="cli.chain.links")
@click.option("--json", "json_file", type=PathType(), metavar="PATH", help="cli.chain.json")
def analyze_command(
    *,
    report: Path | None,
    svg: Path | None,
    links_file: Path | None,
    json_file: Path | None,
    **inputs: Any,  # noqa: ANN401 -- the shared options, named in _study
) -> None:
    """Diagnose chains: states with evidence, moves, losses, zones."""
    outputs = {"report": report, "svg": svg, "links": links_file, "json": json_file}
    for path in outputs.values():
        if path is not None:
            check_target(path)
    _deliver(_study(**inputs), outputs)


def _deliver(study: ChainStudy, outputs: dict[str, Path | None]) -> None:
    """Write what was asked for, then print the short form."""
    from queqiao.recipes.chains import (
        links_table,
        render_chain_page,
        render_picture,
        study_to_dict,
    )

    made: dict[str, Callable[[], bytes]] = {
        "report": lambda: render_chain_page(study, language=language()).encode(),
        "svg": lambda: render_picture(study.analysis, language=language()).encode(),
        "links": lambda: links_table(study.analysis),
        "json": lambda: _json(study_to_dict(study, language=language())),
    }
    for name, path in outputs.items():
        if path is not None:
            write_whole(path, made[name]())
            click.echo(say("match.written", path=str(path)), err=True)
    _print_analysis(study.analysis)


def _json(data: dict[str, object]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _print_analysis(analysis: ChainAnalysis) -> None:
    """Counts by chain, the gaps with their first reason, the most urgent moves."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from queqiao.chains import SegmentState
    from queqiao.recipes.chains import state_word, strategy_word

    board = analysis.board
    counts = Table(box=SIMPLE_HEAD, pad_edge=False)
    counts.add_column(say("chain.column_chain"))
    counts.add_column(say("chain.column_segments"), justify="right")
    for state in SegmentState:
        counts.add_column(state_word(state, language()), justify="right")
    for chain in board.found.chains:
        size = sum(segment.chain == chain.id for segment in board.found.segments)
        cells = [str(analysis.count(state, chain.id)) for state in SegmentState]
        counts.add_row(Text(printable(chain.name)), str(size), *cells)
    width = None if sys.stdout.isatty() else PIPED_WIDTH
    console = Console(width=width, highlight=False, emoji=False)
    console.print(counts)
    names = {segment.id: printable(segment.name) for segment in board.found.segments}
    worst = [a for a in board.assessments if a.findings]
    for assessment in sorted(worst, key=lambda a: _rank(analysis, a.segment))[:MOST_SHOWN]:
        states = "、".join(state_word(state, language()) for state in assessment.states)
        click.echo(f"{names[assessment.segment]}  [{states}]")
        for finding in assessment.findings:
            click.echo(f"    {printable(render(finding.reason, language()))}")
    if len(worst) > MOST_SHOWN:
        click.echo(say("chain.more_gaps", count=len(worst) - MOST_SHOWN))
    if analysis.moves:
        click.echo(say("chain.moves", count=len(analysis.moves)))
    for move in analysis.moves[:MOST_SHOWN]:
        label = f"{move.id}  {strategy_word(move.strategy, language())}  {names[move.segment]}"
        click.echo(f"{label}: {printable(render(move.reason, language()))}")


def _rank(analysis: ChainAnalysis, segment: str) -> tuple[int, str]:
    """Segments whose moves are urgent come first."""
    for place, move in enumerate(analysis.moves):
        if move.segment == segment:
            return place, segment
    return len(analysis.moves), segment


@command.command("simulate", cls=Command, help="cli.chain.simulate_about")
@_study_options
@click.option("--move", "move_ids", multiple=True, metavar="ID", help="cli.chain.move")
@click.option("--lose", "lost", multiple=True, metavar="KIND:NAME", help="cli.chain.lose")
@click.option("--json", "json_file", type=PathType(), metavar="PATH", help="cli.chain.json")
def simulate_command(
    *,
    move_ids: tuple[str, ...],
    lost: tuple[str, ...],
    json_file: Path | None,
    **inputs: Any,  # noqa: ANN401 -- the shared options, named in _study
) -> None:
    """Try moves and losses out: what changes, before and after."""
    if not move_ids and not lost:
        raise WrongUsage(Message("cli.chain.nothing_to_try"))
    if json_file is not None:
        check_target(json_file)
    from queqiao.chains import simulate
    from queqiao.recipes.chains import simulation_to_dict

    analysis = _study(**inputs).analysis
    moves = _moves(analysis, move_ids)
    simulation = simulate(analysis, moves=moves, losses=[_loss(analysis, text) for text in lost])
    if json_file is not None:
        write_whole(json_file, _json(simulation_to_dict(simulation, language=language())))
        click.echo(say("match.written", path=str(json_file)), err=True)
    _print_simulation(analysis, simulation)


def _moves(analysis: ChainAnalysis, ids: tuple[str, ...]) -> list[Move]:
    known = {move.id: move for move in analysis.moves}
    unknown = [name for name in ids if name.upper() not in known]
    if unknown:
        params = {"names": ", ".join(unknown), "last": f"M{len(known)}" if known else "—"}
        raise WrongUsage(Message("cli.chain.no_move", params))
    return [known[name.upper()] for name in dict.fromkeys(ids)]


def _loss(analysis: ChainAnalysis, text: str) -> Loss:
    """``firm:E-001``, ``segment:cell`` or ``region:220100``, names as well as ids."""
    from queqiao.chains import Loss, LossKind
    from queqiao.core.codes import region_code

    kind, _, name = text.partition(":")
    name = name.strip()
    board = analysis.board
    if kind == "firm":
        ids = {r.title: r.id for r in board.records.values()} | {i: i for i in board.records}
        found = ids.get(name)
    elif kind == "segment":
        segments = board.found.segments
        ids = {s.name: s.id for s in segments} | {s.id: s.id for s in segments}
        found = ids.get(name)
    elif kind == "region":
        found = region_code(name)
    else:
        raise WrongUsage(Message("cli.chain.bad_loss", {"value": text}))
    if found is None:
        raise WrongUsage(Message("cli.chain.no_loss", {"value": text}))
    return Loss(LossKind(kind), found)


def _print_simulation(analysis: ChainAnalysis, simulation: Simulation) -> None:
    from queqiao.recipes.chains import state_word

    names = {segment.id: printable(segment.name) for segment in analysis.board.found.segments}
    for move in simulation.moves:
        click.echo(
            f"{move.id}  {names[move.segment]}: {printable(render(move.reason, language()))}"
        )
    if simulation.losses:
        before, after = simulation.before.impact, simulation.after.impact
        click.echo(say("chain.impact", before=f"{before:.1%}", after=f"{after:.1%}"))
    if not simulation.changes:
        click.echo(say("chain.no_change"))
    for change in simulation.changes:
        old, new = (
            "、".join(state_word(state, language()) for state in one.states)
            for one in (change.before, change.after)
        )
        line = f"{names[change.segment]}  [{old}] → [{new}]"
        if change.before.coverage is not None and change.after.coverage is not None:
            shares = {
                "before": f"{change.before.coverage:.0%}",
                "after": f"{change.after.coverage:.0%}",
            }
            line += "  " + say("chain.coverage", **shares)
        if simulation.losses:
            line += "  " + say("chain.output", share=f"{change.output:.0%}")
        click.echo(line)


@command.command("lint", cls=Command, help="cli.chain.lint_about")
@click.argument("chain_files", nargs=-1, required=True, type=PathType(), metavar="CHAIN...")
def lint_command(*, chain_files: tuple[Path, ...]) -> None:
    """Check chain files: everything that is wrong with them, at once."""
    from queqiao.chains.io import lint_chains

    found, problems = lint_chains(*chain_files)
    tell_problems((), found.notices)
    if problems:
        raise BadInput(problems)
    counts = {
        "chains": len(found.chains),
        "segments": len(found.segments),
        "products": len(found.products),
        "flows": len(found.flows),
    }
    click.echo(say("chain.fine", **counts))


@command.command("correct", cls=Command, help="cli.chain.correct_about")
@click.argument("corrections", type=PathType(), metavar="FILE")
@click.option("--accept", multiple=True, metavar="RECORD=SEGMENT", help="cli.chain.accept")
@click.option("--reject", multiple=True, metavar="RECORD=SEGMENT", help="cli.chain.reject")
@click.option("--from", "decided", type=PathType(), metavar="FILE", help="cli.chain.decided")
@click.option("--note", default="", metavar="TEXT", help="cli.chain.note")
def correct_command(
    *,
    corrections: Path,
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    decided: Path | None,
    note: str,
) -> None:
    """Remember decisions on links in a file that later analyses read."""
    from queqiao.chains import Correction
    from queqiao.chains.io import load_corrections, render_corrections

    if not (accept or reject or decided):
        raise WrongUsage(Message("cli.chain.nothing_to_correct"))
    check_target(corrections)
    known = list(load_corrections(corrections)) if corrections.exists() else []
    if decided is not None:
        known += load_corrections(decided)
    for texts, accepted in ((accept, True), (reject, False)):
        for text in texts:
            record, mark, segment = (part.strip() for part in text.partition("="))
            if not (record and mark and segment):
                raise WrongUsage(Message("cli.chain.bad_pair", {"value": text}))
            known.append(Correction(record=record, segment=segment, accepted=accepted, note=note))
    write_whole(corrections, render_corrections(known))
    count = len({(one.record, one.segment) for one in known})
    click.echo(say("chain.remembered", count=count, path=str(corrections)))


@command.command("demo", cls=Command, help="cli.chain.demo_about")
@click.option(
    "--output",
    type=PathType(),
    default="queqiao-chains.html",
    show_default=True,
    metavar="PATH",
    help="cli.chain.demo_output",
)
def demo_command(*, output: Path) -> None:
    """Diagnose the demo region's six chains."""
    from queqiao.datasets.demo_region import demo_chain_files

    check_target(output)
    files = demo_chain_files()
    study = _study(files.chains, files.records, files.corrections, None, "segment")
    _deliver(study, {"report": output})
