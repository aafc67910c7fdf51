"""Rules as code: dated parameters, conditions, amounts, determinations with their reasons."""

from queqiao.rules.cases import CaseResult, run_tests
from queqiao.rules.determine import determine, determine_record
from queqiao.rules.io import (
    bundled_rulebooks,
    load_all_tests,
    load_rulebook,
    load_rulebooks,
    load_tests,
    rulebook_folder,
)
from queqiao.rules.library import Rulebooks, build_rulebooks
from queqiao.rules.model import Rulebook
from queqiao.rules.results import Change, ChangeKind, ConditionResult, Determination, Outcome

__all__ = [
    "CaseResult",
    "Change",
    "ChangeKind",
    "ConditionResult",
    "Determination",
    "Outcome",
    "Rulebook",
    "Rulebooks",
    "build_rulebooks",
    "bundled_rulebooks",
    "determine",
    "determine_record",
    "load_all_tests",
    "load_rulebook",
    "load_rulebooks",
    "load_tests",
    "rulebook_folder",
    "run_tests",
]
