"""Values that every package shares: spans, decisions, messages, seeds, money, periods."""

from queqiao.core.decisions import ALLOWED, Decision, denied
from queqiao.core.progress import Progress, no_progress
from queqiao.core.seeds import generator
from queqiao.core.spans import Span
from queqiao.messages import Message, render

__all__ = [
    "ALLOWED",
    "Decision",
    "Message",
    "Progress",
    "Span",
    "denied",
    "generator",
    "no_progress",
    "render",
]
