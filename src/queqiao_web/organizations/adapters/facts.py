"""The enterprise file (一企一档): rows of facts to the rules engine's facts and back."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from queqiao.errors import BadInput, QueqiaoError
from queqiao.errors import Problem as EngineProblem
from queqiao.messages import render
from queqiao.rules.facts import Enterprise, enterprises_of, facts_to_json, load_facts
from queqiao.rules.template import render_template
from queqiao_web.organizations.adapters.dictionary import fact_field, is_judged_by_others, language
from queqiao_web.organizations.models import Fact, Organization
from queqiao_web.organizations.queries import current_facts, facts_known_at

JsonFacts = dict[str, object]
OWN = ("name", "uscc", "region_code", "industry_code")
"""What the organization's own record states; no fact of the file says otherwise."""
MOST_BYTES = 4 * 1024 * 1024
_MOST_UNPACKED = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FactChange:
    """
    A new value of one field (and year): JSON as the dictionary writes it.

    ``is_gone`` takes the value away: nothing is stated any more.
    """

    field: str
    year: int | None
    value: object
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class FactProblem:
    """What is wrong with one stated value: its place (``revenue.2025``), a row, a sentence."""

    place: str
    text: str
    sheet: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """What a form or a workbook states, what is wrong with it, what was left out."""

    facts: JsonFacts
    problems: tuple[FactProblem, ...] = ()
    notices: tuple[FactProblem, ...] = ()


def facts_of(organization: Organization, *, known_at: datetime | None = None) -> JsonFacts:
    """
    The organization's facts in the form that the rules engine reads.

    ``known_at`` gives them as they were held to be at a moment, for decisions of that time.
    """
    rows = (
        current_facts(organization) if known_at is None else facts_known_at(organization, known_at)
    )
    return {**stated_of(rows), **_own_facts(organization)}


def stated_of(rows: Iterable[Fact]) -> JsonFacts:
    """The facts that rows state, years gathered under their field."""
    found: JsonFacts = {}
    for row in rows:
        if row.year is None:
            found[row.field] = row.value
        else:
            years = found.setdefault(row.field, {})
            if isinstance(years, dict):
                years[str(row.year)] = row.value
    return found


def _own_facts(organization: Organization) -> JsonFacts:
    own = {name: getattr(organization, name) for name in OWN}
    return {name: value for name, value in own.items() if value}


def read_stated(raw: Mapping[str, object]) -> ReadFacts:
    """What a form states, understood; every problem with its place."""
    if not raw:
        return ReadFacts({})
    try:
        enterprise = enterprises_of([raw])[0]
    except BadInput as error:
        problems = tuple(_told(one) for one in error.problems if one.field)
        return ReadFacts({}, problems)
    return ReadFacts(dict(facts_to_json(enterprise.facts)))


def read_workbook(content: bytes, *, organization: Organization) -> ReadFacts:
    """
    What a workbook made from the engine's template states.

    Facts that others judge are left out and told; so is a workbook of another enterprise.
    """
    if wrong := _unfit(content):
        return ReadFacts({}, (FactProblem("", wrong),))
    with tempfile.TemporaryDirectory(prefix="queqiao-facts-") as folder:
        path = Path(folder) / "facts.xlsx"
        path.write_bytes(content)
        try:
            loaded = load_facts(path)
        except BadInput as error:
            return ReadFacts({}, tuple(_told(one) for one in error.problems))
        except QueqiaoError as error:
            return ReadFacts({}, (FactProblem("", str(error)),))
    if len(loaded.enterprises) != 1:
        return ReadFacts({}, (FactProblem("", _("The workbook must state one enterprise.")),))
    problems = tuple(_told(one) for one in loaded.problems)
    notices = tuple(_told(one) for one in loaded.notices)
    return _for_organization(loaded.enterprises[0], organization, problems, notices)


def _for_organization(
    enterprise: Enterprise,
    organization: Organization,
    problems: tuple[FactProblem, ...],
    notices: tuple[FactProblem, ...],
) -> ReadFacts:
    stated: JsonFacts = dict(facts_to_json(enterprise.facts))
    uscc = stated.get("uscc")
    if uscc and organization.uscc and uscc != organization.uscc:
        return ReadFacts(
            {},
            (
                *problems,
                FactProblem(
                    "uscc", _("The workbook is that of another enterprise: its code differs.")
                ),
            ),
        )
    judged = [name for name in stated if is_judged_by_others(name)]
    notices += tuple(
        FactProblem(name, _("Left out: this is judged by others, not stated by the enterprise."))
        for name in judged
    )
    kept = {k: v for k, v in stated.items() if k not in OWN and k not in judged}
    return ReadFacts(kept, problems, notices)


def _unfit(content: bytes) -> str:
    """Why the bytes are not even opened: too many, or none of a workbook."""
    too_large = _("The file is too large; a filled template has less than 4 MB.")
    if len(content) > MOST_BYTES:
        return too_large
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            unpacked = sum(one.file_size for one in archive.infolist())
    except zipfile.BadZipFile:
        return _("This is no Excel workbook (.xlsx). Please use the template.")
    if "xl/workbook.xml" not in names:
        return _("This is no Excel workbook (.xlsx). Please use the template.")
    return (
        _("The file is too large; a filled template has less than 4 MB.")
        if unpacked > _MOST_UNPACKED
        else ""
    )


def _told(problem: EngineProblem) -> FactProblem:
    sheet = problem.source.rpartition("[")[2].rstrip("]") if "[" in problem.source else ""
    return FactProblem(
        problem.field, render(problem.message, language()), sheet, problem.row if sheet else None
    )


def template_workbook(organization: Organization, *, years: Sequence[int]) -> bytes:
    """The template, filled with what is known."""
    enterprise = enterprises_of([facts_of(organization)])[0]
    return render_template(years=years, facts=enterprise.facts)


def changes_of(
    facts: JsonFacts, *, fields: Iterable[str] = (), years: Iterable[int] = ()
) -> list[FactChange]:
    """
    What stated facts change, in the order of the dictionary.

    Of ``fields`` what is not stated is gone; of those by year, in ``years`` only. Fields outside
    are changed where they are stated, and never taken away.
    """
    found: list[FactChange] = []
    shown = tuple(years)
    for name in dict.fromkeys([*fields, *facts]):
        asked = name in set(fields)
        value = facts.get(name)
        if fact_field(name).yearly:
            stated = value if isinstance(value, Mapping) else {}
            found += [FactChange(name, int(year), amount) for year, amount in stated.items()]
            missing = [year for year in shown if str(year) not in stated] if asked else []
            found += [FactChange(name, year, None, is_gone=True) for year in missing]
        elif name in facts:
            found.append(FactChange(name, None, value))
        elif asked:
            found.append(FactChange(name, None, None, is_gone=True))
    return found
