"""``queqiao allocate``: names its commands and where they live; imports none until it is called."""

from __future__ import annotations

import click

from queqiao.cli.frame import Group

COMMANDS = {
    "assign": "queqiao.cli.allocate_assign",
    "stable": "queqiao.cli.allocate_stable",
    "affinity": "queqiao.cli.allocate_affinity",
    "timetable": "queqiao.cli.allocate_timetable",
}
"""Command name to module; one that is not there is not listed."""


@click.group("allocate", cls=Group, modules=COMMANDS, help="cli.allocate.about")
def command() -> None:
    """Decide who works with whom, and when."""
