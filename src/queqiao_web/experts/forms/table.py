"""Experts as a table to import."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from queqiao_web.experts.actions import ExpertContent, WorkContent, content_problems, create_expert
from queqiao_web.experts.models import Expert
from queqiao_web.experts.permissions import can_create_expert
from queqiao_web.experts.queries import organizations_presenting_for
from queqiao_web.experts.states import Availability, ContactConsent, WorkKind
from queqiao_web.foundation.access import Actor, Decision, deny
from queqiao_web.foundation.errors import Problem
from queqiao_web.foundation.tables import (
    Column,
    Stored,
    TableKind,
    Values,
    cells,
    register_table,
)
from queqiao_web.organizations.models import Organization

_YEAR = re.compile(r"[(（]?(19[5-9]\d|20\d\d)年?[)）]?\s*$")
_KINDS = {
    "专利": WorkKind.PATENT,
    "成果": WorkKind.ACHIEVEMENT,
    "项目": WorkKind.PROJECT,
    "标准": WorkKind.STANDARD,
    "奖": WorkKind.AWARD,
}


def read_works(
    cell: cells.CellValue,
    unit: Decimal | None,  # noqa: ARG001 -- a reader
) -> tuple[WorkContent, ...] | None:
    """Titles separated by semicolons or lines, kind before a colon, year at the end."""
    found: list[WorkContent] = []
    for part in re.split(r"[;；\n]+", cells.written(cell)):
        kind_word, colon, rest = part.strip().partition("：")
        kind = next((k for word, k in _KINDS.items() if word in kind_word), None) if colon else None
        text = rest.strip() if kind else part.strip()
        if not text:
            continue
        year = _YEAR.search(text)
        title = text[: year.start()].strip(" ，,。") if year and year.start() else text
        found.append(
            WorkContent(
                title=title[:200], kind=kind or WorkKind.PAPER, year=int(year[1]) if year else None
            )
        )
    return tuple(found) or None


def read_email(cell: cells.CellValue, unit: Decimal | None) -> str | None:  # noqa: ARG001 -- a reader
    """An e-mail address."""
    text = cells.written(cell).replace(" ", "")
    if not text:
        return None
    try:
        validate_email(text)
    except ValidationError:
        raise cells.CellError("not_an_email", _now("This is no e-mail address.")) from None
    return text


COLUMNS = (
    Column(
        field="name",
        heading=_("Name"),
        read=cells.line(60),
        required=True,
        names=("专家姓名", "专家"),
        example="李某某",
    ),
    Column(
        field="department",
        heading=_("Department"),
        read=cells.line(120),
        names=("院系", "所在部门", "所在院系", "工作部门"),
    ),
    Column(
        field="titles",
        heading=_("Professional titles"),
        read=cells.line(120),
        names=("职务职称", "职称职务", "专业技术职务"),
        example="教授、博士生导师",
    ),
    Column(
        field="fields",
        heading=_("Fields of work"),
        read=cells.words(20),
        names=("研究方向", "专业领域", "技术领域", "擅长领域", "研究领域"),
        note=_("What they can solve, as an enterprise would say it; separated by commas."),
        example="精密研磨、轴承制造",
    ),
    Column(field="keywords", heading=_("Keywords"), read=cells.words(20)),
    Column(
        field="industry_code",
        heading=_("Industry that they know"),
        read=cells.industry,
        names=("熟悉行业", "所属行业", "行业"),
        note=_("Code or name of GB/T 4754-2017."),
        example="3451",
    ),
    Column(
        field="region_code",
        heading=_("Region"),
        read=cells.region,
        names=("地区",),
        note=_("Code or full name; empty: that of the organization."),
    ),
    Column(
        field="introduction",
        heading=_("About the expert"),
        read=cells.text(10_000),
        names=("简介", "个人简介", "专家简介"),
        note=_("What they have solved, for whom, with which result. Everybody reads this."),
        is_long=True,
        joins=True,
    ),
    Column(
        field="works",
        heading=_("Works"),
        read=read_works,
        names=("代表作", "论文", "代表性成果", "主要成果", "论文与专利"),
        note=_("Titles separated by semicolons; kind before a colon, year at the end."),
        example="专利：陶瓷球双自转研磨装置（2021）；高速轴承热伸长控制（2023）",
        is_long=True,
    ),
    Column(
        field="capacity_cases",
        heading=_("Cases at once"),
        read=cells.whole_number(0, 50),
        example="2",
    ),
    Column(
        field="capacity_days",
        heading=_("Days a month"),
        read=cells.whole_number(0, 31),
        example="4",
    ),
    Column(
        field="availability",
        heading=_("Availability"),
        read=cells.choice(
            Availability, also={"可": "available", "是": "available", "否": "unavailable"}
        ),
        options=tuple(Availability.labels),
    ),
    Column(
        field="contact_phone",
        heading=_("Telephone"),
        read=cells.line(30),
        names=("手机", "电话", "联系电话", "手机号"),
    ),
    Column(
        field="contact_email",
        heading=_("E-mail"),
        read=read_email,
        names=("邮箱", "电子邮箱", "电子邮件", "email"),
    ),
    Column(
        field="contact_consent",
        heading=_("Who sees how to reach the expert"),
        read=cells.choice(ContactConsent),
        options=tuple(ContactConsent.labels),
    ),
    Column(
        field="external_id",
        heading=_("Staff number"),
        read=cells.line(60),
        names=("工号", "职工号", "教工号"),
        note=_("Keeps a later import from bringing the person in twice. Not shown."),
    ),
)


def content_of_row(values: Values) -> ExpertContent:
    """The content that a row says."""
    said: dict[str, Any] = dict(values)
    said.setdefault("name", "")
    for name in ("fields", "keywords"):
        said[name] = tuple(said.get(name, ()))
    return ExpertContent(**said)


def _may_import(actor: Actor, organization_id: int) -> Decision:
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        return deny("experts.expert.no_organization", _("There is no such organization."))
    return can_create_expert(actor, organization)


def _check(values: Values) -> Sequence[Problem]:
    return [one for one in content_problems(content_of_row(values)) if one.code != "name.missing"]


def _identify(values: Values) -> str:
    """The same staff number is the same person, else the same name in the same department."""
    number = str(values.get("external_id", ""))
    if number:
        return f"id:{number}"
    return f"name:{values.get('name', '')}|{values.get('department', '')}"


def _find_stored(
    actor: Actor,  # noqa: ARG001 -- the organization's own experts alone are compared
    organization_id: int,
    rows: Sequence[Values],
) -> Sequence[Sequence[Stored]]:
    """The organization's experts with the same number or name, in one query."""
    names = {str(row["name"]) for row in rows if row.get("name")}
    stored = Expert.objects.filter(organization_id=organization_id, name__in=names)
    by_name = {row.name: row for row in stored.only("code", "name").order_by("-pk")}
    found: list[list[Stored]] = []
    for row in rows:
        same = by_name.get(str(row.get("name") or "\0"))
        address = reverse("expert_detail", args=[same.code]) if same else ""
        found.append([Stored(same.name, address)] if same else [])
    return found


def _write(*, actor: Actor, at: datetime, organization_id: int, values: Values) -> Model:
    return create_expert(
        actor=actor, at=at, organization_id=organization_id, content=content_of_row(values)
    )


def _owners(actor: Actor) -> list[tuple[int, str]]:
    return list(organizations_presenting_for(actor).values_list("pk", "name"))


EXPERT_TABLE = register_table(
    TableKind(
        key="experts",
        title=_("Experts"),
        noun=_("experts"),
        columns=COLUMNS,
        shown=("name", "department", "fields", "region_code"),
        owners_for=_owners,
        may_import=_may_import,
        check=_check,
        identify=_identify,
        find_stored=_find_stored,
        write=_write,
        list_page="my_experts",
        start_page="expert_import",
    )
)
