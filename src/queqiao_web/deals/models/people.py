"""Who moved a deal, who gets what of it, and the key of a person's calendar."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.models.contract import Receipt
from queqiao_web.deals.models.deal import Deal
from queqiao_web.deals.states import ContributionKind
from queqiao_web.foundation.records import Record


class Contribution(Record):
    """What somebody did to move a deal: recorded as it happens, never changed."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="contributions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=ContributionKind.choices)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    happened_on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("happened_on", "pk")

    def __str__(self) -> str:
        return self.get_kind_display()


class FeeShare(Record):
    """A person's share of the broker's fee of a deal; all shares of a deal add up to 1."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="fee_shares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    share = models.DecimalField(_("share"), max_digits=5, decimal_places=4)

    class Meta:
        verbose_name = _("share of the fee")
        verbose_name_plural = _("shares of the fee")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["deal", "user"], name="fee_share_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="fee_share_range"),
        )

    def __str__(self) -> str:
        return str(self.share)


class Payout(Record):
    """What a receipt brings an inventor, by the rule that held; ``clause`` names its rulebook."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="payouts")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=60)
    share = models.DecimalField(_("share of the reward"), max_digits=7, decimal_places=6)
    amount_cny = models.DecimalField(_("amount (yuan)"), max_digits=16, decimal_places=2)
    clause = models.CharField(_("rule"), max_length=80)

    audit_masked: ClassVar[frozenset[str]] = frozenset({"name"})

    class Meta:
        verbose_name = _("inventor's part")
        verbose_name_plural = _("inventors' parts")
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["receipt", "position"], name="payout_once"),)

    def __str__(self) -> str:
        return str(self.amount_cny)


class CalendarKey(models.Model):
    """The secret in the address of a person's calendar; only its digest is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar key")
        verbose_name_plural = _("calendar keys")

    def __str__(self) -> str:
        return str(self.user_id)
