"""Row and column held against each other, answer by answer."""

from __future__ import annotations

from fractions import Fraction

from queqiao.rules.columns import build_columns, determine_columns
from queqiao.rules.rows import RowEngine
from queqiao.rules.rows.evaluate import outcome_of
from queqiao.rules.rows.values import Undefined, spanned


def differences(rulebooks, records, at) -> list[tuple]:
    """Everything in which the two evaluators differ."""
    engine = RowEngine(rulebooks)
    by_column = determine_columns(build_columns(records), rulebooks=rulebooks, at=at)
    found = []
    for name, columns in by_column.items():
        for row, record in enumerate(records):
            answer = engine.answer(name, record, at)
            found += [(name, row, *one) for one in _row_differences(answer, columns, row)]
    return found


def _row_differences(answer, columns, row):  # noqa: C901 -- one look after the other
    outcome = columns.outcomes[columns.outcome[row]]
    if outcome != answer.outcome.value:
        yield "outcome", answer.outcome.value, outcome
    for name, given in answer.answers.items():
        of_condition = columns.outcomes[columns.conditions[name][row]]
        if of_condition != outcome_of(given).value:
            yield name, outcome_of(given).value, of_condition
    if not answer.answers and answer.class_name is None:
        return
    if columns.amount_fen is not None:
        amount = answer.amount if isinstance(answer.amount, int) else -1
        if amount != columns.amount_fen[row]:
            yield "amount", answer.amount, int(columns.amount_fen[row])
    if columns.class_code is not None:
        code = columns.class_code[row]
        class_name = columns.classes[code] if code >= 0 else None
        if class_name != answer.class_name:
            yield "class", answer.class_name, class_name
    if answer.score is not None:
        span = spanned(answer.score)
        ends = tuple(
            Fraction(int(one[row]), columns.score_unit)
            for one in (columns.score_low, columns.score_high)
        )
        if span.undefined is Undefined.NO and ends != (span.low, span.high):
            yield "score", (span.low, span.high), ends
