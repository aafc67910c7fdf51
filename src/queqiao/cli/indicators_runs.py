"""The long work behind ``queqiao indicators``: uncertainty that can be interrupted, the report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click

from queqiao.cli.language import language, say
from queqiao.cli.output import check_target, write_whole
from queqiao.cli.progress import progress_bar
from queqiao.indicators import (
    Laboratory,
    Sensitivity,
    Uncertainty,
    find_sensitivity,
    vary_index,
)
from queqiao.indicators.io.checkpoint import load_tally, tally_bytes
from queqiao.indicators.uncertainty import Tally

_KEEP_EVERY_S = 5.0


def run_uncertainty(
    laboratory: Laboratory, *, runs: int | None, seed: int | None, kept_at: Path | None
) -> Uncertainty:
    """
    All runs, with a bar; progress is kept at ``kept_at`` and taken up again after an interruption.

    The file goes when the work is done.
    """
    last: list[Tally] = []
    kept = [time.monotonic()]

    def keep(tally: Tally) -> None:
        last[:] = [tally]
        if kept_at is not None and time.monotonic() - kept[0] > _KEEP_EVERY_S:
            write_whole(kept_at, tally_bytes(tally))
            kept[0] = time.monotonic()

    begun = load_tally(kept_at) if kept_at is not None else None
    if begun is not None:
        click.echo(say("composite.resumed"), err=True)
    try:
        with progress_bar(say("composite.progress_runs")) as progress:
            found = vary_index(
                laboratory, runs=runs, seed=seed, progress=progress, tally=begun, keep=keep
            )
    except KeyboardInterrupt:
        if last and kept_at is not None:
            write_whole(kept_at, tally_bytes(last[0]))
            click.echo(say("composite.kept", path=str(kept_at)), err=True)
        raise
    if kept_at is not None:
        kept_at.unlink(missing_ok=True)
    return found


def run_sensitivity(laboratory: Laboratory, *, samples: int, seed: int | None) -> Sensitivity:
    """The Sobol indices, with a bar."""
    with progress_bar(say("composite.progress_sobol")) as progress:
        return find_sensitivity(laboratory, samples=samples, seed=seed, progress=progress)


def write_report(
    configuration: str,
    data: Sequence[Path],
    output: Path,
    *,
    only: Sequence[str],
    year: int | None,
    runs: int | None,
    seed: int | None,
) -> None:
    """Build, vary and write the page."""
    from queqiao.cli.indicators import load_inputs
    from queqiao.recipes.indicators import gather_report, render_report

    check_target(output)
    found, panel = load_inputs(configuration, data)
    laboratory = Laboratory(found, panel, year=year)
    uncertain = run_uncertainty(laboratory, runs=runs, seed=seed, kept_at=None)
    with progress_bar(say("composite.progress_report")) as progress:
        gathered = gather_report(found, panel, uncertain, year=year, only=only, progress=progress)
    write_whole(output, render_report(gathered, language=language()).encode())
    click.echo(say("composite.report_written", count=len(gathered.built.units), path=str(output)))
