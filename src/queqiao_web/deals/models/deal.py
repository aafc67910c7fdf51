"""Deals, what is said in them and what is to be done."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.deals.states import DealState, LossReason, TaskState
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.records import Record
from queqiao_web.matching.models import Introduction
from queqiao_web.organizations.models import Organization


class Deal(Record):
    """
    The way from an introduction to a signed, paid, producing contract.

    A deal that an auction opened for its winner has neither introduction nor demand. Each
    ``..._at`` is when the deal first reached that state.
    """

    introduction = models.OneToOneField(
        Introduction, null=True, on_delete=models.PROTECT, related_name="deal"
    )
    demand = models.ForeignKey(Demand, null=True, on_delete=models.PROTECT, related_name="deals")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="deals")
    demand_organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="deals_as_taker"
    )
    achievement_organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="deals_as_giver"
    )
    region_code = models.CharField(max_length=6)
    broker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=11, choices=DealState.choices, default=DealState.INTRODUCED
    )
    contacted_at = models.DateTimeField(null=True, editable=False)
    nda_demand_at = models.DateTimeField(null=True, editable=False)
    nda_achievement_at = models.DateTimeField(null=True, editable=False)
    nda_at = models.DateTimeField(null=True, editable=False)
    evaluating_at = models.DateTimeField(null=True, editable=False)
    negotiating_at = models.DateTimeField(null=True, editable=False)
    pricing_at = models.DateTimeField(null=True, editable=False)
    contracted_at = models.DateTimeField(null=True, editable=False)
    registered_at = models.DateTimeField(null=True, editable=False)
    paid_at = models.DateTimeField(null=True, editable=False)
    producing_at = models.DateTimeField(null=True, editable=False)
    lost_at = models.DateTimeField(null=True, editable=False)
    loss_reason = models.CharField(
        _("reason"), max_length=16, choices=LossReason.choices, blank=True, default=""
    )
    loss_text = models.TextField(_("in words"), blank=True, default="")
    evaluation = models.TextField(_("what the evaluation found"), blank=True, default="")
    producing_since = models.DateField(_("in production since"), null=True, blank=True)
    production_evidence = models.TextField(_("evidence of production"), blank=True, default="")
    yearly_revenue_cny = models.DecimalField(
        _("yearly revenue from it (yuan)"), max_digits=16, decimal_places=2, null=True, blank=True
    )

    audit_masked: ClassVar[frozenset[str]] = frozenset(
        {"loss_text", "evaluation", "production_evidence"}
    )

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=DealState.LOST) | ~Q(loss_reason=""), name="deal_loss_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=DealState.PRODUCING)
                | Q(producing_since__isnull=False) & ~Q(production_evidence=""),
                name="deal_production_evidence",
            ),
        )
        indexes = (
            models.Index(fields=["state", "region_code", "-id"], name="deal_region"),
            models.Index(fields=["demand_organization", "state"], name="deal_taker"),
            models.Index(fields=["achievement_organization", "state"], name="deal_giver"),
            models.Index(fields=["broker", "state"], name="deal_broker"),
        )

    def __str__(self) -> str:
        return self.code


class Message(Record):
    """What somebody wrote in a deal; both sides and the broker read it."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("message"))

    audit_masked: ClassVar[frozenset[str]] = frozenset({"text"})

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code


class DealTask(Record):
    """Something to be done in a deal, by a day."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("task"), max_length=120)
    due_on = models.DateField(_("due on"))
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=4, choices=TaskState.choices, default=TaskState.OPEN
    )
    done_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=["state", "due_on"], name="deal_task_due"),)

    def __str__(self) -> str:
        return self.title
