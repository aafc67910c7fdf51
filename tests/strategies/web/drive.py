"""
What it takes to drive the verbs of a noun: a record with people around it, and things to say.

The modules that a :class:`Drive` names hold the noun's verbs: every public function that asks for
``actor`` or ``at`` by keyword. All of them are driven, or named in ``left_out`` with the reason.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from random import Random

from django.db.models import Model
from hypothesis import strategies as st

from queqiao_web.foundation.access import NOBODY, SYSTEM, Actor, OrganizationRole, RegionRole
from queqiao_web.foundation.workflow import WORKFLOWS
from tests.factories.web.people import actor, make_appointed, make_member, make_user

UNKNOWN = 9_999_999_999
"""The id of nothing."""
_MOST_ARGUMENTS = 12
_OFTEN = 24
_WAITS = (0, 0, 0, 0, 1, 15, 40, 170, 200)  # days


@dataclass(frozen=True)
class World:
    """
    A record, everybody who might try something, and what a verb may be asked with.

    ``given`` has candidates by the name of the argument, or by ``verb.argument`` where one verb
    takes something else under that name; a function of the moment finds them when they are wanted.
    """

    subject: Model
    people: Sequence[object]
    given: Mapping[str, object]
    known: dict = field(default_factory=dict)

    def actor(self, number):
        """The actor that one of the people is, as ``known`` keeps them until something changes."""
        who = self.people[number % len(self.people)]
        if isinstance(who, Actor):
            return who
        if who.pk not in self.known:
            self.known[who.pk] = actor(who)
        return self.known[who.pk]

    def arguments(self, verb, function, picks, at):
        """What the verb is asked with: a candidate for each argument, by the drawn numbers."""
        found = {}
        for (name, parameter), pick in zip(_asked(function).items(), picks, strict=False):
            values = self.given.get(f"{verb}.{name}", self.given.get(name))
            if values is None and parameter.default is not inspect.Parameter.empty:
                continue
            assert values is not None, f"nothing to ask {verb} with as {name}"
            values = values(at) if callable(values) else values
            found[name] = values[pick % len(values)]
        return found


@dataclass(frozen=True)
class Drive:
    """
    A noun with its table of rows, the modules of its verbs, and how to make a record.

    ``states`` are those that a record may begin in; where there are none, all of the workflow.
    """

    noun: str
    model: type[Model]
    modules: tuple[str, ...]
    make: Callable[[str], World]
    left_out: Mapping[str, str] = field(default_factory=dict)
    states: Sequence[str] = ()

    @property
    def workflow(self):
        """The table of edges, nothing where the noun has no states."""
        return WORKFLOWS.get(self.noun)

    @property
    def starts(self):
        """The states that a record may begin in."""
        if self.states:
            return sorted(self.states)
        return sorted(self.workflow.edges) if self.workflow else [""]

    def functions(self):
        """Every function of the modules that might be a verb, by name."""
        return _functions(self.modules)

    def verbs(self):
        """Those that are driven."""
        return {verb: one for verb, one in self.functions().items() if verb not in self.left_out}


@cache
def _functions(modules):
    found = {}
    for name in modules:
        module = import_module(name)
        for verb, function in inspect.getmembers(module, inspect.isfunction):
            names = inspect.signature(function).parameters
            if verb.startswith("_") or function.__module__ != module.__name__:
                continue
            if {"actor", "at"} & set(names):
                found[verb] = function
    return found


@dataclass(frozen=True)
class Step:
    """
    Somebody tries a verb after some days, asking with some of the candidates.

    Where there is no verb, all are tried in some order until one does something, those of
    ``first`` before the others; where there is
    nobody, those who often may try in turn.
    """

    verb: str | None
    who: int | None
    days: int
    picks: tuple[int, ...]
    order: int
    first: tuple[str, ...] = ()

    def verbs(self, drive):
        """The verbs to try, in order."""
        if self.verb is not None:
            return [self.verb]
        verbs = sorted(drive.verbs())
        Random(self.order).shuffle(verbs)  # noqa: S311 -- an order, drawn as a number
        return sorted(verbs, key=lambda verb: verb not in self.first)

    def people(self, world):
        """The numbers of whoever tries, in order."""
        if self.who is not None:
            return [self.who]
        people = world.people[:_OFTEN]
        return [number for number, one in enumerate(people) if one not in people[:number]]


def call(function, arguments, actor, at):
    """Do the verb as somebody, at a moment."""
    names = inspect.signature(function).parameters
    known = {"actor": actor, "at": at}
    return function(**arguments, **{name: known[name] for name in known if name in names})


def _asked(function):
    names = inspect.signature(function).parameters
    return {name: one for name, one in names.items() if name not in {"actor", "at"}}


def steps(drive, *, least=2, most=8, first=()):
    """
    A course of tries: some of anything by anybody, some of what is right by whoever may, and some
    of whatever can be done now. What is right is the first of each argument's candidates.
    """
    right, any_of = (0,) * _MOST_ARGUMENTS, st.sampled_from((0, 0, 0, 1, 1, 2, 3, 4, 5, 6))
    common = {"days": st.sampled_from(_WAITS), "order": st.integers(0, 10**6)}
    verb, nobody = st.sampled_from(sorted(drive.verbs())), st.none()
    picks = st.tuples(*[any_of] * _MOST_ARGUMENTS)
    anything = st.builds(Step, verb=verb, who=st.integers(0, 39), picks=picks, **common)
    fitting = st.builds(Step, verb=verb, who=nobody, picks=st.just(right) | picks, **common)
    one = anything | fitting | fitting | possible(first)
    return st.lists(one, min_size=least, max_size=most)


def possible(first=()):
    """A step that does whatever can be done now, one of the ``first`` verbs before the others."""
    return st.builds(
        Step,
        verb=st.none(),
        who=st.none(),
        days=st.sampled_from(_WAITS),
        picks=st.just((0,) * _MOST_ARGUMENTS),
        order=st.integers(0, 10**6),
        first=st.just(first),
    )


def everybody(*organizations, region="220000"):
    """
    Everybody who might try: those who often may come first and more than once (eighteen places).

    Members of the organizations in every role, holders of every post in their region, an officer
    elsewhere, strangers, the platform and nobody.
    """
    owners = [make_member(one) for one in organizations]
    officer = make_appointed(RegionRole.OFFICER, region)
    return [
        *([*owners, officer, SYSTEM] * (18 // (len(owners) + 2))),
        *(make_member(one, role=role) for one in organizations for role in OrganizationRole.values),
        *(make_appointed(role, region) for role in RegionRole.values),
        make_appointed(RegionRole.OFFICER, "440000"),
        make_member(),
        make_user(),
        NOBODY,
    ]
