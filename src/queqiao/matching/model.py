"""Demands, achievements, and what matching says of them. Values only; no rules here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class CooperationMode(StrEnum):
    """How the two sides may work together (合作方式)."""

    TRANSFER = "transfer"  # 技术转让
    LICENCE = "licence"  # 技术许可
    EQUITY_CONTRIBUTION = "equity_contribution"  # 作价入股
    JOINT_DEVELOPMENT = "joint_development"  # 合作开发
    COMMISSIONED_DEVELOPMENT = "commissioned_development"  # 委托开发
    CONSULTING = "consulting"  # 技术咨询
    SERVICE = "service"  # 技术服务
    USE_FIRST = "use_first"  # 先用后转


class IpState(StrEnum):
    """Where an achievement's intellectual property stands (知识产权状态)."""

    GRANTED = "granted"  # 已授权
    PENDING = "pending"  # 申请中
    KNOW_HOW = "know_how"  # 技术秘密
    ENCUMBERED = "encumbered"  # 质押、独占许可在外或权属有争议
    UNKNOWN = "unknown"  # 未填


class IpNeed(StrEnum):
    """What a demand asks of the intellectual property (知识产权要求)."""

    ANY = "any"  # 不限
    CLEAR = "clear"  # 权属清晰
    GRANTED = "granted"  # 须已授权


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """
    What demands and achievements share.

    ``industry`` is a GB/T 4754-2017 code (section letter to 4-digit class), ``region`` a six-digit
    GB/T 2260 code; ``confirmed_on`` is the last day on which the owner said that the record still
    holds. ``None`` and ``""`` mean not stated.
    """

    id: str
    title: str
    description: str = ""
    keywords: tuple[str, ...] = ()
    industry: str | None = None
    region: str | None = None
    modes: tuple[CooperationMode, ...] = ()
    owner: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand(Record):
    """
    A technology demand (技术需求): what an enterprise needs solved.

    ``budget_cny`` is the most it will pay, ``trl_min`` the lowest readiness (1-9) it accepts,
    ``deadline_on`` the last legal day on which the solution must be in hand, ``accepted_regions``
    the GB/T 2260 codes it accepts solvers from (province ``220000``, city ``220100`` or county;
    empty: anywhere).
    """

    budget_cny: Decimal | None = None
    trl_min: int | None = None
    deadline_on: date | None = None
    ip_need: IpNeed = IpNeed.ANY
    accepted_regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement(Record):
    """
    A research achievement (科技成果): what a university or institute can offer.

    ``price_cny`` is ``None`` where the price is negotiable (面议), ``trl`` the readiness reached
    (1-9), ``ready_on`` the day from which it can be delivered (``None``: now).
    """

    price_cny: Decimal | None = None
    trl: int | None = None
    ready_on: date | None = None
    ip_state: IpState = IpState.UNKNOWN
