"""``queqiao``: names its commands and the modules they live in; imports none until it is called."""

from __future__ import annotations

import click

from queqiao import __version__
from queqiao.cli.frame import Group

COMMANDS = {
    "match": "queqiao.cli.match",
    "demo": "queqiao.cli.demo",
    "specs": "queqiao.cli.specs",
    "check": "queqiao.cli.check",
    "index": "queqiao.cli.index",
    "search": "queqiao.cli.search",
    "rank": "queqiao.cli.rank",
    "learn": "queqiao.cli.learn",
    "chains": "queqiao.cli.chains",
    "read": "queqiao.cli.read",
    "determine": "queqiao.cli.determine",
    "ladder": "queqiao.cli.ladder",
    "sandbox": "queqiao.cli.sandbox",
    "rulebook": "queqiao.cli.rulebook",
    "facts": "queqiao.cli.facts",
    "words": "queqiao.cli.words",
    "indicators": "queqiao.cli.indicators",
    "allocate": "queqiao.cli.allocate",
}
"""Command name to module, in the order of the help page. A module exposes its ``click`` command
under the name ``command`` or under the command's own name."""


@click.group("queqiao", cls=Group, modules=COMMANDS, help="cli.help.about")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="cli.help.lang", expose_value=False)
@click.version_option(__version__, message="%(prog)s %(version)s", help="cli.help.version")
def cli() -> None:
    """Match technology demands with research achievements."""


def main() -> None:
    """The entry point of the installed program."""
    cli.main()
