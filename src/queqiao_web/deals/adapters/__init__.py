"""What deals ask of the rules engine: registration of contracts, inventors' part of the income."""

from queqiao_web.deals.adapters.income import Reward, reward_of, split_exactly
from queqiao_web.deals.adapters.registration import Registered, registration_of

__all__ = ["Registered", "Reward", "registration_of", "reward_of", "split_exactly"]
