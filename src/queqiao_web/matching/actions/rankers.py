"""Learning from feedback: only what is better on unseen judgements is used."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from queqiao_web.achievements.models import Achievement
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.codes import new_code
from queqiao_web.foundation.errors import IllegalTransition, NotThere
from queqiao_web.foundation.workflow import advance, lock, save_change
from queqiao_web.matching.adapters.learning import train
from queqiao_web.matching.models import Ranker
from queqiao_web.matching.permissions import can_operate_rankers
from queqiao_web.matching.queries import active_ranker, judgements
from queqiao_web.matching.states import RANKERS, RankerState


def train_ranker(*, actor: Actor, at: datetime) -> Ranker | None:
    """
    Train on all judgements; the ranker is used where it beats the default on unseen demands.

    ``None`` where there are too few judgements to learn from.

    Raises:
        Refused: the actor does not operate the platform.
    """
    require(can_operate_rankers(actor))
    grades = judgements()
    codes = {one for found in grades.values() for one in found}
    demands = Demand.objects.filter(code__in=grades).select_related("organization").order_by("pk")
    offers = Achievement.objects.filter(code__in=codes).select_related("organization")
    trained = train(demands, offers.order_by("pk"), grades, name=f"{new_code()}.model")
    if trained is None:
        return None
    ranker = Ranker(
        file=trained.file,
        state=RankerState.RETIRED if trained.better else RankerState.REJECTED,
        judgements=sum(map(len, grades.values())),
        notes=dict(trained.notes),
        created_at=at,
        updated_at=at,
    )
    with transaction.atomic():
        save_change(ranker, actor=actor, at=at, verb="matching.ranker.trained", before=None)
        if trained.better:
            activate_ranker(actor=actor, at=at, ranker_id=ranker.pk)
    ranker.refresh_from_db()
    return ranker


@transaction.atomic
def activate_ranker(*, actor: Actor, at: datetime, ranker_id: int) -> Ranker:
    """
    Rank by this one from now on; the one in use before is kept, to go back to.

    Raises:
        Refused: the actor does not operate the platform.
        NotThere: there is no such ranker.
        IllegalTransition: it is in use already, or was not better than the default.
    """
    require(can_operate_rankers(actor))
    wanted = Ranker.objects.filter(pk=ranker_id).first()
    if wanted is None:
        raise NotThere
    if not RANKERS.allows(wanted.state, RankerState.ACTIVE):
        raise IllegalTransition(
            state=wanted.state, to=RankerState.ACTIVE, state_label=wanted.get_state_display()
        )
    use_default_ranking(actor=actor, at=at)
    ranker = lock(Ranker, ranker_id)
    advance(ranker, RANKERS, to=RankerState.ACTIVE, actor=actor, at=at, verb="activated")
    return ranker


@transaction.atomic
def use_default_ranking(*, actor: Actor, at: datetime) -> None:
    """
    Go back to the default ranking; does nothing where it is in use.

    Raises:
        Refused: the actor does not operate the platform.
    """
    require(can_operate_rankers(actor))
    found = active_ranker()
    if found is not None:
        ranker = lock(Ranker, found.pk)
        advance(ranker, RANKERS, to=RankerState.RETIRED, actor=actor, at=at, verb="retired")
