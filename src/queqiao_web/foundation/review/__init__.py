"""Review before publication: claimed by one reviewer, then published or returned with reasons."""

from queqiao_web.foundation.review.actions import Review
from queqiao_web.foundation.review.claims import holds_claim, is_claimed_by_other, mark_claims
from queqiao_web.foundation.review.models import Reviewed

__all__ = ["Review", "Reviewed", "holds_claim", "is_claimed_by_other", "mark_claims"]
