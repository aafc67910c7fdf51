"""Contracts, what is to be paid when, and what was received."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.models.deal import Deal
from queqiao_web.deals.states import ContractKind, PaymentMode
from queqiao_web.foundation.records import Record


class Contract(Record):
    """
    A signed technology contract. ``amount_cny`` is the whole price (技术合同成交额),
    ``non_technical_cny`` what of it is for equipment and other non-technical parts.

    The registration's fields are filled when it is registered; ``technology_amount_cny`` is the
    technology transaction amount (技术交易额) that the rules gave.
    """

    deal = models.OneToOneField(Deal, on_delete=models.PROTECT, related_name="contract")
    kind = models.CharField(_("kind"), max_length=11, choices=ContractKind.choices)
    number = models.CharField(_("contract number"), max_length=60)
    name = models.CharField(_("contract name"), max_length=120)
    subject = models.TextField(_("technical content"))
    deliverables = models.TextField(_("deliverables"))
    acceptance = models.TextField(_("acceptance standard"))
    ip_ownership = models.CharField(_("ownership of new rights"), max_length=200)
    payment_mode = models.CharField(_("way of payment"), max_length=11, choices=PaymentMode.choices)
    amount_cny = models.DecimalField(_("price (yuan)"), max_digits=16, decimal_places=2)
    non_technical_cny = models.DecimalField(
        _("of it non-technical (yuan)"), max_digits=16, decimal_places=2, default=0
    )
    direct_cost_cny = models.DecimalField(
        _("direct costs of the conversion (yuan)"), max_digits=16, decimal_places=2, default=0
    )
    signed_on = models.DateField(_("signed on"))
    valid_through = models.DateField(_("valid through"))
    written = models.BooleanField(_("in writing"), default=True)
    sealed = models.BooleanField(_("sealed by both sides"), default=True)
    registration_number = models.CharField(
        _("registration number"), max_length=60, blank=True, default=""
    )
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    technology_amount_cny = models.DecimalField(
        _("technology transaction amount (yuan)"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = (
            models.CheckConstraint(condition=Q(amount_cny__gt=0), name="contract_amount_positive"),
            models.CheckConstraint(
                condition=Q(non_technical_cny__gte=0) & Q(non_technical_cny__lte=F("amount_cny")),
                name="contract_non_technical_part",
            ),
            models.CheckConstraint(
                condition=Q(direct_cost_cny__gte=0), name="contract_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(valid_through__gte=F("signed_on")), name="contract_validity"
            ),
            models.CheckConstraint(
                condition=Q(registered_on__isnull=True, technology_amount_cny__isnull=True)
                | Q(registered_on__isnull=False, technology_amount_cny__isnull=False),
                name="contract_registration_pair",
            ),
            models.UniqueConstraint(
                fields=["registration_number"],
                condition=~Q(registration_number=""),
                name="contract_registered_once",
            ),
        )

    def __str__(self) -> str:
        return self.name


class PlannedPayment(models.Model):
    """One payment of the plan; all of them add up to the price."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="plan")
    position = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("due on"))
    amount_cny = models.DecimalField(_("amount (yuan)"), max_digits=16, decimal_places=2)
    condition = models.CharField(_("on condition of"), max_length=120, blank=True, default="")
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("planned payment")
        verbose_name_plural = _("planned payments")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["contract", "position"], name="planned_position"),
            models.CheckConstraint(condition=Q(amount_cny__gt=0), name="planned_positive"),
        )

    def __str__(self) -> str:
        return str(self.position)


class Receipt(Record):
    """Money that came in. ``reference`` is the bank's, unique in a contract: none counts twice."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="receipts")
    received_on = models.DateField(_("received on"))
    amount_cny = models.DecimalField(_("amount (yuan)"), max_digits=16, decimal_places=2)
    reference = models.CharField(_("bank reference"), max_length=60)
    evidence = models.TextField(_("evidence"), blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ("received_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["contract", "reference"], name="receipt_once"),
            models.CheckConstraint(condition=Q(amount_cny__gt=0), name="receipt_positive"),
        )

    def __str__(self) -> str:
        return self.reference
