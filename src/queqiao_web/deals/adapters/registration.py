"""Whether a contract can be registered, and its technology transaction amount, by the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import get_language

from queqiao.rules.determine import determine_record
from queqiao.rules.facts.model import Scalar
from queqiao.rules.io import bundled_rulebooks
from queqiao.rules.results import Outcome
from queqiao.rules.rows.records import prepare
from queqiao_web.deals.models import Contract

RULEBOOK: Final = "cn.technology-contract-registration"
WAN: Final = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Registered:
    """
    The answer of the rulebook: the amount, or every condition that stands against it.

    ``against`` are pairs of the condition's code and its words.
    """

    technology_amount_cny: Decimal | None
    against: tuple[tuple[str, str], ...]
    version: str


def registration_of(contract: Contract, *, at: date, seller: str, buyer: str) -> Registered:
    """The rulebook's answer for the contract, applied for by the seller on ``at``."""
    stated: dict[str, Scalar] = {
        "contract_no": contract.number,
        "name": contract.name,
        "kind": contract.kind,
        "seller": seller,
        "buyer": buyer,
        "applicant": "seller",
        "written": contract.written,
        "signed_on": contract.signed_on,
        "valid_through": contract.valid_through,
        "content": contract.subject,
        "acceptance": contract.acceptance,
        "ip_ownership": contract.ip_ownership,
        "payment": contract.payment_mode,
        "clauses_clear": bool(contract.deliverables and contract.acceptance),
        "sealed": contract.sealed,
        "lawful": True,
        "registered_elsewhere": False,
        "technical": contract.non_technical_cny < contract.amount_cny,
        "price": contract.amount_cny / WAN,
        "non_technical": contract.non_technical_cny / WAN,
    }
    known = {name: value for name, value in stated.items() if value != ""}
    record = prepare({"contract_registrations": (known,)})
    found = determine_record(record, rulebooks=bundled_rulebooks(), at=at, only=[RULEBOOK])[0]
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    against = tuple(
        (one.id, one.title.in_language(language))
        for one in found.conditions
        if one.outcome is not Outcome.MET
    )
    amount = found.amount_cny if found.outcome is Outcome.MET else None
    return Registered(amount, against, found.version)
