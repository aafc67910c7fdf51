"""Everything that changes a demand; each verb is one action."""

from queqiao_web.demands.actions.content import (
    DemandContent,
    content_problems,
    create_draft,
    edit_demand,
)
from queqiao_web.demands.actions.entries import discard_entry, keep_entry
from queqiao_web.demands.actions.life import (
    close_demand,
    match_demand,
    reopen_demand,
    resume_demand,
    submission_problems,
    submit_demand,
    withdraw_demand,
)
from queqiao_web.demands.actions.review import (
    claim_demand,
    publish_demand,
    release_demand,
    return_demand,
)
from queqiao_web.demands.actions.validity import expire_demand, reconfirm_demand, remind_of_demand

__all__ = [
    "DemandContent",
    "claim_demand",
    "close_demand",
    "content_problems",
    "create_draft",
    "discard_entry",
    "edit_demand",
    "expire_demand",
    "keep_entry",
    "match_demand",
    "publish_demand",
    "reconfirm_demand",
    "release_demand",
    "remind_of_demand",
    "reopen_demand",
    "resume_demand",
    "return_demand",
    "submission_problems",
    "submit_demand",
    "withdraw_demand",
]
