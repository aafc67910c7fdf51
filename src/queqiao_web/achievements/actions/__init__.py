"""Everything that changes an achievement; each verb is one action."""

from queqiao_web.achievements.actions.content import (
    AchievementContent,
    InventorContent,
    PatentContent,
    content_of,
    content_problems,
    create_draft,
    edit_achievement,
)
from queqiao_web.achievements.actions.life import (
    close_achievement,
    match_achievement,
    reopen_achievement,
    resume_achievement,
    submit_achievement,
    withdraw_achievement,
)
from queqiao_web.achievements.actions.review import (
    claim_achievement,
    publish_achievement,
    release_achievement,
    return_achievement,
)
from queqiao_web.achievements.actions.submission import submission_problems
from queqiao_web.achievements.actions.validity import (
    expire_achievement,
    reconfirm_achievement,
    remind_of_achievement,
)

__all__ = [
    "AchievementContent",
    "InventorContent",
    "PatentContent",
    "claim_achievement",
    "close_achievement",
    "content_of",
    "content_problems",
    "create_draft",
    "edit_achievement",
    "expire_achievement",
    "match_achievement",
    "publish_achievement",
    "reconfirm_achievement",
    "release_achievement",
    "remind_of_achievement",
    "reopen_achievement",
    "resume_achievement",
    "return_achievement",
    "submission_problems",
    "submit_achievement",
    "withdraw_achievement",
]
