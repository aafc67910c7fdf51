"""Writes of deals: the course, the price, the contract and its money, the people around it."""

from queqiao_web.deals.actions.auction import call_auction, fall_hammer, least_bid, place_bid
from queqiao_web.deals.actions.contract import (
    Terms,
    record_receipt,
    register_contract,
    sign_contract,
)
from queqiao_web.deals.actions.course import (
    lose_deal,
    open_deal,
    record_contact,
    record_production,
    sign_nda,
    start_evaluation,
    start_negotiation,
    start_pricing,
)
from queqiao_web.deals.actions.objections import decide_objection, end_notice, raise_objection
from queqiao_web.deals.actions.people import (
    digest_of,
    follow_introduction,
    make_calendar_key,
    put_broker_in_charge,
    record_contribution,
    release_broker_of_deal,
    split_fee,
    write_message,
)
from queqiao_web.deals.actions.planning import finish_task, plan_task
from queqiao_web.deals.actions.pricing import (
    agree_to_price,
    give_price_up,
    list_price,
    propose_price,
    record_bond,
    register_as_bidder,
    take_listing,
)

__all__ = [
    "Terms",
    "agree_to_price",
    "call_auction",
    "decide_objection",
    "digest_of",
    "end_notice",
    "fall_hammer",
    "finish_task",
    "follow_introduction",
    "give_price_up",
    "least_bid",
    "list_price",
    "lose_deal",
    "make_calendar_key",
    "open_deal",
    "place_bid",
    "plan_task",
    "propose_price",
    "put_broker_in_charge",
    "raise_objection",
    "record_bond",
    "record_contact",
    "record_contribution",
    "record_production",
    "record_receipt",
    "register_as_bidder",
    "register_contract",
    "release_broker_of_deal",
    "sign_contract",
    "sign_nda",
    "split_fee",
    "start_evaluation",
    "start_negotiation",
    "start_pricing",
    "take_listing",
    "write_message",
]
