"""A model is asked over real HTTP, only where the operator names one."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from queqiao.cli.proposer import HttpProposer, ModelFailed, PatientProposer, proposer_from
from queqiao.documents.proposals import verify_proposals
from queqiao.errors import WrongUsage
from tests.factories.documents import document

TEXT = "江城大学校长汪慎之表示，将组织科技特派团深入企业。"
FACTS = {
    "facts": [
        {"kind": "person", "quote": "江城大学校长汪慎之", "name": "汪慎之", "title": "校长"},
        {"kind": "person", "quote": "副校长王叙白", "name": "王叙白", "title": "副校长"},
    ]
}


@pytest.fixture
def service():
    """A local service; ``answers`` are given one after the other, ``asked`` is what came in."""
    asked, answers = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, dict(self.headers), json.loads(body)))
            status, payload, headers = answers.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    server.asked, server.answers = asked, answers
    server.url = f"http://127.0.0.1:{server.server_port}/v1"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def chat(facts):
    content = json.dumps(facts, ensure_ascii=False)
    payload = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
    return 200, payload, {"Content-Type": "application/json"}


def test_the_article_is_sent_and_the_proposals_are_verified(service):
    service.answers.append(chat(FACTS))
    found = document("a", TEXT)
    proposer = proposer_from(
        {
            "QUEQIAO_MODEL_URL": f"{service.url}/",
            "QUEQIAO_MODEL_NAME": "local",
            "QUEQIAO_MODEL_KEY": "k",
        }
    )

    verified = verify_proposals(found, proposer(found))

    ((path, headers, body),) = service.asked
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer k"
    assert (body["model"], body["messages"][1]["content"]) == ("local", TEXT)
    assert [person.name for person in verified.facts.people] == ["汪慎之"]
    assert [one.proposal.values["name"] for one in verified.refused] == ["王叙白"]


def test_a_long_article_is_asked_in_parts(service):
    found = document("a", *(str(i) + TEXT * 40 for i in range(6)))
    service.answers += [chat({"facts": []}) for _ in range(9)]

    HttpProposer(service.url, "local")(found)

    sent = [body["messages"][1]["content"] for _, _, body in service.asked]
    assert len(sent) > 1
    assert "\n".join(sent) == found.raw
    assert all("Authorization" not in headers for _, headers, _ in service.asked)


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"", {}),
        (200, b"not json", {}),
        (200, b'{"choices": []}', {}),
        (200, b'{"choices": [{"message": {"content": 3}}]}', {}),
        (302, b"", {"Location": "http://127.0.0.1:9/elsewhere"}),
    ],
)
def test_a_service_that_fails_is_named(service, answer):
    service.answers.append(answer)

    with pytest.raises(ModelFailed) as error:
        HttpProposer(service.url, "local")(document("a", TEXT))

    assert service.url.split("/")[2] in error.value.describe("en")
    assert len(service.asked) == 1


def test_nobody_listening_is_counted_and_the_reading_goes_on(service):
    proposer = PatientProposer(HttpProposer("http://127.0.0.1:9/v1", "local", seconds=2))

    assert [proposer(document(path, TEXT)) for path in "ab"] == [(), ()]
    assert proposer.failures == 2
    assert proposer.reason.startswith("127.0.0.1:9: ")


def test_the_command_adds_what_verifies_and_says_so_where_it_cannot_ask(service, tmp_path):
    page = tmp_path / "a.txt"
    page.write_text(f"江城大学与企业对接\n\n{TEXT * 4}\n")
    fact = {"kind": "concept", "quote": "组织科技特派团深入企业", "name": "科技特派团深入企业"}
    service.answers += [chat({"facts": [fact, FACTS["facts"][1]]}), (500, b"", {})]
    environment = {**os.environ, "QUEQIAO_MODEL_URL": service.url, "QUEQIAO_LANG": "en"}
    program = "from queqiao.cli.main import main; main()"
    command = [sys.executable, "-c", program, "read", "--json", str(page)]

    first, second = (
        subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        for _ in range(2)
    )

    assert [c["name"] for c in json.loads(first.stdout)["concepts"]] == ["科技特派团深入企业"]
    assert json.loads(second.stdout)["concepts"] == []
    assert "王叙白" not in first.stdout
    assert "failed to answer 1 time(s)" in second.stderr
    assert [body["model"] for _, _, body in service.asked] == ["default", "default"]


def test_without_an_address_nobody_is_asked():
    assert proposer_from({}) is None
    assert proposer_from({"QUEQIAO_MODEL_URL": " ", "QUEQIAO_MODEL_NAME": "m"}) is None


@pytest.mark.parametrize(
    "environment",
    [
        {"QUEQIAO_MODEL_URL": "file:///etc/hosts", "QUEQIAO_MODEL_NAME": "m"},
        {"QUEQIAO_MODEL_URL": "http://[", "QUEQIAO_MODEL_NAME": "m"},
        {"QUEQIAO_MODEL_URL": "localhost:8000"},
    ],
)
def test_settings_that_cannot_be_meant_are_refused(environment):
    with pytest.raises(WrongUsage):
        proposer_from(environment)


def test_the_key_is_not_shown():
    assert "secret" not in repr(HttpProposer("http://127.0.0.1", "m", "secret"))
