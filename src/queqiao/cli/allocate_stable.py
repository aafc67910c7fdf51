"""``queqiao allocate stable``: preferences of two sides in, a matching that no pair would leave."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.frame import Command, PathType
from queqiao.cli.language import language, say
from queqiao.cli.output import check_target, write_whole
from queqiao.messages import Message

if TYPE_CHECKING:
    from queqiao.allocation.stable import Preferences

_PATH = PathType()


@click.command("stable", cls=Command, help="cli.allocate_stable.about")
@click.option(
    "--preferences",
    "preferences_file",
    required=True,
    type=_PATH,
    metavar="FILE",
    help="cli.allocate_stable.preferences",
)
@click.option(
    "--favor",
    type=click.Choice(["proposers", "reviewers"]),
    default="proposers",
    show_default=True,
    help="cli.allocate_stable.favor",
)
@click.option("--check", "given", type=_PATH, metavar="FILE", help="cli.allocate_stable.check")
@click.option("--output", type=_PATH, metavar="FILE", help="cli.allocate_stable.output")
def command(*, preferences_file: Path, favor: str, given: Path | None, output: Path | None) -> None:
    """Match two sides, or list the pairs that would leave a given matching."""
    if output is not None:
        check_target(output)
    from queqiao.allocation.io import load_preferences, to_json

    preferences = load_preferences(preferences_file)
    data = _matched(preferences, favor) if given is None else _checked(preferences, given)
    if output is None:
        click.echo(to_json(data).decode(), nl=False)
    else:
        write_whole(output, to_json(data))
        click.echo(say("allocate_stable.written", path=str(output)), err=True)


def _matched(preferences: Preferences, favor: str) -> dict[str, object]:
    from queqiao.allocation.stable import Favored, match_stably

    found = match_stably(preferences, favored=Favored(favor))
    counts = {"matched": len(found.matched), "unmatched": len(found.unmatched)}
    places = sum(found.free_places.values())
    click.echo(say("allocate_stable.summary", **counts, places=places), err=True)
    if found.ties:
        click.echo(say("allocate_stable.weak"), err=True)
    return {
        "matched": dict(found.matched),
        "unmatched": list(found.unmatched),
        "free_places": dict(found.free_places),
        "favored": favor,
        "stability": "weak" if found.ties else "strict",
        "blocking_pairs": [],
    }


def _checked(preferences: Preferences, path: Path) -> dict[str, object]:
    from queqiao.allocation.io import load_matching
    from queqiao.allocation.stable import blocking_pairs, unacceptable_pairs
    from queqiao.errors import BadInput, Problem

    matched = load_matching(path)
    impossible = unacceptable_pairs(preferences, matched)
    if impossible:
        code = "allocation.preferences.bad_matching"
        raise BadInput(
            Problem(Message(code, {"proposer": proposer, "reviewer": reviewer}), path.name)
            for proposer, reviewer in impossible
        )
    pairs = blocking_pairs(preferences, matched)
    click.echo(say("allocate_stable.blocking" if pairs else "allocate_stable.stable"), err=True)
    gap = "、" if language() == "zh" else ", "
    for proposer, reviewer in pairs:
        click.echo(f"  {proposer}{gap}{reviewer}", err=True)
    return {"stable": not pairs, "blocking_pairs": [list(pair) for pair in pairs]}
