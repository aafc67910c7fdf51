"""
Secrets planted in records, for the hunt of ``tests/web/test_planted_secrets.py``.

A planter makes records through the app's own actions and says what is secret in them: words that
occur nowhere else, the level that opens them, and how far each actor may read. An app joins the
hunt by registering its planter with :func:`planter`; the hunt does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from queqiao_web.demands.actions import DemandContent, create_draft, publish_demand, submit_demand
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.foundation.disclosure import Disclosure, Level
from queqiao_web.organizations.states import OrganizationState
from tests.factories.web.achievements import make_achievement, make_evidence
from tests.factories.web.demands import make_grant
from tests.factories.web.licences import make_licence
from tests.factories.web.people import (
    actor,
    make_appointed,
    make_member,
    make_organization,
)
from tests.web.times import NOON


@dataclass(frozen=True, slots=True)
class Secret:
    """A word that may be read from ``level`` on; ``about`` says where it was planted."""

    word: str
    level: Level
    about: str


@dataclass(frozen=True, slots=True)
class Planted:
    """
    What a planter made.

    ``levels`` says how far each actor may read; who is not named in it reads what is public.
    ``codes`` are public codes to put into addresses, ``queries`` texts to look for in every search.
    ``titles`` are public: the hunt must come across them, or it has looked in the wrong places.
    """

    secrets: tuple[Secret, ...]
    levels: Mapping[str, Level]
    codes: tuple[str, ...]
    titles: tuple[str, ...]
    queries: tuple[str, ...] = ()


@dataclass(slots=True)
class People:
    """Everybody who looks, by name; ``None`` is a visitor."""

    users: dict[str, object] = field(default_factory=dict)

    def __getitem__(self, name: str):
        return self.users[name]


PLANTERS: dict[str, Callable[[People], Planted]] = {}


def planter(noun: str):
    """Let records of a noun join the hunt."""

    def registered(function: Callable[[People], Planted]) -> Callable[[People], Planted]:
        PLANTERS[noun] = function
        return function

    return registered


def make_people() -> People:
    """
    One of every kind of actor.

    The owner's organization waits for verification, so that its name stands in no public directory
    and may be hunted like any secret.
    """
    hidden = make_organization(
        name="暗香浮动精密机械有限公司", region_code="220174", state=OrganizationState.REGISTERED
    )
    return People(
        {
            "visitor": None,
            "owner": make_member(hidden, display_name="林隐者"),
            "viewer": make_member(hidden, role=OrganizationRole.VIEWER),
            "stranger": make_member(),
            "partner": make_member(),
            "signatory": make_member(),
            "officer": make_appointed(RegionRole.OFFICER, "220000"),
            "other_officer": make_appointed(RegionRole.OFFICER, "210000"),
            "broker": make_appointed(RegionRole.BROKER, "220000"),
            "reviewer": make_appointed(RegionRole.REVIEWER, "220000"),
            "operator": make_appointed(RegionRole.OPERATOR, "000000"),
            "auditor": make_appointed(RegionRole.AUDITOR, "220000"),
        }
    )


_LEVELS = {
    "owner": Level.SECRET,
    "viewer": Level.SECRET,
    "partner": Level.DETAILS,
    "signatory": Level.SECRET,
    "officer": Level.DETAILS,
}


@planter("demands.demand")
def plant_demand(people: People) -> Planted:
    """An anonymous demand through draft, review and publication, with a grant of each level."""
    owner, officer = actor(people["owner"]), actor(people["officer"])
    organization = people["owner"].organization
    content = DemandContent(
        title="水汽分离器滤芯更换周期延长",
        summary="滤芯每月更换一次，希望延长到三个月以上，寻求合作。",
        description="滤芯为烧结毡zqdetail7，初始压差≤17.59347kPa，容尘量≥461.87g。",
        secret_annex="供货给zqsecret9总装厂，配比为37.28136%的聚苯硫醚。",
        keywords=("滤芯", "分离器"),
        industry_code="3463",
        disclosure=Disclosure.ANONYMOUS,
    )
    demand = create_draft(actor=owner, at=NOON, organization_id=organization.pk, content=content)
    _verified(organization)
    submit_demand(actor=owner, at=NOON, demand_id=demand.pk)
    publish_demand(actor=officer, at=NOON, demand_id=demand.pk)
    _hidden_again(organization)
    demand = Demand.objects.get(pk=demand.pk)
    make_grant(demand, people["partner"].organization, Level.DETAILS)
    make_grant(demand, people["signatory"].organization, Level.SECRET)
    return Planted(
        secrets=(
            Secret("zqdetail7", Level.DETAILS, "details"),
            Secret("17.59347", Level.DETAILS, "an index of the details"),
            Secret("461.87", Level.DETAILS, "an index of the details"),
            Secret("zqsecret9", Level.SECRET, "secret annex"),
            Secret("37.28136", Level.SECRET, "an index of the secret annex"),
            Secret("暗香浮动", Level.DETAILS, "the owner of an anonymous demand"),
            Secret(organization.code, Level.DETAILS, "the owner's code"),
            Secret("林隐者", Level.DETAILS, "a person of the owner"),
        ),
        levels=_LEVELS,
        codes=(demand.code,),
        titles=(demand.title,),
        queries=("zqdetail7", "zqsecret9", "暗香浮动", "烧结毡"),
    )


@planter("achievements.achievement")
def plant_achievement(people: People) -> Planted:
    """A published achievement whose details and annex are closed."""
    from queqiao_web.achievements.models import AchievementGrant

    organization = people["stranger"].organization
    achievement = make_achievement(
        organization=organization,
        title="长寿命滤芯烧结工艺",
        summary="用于水汽分离器滤芯的烧结工艺。",
        description="分级烧结zqoffer3，压差≤12.84652kPa。",
        secret_annex="催化助剂zqannex5，用量8.7193%。",
        trl_evidence="在zqproof8完成三批中试。",
        disclosure=Disclosure.STAGED,
        region_code="220104",
    )
    for name, level in (("partner", Level.DETAILS), ("signatory", Level.SECRET)):
        AchievementGrant.objects.create(
            record=achievement,
            organization=people[name].organization,
            level=level,
            basis="test",
            granted_at=NOON,
            created_at=NOON,
            updated_at=NOON,
        )
    papers = [
        make_evidence(
            achievement,
            level=level,
            title=f"检测报告{word}",
            name=f"{word}.txt",
            content=f"样件经{word}检测合格".encode(),
        )
        for level, word in ((Level.DETAILS, "zqpaper4"), (Level.SECRET, "zqpaper6"))
    ]
    return Planted(
        secrets=(
            Secret("zqpaper4", Level.DETAILS, "a file that shows the readiness"),
            Secret("zqpaper6", Level.SECRET, "a secret file that shows the readiness"),
            Secret("zqoffer3", Level.DETAILS, "details"),
            Secret("12.84652", Level.DETAILS, "an index of the details"),
            Secret("zqproof8", Level.DETAILS, "evidence of readiness"),
            Secret("zqannex5", Level.SECRET, "secret annex"),
            Secret("8.7193", Level.SECRET, "an index of the secret annex"),
        ),
        levels={
            "stranger": Level.SECRET,
            "partner": Level.DETAILS,
            "signatory": Level.SECRET,
            "officer": Level.DETAILS,
        },
        codes=(achievement.code, *(paper.code for paper in papers)),
        titles=(achievement.title,),
        queries=("zqoffer3", "zqannex5", "zqproof8", "zqpaper4", "zqpaper6"),
    )


@planter("organizations.organization")
def plant_organization(people: People) -> Planted:
    """A verified organization whose licence only its owners and the verifying officers open."""
    organization = people["stranger"].organization
    member = make_member(organization, role=OrganizationRole.EDITOR)
    people.users["editor"] = member
    licence = make_licence(
        organization,
        name="营业执照zqlicence2.txt",
        content="法定代表人zqperson7，住所zqaddress4".encode(),
    )
    words = {
        "zqlicence2": "the name of a licence",
        "zqperson7": "a licence",
        "zqaddress4": "a licence",
    }
    return Planted(
        secrets=tuple(Secret(word, Level.SECRET, about) for word, about in words.items()),
        levels={"stranger": Level.SECRET, "officer": Level.SECRET},
        codes=(organization.code, licence.code),
        titles=(organization.name,),
        queries=tuple(words),
    )


@planter("matching.match")
def plant_match(people: People) -> Planted:
    """A match whose demand counts with details that are closed to the other side."""
    from queqiao_web.matching.models import Match
    from tests.factories.web.demands import make_demand
    from tests.factories.web.matching import make_match

    demand = make_demand(
        organization=people["owner"].organization,
        title="陶瓷辊棒弯曲强度提升",
        summary="辊棒在高温下弯曲，希望提高强度，寻求合作。",
        description="辊棒配方zqrod6，抗弯强度≥52.38147MPa。",
        secret_annex="客户为zqclient4，年供货8351支。",
        disclosure=Disclosure.ANONYMOUS,
        region_code="220174",
    )
    offer = make_achievement(
        organization=people["stranger"].organization,
        title="高强陶瓷辊棒制备",
        summary="高温下抗弯强度达55MPa的陶瓷辊棒制备技术。",
        description="",
    )
    match = make_match(
        demand=demand,
        achievement=offer,
        tallies={"demand": {"met": 1}, "achievement": {}},
        demand_answer="declined",
        demand_code="other",
        demand_text="与zqrival2的谈判尚未结束",
        state="declined",
    )
    assert Match.objects.filter(pk=match.pk).exists()
    return Planted(
        secrets=(
            Secret("zqrod6", Level.DETAILS, "details of the demand"),
            Secret("52.38147", Level.DETAILS, "an index of the details"),
            Secret("zqclient4", Level.SECRET, "secret annex of the demand"),
            Secret("暗香浮动", Level.DETAILS, "the owner of an anonymous demand"),
        ),
        levels={name: level for name, level in _LEVELS.items() if name in {"owner", "viewer"}}
        | {"officer": Level.DETAILS},
        codes=(match.code, demand.code, offer.code),
        titles=(demand.title,),
        queries=("zqrod6", "zqclient4"),
    )


@planter("deals.deal")
def plant_deal(people: People) -> Planted:
    """A deal with messages, an evaluation, a contract and money: for its parties alone."""
    from queqiao_web.deals.models import Message
    from tests.factories.web.deals import make_contract, make_deal, make_introduction
    from tests.factories.web.demands import make_demand
    from tests.factories.web.matching import make_match

    match = make_match(
        demand=make_demand(organization=people["partner"].organization, region_code="220100"),
        achievement=make_achievement(organization=people["signatory"].organization),
        state="introduced",
        introduced_at=NOON,
    )
    deal = make_deal(
        "contracted",
        introduction=make_introduction(match, state="dealing"),
        contracted_at=NOON,
        evaluation="样品在zqtest1复测合格",
        broker=people["broker"],
    )
    Message.objects.create(
        deal=deal,
        author=people["partner"],
        text="底价不能低于zqprice8",
        created_at=NOON,
        updated_at=NOON,
    )
    make_contract(deal, subject="实施zqsubject2的普通许可", number="ZQ-CONTRACT-77")
    parties = dict.fromkeys(("partner", "signatory", "broker", "officer", "auditor"), Level.SECRET)
    return Planted(
        secrets=(
            Secret("zqtest1", Level.SECRET, "the evaluation"),
            Secret("zqprice8", Level.SECRET, "a message"),
            Secret("zqsubject2", Level.SECRET, "the contract"),
            Secret("ZQ-CONTRACT-77", Level.SECRET, "the number of the contract"),
        ),
        levels=parties,
        codes=(deal.code, match.code, match.demand.code),
        titles=(deal.achievement.title,),
        queries=("zqtest1", "zqprice8", "zqsubject2"),
    )


def _verified(organization) -> None:
    """For the moment in which a demand of it is submitted."""
    type(organization).objects.filter(pk=organization.pk).update(state=OrganizationState.VERIFIED)


def _hidden_again(organization) -> None:
    type(organization).objects.filter(pk=organization.pk).update(state=OrganizationState.REGISTERED)
