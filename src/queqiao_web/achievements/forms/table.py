"""Achievements as a table to import."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.actions import (
    AchievementContent,
    InventorContent,
    PatentContent,
    content_problems,
    create_draft,
)
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.permissions import can_create_achievement
from queqiao_web.achievements.queries import organizations_offering_for
from queqiao_web.achievements.states import (
    AcquisitionMode,
    CooperationMode,
    IpState,
    Ownership,
    PatentKind,
    PatentState,
    PriceMode,
)
from queqiao_web.foundation.access import Actor, Decision, deny
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.errors import Problem
from queqiao_web.foundation.tables import (
    Column,
    Stored,
    TableKind,
    Values,
    cells,
    register_table,
)
from queqiao_web.foundation.tables.headings import achievement_headings
from queqiao_web.organizations.models import Organization

_ENGINE_FIELDS = {
    "id": "external_id",
    "title": "title",
    "description": "description",
    "keywords": "keywords",
    "industry": "industry_code",
    "region": "region_code",
    "modes": "modes",
    "price_cny": "price_cny",
    "trl": "trl",
    "ready_on": "ready_on",
    "ip_state": "ip_state",
}
_WITH_REMARK = re.compile(r"^(?P<said>[^(（]+?)\s*(?:[(（](?P<remark>[^)）]*)[)）])?$")
_BETWEEN = re.compile(r"[;；、,，\n]+")
_KINDS = {
    "实用新型": PatentKind.UTILITY_MODEL,
    "外观": PatentKind.DESIGN,
    "软件": PatentKind.SOFTWARE,
    "软著": PatentKind.SOFTWARE,
    "布图": PatentKind.LAYOUT,
    "植物": PatentKind.PLANT_VARIETY,
    "PCT": PatentKind.FOREIGN,
    "国外": PatentKind.FOREIGN,
}
_PENDING = re.compile("申请|受理|实审|公开|pending", re.IGNORECASE)
_LAPSED = re.compile("失效|终止|放弃|lapsed", re.IGNORECASE)


def _parts(cell: cells.CellValue) -> list[tuple[str, str]]:
    """What stands between separators, with the remark in brackets behind it; those inside stay."""
    text = re.sub(
        r"[(（][^)）]*[)）]", lambda found: _BETWEEN.sub(" ", found[0]), cells.written(cell)
    )
    matches = (_WITH_REMARK.fullmatch(part.strip()) for part in _BETWEEN.split(text))
    return [(found["said"].strip(), found["remark"] or "") for found in matches if found]


def read_patents(
    cell: cells.CellValue,
    unit: Decimal | None,  # noqa: ARG001 -- a reader
) -> tuple[PatentContent, ...] | None:
    """Numbers with remarks: ``ZL202110123456.7（发明）；CN202310000001.2（申请中）``."""
    found: list[PatentContent] = []
    for number, remark in _parts(cell):
        kind = next((k for word, k in _KINDS.items() if word in remark), PatentKind.INVENTION)
        state = PatentState.GRANTED
        if _LAPSED.search(remark):
            state = PatentState.LAPSED
        elif _PENDING.search(remark):
            state = PatentState.PENDING
        found.append(PatentContent(number=number, kind=kind, state=state))
    return tuple(found) or None


def read_inventors(
    cell: cells.CellValue,
    unit: Decimal | None,  # noqa: ARG001 -- a reader
) -> tuple[InventorContent, ...] | None:
    """Names with shares where they are agreed: ``甲（60%）、乙（40%）``."""
    found = [
        InventorContent(name=name, share=cells.share(remark, None) if remark else None)
        for name, remark in _parts(cell)
    ]
    return tuple(found) or None


COLUMNS = (
    Column(
        field="title",
        heading=_("Name of the achievement"),
        read=cells.line(100),
        required=True,
        note=_("What it is, in 6 to 30 characters, without praise."),
        example="高硬度陶瓷轴承球精密研磨工艺",
    ),
    Column(
        field="summary",
        heading=_("Public summary"),
        read=cells.text(20_000),
        names=("摘要", "公开简介"),
        note=_("Everybody reads this: what it does, for whom, what it reaches."),
        example="双自转研磨工艺，可把陶瓷球圆度做到0.08μm以内。",
        is_long=True,
    ),
    Column(
        field="description",
        heading=_("Description"),
        read=cells.text(20_000),
        names=("成果简介", "成果介绍"),
        note=_("Principle, indices reached with numbers and units, where it has been used."),
        is_long=True,
        joins=True,
    ),
    Column(
        field="keywords",
        heading=_("Keywords"),
        read=cells.words(20),
        note=_("A few words, separated by commas."),
        example="陶瓷球、研磨、轴承",
    ),
    Column(
        field="industry_code",
        heading=_("Industry that can use it"),
        read=cells.industry,
        note=_("Code or name of GB/T 4754-2017."),
        example="3451",
    ),
    Column(
        field="region_code",
        heading=_("Region"),
        read=cells.region,
        note=_("Code or full name; empty: that of the organization."),
        example="吉林省长春市",
    ),
    Column(
        field="modes",
        heading=_("Ways of cooperation"),
        read=cells.modes,
        note=_("One or several, separated by commas."),
        options=tuple(CooperationMode.labels),
        example="技术转让、技术许可",
    ),
    Column(
        field="trl",
        heading=_("How ready it is"),
        read=cells.level,
        note=_("Level 1 to 9, or a word such as pilot scale."),
        example="7",
    ),
    Column(
        field="trl_evidence",
        heading=_("What shows this readiness"),
        read=cells.text(20_000),
        names=("成熟度佐证", "成熟度证明", "应用证明", "检测报告"),
        note=_("From level 4 on: which test, where, when, who confirmed the result."),
        is_long=True,
    ),
    Column(
        field="ready_on",
        heading=_("Deliverable from"),
        read=cells.first_day,
        example="2027-03-01",
    ),
    Column(
        field="patents",
        heading=_("Patents and certificates"),
        read=read_patents,
        names=("专利号", "专利", "专利清单", "授权专利", "软著登记号"),
        note=_("Numbers separated by semicolons; kind and state in brackets."),
        example="ZL202110123456.7（发明）；CN202310000001.2（申请中）",
    ),
    Column(
        field="ip_state",
        heading=_("State of intellectual property"),
        read=cells.ip_state,
        options=tuple(IpState.labels),
        note=_("Only where no patents are listed."),
    ),
    Column(
        field="ownership",
        heading=_("Ownership"),
        read=cells.choice(Ownership, also={"独有": "sole", "单独": "sole", "共有": "joint"}),
        names=("权属", "产权归属", "权属情况"),
        options=tuple(Ownership.labels),
    ),
    Column(
        field="co_owners",
        heading=_("Other owners"),
        read=cells.line(200),
        names=("共有权利人", "其他完成单位"),
    ),
    Column(
        field="acquisition",
        heading=_("How it was acquired"),
        read=cells.choice(
            AcquisitionMode,
            also={"自研": "own_development", "原始取得": "own_development", "受让": "assigned"},
        ),
        names=("取得方式", "成果来源"),
        options=tuple(AcquisitionMode.labels),
    ),
    Column(
        field="service_achievement",
        heading=_("Service achievement"),
        read=cells.yes_no,
        names=("职务科技成果", "是否职务成果", "是否职务科技成果"),
        options=(_("Yes"), _("No")),
    ),
    Column(
        field="inventors",
        heading=_("Inventors"),
        read=read_inventors,
        names=("完成人", "成果完成人", "主要完成人", "发明人", "研发团队"),
        note=_("Names separated by commas; agreed shares in brackets add up to 100%."),
        example="甲（60%）、乙（40%）",
    ),
    Column(
        field="price_mode",
        heading=_("Way of pricing"),
        read=cells.choice(
            PriceMode, also={"面议": "negotiable", "协商": "negotiable", "拍卖": "auction"}
        ),
        names=("定价方式", "定价模式", "交易定价方式"),
        options=tuple(PriceMode.labels),
    ),
    Column(
        field="price_cny",
        heading=_("Price (万元)"),
        read=cells.price,
        note=_("Empty or 面议: negotiable."),
        example="120",
    ),
    Column(
        field="use_first_months",
        heading=_("Months of free use first"),
        read=cells.whole_number(1, 60),
        names=("先用后转期限", "试用月数"),
        note=_("Only with “use first, transfer later”."),
    ),
    Column(
        field="disclosure",
        heading=_("Who may read what"),
        read=cells.choice(
            Disclosure, also={"公开": "public", "分级": "staged", "匿名": "anonymous"}
        ),
        names=("公开方式", "保密方式"),
        options=tuple(Disclosure.labels),
    ),
    Column(
        field="secret_annex",
        heading=_("Secret annex"),
        read=cells.text(20_000),
        is_long=True,
    ),
    Column(
        field="external_id",
        heading=_("Your own number"),
        read=cells.line(60),
        names=("成果编号", "内部编号"),
        note=_("Keeps a later import from bringing it in twice."),
    ),
)


def content_of_row(values: Values) -> AchievementContent:
    """The content that a row says; a price without a way of pricing is an agreed one."""
    said: dict[str, Any] = dict(values)
    said.setdefault("title", "")
    if "price_cny" in said and "price_mode" not in said:
        said["price_mode"] = PriceMode.AGREED
    for name in ("keywords", "modes"):
        said[name] = tuple(said.get(name, ()))
    return AchievementContent(**said)


def _may_import(actor: Actor, organization_id: int) -> Decision:
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        return deny("achievements.achievement.no_organization", _("There is no such organization."))
    return can_create_achievement(actor, organization)


def _check(values: Values) -> Sequence[Problem]:
    """The problems that the action would tell; a missing title is told by its column."""
    return [one for one in content_problems(content_of_row(values)) if one.code != "title.missing"]


def _identify(values: Values) -> str:
    """Rows with one number are the same thing, else rows with one title."""
    number = str(values.get("external_id", ""))
    return f"id:{number}" if number else f"title:{folded_title(str(values.get('title', '')))}"


def folded_title(title: str) -> str:
    """A title without blanks and signs, to compare."""
    return "".join(sign for sign in title.casefold() if sign.isalnum())


def _find_stored(
    actor: Actor,  # noqa: ARG001 -- the owner's own achievements alone are compared
    organization_id: int,
    rows: Sequence[Values],
) -> Sequence[Sequence[Stored]]:
    """The organization's achievements with the same number or title, in two queries."""
    numbers = {str(row["external_id"]) for row in rows if row.get("external_id")}
    titles = {str(row["title"]) for row in rows if row.get("title")}
    stored = Achievement.objects.filter(organization_id=organization_id)
    by_number = _by(stored.filter(external_id__in=numbers), "external_id")
    by_title = _by(stored.filter(title__in=titles), "title")
    return [_same(row, by_number, by_title) for row in rows]


