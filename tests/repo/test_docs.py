"""The documentation is whole: commands, decisions, links, the glossary."""

import os
import re
import subprocess
import sys

import pytest

from tests.repo.tree import ENGINE, ROOT, python_files, relative, tracked_files

PLATFORM = ROOT / "src" / "queqiao_web"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PAGES = [path for path in tracked_files() if path.suffix == ".md"]


def test_generated_pages_are_fresh():
    command = [sys.executable, str(ROOT / "tools" / "build_docs.py"), "--check"]

    outside = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    checked = subprocess.run(
        command, cwd=ROOT, env=outside, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page):
    targets = [t.split("#")[0] for t in LINK.findall(page.read_text(encoding="utf-8"))]
    local = [t for t in targets if t and not t.startswith(("http:", "https:", "mailto:"))]

    assert [target for target in local if not (page.parent / target).exists()] == []


def test_decisions_are_numbered_without_gaps_or_doubles():
    pages = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))

    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))


def test_every_dependency_has_its_reason():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    reasons = (ROOT / "docs/decisions/0003-choose-dependencies.md").read_text(encoding="utf-8")
    names = [re.split(r"[<>=\[; ]", item)[0] for item in project["dependencies"]]

    assert [name for name in names if name not in reasons] == []


def test_types_of_the_glossary_exist_in_code():
    in_use = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").split("## Reserved")[0]
    named = set(re.findall(r"`([A-Z][A-Za-z]+)`", in_use))
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in (ENGINE, PLATFORM)
        for path in python_files(folder)
    )

    assert sorted(name for name in named if f"class {name}" not in source) == []


def test_readmes_show_the_two_commands():
    for name in ("README.md", "README.zh-Hans.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "make run" in text
        assert "make test" in text
