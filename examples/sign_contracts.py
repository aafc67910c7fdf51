# ruff: noqa: INP001, T201 -- a program to read and run, not a package
"""Have contracts signed electronically: an adapter between a platform and a signing service.

The platform settles the price and keeps the documents; who signs, and how that is proved, is the
business of a signing service (电子签名法 asks for a licensed one). This program stands between
them. With QUEQIAO_URL, QUEQIAO_TOKEN, SIGNING_URL and SIGNING_KEY in the environment:

    .venv/bin/python examples/sign_contracts.py envelopes.json

Each run does what is due, so that a timer every few minutes is enough. Of a deal in pricing or
under contract, each file whose name begins with 待签 is sent; when everybody has signed, the signed
one is attached beside it under 已签, with a message to both sides. Then the side or its broker
records the terms of the contract, as with one on paper. ``HttpService`` speaks the plainest
protocol there may be; write its two calls anew for your service.
"""

import base64
import json
import os
import sys
import urllib.request
from pathlib import Path
from typing import Any, Protocol

from queqiao.client import Client
from queqiao.client.model import Paper

TO_SIGN, SIGNED = "待签", "已签"
STATES = ("pricing", "contracted")


class SigningService(Protocol):
    """What the adapter asks of a signing service."""

    def send(self, reference: str, name: str, content: bytes, sides: list[str]) -> str:
        """Have both sides sign; the envelope's id. One ``reference`` is taken once."""

    def collect(self, envelope: str) -> tuple[str, bytes]:
        """``waiting``, ``signed`` or ``declined``; and the signed document where it is signed."""


class HttpService:
    """A service that takes and gives JSON, documents in Base64."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = url.rstrip("/"), key

    def send(self, reference: str, name: str, content: bytes, sides: list[str]) -> str:
        """POST /envelopes."""
        document = base64.b64encode(content).decode()
        told = {"reference": reference, "name": name, "document": document, "signatories": sides}
        return str(self._ask("/envelopes", told)["id"])

    def collect(self, envelope: str) -> tuple[str, bytes]:
        """GET /envelopes/ID."""
        told = self._ask(f"/envelopes/{envelope}")
        return str(told["state"]), base64.b64decode(told.get("document", ""))

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        content = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self._url + path, content)  # noqa: S310 -- the operator's own
        request.add_header("Authorization", f"Bearer {self._key}")
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 -- as above
            found: dict[str, Any] = json.load(answer)
        return found


def run_once(platform: Client, service: SigningService, place: Path) -> list[str]:
    """Send what waits, collect what is signed; what was done, in words."""
    done = []
    for state in STATES:
        for deal in platform.deals.each(state=state):
            for file in platform.deals.files(str(deal["code"])):
                if file["name"].startswith(TO_SIGN):
                    done += _step(platform, service, place, dict(deal), file)
    return done


def _step(
    platform: Client,
    service: SigningService,
    place: Path,
    deal: dict[str, Any],
    file: Paper,
) -> list[str]:
    known = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
    code, name = deal["code"], file["name"]
    held = known.get(file["code"])
    if held is None:
        sides = [deal["demand_organization"]["name"], deal["achievement_organization"]["name"]]
        content = platform.deals.content(code, file["code"])
        envelope = service.send(file["code"], name, content, sides)
        _keep(place, {**known, file["code"]: {"envelope": envelope, "ended": ""}})
        return [f"{code}: {name} sent"]
    if held["ended"]:
        return []
    state, signed = service.collect(held["envelope"])
    if state == "waiting":
        return []
    key = f"signing-{held['envelope']}"  # sent again after a kill, nothing is there twice
    if state == "signed":
        new = name.replace(TO_SIGN, SIGNED, 1)
        platform.deals.attach(code, new, signed, level=file["level"], key=key)
        text = f"《{name}》各方已签署，签署件见附件“{new}”。请核对后录入合同条款。"
    else:
        text = f"《{name}》有一方拒绝签署，请双方联系后重新上传。"
    platform.deals.do(code, "messages", {"text": text}, key=f"{key}-told")
    _keep(place, {**known, file["code"]: {**held, "ended": state}})
    return [f"{code}: {name} {state}"]


def _keep(place: Path, known: dict[str, Any]) -> None:
    new = place.with_suffix(".new")
    new.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")
    new.replace(place)


if __name__ == "__main__":
    if len(sys.argv) != 2 or "QUEQIAO_TOKEN" not in os.environ:
        print(__doc__)
        sys.exit(0 if len(sys.argv) == 1 else 2)
    client = Client(os.environ["QUEQIAO_URL"], os.environ["QUEQIAO_TOKEN"])
    signing = HttpService(os.environ["SIGNING_URL"], os.environ["SIGNING_KEY"])
    for line in run_once(client, signing, Path(sys.argv[1])):
        print(line)
