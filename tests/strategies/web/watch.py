"""
What an action may change, held against every row of every table of the platform.

A record that is made, changed or removed has exactly one event of its own; what is a part of a
record is told by the record's event; what was refused changed nothing anywhere.
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db import connection

from queqiao_web.foundation.audit.chain import find_breaks
from queqiao_web.foundation.audit.models import AuditEvent, AuditHead
from queqiao_web.foundation.records import Record
from queqiao_web.foundation.workflow import WORKFLOWS

PARTS = {
    "accounts.emailaddress": ("accounts.user", "user"),
    "achievements.achievementgrant": ("achievements.achievement", "record"),
    "achievements.inventor": ("achievements.achievement", "achievement"),
    "achievements.patent": ("achievements.achievement", "achievement"),
    "deals.feeshare": ("deals.deal", "deal"),
    "deals.payout": ("deals.receipt", "receipt"),
    "deals.plannedpayment": ("deals.contract", "contract"),
    "demands.demandgrant": ("demands.demand", "record"),
    "experts.contactgrant": ("experts.expert", "expert"),
    "experts.work": ("experts.expert", "expert"),
    "foundation.tablerow": ("foundation.tableimport", "table"),
    "organizations.fact": ("organizations.organization", "organization"),
}
"""Rows that belong to a record and are told by its event: whose they are, and by which field."""
UNTOLD = {
    "api.keptanswer",
    "deals.calendarkey",
    "demands.entry",
    "foundation.jobrun",
    "foundation.notification",
    "foundation.webhookdelivery",
}
"""Rows that are no record of anybody's deed: they may come with a change, or alone."""
UNTOLD_FIELDS = {
    "api.apitoken": {"last_used_at"},
    "deals.dealtask": {"reminded_at"},
    "deals.plannedpayment": {"reminded_at"},
}
"""What a job or a request notes for itself: nobody's deed."""
TELLING = {
    "accounts.user.edited",
    "accounts.user.exported",
    "deals.deal.fee_split",
    "organizations.organization.facts_recorded",
}
"""Events of a record that itself is as before: they tell of its parts, or of a reading."""
TELLING_OF_GRANTS = ("disclosed", "concealed", "revealed", "contact_opened", "contact_closed")


@cache
def watched():
    """Every table of the platform besides the audit itself."""
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("queqiao_web.")
        for model in config.get_models()
        if model not in {AuditEvent, AuditHead}
    ]


@cache
def columns_of(table):
    """The columns of a table of the platform, its key first."""
    fields = apps.get_model(table)._meta.concrete_fields
    return sorted((one.column for one in fields), key=lambda name: name != "id")


def all_rows():
    """Every row of every table as the database holds it: by table, by key, the values."""
    found, quote = {}, connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in watched():
            table = model._meta.label_lower
            names = ", ".join(map(quote, columns_of(table)))
            cursor.execute(f"SELECT {names} FROM {quote(model._meta.db_table)}")  # noqa: S608 -- names of our own tables
            found[table] = {row[0]: row for row in cursor.fetchall()}
    return found


@dataclass(frozen=True)
class Change:
    """A row that was made (``before`` is None), changed, or removed (``after`` is None)."""

    table: str
    pk: int
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None

    @property
    def subject(self):
        return self.table, self.pk

    @property
    def fields(self):
        """What differs."""
        if self.before is None or self.after is None:
            return set()
        return {name for name, value in self.after.items() if self.before[name] != value}


@dataclass
class Watch:
    """
    The platform as it was when last looked at.

    What is done while ``writing`` is heard: where nothing was written nothing can have changed, so
    that most refusals cost no look at every table. ``expect_same_as_heard`` holds that to a look.
    """

    workflows: Mapping[str, str]
    has_written: bool = False
    rows: dict = field(default_factory=all_rows)
    last_event: int = field(default_factory=lambda: AuditHead.objects.get(pk=1).sequence)

    @contextmanager
    def writing(self):
        """Hear whether anything is written."""
        self.has_written = False
        with connection.execute_wrapper(self._hear):
            yield

    def _hear(self, execute, sql, *rest):
        self.has_written |= sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}
        return execute(sql, *rest)

    def look(self):
        """What has changed since, and the events of it."""
        now = all_rows()
        changed = [
            Change(table, pk, _named(table, old.get(pk)), _named(table, new.get(pk)))
            for table, new in now.items()
            if new != (old := self.rows[table])
            for pk in sorted({*old, *new})
            if old.get(pk) != new.get(pk)
        ]
        events = list(AuditEvent.objects.filter(sequence__gt=self.last_event).order_by("sequence"))
        self.rows, self.last_event = now, self.last_event + len(events)
        return changed, events

    def expect_nothing(self, verb):
        """After a refusal: no row of any table is other than before, and there is no event."""
        if not self.has_written:
            return
        changed, events = self.look()
        assert changed == [], f"{verb} was refused and changed {[one.subject for one in changed]}"
        assert events == [], f"{verb} was refused and left {[one.verb for one in events]}"

    def expect_told(self, verb):
        """After a success: each change has its event, each state came by an edge; how many."""
        if not self.has_written:
            return 0
        changed, events = self.look()
        told = Counter((one.subject_type, one.subject_id) for one in events)
        for one in changed:
            self._check(one, told, verb)
        records = {one.subject for one in changed}
        for event in events:
            subject = event.subject_type, event.subject_id
            telling = event.verb in TELLING or event.verb.endswith(TELLING_OF_GRANTS)
            assert subject in records or telling, f"{verb} told {event.verb} of nothing"
        return len(changed)

    def expect_same_as_heard(self):
        """In the end: nothing is other than the last look found it, and the audit's chain holds."""
        assert self.look() == ([], [])
        head = AuditHead.objects.get(pk=1)
        events = AuditEvent.objects.order_by("sequence")
        broken = find_breaks(events, head_sequence=head.sequence, head_digest=head.digest)
        assert list(broken) == []

    def _check(self, one, told, verb):
        if one.table in UNTOLD or (
            one.fields and one.fields <= UNTOLD_FIELDS.get(one.table, set())
        ):
            return
        if one.table in PARTS:
            whose, name = PARTS[one.table]
            owner = whose, (one.after or one.before)[f"{name}_id"]
            assert told[owner] >= 1, f"{verb} changed {one.subject} and told nothing of {owner}"
            return
        if _is_derived(one, told):
            return
        assert told[one.subject] == 1, f"{verb} told {told[one.subject]} events of {one.subject}"
        if one.before is None or one.after is None:
            return
        if issubclass(apps.get_model(one.table), Record):
            assert one.after["version"] == one.before["version"] + 1, f"{verb}: {one.subject}"
        if one.table in self.workflows and "state" in one.fields:
            workflow = WORKFLOWS[self.workflows[one.table]]
            states = one.before["state"], one.after["state"]
            assert workflow.allows(*states), f"{verb} moved {one.subject} from {states}"


def _named(table, row):
    return dict(zip(columns_of(table), row, strict=True)) if row is not None else None


def _is_derived(one, told):
    """A match that no side has answered: the event of the refresh that found it tells of it."""
    if one.table != "matching.match":
        return False
    rows = [row for row in (one.before, one.after) if row is not None]
    answered = any(row["demand_answer"] or row["achievement_answer"] for row in rows)
    return not answered and any(table == "matching.refresh" for table, _pk in told)
