"""The achievements of the demo region: entered, reviewed, kept fresh, some of them not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Final

from queqiao.matching.model import Achievement as Offered
from queqiao.matching.model import IpState as EngineIpState
from queqiao_web.achievements import actions
from queqiao_web.achievements.actions import AchievementContent, InventorContent, PatentContent
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import (
    AcquisitionMode,
    Encumbrance,
    Ownership,
    PatentKind,
    PatentState,
    PriceMode,
)
from queqiao_web.demo.firms import owner_of_achievement
from queqiao_web.demo.people import Names
from queqiao_web.demo.plans import Fate, deal_out
from queqiao_web.demo.standing import Standings
from queqiao_web.demo.texts import lines_of, named_only, opening_of
from queqiao_web.demo.timeline import Step
from queqiao_web.demo.world import World, words
from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationKind

_FATES: Final = {
    Fate.DRAFT: 10,
    Fate.RETURNED: 8,
    Fate.WAITING: 12,
    Fate.WITHDRAWN: 6,
    Fate.EXPIRED: 12,
}
_WITH_EXPERT: Final = "雾凇大学（虚构）"
_AT_ONCE: Final = 0.2
_KEPT_DAYS: Final = (150, 172)
_CREW, _INVENTORS = 10, (2, 4)
_SHARES: Final = {
    2: (Decimal("0.6"), Decimal("0.4")),
    3: (Decimal("0.5"), Decimal("0.3"), Decimal("0.2")),
    4: (Decimal("0.4"), Decimal("0.3"), Decimal("0.2"), Decimal("0.1")),
}


def plan_achievements(
    world: World, names: Names, *, early: frozenset[str], standings: Standings
) -> dict[str, list[str]]:
    """
    Plan the life of every achievement of the files; who invents in which organization.

    ``early`` are offered from the beginning, since somebody will want them. The others come in two
    waves: what the universities brought in at the start, and what has been added since.
    """
    owners = owner_of_achievement(world)
    crews = {
        name: [names.take() for _ in range(_CREW)]
        for name in sorted({*owners.values(), _WITH_EXPERT})
    }
    crews[_WITH_EXPERT][0] = world.people["expert"].display_name
    keys = [one.id for one in world.source.achievements]
    fates = deal_out(world, [key for key in keys if key not in early], _FATES)
    for number, one in enumerate(world.source.achievements):
        fate = fates.get(one.id, Fate.PUBLISHED)
        owner = world.organizations[owners[one.id]]
        content = _content(world, one, owner, crews[owner.name], number)
        life = _Life(world, standings, one.id, owner, content, fate)
        entered = life.entered(is_early=one.id in early)
        world.timeline.plan(world.timeline.day(entered), life.enter)
    return crews


@dataclass(frozen=True, slots=True)
class _Life:
    """One achievement's way through its states, step by step."""

    world: World
    standings: Standings
    key: str
    owner: Organization
    content: AchievementContent
    fate: Fate

    @property
    def actor(self) -> Actor:
        """Whoever writes for its owner."""
        return self.world.owner(self.owner.pk)

    def entered(self, *, is_early: bool) -> float:
        """How many days ago it was written down."""
        draw = self.world.random
        if self.fate is Fate.WAITING:
            return draw.uniform(1.2, 6)
        if self.fate in {Fate.DRAFT, Fate.RETURNED}:
            return draw.uniform(8, 60)
        if self.fate is Fate.EXPIRED:
            return draw.uniform(205, 330)
        if is_early or draw.random() < _AT_ONCE:
            return draw.uniform(349, 351)
        return draw.triangular(12, 335, 150)

    def enter(self, at: datetime) -> None:
        """A draft."""
        world = self.world
        made = actions.create_draft(
            actor=self.actor, at=at, organization_id=self.owner.pk, content=self.content
        )
        world.achievement_ids[self.key] = made.pk
        world.achievement_keys[made.pk] = self.key
        if self.fate is not Fate.DRAFT:
            self._plan(at, 0.1, partial(self.submit, made))

    def submit(self, row: Achievement, at: datetime) -> None:
        """Sent to review."""
        actions.submit_achievement(actor=self.actor, at=at, achievement_id=row.pk)
        draw = self.world.random
        if self.fate is Fate.RETURNED:
            self._plan(at, draw.uniform(0.5, 3), partial(self.send_back, row))
        elif self.fate is not Fate.WAITING:
            self._plan(at, draw.uniform(0.5, 4), partial(self.publish, row))

    def send_back(self, row: Achievement, at: datetime) -> None:
        """Returned with reasons."""
        choices = words()["return_offer"]
        told = choices[row.pk % len(choices)]
        actions.return_achievement(
            actor=self.world.reviewer(row.region_code),
            at=at,
            achievement_id=row.pk,
            reasons=told["reasons"],
            text=told["text"],
        )

    def publish(self, row: Achievement, at: datetime) -> None:
        """Public, and looked at again later."""
        reviewer = self.world.reviewer(row.region_code)
        actions.publish_achievement(actor=reviewer, at=at, achievement_id=row.pk)
        self.standings.changed(row.pk)
        draw = self.world.random
        if self.fate is Fate.WITHDRAWN:
            self._plan(at, draw.uniform(20, 120), partial(self.withdraw, row))
        elif self.fate is Fate.PUBLISHED:
            self._plan(at, draw.uniform(*_KEPT_DAYS), partial(self.reconfirm, row))

    def withdraw(self, row: Achievement, at: datetime) -> None:
        """Taken back."""
        actions.withdraw_achievement(actor=self.actor, at=at, achievement_id=row.pk)

    def reconfirm(self, row: Achievement, at: datetime) -> None:
        """Its owner says that it still holds, and will again."""
        actions.reconfirm_achievement(actor=self.actor, at=at, achievement_id=row.pk)
        self.standings.changed(row.pk)
        days = self.world.random.uniform(*_KEPT_DAYS)
        self._plan(at, days, partial(self.reconfirm, row))

    def _plan(self, at: datetime, days: float, step: Step) -> None:
        line = self.world.timeline
        line.plan(line.after(at, days), step)


