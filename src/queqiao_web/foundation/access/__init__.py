"""Who asks, and whether they may."""

from queqiao_web.foundation.access.actor import NOBODY, SYSTEM, Actor, Origin, Post
from queqiao_web.foundation.access.decisions import ALLOW, Decision, deny, require
from queqiao_web.foundation.access.regions import covers, region_prefix
from queqiao_web.foundation.access.roles import OrganizationRole, RegionRole

__all__ = [
    "ALLOW",
    "NOBODY",
    "SYSTEM",
    "Actor",
    "Decision",
    "OrganizationRole",
    "Origin",
    "Post",
    "RegionRole",
    "covers",
    "deny",
    "region_prefix",
    "require",
]
