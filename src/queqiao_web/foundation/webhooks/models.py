"""Endpoints and what is delivered to them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.records import CodeField, Record
from queqiao_web.foundation.workflow import Workflow


class EndpointState(models.TextChoices):
    """Whether an endpoint is used."""

    ACTIVE = "active", _("In use")
    DISABLED = "disabled", _("Switched off after long failure")
    REMOVED = "removed", _("Removed")


ENDPOINTS = Workflow(
    "foundation.webhook",
    {
        EndpointState.ACTIVE: frozenset({EndpointState.DISABLED, EndpointState.REMOVED}),
        EndpointState.DISABLED: frozenset({EndpointState.ACTIVE, EndpointState.REMOVED}),
        EndpointState.REMOVED: frozenset(),
    },
)


class OwnerType(models.TextChoices):
    """Whose endpoint it is."""

    USER = "user", _("a person")
    ORGANIZATION = "organization", _("an organization")


class WebhookEndpoint(Record):
    """
    An address that is told what its owner is told.

    The secret is not stored: it is derived from the platform's key and ``salt``, shown once, and
    another salt makes another secret. ``kinds`` limits what is sent; empty means everything.
    """

    owner_type = models.CharField(max_length=12, choices=OwnerType.choices)
    owner_id = models.BigIntegerField()
    url = models.CharField(_("address"), max_length=500)
    kinds = models.JSONField(default=list)
    salt = models.CharField(max_length=32)
    state = models.CharField(
        _("state"), max_length=8, choices=EndpointState.choices, default=EndpointState.ACTIVE
    )
    failing_since = models.DateTimeField(null=True)

    audit_masked: ClassVar[frozenset[str]] = frozenset({"salt", "url"})
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"failing_since"})

    class Meta:
        app_label = "foundation"
        verbose_name = _("webhook")
        indexes = (models.Index(fields=["owner_type", "owner_id", "state"], name="webhook_owner"),)

    def __str__(self) -> str:
        return self.code


class DeliveryState(models.TextChoices):
    """How far a delivery is."""

    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Given up")


class WebhookDelivery(models.Model):
    """One message to one endpoint; ``key`` makes it one of its kind there."""

    code = CodeField()
    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries"
    )
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    body = models.JSONField()
    state = models.CharField(
        max_length=9, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        app_label = "foundation"
        constraints = (
            models.UniqueConstraint(fields=["endpoint", "key"], name="webhook_delivery_once"),
        )
        indexes = (
            models.Index(fields=["endpoint", "-id"], name="webhook_delivery_endpoint"),
            models.Index(fields=["created_at"], name="webhook_delivery_created"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
