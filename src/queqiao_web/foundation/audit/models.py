"""The table of audit events and the head of their chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """
    One thing that happened: written once, in the transaction of the change, never altered.

    ``sequence`` counts without gaps; ``digest`` is SHA-256 over the event and the digest before
    it. The database refuses to update or delete rows. Values of masked fields are not in it.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=8)  # person, system, nobody
    on_behalf_of_id = models.BigIntegerField(null=True)  # the organization that a delegate acts for
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    region_code = models.CharField(max_length=6, blank=True, default="")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    channel = models.CharField(max_length=8)
    ip = models.CharField(max_length=45, blank=True, default="")
    request = models.CharField(max_length=32, blank=True, default="")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        app_label = "foundation"
        verbose_name = _("audit event")
        indexes = (
            models.Index(fields=["subject_type", "subject_id", "sequence"], name="audit_subject"),
            models.Index(fields=["verb", "sequence"], name="audit_verb"),
            models.Index(fields=["actor_id", "sequence"], name="audit_actor"),
            models.Index(fields=["at"], name="audit_at"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class AuditHead(models.Model):
    """The one row that says where the chain ends; locked while an event is added."""

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    class Meta:
        app_label = "foundation"

    def __str__(self) -> str:
        return str(self.sequence)
