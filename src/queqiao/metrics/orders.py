"""How well scores put things into the order that graded judgements ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations


def weighted_kendall_loss(
    judged: Iterable[tuple[Mapping[str, float], Mapping[str, float]]],
) -> float:
    """
    The share of the judged differences that the scores get wrong: 0 perfect, 0.5 chance, 1 worst.

    ``judged`` gives for each person ``(scores, grades)`` by item. Every two items of a person with
    different grades weigh the difference of their grades; the weight is lost where the scores order
    them the wrong way, half of it where they tie. Losses and weights are added up over all persons
    and then divided, as Stelmakh, Wieting, Neubig and Shah do for reviewers' expertise ("A Gold
    Standard Dataset for the Reviewer Assignment Problem", arXiv 2303.16750). Items without a score
    are passed over; 0 where nothing is to be ordered.
    """
    lost = possible = 0.0
    for scores, grades in judged:
        items = sorted(item for item in grades if item in scores)
        for one, other in combinations(items, 2):
            weight = grades[one] - grades[other]
            lead = scores[one] - scores[other]
            possible += abs(weight)
            if weight * lead < 0:
                lost += abs(weight)
            elif lead == 0:
                lost += abs(weight) / 2
    return lost / possible if possible else 0.0
