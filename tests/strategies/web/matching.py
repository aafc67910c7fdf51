"""Matches, introductions and rankers."""

from queqiao_web.foundation.access import RegionRole
from queqiao_web.matching.models import Introduction, Match, Ranker, SavedSearch
from queqiao_web.matching.states import Answer, DeclineCode, MatchState, RankerState, Side
from tests.factories.web.deals import make_introduction
from tests.factories.web.matching import make_match, make_ranker
from tests.factories.web.people import make_appointed, make_member
from tests.strategies.web.drive import UNKNOWN, Drive, World, everybody
from tests.web.times import NOON

NEEDS_INDEX = "works on the index in the data folder, which no transaction takes back"
_ANSWERS = {
    MatchState.OPEN: {},
    MatchState.UNANSWERED: {
        "demand_answer": Answer.INTERESTED,
        "achievement_answer": Answer.SILENT,
    },
    MatchState.DECLINED: {
        "demand_answer": Answer.DECLINED,
        "demand_code": DeclineCode.PRICE,
        "achievement_answer": Answer.INTERESTED,
    },
    MatchState.LAPSED: {"achievement_answer": Answer.INTERESTED},
    MatchState.INTRODUCED: {
        "demand_answer": Answer.INTERESTED,
        "achievement_answer": Answer.INTERESTED,
        "introduced_at": NOON,
    },
}


def _match(state):
    match = make_match(state=state, **_ANSWERS[state])
    again = make_match(demand=match.demand)
    people = everybody(match.demand_organization, match.achievement_organization)
    return World(
        match,
        people,
        {
            "match_id": (match.pk, match.pk, match.pk, again.pk, UNKNOWN),
            "side": Side.values,
            "forget_record.side": (Side.DEMAND,),
            "record": (match.demand,),
            "answer": (Answer.INTERESTED, Answer.INTERESTED, Answer.DECLINED, "perhaps"),
            "code": (DeclineCode.PRICE, DeclineCode.OTHER, "", "no such code"),
            "text": ("价格太高", ""),
        },
    )


def _introduction(state):
    introduction = make_introduction(state=state)
    broker = make_appointed(RegionRole.BROKER, "220000")
    own = make_member(introduction.demand_organization)
    return World(
        introduction,
        [
            *everybody(introduction.demand_organization, introduction.achievement_organization),
            *[broker] * 4,
        ],
        {
            "introduction_id": (introduction.pk, introduction.pk, introduction.pk, UNKNOWN),
            "broker_id": (broker.pk, broker.pk, own.pk, None, UNKNOWN),
            "text": ("双方条件谈不拢", " "),
            "match_id": (introduction.match_id, UNKNOWN),
        },
    )


def _ranker(state):
    ranker = make_ranker(state)
    other = make_ranker(RankerState.RETIRED)
    operator = make_appointed(RegionRole.OPERATOR, "000000")
    searcher = make_member()
    return World(
        ranker,
        [*[operator] * 10, *[searcher] * 6, *everybody(searcher.organization)],
        {
            "ranker_id": (ranker.pk, ranker.pk, other.pk, UNKNOWN),
            "name": ("陶瓷球", " "),
            "kind": (*Side.values, "expert"),
            "text": ("精密研磨", " "),
            "region_code": ("", "220000"),
            "search_id": lambda _at: [*SavedSearch.objects.values_list("pk", flat=True), UNKNOWN],
        },
    )


DRIVES = (
    Drive(
        "matching.match",
        Match,
        ("queqiao_web.matching.actions.answers", "queqiao_web.matching.actions.refresh"),
        _match,
        {
            "keep_index": NEEDS_INDEX,
            "refresh_achievement": NEEDS_INDEX,
            "refresh_demand": NEEDS_INDEX,
        },
    ),
    Drive(
        "matching.introduction",
        Introduction,
        ("queqiao_web.matching.actions.introductions",),
        _introduction,
    ),
    Drive(
        "matching.ranker",
        Ranker,
        ("queqiao_web.matching.actions.rankers", "queqiao_web.matching.actions.searches"),
        _ranker,
        {
            "train_ranker": "learns for seconds from judgements that a drive has not",
            "tell_search": "notes for the job how far it has told; nobody's deed, so no event",
        },
    ),
)