def _by(rows: QuerySet[Achievement], field: str) -> dict[str, Achievement]:
    only = rows.only("code", "title", "external_id").order_by("-pk")
    return {getattr(row, field): row for row in only}


def _same(
    row: Values, by_number: Mapping[str, Achievement], by_title: Mapping[str, Achievement]
) -> list[Stored]:
    found = by_number.get(str(row.get("external_id") or "\0")) or by_title.get(
        str(row.get("title") or "\0")
    )
    if found is None:
        return []
    return [Stored(found.title, reverse("achievement_detail", args=[found.code]))]


def _write(*, actor: Actor, at: datetime, organization_id: int, values: Values) -> Model:
    return create_draft(
        actor=actor, at=at, organization_id=organization_id, content=content_of_row(values)
    )


def _owners(actor: Actor) -> list[tuple[int, str]]:
    return list(organizations_offering_for(actor).values_list("pk", "name"))


ACHIEVEMENT_TABLE = register_table(
    TableKind(
        key="achievements",
        title=_("Achievements"),
        noun=_("achievements"),
        columns=COLUMNS,
        shown=("title", "trl", "price_cny", "region_code"),
        owners_for=_owners,
        may_import=_may_import,
        check=_check,
        identify=_identify,
        find_stored=_find_stored,
        understand=achievement_headings(_ENGINE_FIELDS),
        write=_write,
        list_page="my_achievements",
        start_page="achievement_import",
    )
)
