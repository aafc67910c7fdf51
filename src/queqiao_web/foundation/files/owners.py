"""Which records may have files, and who may add and read them: each app says so for its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from queqiao_web.foundation.access import Actor, Decision
from queqiao_web.foundation.disclosure.levels import Level
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.files.papers import Papers


@dataclass(frozen=True, slots=True)
class FileRules:
    """
    The rules of one kind of record.

    ``visible_to`` gives the records that somebody may see at all, ``can_attach`` says whether they
    may add and remove files, ``level_for`` how far they may read, ``page_of`` where the record is
    shown. ``papers`` says of which kinds its files are, where they are more than files; ``levels``
    at which levels they may stand.
    """

    visible_to: Callable[[Actor], QuerySet[Any]]
    can_attach: Callable[[Actor, Any], Decision]
    level_for: Callable[[Actor, Any], Level]
    page_of: Callable[[Any], str]
    papers: Papers | None = None
    levels: tuple[Level, ...] = tuple(Level)


_RULES: dict[str, FileRules] = {}


def files_belong_to(owner_type: str, rules: FileRules) -> None:
    """Let records of this kind have files; called when the apps are ready."""
    _RULES[owner_type] = rules


def rules_of(owner_type: str) -> FileRules:
    """
    The rules of a kind of record.

    Raises:
        NotThere: such records have no files.
    """
    rules = _RULES.get(owner_type)
    if rules is None:
        raise NotThere
    return rules


def type_of(record: Model) -> str:
    """The label that stands for a record's kind."""
    return record._meta.label_lower
