"""
What browser tests start from, laid out in the database of a running platform.

Each function runs in a process of its own (``LivePlatform.call``) and gives back plain values.
"""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from queqiao_web.accounts.models import User
from queqiao_web.deals.models import Pricing
from queqiao_web.deals.states import DealState
from queqiao_web.demands.models import Demand
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import RegionRole
from queqiao_web.foundation.access.regions import NATION
from queqiao_web.foundation.jobs.queue import enqueue
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationState
from tests.factories.web.achievements import make_achievement, make_inventor, make_university
from tests.factories.web.deals import (
    make_auction,
    make_deal,
    make_introduction,
    make_listing,
    make_notice,
    make_objection,
)
from tests.factories.web.demands import make_demand
from tests.factories.web.matching import DEMAND_TEXT, OFFER_TEXT, make_match
from tests.factories.web.people import make_appointed, make_member, make_organization

LONG_TITLE = (
    "面向极端低温环境的大功率商用车燃料电池发动机冷启动过程"
    "多物理场协同控制与快速升温关键技术联合攻关需求（第二期）"
)
ROLES = ("clerk", "researcher", "officer", "broker", "operator", "auditor")


def region():
    """
    A small region: people of every role, records in every state of interest, long titles.

    Gives the public codes of one record of each kind; people sign in as their role is called.
    """
    now = timezone.now()
    enterprise = make_organization(name="虚构长白精密轴承制造有限责任公司", region_code="220104")
    university = make_university(region_code="220102")
    registered = make_organization(
        name="虚构松花江新材料有限公司", state=OrganizationState.REGISTERED, region_code="220104"
    )
    make_member(enterprise, username="clerk", display_name="李小云")
    make_member(university, username="researcher", display_name="钱教授")
    for role, name in (
        (RegionRole.OFFICER, "张敏"),
        (RegionRole.BROKER, "赵经纪"),
        (RegionRole.AUDITOR, "吴审"),
    ):
        make_appointed(role, "220000", username=str(role), display_name=name)
    make_appointed(RegionRole.OPERATOR, NATION, username="operator", display_name="周运行")
    fresh = {
        "created_at": now - timedelta(days=3),
        "updated_at": now,
        "submitted_at": now - timedelta(days=2),
    }
    published = {
        **fresh,
        "published_at": now - timedelta(days=1),
        "confirmed_on": timezone.localdate(now),
        "valid_until": timezone.localdate(now) + timedelta(days=170),
    }
    demand = make_demand(organization=enterprise, title=LONG_TITLE, **published)
    submitted = make_demand(organization=enterprise, state=DemandState.SUBMITTED, **fresh)
    for state in (DemandState.DRAFT, DemandState.RETURNED):
        make_demand(organization=enterprise, state=state, created_at=now, updated_at=now)
    for _each in range(24):
        make_demand(organization=enterprise, **published)
    achievement = make_achievement(organization=university, **published)
    rebuild(at=now)
    return {
        "demand": demand.code,
        "submitted": submitted.code,
        "achievement": achievement.code,
        "organization": enterprise.code,
        "verification": registered.code,
    }


def rebuild(at):
    """The index of what is published, made anew, for records that no action has published."""
    from queqiao_web.portal.adapters import PORTAL

    PORTAL.catch_up()


def session(username):
    """The key of a session in which somebody is signed in: tests of pages need no sign-in page."""
    user = User.objects.get(username=username)
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


def sessions():
    """A session for each role."""
    return {role: session(role) for role in ROLES}


def officials(broker=""):
    """The region's officer, operator and auditor; people sign in as their role is called."""
    for role, name in ((RegionRole.OFFICER, "张敏"), (RegionRole.AUDITOR, "吴审")):
        make_appointed(role, "220000", username=str(role), display_name=name)
    if broker:
        make_appointed(RegionRole.BROKER, "220000", username=broker, display_name="赵经纪")


def side(username, title, display_name, kind="enterprise"):
    """A verified organization with an owner who signs in as ``username``; its code."""
    owner = make_member(
        make_organization(name=title, kind=kind, region_code="220104"),
        username=username,
        display_name=display_name,
    )
    return owner.organization.code


def days_pass(days, demand):
    """
    Let a published demand be older by some days, and have its calendar looked at.

    Only the dates of its row are moved back; what follows from them is done by the worker.
    """
    now, gone = timezone.now(), timedelta(days=days)
    row = Demand.objects.get(code=demand)
    moved = ("submitted_at", "published_at", "reminded_at", "confirmed_on", "valid_until")
    values = {name: getattr(row, name) for name in moved}
    Demand.objects.filter(pk=row.pk).update(
        **{name: value - gone for name, value in values.items() if value is not None}
    )
    enqueue("demands.watch_validity", key=f"{demand} {now.isoformat()}", due_at=now)


CERAMIC_DEMAND, CERAMIC_OFFER = "高硬度陶瓷轴承球精密研磨工艺开发", "氮化硅陶瓷轴承球精密研磨技术"
EARLY_OFFER = "陶瓷轴承球研磨原理样机"
LISTED_DEMAND, LISTED_OFFER = "高速电主轴温升控制", "高速电主轴冷却与热补偿技术"


