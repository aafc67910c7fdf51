"""The adapter of examples/ between a platform that listens and a signing service that answers."""

import base64
import importlib.util
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from queqiao.client import Client
from queqiao_web.deals.models import Message
from queqiao_web.foundation.files.models import StoredFile
from tests.factories.web.deals import make_deal
from tests.factories.web.people import make_member
from tests.factories.web.tokens import make_token
from tests.factories.web.uploads import PDF
from tests.repo.tree import ROOT

SIGNED = PDF + b"%signed by both\n"


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location(
        "sign_contracts", ROOT / "examples" / "sign_contracts.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def service():
    """A signing service on this machine: ``envelopes`` that came, ``answer`` that it gives."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            held.envelopes.append(told)
            self._say({"id": f"E{len(held.envelopes)}"})

        def do_GET(self):
            self._say(held.answer)

        def _say(self, body):
            allowed = self.headers["Authorization"] == "Bearer of-this-test"
            content = json.dumps(body).encode()
            self.send_response(200 if allowed else 401)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            """Nothing."""

    held = HTTPServer(("127.0.0.1", 0), Handler)
    held.envelopes, held.answer = [], {"state": "waiting"}
    thread = threading.Thread(target=held.serve_forever)
    thread.start()
    yield held
    held.shutdown()
    thread.join()
    held.server_close()


@pytest.fixture
def run(example, service, live_server, tmp_path, transactional_db):
    """Runs the adapter once, as the broker's program would: gives what it did."""
    deal = make_deal("pricing")
    clerk = make_member(deal.demand_organization)
    platform = Client(live_server.url, make_token(clerk).secret)
    platform.deals.attach(deal.code, '待签合同 "甲".pdf', PDF)
    platform.deals.attach(deal.code, "报价单.pdf", PDF)
    signing = example.HttpService(f"http://127.0.0.1:{service.server_port}", "of-this-test")

    def once():
        return example.run_once(platform, signing, tmp_path / "envelopes.json")

    once.deal, once.platform = deal, platform
    return once


def names():
    return list(StoredFile.objects.order_by("pk").values_list("name", flat=True))


def test_what_waits_is_sent_once_with_both_sides(run, service):
    assert [line.rpartition(" ")[2] for line in run()] == ["sent"]
    assert run() == []

    (sent,) = service.envelopes
    assert base64.b64decode(sent["document"]) == PDF
    assert sent["signatories"] == [
        run.deal.demand_organization.name,
        run.deal.achievement_organization.name,
    ]


def test_what_is_signed_comes_back_once_and_both_sides_hear_of_it(run, service, tmp_path):
    run()
    service.answer = {"state": "signed", "document": base64.b64encode(SIGNED).decode()}
    before_the_kill = (tmp_path / "envelopes.json").read_bytes()

    assert [line.rpartition(" ")[2] for line in run()] == ["signed"]
    (tmp_path / "envelopes.json").write_bytes(before_the_kill)
    run()
    assert run() == []

    signed = [one for one in run.platform.deals.files(run.deal.code) if "已签" in one["name"]]
    assert [run.platform.deals.content(run.deal.code, one["code"]) for one in signed] == [SIGNED]
    (message,) = Message.objects.filter(deal=run.deal)
    assert "各方已签署" in message.text


def test_a_refusal_is_told_and_nothing_is_attached(run, service):
    run()
    service.answer = {"state": "declined"}

    assert [line.rpartition(" ")[2] for line in run()] == ["declined"]

    assert len(names()) == 2
    assert "拒绝签署" in Message.objects.get(deal=run.deal).text
