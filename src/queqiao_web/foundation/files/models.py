"""The table of files."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.disclosure.levels import Level
from queqiao_web.foundation.files.kinds import FileKind
from queqiao_web.foundation.records import Record


class StoredFile(Record):
    """
    A file of a record: the row says what and whose, the content lies under its code.

    ``owner_type`` is the model's label, ``demands.demand``. ``level`` is how far its record must be
    open for somebody to read it. A removed file keeps its row; its content goes.

    ``paper`` is one of the kinds of paper that its record has, ``claim`` what the record claimed
    when the file came; both are empty where files are just files.
    """

    owner_type = models.CharField(max_length=60)
    owner_id = models.BigIntegerField()
    name = models.CharField(_("name"), max_length=120)
    paper = models.CharField(_("kind of paper"), max_length=24, blank=True, default="")
    title = models.CharField(_("title"), max_length=120, blank=True, default="")
    claim = models.CharField(max_length=24, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind.choices)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField(
        _("who may read it"), choices=Level.choices, default=Level.DETAILS
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    audit_masked: ClassVar[frozenset[str]] = frozenset({"name", "title"})

    class Meta:
        app_label = "foundation"
        verbose_name = _("file")
        indexes = (models.Index(fields=["owner_type", "owner_id", "id"], name="file_owner"),)

    def __str__(self) -> str:
        return self.title or self.name
