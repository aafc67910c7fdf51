"""Shapes of input: fields for national codes that other apps use too, and our own forms."""

from queqiao_web.organizations.forms.fields import (
    IndustryField,
    IndustryInput,
    RegionField,
    RegionInput,
)

__all__ = ["IndustryField", "IndustryInput", "RegionField", "RegionInput"]
