"""How the price of a deal is found: by agreement, by listing, by auction; public notice."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.models.deal import Deal
from queqiao_web.deals.states import FailureCause, ObjectionState, PriceMode, PricingState
from queqiao_web.foundation.records import Record
from queqiao_web.organizations.models import Organization


class Pricing(Record):
    """
    One attempt at a price. A deal has one that is not failed at a time.

    ``price_cny`` is the proposed, listed or hammered price. For a service achievement priced by
    agreement or listing the notice runs from ``notice_from`` through ``notice_through``. An auction
    is open in ``[opens_at, closes_at)``; a late bid moves the end.
    """

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="pricings")
    mode = models.CharField(_("way of pricing"), max_length=9, choices=PriceMode.choices)
    state = models.CharField(
        _("state"), max_length=7, choices=PricingState.choices, default=PricingState.OPEN
    )
    price_cny = models.DecimalField(
        _("price (yuan)"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    demand_agreed_at = models.DateTimeField(null=True, editable=False)
    achievement_agreed_at = models.DateTimeField(null=True, editable=False)
    floor_cny = models.DecimalField(
        _("floor (yuan)"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    step_cny = models.DecimalField(
        _("least step (yuan)"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    bond_cny = models.DecimalField(
        _("bond (yuan)"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    notice_text = models.TextField(_("public notice"), blank=True, default="")
    notice_from = models.DateField(_("public from"), null=True, editable=False)
    notice_through = models.DateField(_("public through"), null=True, editable=False)
    winner = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    noticed_at = models.DateTimeField(null=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    failed_at = models.DateTimeField(null=True, editable=False)
    failure_cause = models.CharField(
        _("why no price was found"),
        max_length=9,
        choices=FailureCause.choices,
        blank=True,
        default="",
        editable=False,
    )

    class Meta:
        verbose_name = _("pricing")
        verbose_name_plural = _("pricings")
        constraints = (
            models.UniqueConstraint(
                fields=["deal"],
                condition=~Q(state=PricingState.FAILED),
                name="pricing_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(price_cny__isnull=True) | Q(price_cny__gt=0), name="pricing_positive"
            ),
            models.CheckConstraint(
                condition=~Q(mode=PriceMode.AUCTION)
                | Q(floor_cny__gt=0, step_cny__gt=0, bond_cny__gte=0, closes_at__gt=F("opens_at")),
                name="pricing_auction_terms",
            ),
            models.CheckConstraint(
                condition=~Q(state=PricingState.SETTLED) | Q(price_cny__isnull=False),
                name="pricing_settled_price",
            ),
        )
        indexes = (
            models.Index(fields=["mode", "state", "closes_at"], name="pricing_closing"),
            models.Index(fields=["state", "notice_through"], name="pricing_notice"),
        )

    def __str__(self) -> str:
        return self.code


class Bidder(Record):
    """An organization that takes part in an auction or a listing, with its bond."""

    pricing = models.ForeignKey(Pricing, on_delete=models.PROTECT, related_name="bidders")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("bidder number"))
    bond_received_at = models.DateTimeField(null=True, editable=False)
    bond_returned_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("bidder")
        verbose_name_plural = _("bidders")
        constraints = (
            models.UniqueConstraint(fields=["pricing", "organization"], name="bidder_once"),
            models.UniqueConstraint(fields=["pricing", "number"], name="bidder_number"),
        )

    def __str__(self) -> str:
        return str(self.number)


class Bid(Record):
    """One bid. No two bids of an auction have one amount, so that the highest is one."""

    pricing = models.ForeignKey(Pricing, on_delete=models.PROTECT, related_name="bids")
    bidder = models.ForeignKey(Bidder, on_delete=models.PROTECT, related_name="bids")
    amount_cny = models.DecimalField(_("bid (yuan)"), max_digits=16, decimal_places=2)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("bid")
        verbose_name_plural = _("bids")
        ordering = ("-amount_cny",)
        constraints = (
            models.UniqueConstraint(fields=["pricing", "amount_cny"], name="bid_amount_once"),
        )

    def __str__(self) -> str:
        return str(self.amount_cny)


class Objection(Record):
    """What somebody has against a price under public notice."""

    pricing = models.ForeignKey(Pricing, on_delete=models.PROTECT, related_name="objections")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("objection"))
    state = models.CharField(
        _("state"), max_length=9, choices=ObjectionState.choices, default=ObjectionState.OPEN
    )
    answer = models.TextField(_("answer"), blank=True, default="")
    upheld_at = models.DateTimeField(null=True, editable=False)
    dismissed_at = models.DateTimeField(null=True, editable=False)

    audit_masked: ClassVar[frozenset[str]] = frozenset({"text", "answer"})

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code
