"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealsConfig(AppConfig):
    """Deals: from an introduction to a signed, paid, producing contract."""

    name = "queqiao_web.deals"
    label = "deals"
    verbose_name = _("Deals")

    def ready(self) -> None:
        """Say what waits here, what belongs to introductions, files, tones and verbs."""
        from queqiao_web.deals.pages.beside import (
            deal_of_introduction,
            page_of_deal,
            waiting_deals,
        )
        from queqiao_web.deals.permissions import can_write_in_deal
        from queqiao_web.deals.queries import deals_visible_to, hindering_closing
        from queqiao_web.foundation.disclosure import Level
        from queqiao_web.foundation.files import FileRules, files_belong_to
        from queqiao_web.foundation.ui.related import related_comes_from
        from queqiao_web.foundation.ui.timeline import verbs_are
        from queqiao_web.foundation.ui.tones import tones_are
        from queqiao_web.foundation.ui.waiting import waiting_comes_from
        from queqiao_web.organizations.queries import closing_is_asked_of

        waiting_comes_from("deals", waiting_deals)
        closing_is_asked_of(hindering_closing)
        related_comes_from("matching.introduction", deal_of_introduction)
        files_belong_to(
            "deals.deal",
            FileRules(
                deals_visible_to,
                can_write_in_deal,
                lambda _actor, _deal: Level.SECRET,
                page_of_deal,
                levels=(Level.SECRET,),  # whoever takes part reads everything
            ),
        )
        tones_are(
            {
                "contacted": "open",
                "nda": "open",
                "evaluating": "open",
                "negotiating": "open",
                "pricing": "waiting",
                "contracted": "done",
                "paid": "done",
                "producing": "done",
                "lost": "ended",
                "noticed": "waiting",
                "settled": "done",
                "upheld": "returned",
                "dismissed": "ended",
            }
        )
        verbs_are(
            {
                "deals.deal.opened": _("The deal began"),
                "deals.deal.contacted": _("The sides have spoken"),
                "deals.deal.nda_signed": _("One side signed the NDA"),
                "deals.deal.nda": _("Both sides signed the NDA"),
                "deals.deal.evaluating": _("The evaluation began"),
                "deals.deal.negotiating": _("The negotiation began"),
                "deals.deal.pricing": _("The price is being found"),
                "deals.deal.contracted": _("The contract was signed"),
                "deals.deal.registered": _("The contract was registered"),
                "deals.deal.paid": _("The first money came in"),
                "deals.deal.producing": _("Production began"),
                "deals.deal.lost": _("Closed without success"),
                "deals.deal.assigned": _("Another broker is in charge"),
                "deals.deal.released": _("The broker stepped back"),
                "deals.deal.fee_split": _("The broker's fee was split"),
                "deals.pricing.proposed": _("A price was proposed"),
                "deals.pricing.listed": _("The achievement is listed at a price"),
                "deals.pricing.called": _("An auction was called"),
                "deals.pricing.noticed": _("The price is under public notice"),
                "deals.pricing.settled": _("The price is settled"),
                "deals.pricing.failed": _("No price was found"),
                "deals.pricing.agreed": _("One side agreed to the price"),
                "deals.pricing.carried": _("The winner's price was carried over to its own deal"),
                "deals.pricing.extended": _("The auction was extended by a late bid"),
                "deals.bid.placed": _("A bid was placed"),
                "deals.bidder.registered": _("A bidder was registered"),
                "deals.bidder.bonded": _("A bidder's bond came in"),
                "deals.contract.signed": _("The contract was signed"),
                "deals.contract.registered": _("The contract was registered"),
                "deals.receipt.recorded": _("A payment came in"),
                "deals.contribution.recorded": _("A broker's contribution was recorded"),
                "deals.message.written": _("A message was written"),
                "deals.objection.raised": _("An objection was raised"),
                "deals.objection.upheld": _("The objection was upheld"),
                "deals.objection.dismissed": _("The objection was dismissed"),
                "deals.task.planned": _("A task was set"),
                "deals.task.done": _("A task was done"),
            }
        )
