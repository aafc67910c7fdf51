"""Where weights come from: judgements (AHP, budgets), data (entropy, CRITIC, PCA), or the unit."""

from queqiao.indicators.weighting.data import critic_weights, entropy_weights, pca_weights
from queqiao.indicators.weighting.doubt import Doubt, benefit_of_the_doubt
from queqiao.indicators.weighting.judgement import Hierarchy, ahp_weights, budget_weights

__all__ = [
    "Doubt",
    "Hierarchy",
    "ahp_weights",
    "benefit_of_the_doubt",
    "budget_weights",
    "critic_weights",
    "entropy_weights",
    "pca_weights",
]
