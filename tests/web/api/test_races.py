"""Two requests with one key in the same moment: one is done, the other gets its answer."""

from threading import Barrier, Thread

import pytest
from django.db import connections

from queqiao_web.api.models import KeptAnswer
from queqiao_web.demands.models import Demand
from tests.factories.web.people import make_member
from tests.factories.web.tokens import Api, make_token


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_do_it_once():
    user = make_member()
    token = make_token(user)
    body = {"organization": user.organization.code, "title": "电主轴温升控制"}
    ready, answers = Barrier(3), []

    def ask():
        try:
            ready.wait()
            answers.append(Api(token).post("/demands", body, Idempotency_Key="k1"))
        finally:
            connections.close_all()

    threads = [Thread(target=ask) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert [one.status_code for one in answers] == [201, 201, 201]
    assert len({one.data["code"] for one in answers}) == 1
    assert Demand.objects.count() == 1
    assert KeptAnswer.objects.count() == 1
