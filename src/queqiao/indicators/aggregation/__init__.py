"""From the parts of a group to one score: means, and rankings without compensation."""

from queqiao.indicators.aggregation.kemeny import KemenyRanking, kemeny_ranking
from queqiao.indicators.aggregation.means import power_mean
from queqiao.indicators.aggregation.outranking import copeland_scores, outranking

__all__ = ["KemenyRanking", "copeland_scores", "kemeny_ranking", "outranking", "power_mean"]