def _content(
    world: World, one: Offered, owner: Organization, crew: Sequence[str], number: int
) -> AchievementContent:
    text = lines_of(one.description)
    is_staged = number % 7 == 3
    is_hidden = number % 40 == 11
    disclosure = Disclosure.PUBLIC
    if is_staged or is_hidden:
        disclosure = Disclosure.ANONYMOUS if is_hidden else Disclosure.STAGED
    hidden = named_only("offer_hidden", one.title, one.keywords)
    annexes, evidence = words()["offer_annexes"], words()["evidence"]
    needs_evidence = one.trl is not None and one.trl >= 4
    is_service = owner.kind in {OrganizationKind.UNIVERSITY, OrganizationKind.INSTITUTE}
    content = AchievementContent(
        title=one.title,
        summary=hidden if disclosure != Disclosure.PUBLIC else opening_of(text),
        description=text,
        secret_annex=world.filled(annexes[number % len(annexes)]) if number % 5 == 2 else "",
        disclosure=disclosure,
        keywords=tuple(one.keywords),
        region_code=one.region or "",
        industry_code=one.industry or "",
        modes=tuple(mode.value for mode in one.modes),
        trl=one.trl,
        trl_evidence=world.filled(evidence[number % len(evidence)]) if needs_evidence else "",
        ready_on=one.ready_on,
        ip_state=one.ip_state.value,
        ownership=Ownership.SOLE,
        acquisition=AcquisitionMode.OWN_DEVELOPMENT,
        service_achievement=is_service,
        price_mode=PriceMode.AGREED if one.price_cny is not None else PriceMode.NEGOTIABLE,
        price_cny=one.price_cny,
        external_id=one.id,
        patents=_patents(world, one, owner),
        inventors=_inventors(world, one, crew),
    )
    if number % 29 == 5:
        content = replace(content, ownership=Ownership.JOINT, co_owners="松江产学研联合体（虚构）")
    return content


def _patents(world: World, one: Offered, owner: Organization) -> tuple[PatentContent, ...]:
    """Rights with numbers that no office gives."""
    states = {
        EngineIpState.GRANTED: PatentState.GRANTED,
        EngineIpState.PENDING: PatentState.PENDING,
        EngineIpState.ENCUMBERED: PatentState.GRANTED,
    }
    state = states.get(one.ip_state)
    if state is None:
        return ()
    pledged = one.ip_state is EngineIpState.ENCUMBERED
    count = world.random.choice((1, 1, 2, 3)) if state == PatentState.GRANTED else 1
    return tuple(
        PatentContent(
            number=f"DEMO{world.at.year - place - 1}1{world.random.randrange(10**6):06d}",
            kind=PatentKind.INVENTION if place < 2 else PatentKind.UTILITY_MODEL,
            state=state,
            title=one.title,
            owners=owner.name,
            encumbrance=Encumbrance.PLEDGE if pledged and place == 0 else Encumbrance.NONE,
            encumbrance_note="质押给松江银行科技支行（虚构）" if pledged and place == 0 else "",
        )
        for place in range(count)
    )


def _inventors(world: World, one: Offered, crew: Sequence[str]) -> tuple[InventorContent, ...]:
    """Who made it; the unit is the one that the files name, marked as made up already."""
    count = world.random.randint(*_INVENTORS)
    begin = world.random.randrange(len(crew))
    made = [crew[(begin + place) % len(crew)] for place in range(count)]
    shares = _SHARES[count]
    has_shares = world.random.random() < 0.5
    return tuple(
        InventorContent(name=name, unit=one.owner, share=shares[place] if has_shares else None)
        for place, name in enumerate(made)
    )


def inventions_of() -> dict[str, list[int]]:
    """Achievements by their first inventor, as primary keys, of those that were written down."""
    found: dict[str, list[int]] = defaultdict(list)
    rows = Achievement.objects.filter(inventors__position=1).order_by("pk")
    for pk, name in rows.values_list("pk", "inventors__name"):
        found[name].append(pk)
    return found
