"""Forms of experts: the profile, claims, and the table for imports."""

from queqiao_web.experts.forms.entry import (
    ClaimForm,
    ExpertForm,
    OwnedExpertForm,
    RefuseForm,
    WorkSet,
    content_from,
    initial_of,
)
from queqiao_web.experts.forms.table import EXPERT_TABLE

__all__ = [
    "EXPERT_TABLE",
    "ClaimForm",
    "ExpertForm",
    "OwnedExpertForm",
    "RefuseForm",
    "WorkSet",
    "content_from",
    "initial_of",
]
