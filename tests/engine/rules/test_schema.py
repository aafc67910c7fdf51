"""Rulebooks from YAML: what a complete one holds, and every fault with its line."""

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.errors import BadInput
from queqiao.rules import bundled_rulebooks
from queqiao.rules.io import load_rulebook, load_rulebooks, rulebook_folder
from queqiao.rules.kinds import PERSONS
from queqiao.rules.library import build_rulebooks
from queqiao.rules.model import Grade, Role
from queqiao.rules.schema import parse_rulebook
from queqiao.rules.schema.tests import parse_tests

GOOD = """\
rulebook: test.book
version: "1"
title: {zh: 试, en: test}
in_force: {from: 2020-01-01}
sources:
  main: {document: 文号, grade: S}
parameters:
  floor: {value: 10人, source: main, clause: 第一条}
  rate: {value: null, source: main, grade: U}
define:
  share: tech_staff / employees_avg
conditions:
  - id: staff
    title: {zh: 人员, en: staff}
    test: tech_staff >= floor
    source: main
  - id: rated
    title: {zh: 比例, en: rate}
    role: veto
    test: share >= 10%
    source: main
"""


def faults(text):
    with pytest.raises(BadInput) as caught:
        parse_rulebook(text, source="book.yaml")
    return [(one.row, one.field, one.message.code) for one in caught.value.problems]


def test_a_rulebook_is_read_whole():
    book = parse_rulebook(GOOD)

    assert (book.id, book.version, book.in_force.starts_on) == ("test.book", "1", date(2020, 1, 1))
    assert book.parameters["floor"].kind == PERSONS
    assert book.parameters["floor"].basis.grade is Grade.AGREED
    assert [one.role for one in book.conditions] == [Role.CONDITION, Role.VETO]
    assert book.conditions[0].line == 13


@pytest.mark.parametrize(
    ("old", "new", "row", "code"),
    [
        ("10人", "10万元", 15, "rules.expression.at_column"),
        ("10人", "ten", 15, "rules.expression.at_column"),
        ("tech_staff >= floor", "tech_staf >= floor", 15, "rules.expression.at_column"),
        ("share >= 10%", "share >= 10人", 20, "rules.expression.at_column"),
        ("    test: tech_staff >= floor\n", "", 13, "rules.schema.no_test"),
        ("source: main\n  - id: rated", "source: other\n  - id: rated", 16, "rules.schema.source"),
        ("role: veto", "role: vetoo", 19, "rules.schema.choice"),
        ("role: veto", "rolle: veto", 19, "rules.schema.key_unknown"),
        ("id: rated", "id: staff", 17, "rules.schema.id_twice"),
        ("id: rated", "id: Rated!", 17, "rules.schema.identifier"),
        ("{zh: 人员, en: staff}", "{zh: 人员}", 14, "rules.schema.label"),
        ("2020-01-01", "2020-13-01", 4, "rules.schema.day"),
        ("  share: tech", "  floor: tech", 11, "rules.schema.name_taken"),
        ("  share: tech", "  revenue: tech", 11, "rules.schema.name_taken"),
        ("rulebook: test.book", "rulebook: Test", 1, "rules.schema.book_id"),
        ('version: "1"\n', 'version: "1"\nversion: "2"\n', 3, "rules.schema.key_twice"),
        ('version: "1"\n', "", 1, "rules.schema.key_missing"),
        ("grade: S}", "grade: B}", 6, "rules.schema.choice"),
    ],
)
def test_faults_name_line_and_remedy(old, new, row, code):
    assert old in GOOD

    found = faults(GOOD.replace(old, new, 1))

    assert (row, code) in {(line, what) for line, _, what in found}


def test_all_faults_come_at_once_in_order():
    text = GOOD.replace("tech_staff >= floor", "tech_staf >= floor").replace("veto", "no")

    assert [row for row, _, _ in faults(text)] == [15, 19]


def test_circles_are_told():
    text = GOOD.replace("tech_staff / employees_avg", "other\n  other: share")

    with pytest.raises(BadInput) as caught:
        parse_rulebook(text)

    assert "share → other → share" in caught.value.describe("zh")


def test_what_leans_on_the_unverified_is_unverified():
    text = GOOD.replace("share >= 10%", "share >= rate_used").replace(
        "  share: tech", "  rate_used: rate\n  share: tech"
    )
    text = text.replace("value: null", "value: 10%")

    book = parse_rulebook(text)

    assert [one.verified for one in book.conditions] == [True, False]


@pytest.mark.parametrize("text", ["", "[]", "a: [", "\t", "rulebook", "{", "- - - x", "%", "&a *a"])
def test_rubbish_is_one_clear_error(text):
    assert faults(text)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_rulebook_or_bad_input(text):
    with pytest.raises(BadInput):
        parse_rulebook(text)


@given(st.integers(0, len(GOOD)), st.integers(0, 40), st.text(max_size=6))
@settings(max_examples=200, deadline=None)
def test_a_damaged_rulebook_is_read_or_refused(start, length, put):
    with contextlib.suppress(BadInput):
        parse_rulebook(GOOD[:start] + put + GOOD[start + length :])


def test_overlapping_versions_are_refused():
    one = parse_rulebook(GOOD)
    other = parse_rulebook(GOOD.replace('"1"', '"2"').replace("2020-01-01", "2021-01-01"))

    with pytest.raises(BadInput) as caught:
        build_rulebooks([one, other])

    assert caught.value.problems[0].message.code == "rules.library.overlap"


def test_uses_must_lead_somewhere_and_not_in_circles():
    text = GOOD + "uses:\n  other: {rulebook: test.book, take: met}\n"
    missing = GOOD + "uses:\n  other: {rulebook: test.none, take: met}\n"

    codes = []
    for one in (text, missing):
        with pytest.raises(BadInput) as caught:
            build_rulebooks([parse_rulebook(one)])
        codes.append(caught.value.problems[0].message.code)

    assert codes == ["rules.library.circle", "rules.library.use"]


def test_bundled_rulebooks_load_alike_from_the_folder():
    assert [(one.id, one.version) for one in load_rulebooks(rulebook_folder())] == [
        (one.id, one.version) for one in bundled_rulebooks()
    ]


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "book.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())

    assert load_rulebook(path).id == "test.book"


def test_a_file_in_another_encoding_is_told(tmp_path):
    path = tmp_path / "book.yaml"
    path.write_bytes(GOOD.encode("gbk"))

    with pytest.raises(BadInput) as caught:
        load_rulebook(path)

    assert caught.value.problems[0].message.code == "rules.library.not_utf8"


def test_tests_tell_their_faults_with_lines():
    text = """\
rulebook: test.book
base: {at: 2026-05-01, facts: {tech_staff: 5}}
cases:
  - id: one
    facts: {tech_stuff: 5}
    expect: {outcome: mett}
"""

    with pytest.raises(BadInput) as caught:
        parse_tests(text)

    assert {one.row for one in caught.value.problems} == {4, 6}
