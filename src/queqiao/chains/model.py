"""Industry chains, the records on them, and what analysis says of both. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from queqiao.errors import Problem
from queqiao.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryChain:
    """
    One industry chain (产业链).

    ``region`` is the GB/T 2260 code of the place whose chain it is; ``None`` counts every record as
    local.
    """

    id: str
    name: str
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """
    One segment of a chain (环节).

    ``demand`` is what the chain needs a year, in ``unit``; ``outside_share`` (0-1) the share of its
    technology, equipment or material that comes from outside and cannot be had locally, and
    ``outside_technology`` names it. ``terms`` link records besides the name; a record that holds a
    word of ``excluded`` is never linked by terms. ``value_cny`` is its yearly output, used to weigh
    losses.
    """

    id: str
    name: str
    chain: str = ""
    stage: str = ""
    terms: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    demand: float | None = None
    unit: str = ""
    outside_share: float | None = None
    outside_technology: tuple[str, ...] = ()
    value_cny: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product that belongs to a segment; it can have flows of its own."""

    id: str
    name: str
    segment: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """
    What one segment or product supplies to another, upstream to downstream.

    ``dependence`` (0-1) is how much of the downstream output falls when the input is gone. Flows
    into the same place with the same ``input`` are alternatives; each covers its ``share`` of it.
    An empty ``input`` stands alone.
    """

    upstream: str
    downstream: str
    dependence: float = 1.0
    input: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class ChainMap:
    """All chains that were loaded, with their segments, products and flows (产业链图谱)."""

    chains: tuple[IndustryChain, ...]
    segments: tuple[Segment, ...]
    products: tuple[Product, ...] = ()
    flows: tuple[Flow, ...] = ()
    notices: tuple[Problem, ...] = ()

    def chain(self, chain_id: str) -> IndustryChain:
        """The chain with that id."""
        return next(chain for chain in self.chains if chain.id == chain_id)


class RecordKind(StrEnum):
    """What stands on a chain."""

    ENTERPRISE = "enterprise"
    ACHIEVEMENT = "achievement"
    EXPERT = "expert"
    PLATFORM = "platform"
    PROJECT = "project"
    DEMAND = "demand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """That an enterprise works in a segment, and its yearly capacity there, in ``unit``."""

    segment: str
    capacity: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainRecord:
    """
    An enterprise, achievement, expert, platform, project or demand.

    ``region`` is a GB/T 2260 code, ``zone`` the development zone it lies in. ``supplies`` are the
    segments that the record itself states; the others are found by its text. ``capacity``, in
    ``unit``, holds where the record is linked to one segment only; an empty unit is the segment's
    own. ``uses_outside`` tells that its key technology comes from outside.
    """

    id: str
    kind: RecordKind
    title: str
    keywords: tuple[str, ...] = ()
    description: str = ""
    owner: str = ""
    region: str | None = None
    zone: str = ""
    supplies: tuple[Supply, ...] = ()
    capacity: float | None = None
    unit: str = ""
    output_cny: Decimal | None = None
    patents: int = 0
    trl: int | None = None
    uses_outside: bool = False


class LinkState(StrEnum):
    """Where a link stands."""

    ACCEPTED = "accepted"
    REVIEW = "review"  # somebody should look
    REJECTED = "rejected"  # somebody has looked, or an excluded word stands in the text


class LinkOrigin(StrEnum):
    """Where a link comes from."""

    STATED = "stated"  # the record names the segment
    TERMS = "terms"  # its text holds terms of the segment
    CORRECTION = "correction"  # a person decided


@dataclass(frozen=True, slots=True)
class TermEvidence:
    """A term of a segment in a field of a record: ``[start, end)`` in code points as written."""

    field: str
    start: int
    end: int
    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Link:
    """A record on a segment, with why."""

    record: str
    segment: str
    confidence: float
    state: LinkState
    origin: LinkOrigin
    evidence: tuple[TermEvidence, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A person's word on a link; it outlives every later analysis."""

    record: str
    segment: str
    accepted: bool
    note: str = ""


class SegmentState(StrEnum):
    """The states of a segment, gravest first; several may hold, ``HEALTHY`` only alone."""

    MISSING = "missing"  # 断点
    CHOKEPOINT = "chokepoint"  # 卡点
    WEAK = "weak"  # 弱
    ONE_SUPPLIER = "one_supplier"  # 堵点: concentrated on one supplier
    ONE_REGION = "one_region"  # 堵点: concentrated on one region
    HEALTHY = "healthy"


class Quadrant(StrEnum):
    """Innovation beside industry."""

    BOTH_STRONG = "both_strong"
    RESEARCH_AHEAD = "research_ahead"  # 围绕创新链布局产业链
    INDUSTRY_AHEAD = "industry_ahead"  # 围绕产业链部署创新链
    BOTH_WEAK = "both_weak"


@dataclass(frozen=True, slots=True)
class Supplier:
    """An enterprise in a segment; ``local`` tells whether it lies in the chain's region."""

    record: str
    capacity: float | None
    local: bool
    region: str
    uses_outside: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a state holds: the measured value, the threshold, and the records behind it."""

    state: SegmentState
    value: float | None
    threshold: float
    reason: Message
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """
    What is known of one segment.

    ``coverage`` is local supply by demand (may exceed 1), ``None`` where either is not stated;
    shares and scores are 0-1, ``None`` where nothing tells them. ``unstated`` counts local
    suppliers without a capacity: then ``supply`` is a lower bound.
    """

    segment: str
    findings: tuple[Finding, ...]
    suppliers: tuple[Supplier, ...]
    supply: float
    unstated: int
    coverage: float | None
    local_share: float | None
    top_supplier_share: float | None
    top_region_share: float | None
    effective_suppliers: float
    outside_share: float | None
    industry_score: float
    innovation_score: float
    quadrant: Quadrant
    innovation: Mapping[RecordKind, tuple[str, ...]] = field(default_factory=dict)

    @property
    def states(self) -> tuple[SegmentState, ...]:
        """The states that hold, gravest first; ``HEALTHY`` where none other does."""
        found = tuple(dict.fromkeys(finding.state for finding in self.findings))
        return found or (SegmentState.HEALTHY,)


class Strategy(StrEnum):
    """延链, 补链, 强链."""

    EXTEND = "extend"
    FILL = "fill"
    STRENGTHEN = "strengthen"


class MoveKind(StrEnum):
    """What can be done about a gap."""

    CONVERT = "convert"  # an achievement into production
    CULTIVATE = "cultivate"  # a local enterprise
    ATTRACT = "attract"  # an enterprise from outside
    POST_DEMAND = "post_demand"  # ask for solutions
    POST_CHALLENGE = "post_challenge"  # 揭榜挂帅


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """
    One proposal for one segment, with its reason.

    ``capacity`` is the yearly capacity that it is assumed to add, ``relief`` the share of outside
    dependence that it is assumed to take away; both come from the stated assumptions.
    """

    id: str
    kind: MoveKind
    strategy: Strategy
    segment: str
    record: str = ""
    capacity: float | None = None
    relief: float = 0.0
    zone: str = ""
    priority: float = 0.0
    reason: Message
