"""The report as an Excel workbook: matches, checks, near misses, questions."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from queqiao.matching.model import Record
from queqiao.matching.results import Match, Outcome, Side
from queqiao.messages import render
from queqiao.recipes.report.heads import AnyReport, Head, Heads, heads_of
from queqiao.recipes.report.view import quoted, quoted_place
from queqiao.recipes.report.words import SHAPES, conclusion, facts, word

_MOST_CHARACTERS = 32_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Row = Sequence[str | float]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet: its name, its columns with their widths, its rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Row]


def render_workbook(report: AnyReport, *, language: str = "zh") -> bytes:
    """
    The bytes of an xlsx file.

    Every text is written as text: what starts with ``=``, ``+``, ``-`` or ``@`` is never a formula,
    and addresses are no links.
    """
    import xlsxwriter  # noqa: PLC0415 -- slow import

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties(
            {"title": word(f"{heads_of(report).side}.title", language), "created": _created(report)}
        )
        head = book.add_format({"bold": True, "bg_color": "#E4EDF8", "bottom": 1})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        share = book.add_format({"num_format": "0%", "valign": "top"})
        for sheet in _sheets(heads_of(report), language):
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for column, (title, width) in enumerate(sheet.columns):
                page.set_column(column, column, width)
                page.write_string(0, column, title, head)
            count = 0
            for count, row in enumerate(sheet.rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(count, column, _clean(value), text)
                    else:
                        page.write_number(count, column, value, share if value <= 1 else text)
            page.autofilter(0, 0, max(count, 1), len(sheet.columns) - 1)
    return file.getvalue()


def _created(report: AnyReport) -> object:
    """The report's own day, so that the same report makes the same file."""
    from datetime import datetime  # noqa: PLC0415 -- used here only

    return datetime(report.at.year, report.at.month, report.at.day)  # noqa: DTZ001 -- file property


def _clean(value: str) -> str:
    text = _CONTROLS.sub("", value.replace("\\n", "\n"))
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"


def _sheets(report: Heads, language: str) -> Iterable[_Sheet]:
    def named(*columns: tuple[str, int]) -> list[tuple[str, int]]:
        return [(word(f"sheet.{code}", language), width) for code, width in columns]

    pair = (("demand_id", 14), ("demand", 34), ("achievement_id", 14), ("achievement", 40))
    yield _Sheet(
        word("sheet.matches", language),
        named(*pair[:2], ("rank", 6), *pair[2:], ("owner", 24), ("score", 8), ("checks", 28),
              ("words", 36), ("terms_of_offer", 44)),
        _match_rows(report, language),
    )  # fmt: skip
    yield _Sheet(
        word("sheet.check_list", language),
        named(*pair, ("parameter", 22), ("demanded", 20), ("offered", 20), ("conclusion", 20)),
        _check_rows(report, language),
    )
    yield _Sheet(
        word("sheet.near_misses", language),
        named(*pair, ("score", 8), ("closed", 44), ("changes", 44)),
        _near_rows(report, language),
    )
    yield _Sheet(
        word("sheet.questions", language),
        named(*pair[:2], ("question", 70), ("quote", 24)),
        _question_rows(report, language),
    )


def _pair(report: Heads, head: Head, match: Match) -> tuple[Record, Record]:
    """The demand and the achievement of a match."""
    other = report.other(match)
    return (head.record, other) if report.side is Side.DEMAND else (other, head.record)


def _match_rows(report: Heads, language: str) -> Iterable[Row]:
    for head in report.heads:
        for rank, match in enumerate(head.matches, start=1):
            demand, offer = _pair(report, head, match)
            terms = [t.term for part in match.contributions for t in part.terms if t.amount > 0]
            yield (
                demand.id,
                demand.title,
                str(rank),
                offer.id,
                offer.title,
                offer.owner,
                match.score,
                tally(match, language),
                "、".join(dict.fromkeys(terms)),
                "；".join(f"{label} {value}" for label, value in facts(offer, language)),
            )


def tally(match: Match, language: str) -> str:
    """How many checks ended how: ``✓ 达到 2  ▼ 未达到 1``."""
    counts = {o: sum(v.outcome is o for v in match.verdicts) for o in Outcome}
    shown = ((SHAPES[o], word(f"outcome.{o}", language), n) for o, n in counts.items() if n)
    return "  ".join(f"{shape} {text} {count}" for shape, text, count in shown)


def _check_rows(report: Heads, language: str) -> Iterable[Row]:
    for head in report.heads:
        for match in (*head.matches, *head.near_misses):
            demand, offer = _pair(report, head, match)
            for verdict in match.verdicts:
                yield (
                    demand.id,
                    demand.title,
                    offer.id,
                    offer.title,
                    verdict.parameter,
                    quoted(demand, verdict.demanded),
                    quoted(offer, verdict.offered) if verdict.offered else "",
                    f"{SHAPES[verdict.outcome]} {conclusion(verdict, language)}",
                )


def _near_rows(report: Heads, language: str) -> Iterable[Row]:
    for head in report.heads:
        for match in head.near_misses:
            demand, offer = _pair(report, head, match)
            closed = [g.decision.reason for g in match.gates if not g.decision.allowed]
            yield (
                demand.id,
                demand.title,
                offer.id,
                offer.title,
                match.score,
                "；".join(render(reason, language) for reason in closed if reason),
                "；".join(render(change.message, language) for change in match.changes),
            )


def _question_rows(report: Heads, language: str) -> Iterable[Row]:
    for head in report.heads:
        if head.why_none:
            yield head.record.id, head.record.title, render(head.why_none, language), ""
        for question in head.questions:
            quote = quoted_place(head.record, question.place)
            yield head.record.id, head.record.title, render(question.message, language), quote
