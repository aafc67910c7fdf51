"""The forms of demands, and demands as a table to import."""

from queqiao_web.demands.forms.entry import (
    CloseForm,
    DemandForm,
    OwnedDemandForm,
    ReturnForm,
    initial_of,
    initial_of_typed,
    marks_in,
)

__all__ = [
    "CloseForm",
    "DemandForm",
    "OwnedDemandForm",
    "ReturnForm",
    "initial_of",
    "initial_of_typed",
    "marks_in",
]
