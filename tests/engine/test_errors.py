"""Errors of several inputs, told together."""

import pytest

from queqiao.errors import (
    MOST_TOLD,
    BadInput,
    Missing,
    Problem,
    QueqiaoError,
    SeveralErrors,
    gather,
    join_errors,
)
from queqiao.messages import Message

EMPTY = Message("datasets.file.empty")


def bad(*sources):
    return BadInput([Problem(EMPTY, source) for source in sources])


def missing(path):
    return Missing(Message("datasets.path.missing", {"path": path}))


def failing(error):
    def call():
        raise error

    return call


def test_gather_gives_what_all_calls_return_in_order():
    assert gather(lambda: 1, lambda: "two") == (1, "two")


def test_gather_makes_every_call_and_tells_every_error():
    with pytest.raises(BadInput) as raised:
        gather(failing(bad("a.csv", "b.csv")), lambda: 1, failing(bad("c.csv")))

    assert [problem.source for problem in raised.value.problems] == ["a.csv", "b.csv", "c.csv"]


def test_gather_lets_faults_of_the_program_through():
    with pytest.raises(ZeroDivisionError):
        gather(lambda: 1 // 0, failing(bad("a.csv")))


def test_one_error_stays_what_it_is():
    error = missing("a.csv")

    assert join_errors([error]) is error


@pytest.mark.parametrize(
    ("errors", "code"), [((missing("a"), bad("b")), 4), ((bad("b"), missing("a")), 3)]
)
def test_errors_of_several_kinds_end_with_the_code_of_the_first(errors, code):
    joined = join_errors(errors)

    assert isinstance(joined, SeveralErrors)
    assert joined.exit_code == code
    assert joined.describe("zh") == "\n".join(error.describe("zh") for error in errors)


def test_errors_joined_twice_are_all_told():
    joined = join_errors([missing("a"), join_errors([bad("b"), missing("c")])])

    assert all(f"“{name}”" in joined.describe("zh") for name in "ac")
    assert "  b: " in joined.describe("zh")


@pytest.mark.parametrize("count", [MOST_TOLD, MOST_TOLD + 1, 3 * MOST_TOLD])
def test_of_many_problems_the_first_are_told_and_the_rest_counted(count):
    lines = bad(*(f"{number}.csv" for number in range(count))).describe("en").splitlines()

    assert f"{count} problem(s)" in lines[0]
    told = lines[1 : 1 + MOST_TOLD]
    assert [line.split(":")[0].strip() for line in told] == [f"{n}.csv" for n in range(MOST_TOLD)]
    rest = count - MOST_TOLD
    assert lines[1 + MOST_TOLD :] == ([f"  ... and {rest} more"] if rest else [])


def test_every_error_has_the_code_of_its_class():
    assert [kind.exit_code for kind in (QueqiaoError, BadInput, Missing)] == [1, 3, 4]
