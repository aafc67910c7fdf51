"""Unified social credit codes: published ones pass, each way of getting one wrong is found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.core.codes import (
    has_uscc_characters,
    has_uscc_check,
    has_uscc_kind,
    has_uscc_subject_check,
    is_uscc,
    uscc_check_character,
)
from queqiao.core.codes.uscc import USCC_CHARACTERS

# Codes that their holders publish: companies, a provincial science department.
PUBLISHED = [
    "91350100M000100Y43",
    "11220000013544429K",
    "9144030071526726XG",
    "914403001922038216",
    "91110000802100433B",
    "91330100799655058B",
]
KINDS = re.findall(
    "..",
    "1112131921293132333435394149515253596162697172798189919293A1A9N1N2N3N9Y1",
)


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_code_is_well_formed(code):
    assert is_uscc(code)
    assert has_uscc_subject_check(code)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y44",
        "91350100m000100y43",
        "91350100M000100Y4",
        "91350100M000100Y433",
        " 91350100M000100Y43",
        "91350100O000100Y43",
        "９1350100M000100Y43",
        "",
    ],
)
def test_malformed_code_is_refused(code):
    assert not is_uscc(code)


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_left_out_of_the_standard_are_no_characters(letter):
    assert not has_uscc_characters(f"91350100{letter}000100Y43")
    assert not has_uscc_check(f"91350100{letter}000100Y43")


def test_kinds_are_those_in_use():
    pairs = [a + b for a in USCC_CHARACTERS for b in USCC_CHARACTERS]

    assert [pair for pair in pairs if has_uscc_kind(pair)] == KINDS
    assert not has_uscc_kind("9")


def test_subject_without_its_own_check_is_marked_and_not_refused():
    body = "91350100M000100Y5"
    code = body + uscc_check_character(body)

    assert is_uscc(code)
    assert not has_uscc_subject_check(code)


bodies = st.tuples(st.sampled_from(KINDS), st.text(USCC_CHARACTERS, min_size=15, max_size=15))


@given(bodies)
def test_computed_check_character_closes_the_code(body):
    kind, rest = body
    code = kind + rest
    assert is_uscc(code + uscc_check_character(code))


@given(bodies, st.integers(0, 16), st.sampled_from(USCC_CHARACTERS))
def test_any_single_wrong_character_is_found(body, place, wrong):
    code = "".join(body) + uscc_check_character("".join(body))
    changed = code[:place] + wrong + code[place + 1 :]
    assert has_uscc_check(changed) == (changed == code)


@given(bodies, st.integers(0, 15))
def test_two_neighbours_exchanged_are_found(body, place):
    code = "".join(body) + uscc_check_character("".join(body))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert has_uscc_check(swapped) == (swapped == code)