def waiting_pair(buyer, seller, other):
    """
    A demand and two achievements that wait for review: one fits, one is not ready enough.

    ``buyer``, ``seller`` and ``other`` are the codes of their organizations.
    """
    now = timezone.now()
    fresh = {"created_at": now, "updated_at": now, "submitted_at": now, "state": "submitted"}
    words = {"keywords": ["陶瓷轴承球", "精密研磨"], "description": ""}
    make_demand(
        organization=Organization.objects.get(code=buyer),
        title=CERAMIC_DEMAND,
        summary=DEMAND_TEXT,
        trl_min=6,
        budget_cny=Decimal(900000),
        disclosure="staged",
        secret_annex="年需求量三万套，配套虚构航发集团。",
        **words,
        **fresh,
    )
    modes = ["joint_development", "licence"]
    fitting = make_achievement(
        organization=Organization.objects.get(code=seller),
        title=CERAMIC_OFFER,
        summary=OFFER_TEXT,
        modes=modes,
        **words,
        **fresh,
    )
    for name, share in (("钱教授", "0.6"), ("林工", "0.4")):
        make_inventor(fitting, name=name, share=Decimal(share))
    make_achievement(
        organization=Organization.objects.get(code=other),
        title=EARLY_OFFER,
        summary=OFFER_TEXT.replace("已完成中试", "已完成原理验证"),
        modes=modes,
        trl=3,
        **words,
        **fresh,
    )


def negotiating(buyer, seller, broker):
    """A deal between two sides that negotiate already; its code."""
    now = timezone.now()
    today = timezone.localdate(now)
    made = {"created_at": now, "updated_at": now}
    published = {
        **made,
        "submitted_at": now,
        "published_at": now,
        "confirmed_on": today,
        "valid_until": today + timedelta(days=170),
    }
    demand = make_demand(
        organization=Organization.objects.get(code=buyer), title=LISTED_DEMAND, **published
    )
    achievement = make_achievement(
        organization=Organization.objects.get(code=seller), title=LISTED_OFFER, **published
    )
    match = make_match(
        demand=demand, achievement=achievement, state="introduced", introduced_at=now, **made
    )
    introduction = make_introduction(match, state="dealing", **made)
    passed = ("contacted_at", "evaluating_at", "negotiating_at")
    deal = make_deal(
        DealState.NEGOTIATING,
        introduction=introduction,
        broker=User.objects.get(username=broker),
        evaluation="样机测试合格",
        **dict.fromkeys(passed, now),
        **made,
    )
    return deal.code


def hammer_time(pricing):
    """The time of an auction is up; the worker lets the hammer fall."""
    now = timezone.now()
    Pricing.objects.filter(code=pricing).update(closes_at=now - timedelta(seconds=1))
    enqueue("deals.close_auctions", key=f"{pricing} {now.isoformat()}", due_at=now)


def notice_passes(pricing):
    """Sixteen days pass for a public notice."""
    row = Pricing.objects.get(code=pricing)
    gone = timedelta(days=16)
    Pricing.objects.filter(pk=row.pk).update(
        notice_from=row.notice_from - gone, notice_through=row.notice_through - gone
    )


AUCTIONED, NOTICED, LISTED, HIDDEN = (
    "高强度镁合金薄壁件铸造技术",
    "秸秆纤维板低醛胶黏剂配方及其连续化生产工艺",
    "寒区电动客车电池热管理系统",
    "不公开权属的特种密封材料",
)


def open_prices(buyer, seller, broker):
    """
    A running auction, a price under notice with an objection, a listing, and one of an owner who
    is not to be known; the codes of the deals of the first two.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    auctioned, noticed, listed, hidden = (
        _at_its_price(title, buyer, seller, broker, now)
        for title in (AUCTIONED, NOTICED, LISTED, HIDDEN)
    )
    hidden.achievement.disclosure = "anonymous"
    hidden.achievement.save()
    make_auction(auctioned, opens_at=now, closes_at=now + timedelta(days=3))
    notice = {"notice_from": today, "notice_through": today + timedelta(days=14)}
    make_objection(make_notice(noticed, **notice), text="评估报告已过有效期")
    make_listing(listed)
    make_notice(hidden, **notice)
    return {"auctioned": auctioned.code, "noticed": noticed.code}


def _at_its_price(title, buyer, seller, broker, now):
    """A deal of a published achievement of this name, whose price is to be found."""
    published = {
        "submitted_at": now,
        "published_at": now,
        "confirmed_on": timezone.localdate(now),
        "valid_until": timezone.localdate(now) + timedelta(days=170),
    }
    demand = make_demand(organization=Organization.objects.get(code=buyer), **published)
    achievement = make_achievement(
        organization=Organization.objects.get(code=seller), title=title, **published
    )
    match = make_match(
        demand=demand, achievement=achievement, state="introduced", introduced_at=now
    )
    return make_deal(
        DealState.PRICING,
        introduction=make_introduction(match, state="dealing"),
        broker=User.objects.get(username=broker),
        **dict.fromkeys(("contacted_at", "evaluating_at", "negotiating_at", "pricing_at"), now),
    )
