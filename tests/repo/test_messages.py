"""Every sentence is there in both languages, used, and filled with the same values."""

import ast
import re
import string

import pytest

from queqiao.messages import LANGUAGES, catalog
from tests.repo.tree import ENGINE, python_files

PACKAGES = sorted(path.parent.name for path in ENGINE.glob("*/messages") if path.is_dir())
CODE = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.[a-z][a-z0-9_]*)+")


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def strings_in_code() -> tuple[set[str], set[str]]:
    """Whole code strings, and the leading parts of f-strings such as ``f"matching.gate.{x}"``."""
    whole: set[str] = set()
    prefixes: set[str] = set()
    for path in python_files():
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        pieces = {id(v) for n in nodes if isinstance(n, ast.JoinedStr) for v in n.values}
        for node in nodes:
            if id(node) in pieces:
                continue
            if isinstance(node, ast.JoinedStr):
                first = node.values[0] if node.values else None
                if isinstance(first, ast.Constant) and "." in str(first.value):
                    prefixes.add(str(first.value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                if CODE.fullmatch(node.value):
                    whole.add(node.value)
                elif node.value.endswith(".") and CODE.fullmatch(node.value[:-1]):
                    prefixes.add(node.value)
    return whole, prefixes


@pytest.mark.parametrize("package", PACKAGES)
def test_sentences_are_complete_in_both_languages(package):
    incomplete = {
        code: sorted(sentence)
        for code, sentence in catalog(package).items()
        if set(sentence) != set(LANGUAGES) or not all(str(t).strip() for t in sentence.values())
    }

    assert incomplete == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_sentences_take_the_same_values_in_both_languages(package):
    different = {
        code: sentence
        for code, sentence in catalog(package).items()
        if placeholders(sentence["zh"]) != placeholders(sentence["en"])
        or any(not name or name.isdigit() for name in placeholders(sentence["zh"]))
    }

    assert different == {}


def test_sentences_named_in_code_exist():
    whole, _ = strings_in_code()

    missing = sorted(
        code
        for code in whole
        if (parts := code.split(".", 1))[1] not in catalog(parts[0])
        and not any(known.startswith(f"{parts[1]}.") for known in catalog(parts[0]))
    )

    assert missing == []


def test_sentences_in_catalogs_are_used():
    whole, prefixes = strings_in_code()

    unused = sorted(
        f"{package}.{code}"
        for package in PACKAGES
        for code in catalog(package)
        if f"{package}.{code}" not in whole
        and not any(f"{package}.{code}".startswith(prefix) for prefix in prefixes)
    )

    assert unused == []


def test_sentences_are_not_defined_twice():
    import yaml

    seen: dict[str, str] = {}
    twice = []
    for package in PACKAGES:
        for path in sorted((ENGINE / package / "messages").glob("*.yaml")):
            for section, node in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
                leaves = (
                    [section] if set(node) <= set(LANGUAGES) else [f"{section}.{k}" for k in node]
                )
                for leaf in leaves:
                    key = f"{package}.{leaf}"
                    if key in seen:
                        twice.append((key, seen[key], path.name))
                    seen[key] = path.name

    assert twice == []
