from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from queqiao.matching.codec import pack_record, unpack_record
from queqiao.matching.model import Achievement, CooperationMode, Demand, IpNeed, IpState
from queqiao.matching.results import LocatedSpec
from queqiao.text.quantities import parse_specs

TEXT = "导热系数8W/(m·K)以上，出水COD由120mg/L降至50mg/L以下，成本降低20%以上"
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
money = st.none() | st.decimals(min_value=0, max_value=10**12, places=2)
days = st.none() | st.dates()
shared = {
    "id": texts,
    "title": texts,
    "description": texts,
    "keywords": st.lists(texts, max_size=3).map(tuple),
    "industry": st.none() | texts,
    "region": st.none() | texts,
    "modes": st.lists(st.sampled_from(CooperationMode), max_size=3).map(tuple),
    "owner": texts,
    "confirmed_on": days,
}
demands = st.builds(
    Demand,
    **shared,
    budget_cny=money,
    trl_min=st.none() | st.integers(1, 9),
    deadline_on=days,
    ip_need=st.sampled_from(IpNeed),
    accepted_regions=st.lists(texts, max_size=3).map(tuple),
)
achievements = st.builds(
    Achievement,
    **shared,
    price_cny=money,
    trl=st.none() | st.integers(1, 9),
    ready_on=days,
    ip_state=st.sampled_from(IpState),
)


@given(demands | achievements)
def test_record_comes_back_as_it_was(record):
    assert unpack_record(pack_record(record, ())) == (record, ())


def test_indices_come_back_as_they_were():
    specs = tuple(LocatedSpec("description", spec) for spec in parse_specs(TEXT))
    demand = Demand(id="D1", title="垫片", description=TEXT, budget_cny=Decimal("800000.50"))

    assert specs
    assert unpack_record(pack_record(demand, specs)) == (demand, specs)
    assert unpack_record(pack_record(replace(demand, deadline_on=date(2027, 1, 1)), specs)) != (
        demand,
        specs,
    )
