"""The page of a timetable: every meeting in a grid, and in the list of everybody who attends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from queqiao.allocation.timetables import Meeting, Participant, plan, replan
from queqiao.recipes.timetable import render_page
from tests.engine.allocation.test_timetables import event

MEETINGS = (
    Meeting("m", "洽谈<b>一</b>", ("a", "b"), length=2),
    Meeting("n", "路演", ("b", "c")),
    Meeting("o", "沙龙", ("d",), importance=1),
)


def test_every_meeting_stands_in_the_grid_and_in_the_lists():
    one = event(MEETINGS)
    page = LexborHTMLParser(render_page(one, plan(one)))
    titles = [cell.text() for cell in page.css("td.held b")]
    assert sorted(titles) == sorted(meeting.title for meeting in MEETINGS)
    assert page.css_first('td.held[rowspan="2"] b').text() == "洽谈<b>一</b>"
    assert [card.text() for card in page.css("article h3")] == ["a", "b", "c", "d"]
    assert len(page.css("article li")) == 5
    for row in page.css(".grid tbody tr"):
        assert row.css_first("th") is not None


def test_rows_of_the_grid_have_one_cell_for_each_room():
    """A longer meeting covers the cells below it: counted with them, every row is as wide."""
    one = event(MEETINGS)
    page = LexborHTMLParser(render_page(one, plan(one)))
    width = len(page.css(".grid thead th"))
    carried: list[int] = []
    for row in page.css(".grid tbody tr"):
        cells = row.css("td, th")
        assert len(cells) + len(carried) == width
        carried = [rows - 1 for rows in carried if rows > 1]
        spans = [int(cell.attributes.get("rowspan") or 1) for cell in cells]
        carried += [span - 1 for span in spans if span > 1]


@pytest.mark.parametrize(("language", "told"), [("zh", "与原安排不同"), ("en", "Changed: 1")])
def test_changes_are_shown(language, told):
    one = event(MEETINGS)
    before = plan(one)
    away = frozenset(slot.id for slot in one.slots)
    people = tuple(
        Participant(person.id, away=away) if person.id == "d" else person for person in one.people
    )
    changed = replace(one, people=people)
    page = render_page(changed, replan(changed, before.held), language=language)
    assert told in page


def test_empty_timetable_says_so():
    one = event([Meeting("o", "沙龙", ("a",), importance=0)])
    timetable = replace(plan(one), held=(), left_out=("o",))
    assert "没有任何活动排上日程" in render_page(one, timetable)
