"""Codes are drawn by chance; chance may draw twice the same."""

import secrets

import pytest

from queqiao_web.demands.models import Demand
from queqiao_web.foundation.codes import ALPHABET, LENGTH
from tests.factories.web.demands import make_demand

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch):
    """Has chance draw these codes next."""

    def next_are(*codes):
        signs = iter("".join(codes))
        monkeypatch.setattr(secrets, "choice", lambda _signs: next(signs))

    return next_are


def test_a_code_that_is_taken_is_drawn_again(drawn):
    first = make_demand()
    drawn(first.code, first.code, "ZZZZ9999")

    second = Demand(organization=first.organization, created_at=first.created_at)
    second.updated_at = second.created_at
    assert second.code == first.code
    second.save()

    assert second.code == "ZZZZ9999"
    assert type(second.code) is str
    assert Demand.objects.get(code=first.code).pk == first.pk


def test_codes_use_signs_that_nobody_mistakes():
    code = make_demand().code

    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01OILU")
