"""Rulebooks and their tests out of files: the bundled ones, a folder's, a single one."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message
from queqiao.rules.library import Rulebooks, build_rulebooks
from queqiao.rules.model import Rulebook
from queqiao.rules.schema import parse_rulebook
from queqiao.rules.schema.tests import BookTests, parse_tests

TESTS = ".tests.yaml"
MAX_BYTES = 4_000_000


def rulebook_folder() -> Traversable:
    """The folder of the bundled rulebooks: in the package, or beside the sources."""
    package = resources.files("queqiao")
    packaged = package.joinpath("rulebooks")
    if packaged.is_dir():
        return packaged
    return Path(str(package)).resolve().parents[1] / "rulebooks"


@cache
def bundled_rulebooks() -> Rulebooks:
    """Every rulebook that comes with Queqiao."""
    return load_rulebooks(rulebook_folder())


def load_rulebooks(folder: Traversable) -> Rulebooks:
    """
    Every rulebook below a folder.

    Raises:
        Missing: there is none.
        BadInput: with the faults of all files.
    """
    files = [one for one in _files(folder, "") if not one[0].endswith(TESTS)]
    if not files:
        raise Missing(Message("rules.library.none", {"path": str(folder)}))
    books: list[Rulebook] = []
    problems: list[Problem] = []
    for name, file in files:
        try:
            books.append(parse_rulebook(_text(file, name), source=name))
        except BadInput as error:
            problems.extend(error.problems)
    if problems:
        raise BadInput(problems)
    return build_rulebooks(books)


def load_rulebook(path: Path) -> Rulebook:
    """
    One rulebook.

    Raises:
        Missing: there is no such file.
        BadInput: with every fault of the file.
    """
    if not path.is_file():
        raise Missing(Message("datasets.path.missing", {"path": str(path)}))
    return parse_rulebook(_text(path, path.name), source=path.name)


def load_tests(path: Path) -> BookTests:
    """
    The tests of one rulebook.

    Raises:
        Missing: there is no such file.
        BadInput: with every fault of the file.
    """
    if not path.is_file():
        raise Missing(Message("datasets.path.missing", {"path": str(path)}))
    return parse_tests(_text(path, path.name), source=path.name)


def load_all_tests(folder: Traversable | None = None) -> tuple[BookTests, ...]:
    """The tests below a folder, the bundled ones by default, in the order of their names."""
    files = _files(folder or rulebook_folder(), "")
    tests = [(name, file) for name, file in files if name.endswith(TESTS)]
    return tuple(parse_tests(_text(file, name), source=name) for name, file in tests)


def _files(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            found.extend(_files(entry, f"{name}/"))
        elif name.endswith(".yaml"):
            found.append((name, entry))
    return found


def _text(file: Traversable, name: str) -> str:
    data = file.read_bytes()
    if len(data) > MAX_BYTES:
        raise BadInput([Problem(Message("rules.schema.too_large", {"limit": MAX_BYTES}), name)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput([Problem(Message("rules.library.not_utf8"), name)]) from None
