"""Demands, achievements, experts and the claims to them."""

from queqiao_web.achievements.actions import AchievementContent
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import CloseReason as AchievementClose
from queqiao_web.achievements.states import ReturnReason as AchievementReturn
from queqiao_web.demands.actions import DemandContent
from queqiao_web.demands.models import Demand, DemandGrant
from queqiao_web.demands.states import CloseReason as DemandClose
from queqiao_web.demands.states import ReturnReason as DemandReturn
from queqiao_web.experts.actions import ExpertContent
from queqiao_web.experts.models import Claim, ContactGrant, Expert
from queqiao_web.foundation.disclosure import Level
from tests.factories.web.achievements import make_achievement, make_inventor, make_patent
from tests.factories.web.demands import make_demand
from tests.factories.web.experts import make_claim_in, make_expert
from tests.factories.web.people import make_organization
from tests.strategies.web.drive import UNKNOWN, Drive, World, everybody
from tests.strategies.web.organizations import TEXTS, reasons

VERSIONS = (None, None, 1, 7)
CHECKS_CONTENT = "reads only: says what is wrong with a text"
SAYS_WHETHER = "reads only: says whether it is time"


def _demand(state):
    demand = make_demand(state=state)
    return World(
        demand,
        everybody(demand.organization),
        {
            "demand_id": (demand.pk, demand.pk, demand.pk, UNKNOWN),
            "keep_entry.demand_id": (None, demand.pk),
            "organization_id": (demand.organization_id, make_organization().pk, UNKNOWN),
            "content": (
                DemandContent(title="改过的需求", summary=demand.summary, region_code="220100"),
                DemandContent(title=" "),
                DemandContent(title="越界", region_code="999999", trl_min=12),
            ),
            "version": VERSIONS,
            "reasons": reasons(DemandReturn),
            "text": TEXTS,
            "reason": (*DemandClose.values, "no such reason"),
            "key": ("ABCDEFGH", "BCDFGHJK", "!"),
            "typed": ({"title": ["半句"]},),
            "grants": (DemandGrant,),
            "record_id": (demand.pk, UNKNOWN),
            "grant_disclosure.organization_id": (make_organization().pk,),
            "level": (Level.DETAILS, Level.SECRET),
            "basis": ("matching.match:D7K2MXYZ",),
            "grant_id": lambda _at: [*DemandGrant.objects.values_list("pk", flat=True), UNKNOWN],
            "record": (demand,),
        },
    )


def _achievement(state):
    achievement = make_achievement(state=state)
    make_patent(achievement)
    make_inventor(achievement)
    return World(
        achievement,
        everybody(achievement.organization),
        {
            "achievement_id": (achievement.pk, achievement.pk, achievement.pk, UNKNOWN),
            "organization_id": (achievement.organization_id, make_organization().pk, UNKNOWN),
            "content": (
                AchievementContent(title="改过的成果", summary=achievement.summary, trl=6),
                AchievementContent(title=" "),
                AchievementContent(title="越界", region_code="999999", trl=12),
            ),
            "version": VERSIONS,
            "reasons": reasons(AchievementReturn),
            "text": TEXTS,
            "reason": (*AchievementClose.values, "no such reason"),
        },
    )


def _expert(state):
    expert = make_expert(state=state)
    ours = make_organization()
    return World(
        expert,
        everybody(expert.organization),
        {
            "expert_id": (expert.pk, expert.pk, expert.pk, UNKNOWN),
            "organization_id": (expert.organization_id, ours.pk, UNKNOWN),
            "open_contact.organization_id": (ours.pk, ours.pk),
            "content": (
                ExpertContent(name="改名的人"),
                ExpertContent(name=" "),
                ExpertContent(name="越界", region_code="999999"),
            ),
            "version": VERSIONS,
            "basis": ("matching.match:D7K2MXYZ",),
            "grant_id": lambda _at: [*ContactGrant.objects.values_list("pk", flat=True), UNKNOWN],
        },
    )


def _claim(state):
    claim = make_claim_in(state)
    people = everybody(claim.expert.organization)
    return World(
        claim,
        [*people[:12], claim.user, claim.user, claim.user, *people[12:]],
        {
            "claim_id": (claim.pk, claim.pk, claim.pk, UNKNOWN),
            "expert_id": (claim.expert_id, make_expert().pk, UNKNOWN),
            "statement": ("工号 2016087", ""),
            "reason": ("查无此人", ""),
        },
    )


def _modules(app, *names):
    return tuple(f"queqiao_web.{app}.actions.{name}" for name in names)


DRIVES = (
    Drive(
        "demands.demand",
        Demand,
        (
            *_modules("demands", "content", "entries", "life", "review", "validity"),
            "queqiao_web.foundation.disclosure.actions",
        ),
        _demand,
        {
            "can_grant_disclosure": "reads only: says who may",
            "submission_problems": CHECKS_CONTENT,
            "is_to_be_reminded": SAYS_WHETHER,
            "is_to_expire": SAYS_WHETHER,
            "confirm": "a part of publishing and reconfirming, no verb of its own",
        },
    ),
    Drive(
        "achievements.achievement",
        Achievement,
        _modules(
            "achievements",
            *("content", "life", "problems", "review", "submission", "validity", "values"),
        ),
        _achievement,
        {
            "submission_problems": CHECKS_CONTENT,
            "is_to_be_reminded": SAYS_WHETHER,
            "is_to_expire": SAYS_WHETHER,
            "confirm": "a part of publishing and reconfirming, no verb of its own",
        },
    ),
    Drive(
        "experts.expert",
        Expert,
        _modules("experts", "consent", "content", "life"),
        _expert,
        {"is_to_be_reminded": SAYS_WHETHER},
    ),
    Drive("experts.claim", Claim, _modules("experts", "claims"), _claim),
)
