"""The frame around every command: late loading, help in two languages, errors for people."""

from __future__ import annotations

import copy
import errno
import importlib
import os
import re
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import click

from queqiao.cli.language import language, printable, say, speak, translated
from queqiao.errors import Missing, QueqiaoError
from queqiao.messages import Message, catalog

INTERRUPTED = 130
USAGE = 2
_PIECES = {"[OPTIONS]": "any_options", "COMMAND [ARGS]...": "any_command"}
_EXTRA_ARGUMENTS = re.compile(r"Got unexpected extra arguments? \((.*)\)")
_SYSTEM = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "read_only",
    errno.ENOENT: "not_there",
    errno.EEXIST: "in_the_way",
    errno.ENOTDIR: "in_the_way",
    errno.ENAMETOOLONG: "long_name",
    errno.EIO: "disk",
}


class PathType(click.Path):
    """A path; an empty one, as an unset variable of a script leaves it, is wrong usage."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(
        self,
        value: Any,  # noqa: ANN401 -- click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401 -- click's signature
        """The path."""
        if not str(value).strip():
            self.fail(say("usage.empty_path"), param, ctx)
        return super().convert(value, param, ctx)


class ReaderGoneError(Exception):
    """Whoever read standard output has closed it; click would leave with 1."""


class Command(click.Command):
    """A command whose help texts may be codes of sentences, shown in the language in use."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The parameters, their help in the language in use."""
        return [_localized(parameter) for parameter in super().get_params(ctx)]

    def format_help_text(
        self,
        ctx: click.Context,  # noqa: ARG002 -- click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """The command's own description."""
        with formatter.indentation():
            for paragraph in translated(self.help or "").strip().split("\n\n"):
                formatter.write_paragraph()
                formatter.write_text(paragraph)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows how to call it."""
        pieces = " ".join(piece for piece in self.collect_usage_pieces(ctx) if piece.strip())
        for english, code in _PIECES.items():
            pieces = pieces.replace(english, say(f"help.{code}"))
        formatter.write_usage(ctx.command_path, pieces, prefix=say("help.usage"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, each with its help."""
        _write_options(self, ctx, formatter)


class Group(Command, click.Group):
    """A group of commands; those in ``modules`` are imported when they are called."""

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 -- click's signature
        modules: Mapping[str, str] | None = None,
        **attributes: Any,  # noqa: ANN401 -- click's signature
    ) -> None:
        self.modules = dict(modules or {})
        super().__init__(*arguments, **attributes)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands there are, in the order of the map."""
        there = [name for name, module in self.modules.items() if find_spec(module)]
        return [*there, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; ``Missing`` where its part is not installed."""
        if cmd_name not in self.modules:
            return super().get_command(ctx, cmd_name)
        module_name = self.modules[cmd_name]
        if not find_spec(module_name):
            raise Missing(Message("cli.commands_missing", {"name": cmd_name}))
        module = importlib.import_module(module_name)
        found = getattr(module, "command", None) or getattr(module, cmd_name, None)
        if not isinstance(found, click.Command):
            raise Missing(Message("cli.commands_missing", {"name": cmd_name}))
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name; wrong usage where there is none."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            ctx.fail(say("usage.no_such_command", name=args[0]))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then the commands with one line each, without importing them."""
        _write_options(self, ctx, formatter)
        lines = [(name, self._line(ctx, name)) for name in self.list_commands(ctx)]
        if lines:
            with formatter.section(say("help.commands")):
                formatter.write_dl(lines)

    def _line(self, ctx: click.Context, name: str) -> str:
        sentence = catalog("cli").get(f"commands.{name}") if name in self.modules else None
        if sentence:
            return sentence[language()]
        command = self.get_command(ctx, name)
        help_text = translated((command.help or "") if command else "").strip()
        return help_text.splitlines()[0] if help_text else ""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader that goes away early is told apart from a failed write."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ReaderGoneError from None

    def main(  # type: ignore[override] # click overloads on standalone_mode
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: Any,  # noqa: ANN401 -- click's signature
    ) -> NoReturn:
        """Run one command and leave with its exit code; every error ends as one clear message."""
        sys.exit(self._run(list(sys.argv[1:] if args is None else args), prog_name, extra))

    def _run(
        self, arguments: list[str], prog_name: str | None, extra: MutableMapping[str, Any]
    ) -> int:
        extra["standalone_mode"] = False
        try:
            code = click.Group.main(self, speak(arguments), prog_name or "queqiao", **extra)
            sys.stdout.flush()
        except (KeyboardInterrupt, click.Abort):
            _tell(say("error.interrupted"))
            return INTERRUPTED
        except (BrokenPipeError, ReaderGoneError):
            _silence_stdout()
            return 0
        except Exception as error:  # noqa: BLE001 -- the outermost frame: a person reads this
            return _report(error)
        return code if isinstance(code, int) else 0


