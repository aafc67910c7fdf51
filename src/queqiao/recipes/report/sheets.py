"""The report as an Excel workbook: matches, checks, near misses, questions."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from queqiao.matching.results import Match, MatchReport, Outcome
from queqiao.messages import render
from queqiao.recipes.report.view import quoted
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


def render_workbook(report: MatchReport, *, language: str = "zh") -> bytes:
    """
    The bytes of an xlsx file.

    Every text is written as text: what starts with ``=``, ``+``, ``-`` or ``@`` is never a formula,
    and addresses are no links.
    """
    import xlsxwriter  # noqa: PLC0415 -- slow import

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": word("title", language), "created": _created(report)})
        head = book.add_format({"bold": True, "bg_color": "#E4EDF8", "bottom": 1})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        share = book.add_format({"num_format": "0%", "valign": "top"})
        for sheet in _sheets(report, language):
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


def _created(report: MatchReport) -> object:
    """The report's own day, so that the same report makes the same file."""
    from datetime import datetime  # noqa: PLC0415 -- used here only

    return datetime(report.at.year, report.at.month, report.at.day)  # noqa: DTZ001 -- file property


def _clean(value: str) -> str:
    text = _CONTROLS.sub("", value.replace("\\n", "\n"))
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"


def _sheets(report: MatchReport, language: str) -> Iterable[_Sheet]:
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


def _match_rows(report: MatchReport, language: str) -> Iterable[Row]:
    for item in report.demands:
        for rank, match in enumerate(item.matches, start=1):
            offer = report.achievements[match.achievement_id]
            terms = [t.term for part in match.contributions for t in part.terms if t.amount > 0]
            yield (
                item.demand.id,
                item.demand.title,
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


def _check_rows(report: MatchReport, language: str) -> Iterable[Row]:
    for item in report.demands:
        for match in (*item.matches, *item.near_misses):
            offer = report.achievements[match.achievement_id]
            for verdict in match.verdicts:
                yield (
                    item.demand.id,
                    item.demand.title,
                    offer.id,
                    offer.title,
                    verdict.parameter,
                    quoted(item.demand, verdict.demanded),
                    quoted(offer, verdict.offered) if verdict.offered else "",
                    f"{SHAPES[verdict.outcome]} {conclusion(verdict, language)}",
                )


def _near_rows(report: MatchReport, language: str) -> Iterable[Row]:
    for item in report.demands:
        for match in item.near_misses:
            offer = report.achievements[match.achievement_id]
            closed = [g.decision.reason for g in match.gates if not g.decision.allowed]
            yield (
                item.demand.id,
                item.demand.title,
                offer.id,
                offer.title,
                match.score,
                "；".join(render(reason, language) for reason in closed if reason),
                "；".join(render(change.message, language) for change in match.changes),
            )


def _question_rows(report: MatchReport, language: str) -> Iterable[Row]:
    for item in report.demands:
        if item.why_none:
            yield item.demand.id, item.demand.title, render(item.why_none, language), ""
        for question in item.questions:
            place = question.place
            text = getattr(item.demand, place.field, "") if place else ""
            quote = place.span.of(text) if place and isinstance(text, str) else ""
            yield item.demand.id, item.demand.title, render(question.message, language), quote
