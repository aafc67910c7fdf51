"""What import contracts cannot show of the platform: permissions, writes, clocks, templates."""

import ast
import re
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from tests.repo.tree import ROOT, python_files, relative, tracked_files

PLATFORM = ROOT / "src" / "queqiao_web"
FOREIGN = ("allauth.", "ninja.", "django.")  # they decide for themselves who may open what
WRITES = {
    "save",
    "create",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
WRITING_ROOMS = {"actions", "management", "migrations"}
WRITING_APPS = {"foundation", "demo"}
MARKS = {  # answers kept for repeated calls; whole regions taken in; when somebody was reminded
    "src/queqiao_web/api/answers.py",
    "src/queqiao_web/api/exchange/taking.py",
    "src/queqiao_web/deals/tasks.py",
}
CLOCKS = re.compile(
    r"\b(?:timezone\.(?:now|localdate|localtime)\(\)|datetime\.(?:now|utcnow|today)\(|date\.today\(|time\.time\()"
)
CLOCK_ROOMS = {"pages", "api", "tasks", "management"}
INLINE = (
    (re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE), "inline script"),
    (re.compile(r"<style[\s>]", re.IGNORECASE), "inline style"),
    (re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE), "style attribute"),
    (re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE), "handler attribute"),
    (re.compile(r"javascript:", re.IGNORECASE), "javascript address"),
    (re.compile(r"<[a-z][^>]*\shx-on", re.IGNORECASE), "handler of htmx"),
    (re.compile(r"\|\s*safe\b|\bautoescape off\b"), "text without escaping"),
)
DATA_BLOCK = re.compile(r'<script[^>]*type="application/json"[^>]*>', re.IGNORECASE)


def parts_of(path):
    """The app and the room that a file lies in."""
    parts = path.relative_to(PLATFORM).with_suffix("").parts
    return parts[0], set(parts[1:])


def views(patterns=None, prefix=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def is_foreign(view):
    home = getattr(view, "__module__", "")
    shown = getattr(view, "view_class", view)
    return home.startswith(FOREIGN) or getattr(shown, "__module__", "").startswith(FOREIGN)


def test_every_page_declares_who_may_open_it():
    found = list(views())
    undeclared = [
        f"{route} {view.__module__}.{getattr(view, '__name__', '')}"
        for route, view in found
        if not hasattr(view, "permission") and not is_foreign(view)
    ]

    assert undeclared == []
    assert len(found) > 50  # the walk reaches the pages


def writes_in(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, on = node.func.attr, ast.unparse(node.func.value)
        is_query = re.search(r"objects|_manager|filter\(|exclude\(|select_for_update", on)
        if name in WRITES or (name == "update" and is_query):
            yield f"{relative(path)}:{node.lineno} {on[:40]}.{name}"


def test_rows_are_written_by_actions_only():
    found = []
    for path in python_files(PLATFORM):
        app, rooms = parts_of(path)
        if relative(path) in MARKS or app in WRITING_APPS:
            continue
        if not rooms & WRITING_ROOMS:
            found += writes_in(path)

    assert found == []


def test_the_search_for_writes_finds_them(tmp_path, monkeypatch):
    planted = tmp_path / "queries.py"
    planted.write_text("Row.objects.filter(pk=1).update(a=1)\nrow.save()\n{}.update(a=1)\n")
    monkeypatch.setattr(sys.modules[__name__], "relative", lambda path: path.name)

    assert list(writes_in(planted)) == [
        "queries.py:1 Row.objects.filter(pk=1).update",
        "queries.py:2 row.save",
    ]


def test_the_clock_is_read_where_requests_and_jobs_come_in():
    """``received_at`` and ``at`` come in as arguments everywhere else."""
    readers = []
    for path in python_files(PLATFORM):
        app, rooms = parts_of(path)
        if app in {"foundation", "demo"} or rooms & CLOCK_ROOMS:
            continue
        if CLOCKS.search(path.read_text(encoding="utf-8")):
            readers.append(relative(path))

    # who somebody is holds for this very moment: the end of a delegation counts at once
    assert readers == ["src/queqiao_web/organizations/queries/people.py"]


def templates():
    return [
        path
        for path in tracked_files()
        if PLATFORM in path.parents and path.suffix == ".html" and "templates" in path.parts
    ]


def inline_in(text):
    text = DATA_BLOCK.sub("", text)
    return [what for pattern, what in INLINE if pattern.search(text)]


@pytest.mark.parametrize("path", templates(), ids=relative)
def test_templates_hold_nothing_inline(path):
    assert inline_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", templates(), ids=relative)
def test_each_term_stands_in_one_box_with_its_value(path):
    """``parts.css`` draws a line under each pair; without the box, pairs run into one another."""
    assert re.findall(r"(?<!<div>)<dt", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>go()</script>",
        "<p style='color:red'>",
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        "<style>p{}</style>",
        "{{ text|safe }}",
        '<div hx-on:click="go()">',
    ],
)
def test_the_search_for_inline_parts_finds_them(text):
    assert inline_in(text) != []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_sentence_is_translated():
    command = [sys.executable, str(ROOT / "tools" / "translations.py"), "check"]

    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_modules_of_the_platform_stay_under_400_lines():
    def lines(path):
        return len(path.read_text(encoding="utf-8").splitlines())

    modules = [path for path in python_files(PLATFORM) if "migrations" not in path.parts]
    assert {relative(path): lines(path) for path in modules if lines(path) > 400} == {}
