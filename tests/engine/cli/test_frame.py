"""The frame of the command line: help, languages, late loading, errors for people."""

import subprocess
import sys
import time

import click
import pytest
from click.testing import CliRunner

from queqiao.cli.frame import Group
from queqiao.cli.language import language_of, take_language
from queqiao.cli.main import COMMANDS, cli
from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message


def run(group, *arguments, **environment):
    return CliRunner().invoke(group, list(arguments), env=environment)


def group_of(function):
    group = Group("queqiao")
    group.add_command(click.Command("work", callback=function))
    return group


def test_help_lists_the_commands_in_chinese_and_english():
    chinese, english = run(cli, "--help"), run(cli, "--help", "--lang", "en")

    assert chinese.exit_code == english.exit_code == 0
    assert "匹配需求与成果" in chinese.stdout
    assert "match demands with achievements" in english.stdout
    assert "用法：queqiao" in chinese.stdout


def test_help_imports_no_command_and_nothing_slow():
    code = (
        "import sys; sys.argv = ['queqiao', '--help']\n"
        "from queqiao.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "slow = {'numpy', 'numba', 'scipy', 'lightgbm', 'jinja2', 'rich', 'pint', 'docx'}\n"
        "found = slow & set(sys.modules) | {'queqiao.matching.model'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(found)) or 0)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_help_is_quick():
    """Under 0.3 s on a quiet machine; ten times that is allowed for on a busy one."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "from queqiao.cli.main import main; main()", "--help"],
        capture_output=True,
        check=True,
    )

    assert time.perf_counter() - start < 3


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_that_is_there_has_help_in_both_languages(name):
    for language in ("zh", "en"):
        result = run(cli, name, "--help", "--lang", language)

        assert result.exit_code in (0, 4), result.stderr
        assert "cli." not in result.stdout


def test_version_is_told():
    assert run(cli, "--version").stdout.startswith("queqiao ")


def test_unknown_command_is_wrong_usage():
    result = run(cli, "nonsense")

    assert result.exit_code == 2
    assert "没有“nonsense”这个命令" in result.stderr
    assert "queqiao --help" in result.stderr


def test_command_whose_part_is_not_installed_is_missing():
    result = run(Group("queqiao", modules={"gone": "queqiao.cli.gone"}), "gone")

    assert result.exit_code == 4
    assert "gone" in result.stderr


def test_every_problem_of_bad_input_is_told_with_its_place():
    def work():
        raise BadInput(
            [
                Problem(Message("datasets.file.empty"), "a.csv"),
                Problem(Message("matching.io.no_title"), "a.csv", 7, "名称"),
            ]
        )

    result = run(group_of(work), "work")

    assert result.exit_code == 3
    assert "输入有 2 处问题" in result.stderr
    assert "a.csv 第 7 行 名称" in result.stderr


def test_error_of_the_engine_ends_with_its_own_code_and_no_traceback():
    def work():
        raise Missing(Message("datasets.path.missing", {"path": "x"}))

    result = run(group_of(work), "work")

    assert result.exit_code == 4
    assert result.stderr == "错误：找不到“x”，请检查路径和文件名\n"


@pytest.mark.parametrize("error", [RuntimeError("oops"), KeyError("k"), MemoryError()])
def test_error_that_nobody_foresaw_is_one_line(error):
    def work():
        raise error

    result = run(group_of(work), "work")

    assert result.exit_code == 1
    assert "QUEQIAO_TRACEBACK" in result.stderr
    assert "Traceback" not in result.stderr


def test_full_disk_is_told_in_words():
    def work():
        raise OSError(28, "No space left on device", "out.html")

    result = run(group_of(work), "work")

    assert result.exit_code == 1
    assert "out.html 磁盘空间不足" in result.stderr


def test_interrupt_ends_with_130():
    def work():
        raise KeyboardInterrupt

    result = run(group_of(work), "work")

    assert (result.exit_code, result.stdout) == (130, "")


def test_number_that_a_command_returns_is_the_exit_code():
    assert run(group_of(lambda: 3), "work").exit_code == 3
    assert run(group_of(lambda: None), "work").exit_code == 0


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN"}, "en"),
        ({"QUEQIAO_LANG": "en", "LANG": "zh_CN"}, "en"),
        ({"QUEQIAO_LANG": "zh_CN", "LANG": "en_US"}, "zh"),
    ],
)
def test_language_is_taken_from_the_environment(environment, language):
    assert language_of(environment) == language


def test_language_option_may_stand_anywhere_before_two_dashes():
    assert take_language(["a", "--lang", "en", "b"]) == (["a", "b"], "en")
    assert take_language(["--lang=zh"]) == ([], "zh")
    assert take_language(["a", "--", "--lang", "en"]) == (["a", "--", "--lang", "en"], None)
