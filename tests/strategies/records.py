"""Random demands and achievements, stated in part, for properties of gates and changes."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from queqiao.matching.model import Achievement, CooperationMode, Demand, IpNeed, IpState

REGIONS = ("110000", "110105", "220000", "220100", "220102", "220200", "310000", "310115", "440300")
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
AMOUNTS = st.decimals("0.01", "99999999.99", places=2)
MODES = st.lists(st.sampled_from(CooperationMode), unique=True, max_size=4).map(tuple)


def demands() -> st.SearchStrategy[Demand]:
    """Demands whose conditions are each stated or not."""
    return st.builds(
        Demand,
        id=st.just("D1"),
        title=st.just("需求"),
        modes=MODES,
        confirmed_on=st.none() | DAYS,
        budget_cny=st.none() | AMOUNTS,
        trl_min=st.none() | st.integers(1, 9),
        deadline_on=st.none() | DAYS,
        ip_need=st.sampled_from(IpNeed),
        accepted_regions=st.lists(st.sampled_from(REGIONS), unique=True, max_size=3).map(tuple),
    )


def achievements() -> st.SearchStrategy[Achievement]:
    """Achievements whose facts are each stated or not."""
    return st.builds(
        Achievement,
        id=st.just("A1"),
        title=st.just("成果"),
        modes=MODES,
        region=st.none() | st.sampled_from(REGIONS),
        confirmed_on=st.none() | DAYS,
        price_cny=st.none() | AMOUNTS,
        trl=st.none() | st.integers(1, 9),
        ready_on=st.none() | DAYS,
        ip_state=st.sampled_from(IpState),
    )
