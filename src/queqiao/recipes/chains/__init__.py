"""Industry chains from files to results: records linked, chains analyzed, pages and pictures."""

from queqiao.recipes.chains.data import links_table, simulation_to_dict, study_to_dict
from queqiao.recipes.chains.page import render_chain_page
from queqiao.recipes.chains.picture import render_picture
from queqiao.recipes.chains.study import ChainLevel, ChainStudy, load_chain_records, study_chains
from queqiao.recipes.chains.words import state_word, strategy_word

__all__ = [
    "ChainLevel",
    "ChainStudy",
    "links_table",
    "load_chain_records",
    "render_chain_page",
    "render_picture",
    "simulation_to_dict",
    "state_word",
    "strategy_word",
    "study_chains",
    "study_to_dict",
]
