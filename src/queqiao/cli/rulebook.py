"""``queqiao rulebook``: show, check, test and begin rulebooks."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.facts_options import at_option
from queqiao.cli.frame import Command, Group, PathType
from queqiao.cli.language import language, printable, say
from queqiao.cli.output import check_target, write_whole
from queqiao.errors import BadInput, Missing, Problem, WrongUsage
from queqiao.messages import Message, render

if TYPE_CHECKING:
    from rich.console import Console

    from queqiao.rules import CaseResult, Rulebook
    from queqiao.rules.schema.tests import BookTests

_ID = re.compile(r"[a-z][a-z0-9]*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+")
_FAILED = 1


@click.group(cls=Group, help="cli.rulebook.about")
def command() -> None:
    """Everything about rulebooks."""


@command.command("list", cls=Command, help="cli.rulebook.list_about")
@click.option("--json", "as_json", is_flag=True, help="cli.facts.json")
def list_(as_json: bool) -> None:
    """Every rulebook with its versions."""
    from queqiao.rules import bundled_rulebooks

    books = [
        {
            "rulebook": book.id,
            "version": book.version,
            "title": book.title.in_language(language()),
            "kind": book.kind.value,
            "from": _iso(book.in_force.starts_on),
            "through": _iso(book.in_force.through),
        }
        for book in bundled_rulebooks()
    ]
    if as_json:
        click.echo(json.dumps({"rulebooks": books}, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for column in ("id", "version", "title", "period"):
        table.add_column(say(f"rulebook.column_{column}"), overflow="fold")
    for book in books:
        period = f"{book['from'] or '…'} – {book['through'] or '…'}"
        table.add_row(str(book["rulebook"]), str(book["version"]), str(book["title"]), period)
    Console().print(table, markup=False)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@command.command(cls=Command, help="cli.rulebook.test_about")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--verbose", is_flag=True, help="cli.rulebook.verbose")
@click.pass_context
def test(context: click.Context, ids: tuple[str, ...], verbose: bool) -> None:
    """Run the tests that stand beside rulebooks; exit code 1 where any fails."""
    from queqiao.recipes.policies.deciding import choose_rulebooks
    from queqiao.rules import run_tests

    chosen = choose_rulebooks(ids)
    results = run_tests(_tests(ids, chosen.ids), rulebooks=chosen.rulebooks)
    for result in results:
        if verbose or not result.passed:
            _print_case(result)
    counts = {name: [r for r in results if r.tests.rulebook == name] for name in chosen.ids}
    for name, cases in counts.items():
        passed = sum(case.passed for case in cases)
        click.echo(say("rulebook.tested", id=name, passed=passed, count=len(cases)))
    failed = sum(not result.passed for result in results)
    click.echo(say("rulebook.test_total", count=len(results), failed=failed))
    if failed:
        context.exit(_FAILED)


def _tests(names: Sequence[str], ids: Sequence[str]) -> list[BookTests]:
    """The bundled tests of the ids, and those beside rulebook files that were named."""
    from queqiao.rules import load_all_tests, load_tests
    from queqiao.rules.io import TESTS

    files = [Path(name) for name in names if Path(name).suffix.lower() in {".yaml", ".yml"}]
    own = [load_tests(path.with_name(path.stem + TESTS)) for path in files]
    taken = {tests.rulebook for tests in own}
    bundled = [t for t in load_all_tests() if t.rulebook in ids and t.rulebook not in taken]
    return [*own, *bundled]


def _print_case(result: CaseResult) -> None:
    mark = "✓" if result.passed else "✕"
    where = f"{result.tests.rulebook} {result.case.id}"
    click.echo(printable(f"{mark} {where}  {result.case.title}"))
    for difference in result.differences:
        click.echo(printable(f"    {render(difference, language())}"))


@command.command(cls=Command, help="cli.rulebook.lint_about")
@click.argument("files", nargs=-1, required=True, type=PathType(), metavar="FILE...")
def lint(files: tuple[Path, ...]) -> None:
    """Check files; every fault is told with its line."""
    from queqiao.rules import bundled_rulebooks, load_rulebook

    books: list[Rulebook] = []
    problems: list[Problem] = []
    for path in files:
        try:
            books.append(load_rulebook(path))
        except BadInput as error:
            problems.extend(error.problems)
    if problems:
        raise BadInput(problems)
    everything = bundled_rulebooks()
    for path, book in zip(files, books, strict=True):
        everything = everything.replacing(book)
        counts = {"conditions": len(book.conditions), "parameters": len(book.parameters)}
        click.echo(say("rulebook.clean", path=path, id=book.id, version=book.version, **counts))


@command.command(cls=Command, help="cli.rulebook.show_about")
@click.argument("rulebook", metavar="ID")
@at_option
@click.option("--yaml", "as_yaml", is_flag=True, help="cli.rulebook.yaml")
def show(rulebook: str, at: date, as_yaml: bool) -> None:
    """Show the version of a day: conditions, numbers, sources; or the file itself."""
    from queqiao.recipes.policies.deciding import choose_rulebooks
    from queqiao.rules.io import rulebook_folder

    chosen = choose_rulebooks([rulebook])
    book = chosen.rulebooks.on(chosen.ids[0], at)
    if book is None:
        versions = chosen.rulebooks.versions(chosen.ids[0])
        shown = ", ".join(f"{v.version} ({_iso(v.in_force.starts_on) or '…'})" for v in versions)
        params = {"id": chosen.ids[0], "at": at.isoformat(), "versions": shown}
        raise Missing(Message("cli.rulebook.no_version", params))
    if as_yaml:
        own = Path(rulebook)
        source = own if own.is_file() else rulebook_folder().joinpath(book.path)
        click.echo(source.read_text(encoding="utf-8"), nl=False)
        return
    from rich.console import Console

    _print_book(book, Console(highlight=False, emoji=False))


def _print_book(book: Rulebook, console: Console) -> None:
    from rich.text import Text

    from queqiao.recipes.policies.words import grade_word

    tongue = language()
    period = f"{_iso(book.in_force.starts_on) or '…'} – {_iso(book.in_force.through) or '…'}"
    console.print(Text(book.title.in_language(tongue), style="bold"))
    console.print(Text(f"{book.id}  {say('rulebook.version', version=book.version)}  {period}"))
    if book.undetermined:
        console.print(Text(book.undetermined.in_language(tongue), style="yellow"))
    _print_conditions(book, console)
    _print_parameters(book, console)
    for source in book.sources.values():
        grade = grade_word(source.grade, tongue)
        console.print(Text(f"[{source.key}] {source.document} {source.title}  {grade}"))
        if source.url:
            console.print(Text(f"    {source.url}", style="dim"), soft_wrap=True)
    for note in book.notes:
        console.print(Text(f"· {note.in_language(tongue)}"))


def _print_conditions(book: Rulebook, console: Console) -> None:
    from rich.table import Table

    from queqiao.recipes.policies.words import basis_word, grade_word

    table = Table()
    for column in ("condition", "title", "role", "basis", "grade"):
        table.add_column(say(f"rulebook.column_{column}"), overflow="fold")
    options = [option for route in book.routes for option in route.any]
    for one in (*book.conditions, *options):
        table.add_row(
            one.id,
            one.title.in_language(language()),
            say(f"rulebook.role_{one.role.value}"),
            basis_word(one.basis),
            grade_word(one.basis.grade, language()) if one.verified else say("rulebook.unverified"),
        )
    if table.row_count:
        console.print(table, markup=False)


def _print_parameters(book: Rulebook, console: Console) -> None:
    from rich.table import Table

    from queqiao.recipes.policies.parameters import parameter_word

    table = Table()
    for column in ("parameter", "value", "basis"):
        table.add_column(say(f"rulebook.column_{column}"), overflow="fold")
    from queqiao.recipes.policies.words import basis_word

    for one in book.parameters.values():
        table.add_row(one.id, parameter_word(one, language()), basis_word(one.basis))
    if table.row_count:
        console.print(table, markup=False)


@command.command(cls=Command, help="cli.rulebook.new_about")
@click.argument("rulebook", metavar="ID")
@click.option("--output", type=PathType(), metavar="FILE", help="cli.rulebook.output")
@at_option
def new(rulebook: str, output: Path | None, at: date) -> None:
    """Write a rulebook to begin from, and tests beside it."""
    from queqiao.recipes.policies.beginning import begin_rulebook
    from queqiao.rules.io import TESTS

    if not _ID.fullmatch(rulebook):
        raise WrongUsage(Message("cli.rulebook.bad_id", {"id": rulebook}))
    path = output or Path(f"{rulebook.partition('.')[2].replace('.', '-')}.yaml")
    beside = path.with_name(path.stem + TESTS)
    for one in (path, beside):
        check_target(one)
        if one.exists():
            raise WrongUsage(Message("cli.rulebook.exists", {"path": str(one)}))
    text, tests = begin_rulebook(rulebook, at=at)
    write_whole(path, text.encode())
    write_whole(beside, tests.encode())
    click.echo(say("rulebook.begun", path=path, tests=beside))
