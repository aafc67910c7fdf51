"""Forms of achievements: entering, review, closing, and the table for imports."""

from queqiao_web.achievements.forms.entry import (
    AchievementForm,
    InventorSet,
    OwnedAchievementForm,
    PatentSet,
    content_from,
    initial_of,
    initial_parts_of,
    marks_from,
)
from queqiao_web.achievements.forms.review import CloseForm, ReturnForm
from queqiao_web.achievements.forms.table import ACHIEVEMENT_TABLE

__all__ = [
    "ACHIEVEMENT_TABLE",
    "AchievementForm",
    "CloseForm",
    "InventorSet",
    "OwnedAchievementForm",
    "PatentSet",
    "ReturnForm",
    "content_from",
    "initial_of",
    "initial_parts_of",
    "marks_from",
]
