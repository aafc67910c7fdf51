"""Reads of organizations and of what people hold in and for them."""

from queqiao_web.organizations.queries.closing import (
    Blocker,
    closing_blockers,
    closing_is_asked_of,
)
from queqiao_web.organizations.queries.facts import (
    current_facts,
    fact_history,
    facts_known_at,
)
from queqiao_web.organizations.queries.giveaways import giveaways
from queqiao_web.organizations.queries.organizations import (
    code_claimed,
    directory,
    in_regions,
    look_alikes,
    names_of,
    organization_page,
    organizations_visible_to,
    regions_with_organizations,
    waiting_for_verification,
)
from queqiao_web.organizations.queries.people import (
    actor_for,
    brokers_for,
    delegations_of,
    delegations_to,
    invitations_of,
    is_only_owner,
    members_of,
    memberships_for_export,
    organizations_of,
    organizations_without_other_owner,
    owners_besides,
    owners_of,
    posts_for_export,
    posts_visible_to,
)
from queqiao_web.organizations.queries.waiting import waiting_organizations

__all__ = [
    "Blocker",
    "actor_for",
    "brokers_for",
    "closing_blockers",
    "closing_is_asked_of",
    "code_claimed",
    "current_facts",
    "delegations_of",
    "delegations_to",
    "directory",
    "fact_history",
    "facts_known_at",
    "giveaways",
    "in_regions",
    "invitations_of",
    "is_only_owner",
    "look_alikes",
    "members_of",
    "memberships_for_export",
    "names_of",
    "organization_page",
    "organizations_of",
    "organizations_visible_to",
    "organizations_without_other_owner",
    "owners_besides",
    "owners_of",
    "posts_for_export",
    "posts_visible_to",
    "regions_with_organizations",
    "waiting_for_verification",
    "waiting_organizations",
]
