# ruff: noqa: INP001, T201 -- a program to read and run, not a package
"""Match two tables and print, for each demand, what fits, what is one step away, and what to ask.

Run from the repository: .venv/bin/python examples/match_two_tables.py
"""

from datetime import date
from pathlib import Path

from queqiao.matching.io import load_achievements, load_demands
from queqiao.messages import render
from queqiao.recipes.match import match_records

DATA = Path(__file__).parent / "data"

demands = load_demands(DATA / "demands.csv")
achievements = load_achievements(DATA / "achievements.csv")
for problem in (*demands.problems, *achievements.problems):
    print("left out:", problem.describe("zh"))

report = match_records(demands.records, achievements.records, at=date(2026, 11, 22))
for row in report.demands:
    print(row.demand.title)
    for match in row.matches:
        offer = report.achievements[match.achievement_id]
        outcomes = [verdict.outcome.value for verdict in match.verdicts]
        print(f"  {match.score:.0%} {offer.title}: {', '.join(outcomes) or 'nothing to check'}")
    for miss in row.near_misses:
        offer = report.achievements[miss.achievement_id]
        steps = "；".join(render(change.message, "zh") for change in miss.changes)
        print(f"  one step away: {offer.title}: {steps}")
    for question in row.questions[:1]:
        print("  ask:", render(question.message, "zh"))
