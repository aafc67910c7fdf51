"""Writes of matching: refreshes, answers, introductions, rankers, saved searches."""

from queqiao_web.matching.actions.answers import (
    answer_match,
    record_silence,
    remind_side,
    take_answer_back,
)
from queqiao_web.matching.actions.introductions import (
    assign_broker,
    close_introduction,
    end_introduction,
    mark_dealing,
    record_signing,
    release_broker,
)
from queqiao_web.matching.actions.rankers import activate_ranker, train_ranker, use_default_ranking
from queqiao_web.matching.actions.refresh import (
    KEPT_AS,
    IndexGrows,
    forget_record,
    keep_index,
    refresh_achievement,
    refresh_demand,
)
from queqiao_web.matching.actions.searches import delete_search, save_search, tell_search

__all__ = [
    "KEPT_AS",
    "IndexGrows",
    "activate_ranker",
    "answer_match",
    "assign_broker",
    "close_introduction",
    "delete_search",
    "end_introduction",
    "forget_record",
    "keep_index",
    "mark_dealing",
    "record_signing",
    "record_silence",
    "refresh_achievement",
    "refresh_demand",
    "release_broker",
    "remind_side",
    "save_search",
    "take_answer_back",
    "tell_search",
    "train_ranker",
    "use_default_ranking",
]
