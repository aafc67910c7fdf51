"""Who may see, answer and broker what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access import ALLOW, Actor, Decision, RegionRole, deny
from queqiao_web.matching.models import Introduction, Match, Ranker, SavedSearch
from queqiao_web.matching.states import STANDING, IntroductionState, MatchState, Side

SEEING = (RegionRole.OFFICER, RegionRole.BROKER, RegionRole.AUDITOR)


def can_read_matches(actor: Actor) -> Decision:
    """Whoever belongs to an organization, acts for one, or holds a post."""
    if actor.is_system or actor.organization_ids or actor.delegated or actor.holds(*SEEING):
        return ALLOW
    return deny(
        "matching.match.no_organization",
        _("Matches are shown to the organizations that they concern. Join or register yours."),
    )


def can_answer_match(actor: Actor, match: Match, side: str) -> Decision:
    """The editors of the organization on that side, while the match stands."""
    if not actor.is_system and not actor.acts_for(match.organization_of(side)):
        return deny(
            "matching.match.not_your_side",
            _("Only editors of the organization on this side answer for it."),
        )
    if match.state == MatchState.DECLINED and match.answer_of(side) == "declined":
        return ALLOW
    if match.state not in STANDING:
        return deny(
            "matching.match.settled", _("This match is settled; nothing is to be answered.")
        )
    return ALLOW


def can_manage_introduction(actor: Actor, introduction: Introduction) -> Decision:
    """Either side's editors, its broker, and officers of its region."""
    ours = (introduction.demand_organization_id, introduction.achievement_organization_id)
    if actor.is_system or any(actor.acts_for(pk) for pk in ours):
        return ALLOW
    broker = introduction.broker_id is not None and introduction.broker_id == actor.user_id
    if broker and not actor.organization_ids & set(ours):  # who has joined a side brokers no more
        return ALLOW
    if actor.holds(RegionRole.OFFICER, within=introduction.region_code):
        return ALLOW
    return deny(
        "matching.introduction.not_party",
        _("Only the two sides, their broker and officers of the region take part in this."),
    )


def can_end_introduction(actor: Actor, introduction: Introduction) -> Decision:
    """Whoever manages it, while no deal is under way: a deal ends with its own reason."""
    if introduction.state == IntroductionState.DEALING:
        return deny(
            "matching.introduction.dealing",
            _("A deal is under way. Close the deal; the introduction ends with it."),
        )
    return can_manage_introduction(actor, introduction)


def can_follow(actor: Actor) -> Decision:
    """The platform itself, as deals and memberships change."""
    if actor.is_system:
        return ALLOW
    return deny("matching.not_system", _("This follows by itself from what people do."))


def can_assign_broker(actor: Actor, introduction: Introduction) -> Decision:
    """Officers of the region, or either side, while it is not over."""
    if introduction.state == IntroductionState.ENDED:
        return deny("matching.introduction.ended", _("This introduction has ended."))
    if introduction.broker_id is not None and introduction.broker_id == actor.user_id:
        return deny(
            "matching.introduction.own_case",
            _("A broker does not hand their own case on; an officer or a party does."),
        )
    return can_manage_introduction(actor, introduction)


def can_operate_rankers(actor: Actor) -> Decision:
    """Operators of the platform, and the platform itself."""
    if actor.is_system or actor.holds(RegionRole.OPERATOR):
        return ALLOW
    return deny("matching.ranker.not_operator", _("Only operators of the platform do this."))


def can_refresh_matches(actor: Actor, record: object) -> Decision:
    """The platform itself, as records change."""
    if actor.is_system and record is not None:
        return ALLOW
    return deny("matching.match.not_system", _("Matches are refreshed by the platform."))


def can_use_saved_search(actor: Actor, search: SavedSearch) -> Decision:
    """Whoever saved it."""
    if search.user_id == actor.user_id:
        return ALLOW
    return deny("matching.saved_search.not_yours", _("This search was saved by somebody else."))


def sides_of(actor: Actor, match: Match) -> tuple[Side, ...]:
    """The sides that the actor belongs to or acts for."""
    ours = actor.organization_ids | actor.delegated
    return tuple(side for side in Side if match.organization_of(side) in ours)


def can_see_ranker(actor: Actor, ranker: Ranker) -> Decision:
    """As :func:`can_operate_rankers`; auditors may look."""
    if ranker.pk and actor.holds(RegionRole.AUDITOR):
        return ALLOW
    return can_operate_rankers(actor)
