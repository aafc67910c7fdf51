"""Assignments as tables and data."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

from queqiao.allocation.model import Assignment


def assignment_to_csv(assignment: Assignment) -> bytes:
    """The pairs as a table, with the probability of drawn pairs and the role of alternates."""
    header = ["agent", "item", "score"]
    drawn = assignment.lottery is not None
    header += ["probability"] if drawn else []
    header += ["role"] if assignment.alternates else []
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    substitutes = [pair for pairs in assignment.alternates.values() for pair in pairs]
    for role, pairs in (("assigned", assignment.pairs), ("alternate", substitutes)):
        for pair in pairs:
            row = [pair.agent, pair.item, plain_number(pair.score)]
            row += [plain_number(pair.probability)] if drawn else []
            row += [role] if assignment.alternates else []
            writer.writerow(row)
    return text.getvalue().encode()


def plain_number(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_json(data: object) -> bytes:
    """Data as indented JSON that a person can read."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
