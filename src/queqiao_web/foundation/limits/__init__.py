"""How often something may be asked for."""

from queqiao_web.foundation.limits.bucket import Limit, spend

__all__ = ["Limit", "spend"]
