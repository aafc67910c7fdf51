"""Answers teach the ranking: one that is better comes into use, one that is not does not."""

import pytest

from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.matching.actions import (
    answer_match,
    keep_index,
    refresh_demand,
    use_default_ranking,
)
from queqiao_web.matching.actions.rankers import activate_ranker
from queqiao_web.matching.adapters.standing import models_folder
from queqiao_web.matching.models import Match, Ranker
from queqiao_web.matching.queries import active_ranker
from queqiao_web.matching.states import Answer, DeclineCode, MatchState, RankerState, Side
from queqiao_web.matching.tasks import learn
from tests.factories.web.achievements import make_achievement, make_university
from tests.factories.web.demands import make_demand
from tests.factories.web.matching import make_match
from tests.factories.web.people import actor, make_member
from tests.web.times import NOON

pytestmark = pytest.mark.django_db
TOPICS = (
    *("陶瓷轴承", "锂电池", "钢轨打磨", "牛肉解冻", "秸秆饲料", "玻璃镀膜", "齿轮渗碳", "叶片涂层"),
    *("催化脱硝", "水泥减排", "机床导轨", "刀具刃磨", "铝合金铸造", "碳纤维缠绕", "光缆护套"),
    *("橡胶硫化", "纸浆漂白", "酒糟干燥", "大豆分离", "玉米浸泡", "人参提取", "鹿茸冻干"),
    *(
        "稀土抛光",
        "石墨负极",
        "激光焊接",
        "液压密封",
        "变压器油",
        "风电叶根",
        "污泥脱水",
        "煤矸石砖",
    ),
)
TROUBLES = ("温度漂移", "能耗偏高", "良率不足", "寿命偏短", "噪声超标", "废水难降")


@pytest.fixture
def clerk():
    return make_member()


@pytest.fixture
def lay_out(clerk):
    """Makes for each topic a demand, a survey in its very words, and a kit that has been used."""
    university = make_university()

    def offer(title, summary):
        return make_achievement(
            organization=university, title=title, summary=summary, description="", keywords=[]
        )

    def made(topics=TOPICS):
        for number, topic in enumerate(topics):
            trouble = TROUBLES[number % len(TROUBLES)]
            demand = make_demand(
                organization=clerk.organization,
                title=f"{topic}{trouble}如何解决",
                summary=f"本厂{topic}产线{trouble}，希望三个月内改善。",
                description="",
                keywords=[],
            )
            survey = offer(
                f"{topic}{trouble}如何解决的研究进展综述", "梳理国内外文献，供教学参考。"
            )
            kit = offer(
                f"成套工艺装备之{number}", f"用于{topic}，已在两家企业应用，附检测报告，可交流。"
            )
            yield demand, survey, kit

    return made


def answer_all(clerk, triples, *, wanted):
    """The demand's side wants all of one kind, and says of the other that it is not its field."""
    for demand, survey, kit in triples:
        for offer, kind in ((survey, "survey"), (kit, "kit")):
            match = make_match(demand=demand, achievement=offer)
            said = {"answer": Answer.INTERESTED}
            if kind != wanted:
                said = {"answer": Answer.DECLINED, "code": DeclineCode.NOT_OUR_FIELD}
            answer_match(actor=actor(clerk), at=NOON, match_id=match.pk, side=Side.DEMAND, **said)


def order(demand):
    """The titles of the demand's matches as they are ranked now."""
    refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)
    found = Match.objects.filter(demand=demand, state=MatchState.OPEN).order_by("-score")
    return [one.achievement.title[:2] for one in found]


def test_what_the_sides_said_puts_first_what_they_want(clerk, lay_out):
    triples = list(lay_out())
    keep_index(at=NOON)
    fresh = triples.pop()
    before = order(fresh[0])
    answer_all(clerk, triples, wanted="kit")

    learn(at=NOON)

    ranker = active_ranker()
    assert ranker.judgements == 2 * len(triples)
    assert ranker.notes["learned_ndcg_at_10"] > ranker.notes["default_ndcg_at_10"]
    after = order(fresh[0])
    assert (before[0], after[0]) == (fresh[1].title[:2], fresh[2].title[:2])

    use_default_ranking(actor=SYSTEM, at=NOON)
    assert order(fresh[0])[0] == before[0]
    activate_ranker(actor=SYSTEM, at=NOON, ranker_id=ranker.pk)
    assert order(fresh[0])[0] == after[0]


def test_what_is_no_better_than_the_default_is_not_used(clerk, lay_out):
    answer_all(clerk, lay_out(), wanted="survey")

    learn(at=NOON)

    ranker = Ranker.objects.get()
    assert ranker.state == RankerState.REJECTED
    assert active_ranker() is None
    assert list(models_folder().iterdir()) == []
    assert AuditEvent.objects.filter(verb="matching.ranker.trained").count() == 1


def test_from_too_few_answers_nothing_is_learned(clerk, lay_out):
    answer_all(clerk, lay_out(TOPICS[:5]), wanted="kit")

    learn(at=NOON)

    assert not Ranker.objects.exists()
