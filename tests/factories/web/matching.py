"""Rows of matches, and an index of their own for each test."""

from queqiao_web.foundation.codes import new_code
from queqiao_web.matching.models import Match, Ranker
from queqiao_web.matching.states import RankerState
from tests.factories.web.achievements import make_achievement
from tests.factories.web.demands import make_demand
from tests.web.times import NOON

DEMAND_TEXT = (
    "我公司生产氮化硅陶瓷轴承球，成品圆度只能做到0.3μm。需要开发新的精密研磨工艺：球圆度≤0.08μm，"
    "表面粗糙度Ra≤0.005μm，批直径变动量不大于0.13μm，成品率达到95%以上。希望寻求合作开发。"
)
OFFER_TEXT = (
    "针对氮化硅陶瓷轴承球的精密研磨工艺，开发了双自转研磨方式，球圆度达到0.06μm，表面粗糙度Ra为0.004μm，"
    "批直径变动量0.1μm，成品率96%。已完成中试，可合作开发或技术许可。"
)
OTHER_TEXT = "一种玉米秸秆饲料化处理技术，秸秆消化率提高12个百分点，已在肉牛养殖场示范应用。"


def make_fitting_pair(**fields):
    """A demand and an achievement that fit each other well, owned by different organizations."""
    demand = make_demand(
        title="高硬度陶瓷轴承球精密研磨工艺开发",
        summary=DEMAND_TEXT,
        description="",
        keywords=["陶瓷轴承球", "精密研磨"],
        **fields.pop("demand", {}),
    )
    achievement = make_achievement(
        title="氮化硅陶瓷轴承球精密研磨技术",
        summary=OFFER_TEXT,
        description="",
        keywords=["陶瓷轴承球", "精密研磨"],
        modes=["joint_development", "licence"],
        **fields.pop("achievement", {}),
    )
    return demand, achievement


def make_match(demand=None, achievement=None, **fields):
    """A standing match between two published records."""
    demand = demand or make_demand()
    achievement = achievement or make_achievement()
    values = {
        "demand_organization": demand.organization,
        "achievement_organization": achievement.organization,
        "score": 0.7,
        "allowed": True,
        "tallies": {},
        "refreshed_at": NOON,
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    return Match.objects.create(demand=demand, achievement=achievement, **values)


def make_ranker(state=RankerState.RETIRED, **fields):
    """A ranker that was trained; its file is not there."""
    values = {"judgements": 40, "created_at": NOON, "updated_at": NOON, **fields}
    return Ranker.objects.create(file=f"{new_code()}.model", state=state, **values)
