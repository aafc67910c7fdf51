"""What import contracts cannot show: sizes, names, clocks, open files, stray paths."""

import ast
import re

from tests.repo.tree import ENGINE, ROOT, python_files, relative, tracked_files

CODE_SUFFIXES = {".py", ".html", ".js", ".css", ".toml", ".sh"}
OPENS_FILES = re.compile(r"\.(?:read_text|read_bytes|write_text|write_bytes)\(|(?<![\w.])open\(")
READS_CLOCK = re.compile(
    r"\b(?:datetime\.(?:now|utcnow|today)|date\.today|time\.(?:time|localtime|gmtime)|Timestamp\.now)\("
)


def lines_of(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_modules_of_the_engine_stay_under_400_lines():
    long = {relative(path): lines_of(path) for path in python_files() if lines_of(path) > 400}

    assert long == {}


def test_code_files_stay_under_600_lines():
    code = (
        path
        for path in tracked_files()
        if path.suffix in CODE_SUFFIXES
        and "migrations" not in path.parts  # written by Django
        and "vendor" not in path.parts  # kept as their authors wrote them
    )

    assert {relative(path): lines_of(path) for path in code if lines_of(path) > 600} == {}


def test_no_junk_drawers():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}

    assert [relative(p) for p in python_files(ROOT) if drawers & {p.stem, p.parent.name}] == []


def test_clock_is_read_in_the_command_line_only():
    readers = [
        relative(path)
        for path in python_files()
        if "cli" not in path.relative_to(ENGINE).parts
        and READS_CLOCK.search(path.read_text(encoding="utf-8"))
    ]

    assert readers == []


def test_files_are_opened_in_rooms_made_for_it():
    """``io`` modules, readers in ``datasets``, the index's own storage, the command line."""
    rooms = ("datasets/", "cli/", "matching/index/", "matching/ranking/model_file", "messages.py")
    openers = [
        name
        for path in python_files()
        if OPENS_FILES.search(path.read_text(encoding="utf-8"))
        and not (name := path.relative_to(ENGINE).as_posix()).startswith(rooms)
        and path.stem != "io"
        and path.parent.name != "io"
        and "resources.files" not in path.read_text(encoding="utf-8")
    ]

    assert openers == []


def test_engine_prints_in_the_command_line_only():
    printers = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files()
        if "cli" not in path.relative_to(ENGINE).parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    ]

    assert printers == []


def test_files_name_no_path_of_one_machine():
    machine = re.compile(r"/(?:home|root|work|Users)/\w")
    text = (p for p in tracked_files() if p.suffix in {*CODE_SUFFIXES, ".md", ".yaml", ".json"})

    assert [
        relative(path) for path in text if machine.search(path.read_text(encoding="utf-8"))
    ] == []


def test_ci_runs_the_tests_of_the_makefile():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert "make test" in script
