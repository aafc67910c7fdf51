"""
A client of a Queqiao platform: its API from Python, with the standard library alone.

::

    from queqiao.client import Client

    platform = Client("https://queqiao.example.org", token="qq_…")
    for demand in platform.demands.each(region="220000"):
        print(demand["code"], demand["title"])
"""

from queqiao.client.api import Client
from queqiao.client.errors import ApiError, ApiProblem, Unreachable
from queqiao.client.model import (
    Achievement,
    AchievementBrief,
    Answer,
    Demand,
    DemandBrief,
    Expert,
    ExpertBrief,
    Index,
    Json,
    Organization,
    OwnerRef,
)
from queqiao.client.records import Page, Records

__all__ = [
    "Achievement",
    "AchievementBrief",
    "Answer",
    "ApiError",
    "ApiProblem",
    "Client",
    "Demand",
    "DemandBrief",
    "Expert",
    "ExpertBrief",
    "Index",
    "Json",
    "Organization",
    "OwnerRef",
    "Page",
    "Records",
    "Unreachable",
]
