"""The reference page of the rulebooks that are shipped: versions, grades, what is unverified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from queqiao.rules import Rulebook, bundled_rulebooks, load_all_tests
from queqiao.rules.model import Basis, Grade, Role

HEAD = """# Rulebooks shipped

Generated from `rulebooks/` by `tools/build_docs.py`. What was left out and how conflicts between
sources were settled: [what is encoded](../explanation/what-is-encoded.md).

Grades: `P` primary text read, `S` two secondary pages agree, `s` one page, `U` unverified. The last
column counts conditions, numbers, tables, brackets, amounts and duties by grade.

| Rulebook | Version | In force | Conditions | Marks | Cases | Grades |
|---|---|---|---|---|---|---|
"""


def rulebook_page() -> str:
    """The page as Markdown."""
    books = bundled_rulebooks()
    cases = Counter(tests.source for tests in load_all_tests() for _ in tests.cases)
    rows = [_row(book, cases[_tests_of(book)]) for book in books]
    parts = [HEAD + "\n".join(rows) + "\n", "## Unverified\n"]
    parts += [text for book in books if (text := _unverified(book))]
    parts += ["## Sources\n", *(_sources(book) for book in books)]
    return "\n".join(parts)


def _tests_of(book: Rulebook) -> str:
    return book.path.removesuffix(".yaml") + ".tests.yaml"


def _row(book: Rulebook, cases: int) -> str:
    period = book.in_force
    force = f"{period.starts_on or ''} … {period.through or ''}".strip()
    marks = sum(one.role is Role.TRIGGER for one in book.conditions)
    grades = Counter(basis.grade for _, basis in _sentences(book))
    counted = " ".join(f"{grades[grade]} {grade}" for grade in Grade if grades[grade])
    answer = "thresholds not sourced" if book.undetermined else counted
    name = f"`{book.id}` {book.title.zh}"
    return (
        f"| {name} | {book.version} | {force} | {len(book.conditions) - marks} | {marks} "
        f"| {cases} | {answer} |"
    )


def _sentences(book: Rulebook) -> Iterator[tuple[str, Basis]]:
    """Everything that carries a grade, with its name."""
    for one in (*book.conditions, *(one for route in book.routes for one in route.any)):
        yield one.title.zh, one.basis
    for parameter in book.parameters.values():
        yield f"`{parameter.id}`", parameter.basis
    for table in book.tables.values():
        yield f"`{table.id}`", table.basis
        yield from ((f"`{table.id}` {row}", basis) for row, basis in table.row_basis.items())
    for item in book.score.items if book.score else ():
        bases = {bracket.basis.grade: bracket.basis for bracket in item.brackets}
        yield from ((f"{item.title.zh}（分档）", bases[grade]) for grade in Grade if grade in bases)
    if book.amount:
        yield book.amount.title.zh, book.amount.basis
    yield from ((duty.title.zh, duty.basis) for duty in book.duties)


def _unverified(book: Rulebook) -> str:
    names = [name for name, basis in _sentences(book) if not basis.verified]
    if not names:
        return ""
    listed = "\n".join(f"- {name}" for name in dict.fromkeys(names))
    return f"**`{book.id}` {book.version}**\n\n{listed}\n"


def _sources(book: Rulebook) -> str:
    lines = [
        f"- {source.document}" + (f" <{source.url}>" if source.url else "") + f" ({source.grade})"
        for source in book.sources.values()
    ]
    return f"**`{book.id}` {book.version}**\n\n" + "\n".join(lines) + "\n"
