"""The table of grants, to be completed by each app with the record it is about."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.disclosure.levels import Level
from queqiao_web.foundation.records import Record


class DisclosureGrant(Record):
    """
    An organization may read a record up to ``level``, until the grant ends.

    A model that inherits this adds ``record``, a foreign key with ``related_name="grants"``.
    ``basis`` says what the grant rests on, ``matching.match:D7K2MXYZ``, so that what rested on one
    thing can end while what rests on another goes on.
    """

    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="+"
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    basis = models.CharField(max_length=80)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        verbose_name = _("disclosure")
        constraints = (
            models.UniqueConstraint(
                fields=["record", "organization", "level", "basis"],
                condition=Q(ended_at__isnull=True),
                name="%(app_label)s_%(class)s_once",
            ),
            models.CheckConstraint(
                condition=Q(level__gt=Level.PUBLIC), name="%(app_label)s_%(class)s_above_public"
            ),
        )
        indexes = (
            models.Index(
                fields=["organization", "record", "level"],
                condition=Q(ended_at__isnull=True),
                name="%(class)s_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organization_id} {self.get_level_display()}"
