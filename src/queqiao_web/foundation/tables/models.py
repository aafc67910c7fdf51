"""Imports and their rows: what was uploaded, how it is mended, what became of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.records import Record
from queqiao_web.foundation.workflow import Workflow


class ImportState(models.TextChoices):
    """How far an import is."""

    CHECKED = "checked", _("Checked, nothing written yet")
    WRITING = "writing", _("Being written")
    WRITTEN = "written", _("Written")
    DISCARDED = "discarded", _("Discarded")


_S = ImportState
IMPORTS = Workflow(
    "foundation.import",
    {
        _S.CHECKED: frozenset({_S.WRITING, _S.DISCARDED}),
        _S.WRITING: frozenset({_S.WRITTEN, _S.CHECKED}),
        _S.WRITTEN: frozenset(),
        _S.DISCARDED: frozenset(),
    },
)


class ImportChoice(models.TextChoices):
    """What to do where some rows are wrong."""

    GOOD_ROWS = "good_rows", _("Write the good rows, leave out the others")
    ALL_OR_NOTHING = "all_or_nothing", _("Write all rows together, or none")


class RowState(models.TextChoices):
    """What a row is, or became."""

    BAD = "bad", _("To be mended")
    TWICE = "twice", _("Looks like a duplicate")
    GOOD = "good", _("Ready")
    LEFT_OUT = "left_out", _("Left out")
    WRITTEN = "written", _("Written")
    FAILED = "failed", _("Could not be written")


class TableImport(Record):
    """
    An uploaded file of some kind, for an organization.

    ``headings`` are those of the file with the fields they fill, ``remarks`` what could not be
    read; ``choice`` is made when writing starts. Only who uploaded it and editors of the
    organization see it; its rows are removed some weeks after.
    """

    kind = models.CharField(max_length=40)
    organization_id = models.BigIntegerField()
    user_id = models.BigIntegerField(null=True)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    row_count = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=9, choices=ImportState.choices, default=ImportState.CHECKED)
    choice = models.CharField(max_length=14, choices=ImportChoice.choices, blank=True, default="")
    started_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)

    audit_masked: ClassVar[frozenset[str]] = frozenset({"headings", "remarks"})

    class Meta:
        app_label = "foundation"
        verbose_name = _("import")
        indexes = (
            models.Index(fields=["organization_id", "kind", "-id"], name="import_owner"),
            models.Index(fields=["user_id", "-id"], name="import_user"),
            models.Index(fields=["emptied_at", "updated_at"], name="import_age"),
        )

    def __str__(self) -> str:
        return self.file_name


class TableRow(models.Model):
    """
    A row of an import: its cells as in the file or as mended, and what became of it.

    ``identity`` is what makes two rows the same thing, ``is_kept`` the word of the person that a
    duplicate is none. ``failure`` holds the problems that writing met.
    """

    table = models.ForeignKey(TableImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=RowState.choices)
    problem_count = models.PositiveSmallIntegerField(default=0)
    identity = models.CharField(max_length=64, blank=True, default="")
    is_kept = models.BooleanField(default=False)
    is_left_out = models.BooleanField(default=False)
    object_id = models.BigIntegerField(null=True)
    object_code = models.CharField(max_length=16, blank=True, default="")
    failure = models.JSONField(default=list)

    class Meta:
        app_label = "foundation"
        constraints = (models.UniqueConstraint(fields=["table", "number"], name="table_row_once"),)
        indexes = (
            models.Index(fields=["table", "state", "number"], name="table_row_state"),
            models.Index(fields=["table", "identity"], name="table_row_identity"),
        )

    def __str__(self) -> str:
        return f"{self.table_id} {self.number}"
