"""The facts of enterprises: read from JSON, tables and the template, written back loss-free."""

from queqiao.rules.facts.codec import facts_to_json, table_of_enterprises
from queqiao.rules.facts.io import enterprises_of, load_facts
from queqiao.rules.facts.model import Enterprise, Facts, FactValue, Item, LoadedFacts, Scalar

__all__ = [
    "Enterprise",
    "FactValue",
    "Facts",
    "Item",
    "LoadedFacts",
    "Scalar",
    "enterprises_of",
    "facts_to_json",
    "load_facts",
    "table_of_enterprises",
]
