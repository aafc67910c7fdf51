"""An assignment as a page: who does what, how well it fits, and why."""

from queqiao.recipes.assignment.page import render_assignment

__all__ = ["render_assignment"]
