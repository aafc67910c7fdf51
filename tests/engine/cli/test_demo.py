"""``queqiao demo``: what a stranger sees first."""

import re

import pytest
from click.testing import CliRunner

from queqiao.cli.demo import DEFAULT_OUTPUT
from queqiao.cli.main import cli
from queqiao.datasets.demo_region import demo_files
from queqiao.matching.io import load_achievements, load_demands


def demo(*arguments):
    return CliRunner().invoke(cli, ["demo", *arguments])


def test_demo_region_reads_without_a_problem():
    files = demo_files()

    demands, achievements = load_demands(*files.demands), load_achievements(*files.achievements)

    assert (demands.problems, demands.notices) == ((), ())
    assert (achievements.problems, achievements.notices) == ((), ())
    assert len(demands.records) >= 150
    assert len(achievements.records) >= 400


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    page = tmp_path_factory.mktemp("demo") / "page.html"
    return demo("--output", str(page)), page


def test_demo_prints_the_best_matches_and_names_its_page(shown):
    result, page = shown

    assert (result.exit_code, result.stderr) == (0, "")
    assert re.search(
        r"示范区：\d+ 项需求，\d+ 项成果（均为虚构），判断日期 2026-11-01", result.stdout
    )
    assert result.stdout.count("%") >= 10
    assert page.as_uri() in result.stdout


def test_demo_page_is_small_enough_to_mail_and_tells_every_demand(shown):
    _, page = shown
    text = page.read_text(encoding="utf-8")

    assert page.stat().st_size < 5_000_000
    assert text.count('<details class="demand') == len(load_demands(*demo_files().demands).records)


def test_demo_refuses_a_folder_before_any_work(tmp_path):
    result = demo("--output", str(tmp_path))

    assert (result.exit_code, result.stdout) == (2, "")


def test_demo_page_goes_to_a_folder_that_git_ignores():
    assert DEFAULT_OUTPUT.parts[0] == "build"