def _report(error: Exception) -> int:
    """Tell the error to a person; its exit code."""
    if isinstance(error, QueqiaoError):
        _tell(say("error.prefix", text=error.describe(language())))
        return error.exit_code
    if isinstance(error, click.ClickException):
        _tell(say("error.prefix", text=_usage_text(error)))
        context = getattr(error, "ctx", None)
        if context is not None:
            _tell(say("help.hint", command=context.command_path))
        return USAGE
    if os.environ.get("QUEQIAO_TRACEBACK"):
        raise error
    if isinstance(error, OSError):
        where, why = error.filename or "", error.strerror or str(error)
        if error.errno in _SYSTEM:
            why = say(f"error.system_{_SYSTEM[error.errno]}")
        _tell(say("error.prefix", text=say("error.system", where=where, why=why)))
        return 1
    kind = type(error).__name__
    _tell(say("error.prefix", text=say("error.unexpected", kind=kind, text=str(error)[:300])))
    return 1


def _usage_text(error: click.ClickException) -> str:
    """What click complains of, in the language in use."""
    name = _parameter_name(error)
    if isinstance(error, click.NoSuchOption):
        return say("usage.no_such_option", name=error.option_name)
    if isinstance(error, click.BadOptionUsage):
        return say("usage.no_value", name=error.option_name)
    if isinstance(error, click.MissingParameter):
        return say("usage.missing", name=name)
    if isinstance(error, click.BadParameter) and name:
        return say("usage.bad_value", name=name, text=_wanted(error))
    if found := _EXTRA_ARGUMENTS.fullmatch(error.format_message()):
        return say("usage.extra", names=found[1])
    return error.format_message()


def _wanted(error: click.BadParameter) -> str:
    """What a parameter takes, where click would tell it in English only."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return say("usage.one_of", choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        bounds = {"low": kind.min, "high": kind.max}
        return say("usage.at_least" if kind.max is None else "usage.between", **bounds)
    return error.message


def _parameter_name(error: click.ClickException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return str(parameter.metavar or parameter.name).upper()


def _write_options(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    records = [
        (names, _in_language(text))
        for parameter in command.get_params(ctx)
        if (record := parameter.get_help_record(ctx)) is not None
        for names, text in [record]
        if text  # arguments stand in the usage line and in the description
    ]
    if records:
        with formatter.section(say("help.options")):
            formatter.write_dl(records)


def _in_language(text: str) -> str:
    """Click's remarks behind a help text (required, default, range) in the language in use."""
    head, mark, tail = text.rpartition("  [")
    if not mark or not tail.endswith("]"):
        return text
    parts = []
    for part in tail.removesuffix("]").split("; "):
        if part == "required":
            parts.append(say("help.required"))
        elif part.startswith("default: "):
            parts.append(say("help.default", value=part.removeprefix("default: ")))
        elif found := re.fullmatch(r"(\d+)<=x<=(\d+)", part):
            parts.append(f"{found[1]}-{found[2]}")
        elif part.startswith("x>="):
            parts.append(f"≥ {part.removeprefix('x>=')}")
        else:
            parts.append(part)
    return f"{head}  [{say('help.remark_gap').join(parts)}]"


def _localized(parameter: click.Parameter) -> click.Parameter:
    text = getattr(parameter, "help", None)
    if not text:
        return parameter
    shown = copy.copy(parameter)
    is_help = isinstance(parameter, click.Option) and "--help" in parameter.opts
    setattr(shown, "help", say("help.help") if is_help else translated(text))  # noqa: B010 -- typed on options only
    return shown


def _tell(text: str) -> None:
    click.echo(printable(text), err=True)


def _silence_stdout() -> None:
    """Point standard output at nothing, so that its flush at exit does not complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
