"""What every record that is reviewed before publication carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.records import Record


class Reviewed(Record):
    """
    A record that a reviewer publishes or returns.

    ``state`` is one of the noun's own states, of which three are called ``submitted``,
    ``published`` and ``returned``. A claim lets one reviewer work on it alone;
    ``return_reasons`` are codes of the noun's reasons.
    """

    if TYPE_CHECKING:
        state: models.CharField[str, str]

        def get_state_display(self) -> str:
            """The state in words."""

    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    claimed_at = models.DateTimeField(null=True, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    returned_at = models.DateTimeField(null=True, editable=False)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    return_reasons = models.JSONField(_("reasons"), default=list, blank=True, editable=False)
    return_text = models.TextField(_("what to change"), blank=True, default="", editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True
