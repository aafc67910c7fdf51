"""
What browser tests start from, laid out in the database of a running platform.

Each function runs in a process of its own (``LivePlatform.call``) and gives back plain values.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from queqiao_web.accounts.models import User
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import RegionRole
from queqiao_web.foundation.access.regions import NATION
from queqiao_web.organizations.states import OrganizationState
from tests.factories.web.achievements import make_achievement, make_university
from tests.factories.web.demands import make_demand
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
    from queqiao_web.portal.tasks import rebuild_index

    rebuild_index(at=at)


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
