"""The library that the tags of this package belong to."""

from django import template

register = template.Library()
