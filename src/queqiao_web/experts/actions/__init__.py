"""Everything that changes an expert or a claim; each verb is one action."""

from queqiao_web.experts.actions.claims import (
    accept_claim,
    claim_expert,
    drop_claim,
    refuse_claim,
)
from queqiao_web.experts.actions.consent import close_contact, open_contact
from queqiao_web.experts.actions.content import (
    ExpertContent,
    WorkContent,
    content_of,
    content_problems,
    create_expert,
    edit_expert,
)
from queqiao_web.experts.actions.life import (
    is_to_be_reminded,
    publication_problems,
    publish_expert,
    reconfirm_expert,
    remind_of_expert,
    withdraw_expert,
)

__all__ = [
    "ExpertContent",
    "WorkContent",
    "accept_claim",
    "claim_expert",
    "close_contact",
    "content_of",
    "content_problems",
    "create_expert",
    "drop_claim",
    "edit_expert",
    "is_to_be_reminded",
    "open_contact",
    "publication_problems",
    "publish_expert",
    "reconfirm_expert",
    "refuse_claim",
    "remind_of_expert",
    "withdraw_expert",
]
