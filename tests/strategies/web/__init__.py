"""Every noun of the platform with how to drive its verbs, and what holds them to the audit."""

from pkgutil import walk_packages

import queqiao_web
from tests.strategies.web import deals, foundation, matching, organizations, records
from tests.strategies.web.attempt import attempt
from tests.strategies.web.drive import possible, steps
from tests.strategies.web.watch import Watch

DRIVES = {
    one.noun: one
    for part in (organizations, records, matching, deals, foundation)
    for one in part.DRIVES
}
WORKFLOW_OF = {
    one.model._meta.label_lower: noun for noun, one in DRIVES.items() if one.workflow is not None
}
"""The noun of each table whose rows have states."""

NOT_DRIVEN = {
    "queqiao_web.deals.actions.handing": "steps of other actions",
    "queqiao_web.deals.actions.locking": "steps of other actions",
    "queqiao_web.foundation.files.actions": "writes files, which no transaction takes back",
    "queqiao_web.foundation.review.actions": "what the reviews of demands and achievements do",
}
"""Modules of actions that no drive has, and why."""


def modules_of_actions():
    """The name of every module that holds actions."""
    found = {one.name for one in walk_packages(queqiao_web.__path__, "queqiao_web.")}
    packages = {name.rpartition(".")[0] for name in found}
    return {name for name in found - packages if "actions" in name.split(".")}


__all__ = [
    "DRIVES",
    "NOT_DRIVEN",
    "WORKFLOW_OF",
    "Watch",
    "attempt",
    "modules_of_actions",
    "possible",
    "steps",
]
