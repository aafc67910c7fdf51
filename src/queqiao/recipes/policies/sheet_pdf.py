"""Sheets for the counter as PDF, A4, Chinese throughout, the same bytes for the same answers."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from queqiao import __version__
from queqiao.recipes.policies.fonts import chinese_font
from queqiao.recipes.policies.money import day
from queqiao.recipes.policies.page import word
from queqiao.recipes.policies.sheet_view import AnswerView, PointsLine, Section, SheetView

_MARGIN = 42.0
_WIDTH = 595.28 - 2 * _MARGIN - 12  # the frame pads six points on either side
_LIKENESS = str.maketrans({"✓": "√", "✕": "×", "–": "—", "−": "-", "⟨": "<", "⟩": ">"})
"""Signs that the built-in Chinese font lacks, and those that it has instead."""
_COLORS = {"met": "#1c6b3c", "unmet": "#9c2a23", "unknown": "#8a4b00", "manual_review": "#8a4b00",
           "not_applicable": "#566170"}  # fmt: skip
_SOFT = "#566170"
_LINE = "#c5ced8"
_HEAD = "#e4edf8"


@dataclass(frozen=True, slots=True)
class _Kit:
    """What the pages are made of."""

    style: Callable[..., Any]
    language: str

    def text(self, text: str, style: str = "body", color: str = "") -> Any:  # noqa: ANN401 -- untyped library
        """A paragraph."""
        from reportlab.platypus import Paragraph  # noqa: PLC0415 -- slow import

        return Paragraph(_safe(text), self.style(style, color))

    def say(self, code: str, **params: object) -> str:
        """A word of the sheet."""
        return word(f"sheet.{code}", self.language, **params)


def render_sheets_pdf(sheets: Sequence[SheetView], *, at: date, language: str = "zh") -> bytes:
    """
    The sheets of some enterprises, each from a page of its own.

    A Chinese TrueType font of the system is embedded; without one the PDF names STSong-Light,
    which the reader's program supplies.
    """
    from reportlab.platypus import PageBreak, SimpleDocTemplate  # noqa: PLC0415 -- slow import

    font = chinese_font()
    kit = _Kit(_styles(font), language)
    story: list[Any] = []
    for number, sheet in enumerate(sheets):
        story += [PageBreak()] if number else []
        story += _sheet(sheet, kit, at)
    file = io.BytesIO()
    title = word("sheet.title", language)
    document = SimpleDocTemplate(
        file, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=44, bottomMargin=52,
        title=title, author="Queqiao", invariant=1,
    )  # fmt: skip
    footer = kit.say("footer", version=__version__, at=day(at, language))

    def draw(canvas: Any, page: Any) -> None:  # noqa: ANN401 -- untyped library
        canvas.setFont(font, 8)
        canvas.setFillColor(_SOFT)
        canvas.drawString(_MARGIN + 6, 30, footer.translate(_LIKENESS))
        canvas.drawRightString(_MARGIN + 6 + _WIDTH, 30, kit.say("page", page=page.page))

    document.build(story, onFirstPage=draw, onLaterPages=draw)
    return file.getvalue()


def _safe(text: str) -> str:
    return escape(text.translate(_LIKENESS)).replace("\n", "<br/>")


def _styles(font: str) -> Callable[..., Any]:
    from reportlab.lib.colors import HexColor  # noqa: PLC0415 -- slow import
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 -- slow import

    sizes = {"title": (18, 25, 4), "heading": (13, 19, 2), "body": (9.5, 14.5, 0),
             "small": (8, 11.5, 0), "caption": (9, 13, 3), "cell": (8.5, 12.5, 0)}  # fmt: skip

    def style(name: str, color: str = "") -> Any:  # noqa: ANN401 -- untyped library
        size, leading, after = sizes[name]
        before = {"heading": 10, "caption": 8}.get(name, 0)
        return ParagraphStyle(
            f"{name}{color}", fontName=font, fontSize=size, leading=leading, spaceAfter=after,
            spaceBefore=before, wordWrap="CJK", keepWithNext=int(name == "caption"),
            textColor=HexColor(color or "#1c2530"),
        )  # fmt: skip

    return style


def _sheet(sheet: SheetView, kit: _Kit, at: date) -> list[Any]:
    from reportlab.platypus import Spacer  # noqa: PLC0415 -- slow import

    facts = "　".join(f"{label} {value}" for label, value in sheet.facts)
    story = [
        kit.text(sheet.name, "title"),
        kit.text(kit.say("lead", at=day(at, kit.language)), "body", _SOFT),
        kit.text(facts, "small", _SOFT),
        kit.text(kit.say("summary"), "caption", _SOFT),
        _summary(sheet, kit),
    ]
    gap = "、" if kit.language == "zh" else ", "
    story += [
        kit.text(f"{kit.say(f'untold_{outcome}')} {gap.join(titles)}", "small", _SOFT)
        for outcome, titles in sheet.untold
    ]
    for answer in sheet.told:
        story += _answer(answer, kit)
    story += [Spacer(1, 12), kit.text(kit.say("legend"), "small", _SOFT), Spacer(1, 30)]
    story.append(_signatures(kit))
    return story


def _summary(sheet: SheetView, kit: _Kit) -> Any:  # noqa: ANN401 -- untyped library
    rows = [
        [
            kit.text(answer.title, "cell"),
            kit.text(answer.verdict, "cell", _COLORS[answer.outcome]),
            kit.text(_amount(answer), "cell"),
        ]
        for answer in sheet.told
    ]
    return _table(rows, (0.5, 0.22, 0.28), head=False)


def _amount(answer: AnswerView) -> str:
    return f"{answer.amount}\n{answer.amount_title}" if answer.amount else ""


def _answer(answer: AnswerView, kit: _Kit) -> list[Any]:
    from reportlab.platypus import HRFlowable, KeepTogether, Spacer  # noqa: PLC0415 -- slow import

    version = (
        f"{answer.rulebook}　{kit.say('version', version=answer.version)}"
        if answer.version
        else answer.rulebook
    )
    if not answer.verified:
        version += f"　[{kit.say('unverified_parts')}]"
    named = (
        (answer.amount_title, answer.amount),
        (kit.say("score"), answer.score),
        (kit.say("pays_from"), answer.pays_from),
    )
    facts = "　".join(f"{label} {value}" for label, value in named if value)
    head = [
        Spacer(1, 14),
        HRFlowable(width="100%", thickness=1, color="#1c2530"),
        kit.text(f"{answer.title}　{answer.verdict}", "heading", _COLORS[answer.outcome]),
        kit.text(version, "small", _SOFT),
        kit.text(answer.why),
    ]
    if facts:
        head.append(kit.text(facts))
    story: list[Any] = [KeepTogether(head)]
    for section in answer.sections:
        story += _section(section, kit)
    if answer.points:
        story += _points(answer.points, kit)
    either = kit.say("or") if answer.steps else ""
    steps = [*answer.steps, *(f"{either}{text}" for text in answer.waits)]
    for code, mark, lines in (("steps", "→", steps), ("asks", "?", answer.asks),
                              ("judged", "◇", answer.judged)):  # fmt: skip
        if lines:
            story.append(kit.text(kit.say(code), "caption"))
            story += [kit.text(f"{mark} {line}") for line in lines]
    if answer.sources:
        story.append(kit.text(kit.say("sources"), "caption", _SOFT))
        story += [
            kit.text(f"{s.document} {s.title} {s.grade} {s.url}", "small", _SOFT)
            for s in answer.sources
        ]
    return story


def _section(section: Section, kit: _Kit) -> list[Any]:
    head = [
        kit.text(kit.say(code), "small", _SOFT)
        for code in ("condition", "sides", "result", "basis")
    ]
    rows: list[list[Any]] = [head]
    for line in section.lines:
        title = line.title
        if line.evidence:
            title += f"\n{kit.say('evidence')}{line.evidence}"
        here = [
            line.actual,
            f"{kit.say('required')} {line.required}" if line.required else "",
            line.gap,
        ]
        basis = line.basis if line.verified else f"{line.basis} [{kit.say('unverified')}]"
        color = _COLORS[line.outcome]
        rows.append(
            [
                kit.text(title, "cell"),
                kit.text("\n".join(part for part in here if part), "cell"),
                kit.text(f"{line.mark} {line.result}", "cell", color),
                kit.text(basis, "small", _SOFT),
            ]
        )
    return [kit.text(section.heading, "caption", _SOFT), _table(rows, (0.43, 0.19, 0.14, 0.24))]


def _points(lines: Sequence[PointsLine], kit: _Kit) -> list[Any]:
    head = [kit.text(kit.say(code), "small", _SOFT) for code in ("item", "actual", "got", "basis")]
    rows = [head]
    for line in lines:
        most = f" / {line.maximum}" if line.maximum else ""
        basis = line.basis if line.verified else f"{line.basis} [{kit.say('unverified')}]"
        cells = [
            kit.text(text, "cell") for text in (line.title, line.actual, f"{line.points}{most}")
        ]
        rows.append([*cells, kit.text(basis, "small", _SOFT)])
    return [kit.text(kit.say("points"), "caption", _SOFT), _table(rows, (0.43, 0.19, 0.14, 0.24))]


def _table(rows: list[list[Any]], shares: Sequence[float], *, head: bool = True) -> Any:  # noqa: ANN401 -- untyped library
    from reportlab.lib.colors import HexColor  # noqa: PLC0415 -- slow import
    from reportlab.platypus import Table, TableStyle  # noqa: PLC0415 -- slow import

    table = Table(rows, colWidths=[_WIDTH * share for share in shares], repeatRows=int(head))
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(_LINE)),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
    ]
    if head:
        style.append(("BACKGROUND", (0, 0), (-1, 0), HexColor(_HEAD)))
    table.setStyle(TableStyle(style))
    return table


def _signatures(kit: _Kit) -> Any:  # noqa: ANN401 -- untyped library
    from reportlab.platypus import Table, TableStyle  # noqa: PLC0415 -- slow import

    names = ("sign_enterprise", "sign_officer", "sign_date")
    table = Table([[kit.text(kit.say(name)) for name in names]], colWidths=[_WIDTH / 3] * 3)
    table.setStyle(TableStyle([("LINEABOVE", (0, 0), (-1, 0), 0.5, "#1c2530")]))
    return table
