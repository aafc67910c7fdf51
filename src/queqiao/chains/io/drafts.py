"""Rows to segments, products and flows with the places they stand in, references still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from queqiao.chains.io.fields import RowReader
from queqiao.chains.model import Flow, IndustryChain, Product, Segment
from queqiao.datasets import SourceRow

K = "segment"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the input."""

    source: str
    row: int | None


@dataclass(slots=True)
class Draft:
    """What the rows hold, in order, before references are resolved."""

    chains: list[tuple[IndustryChain, Place]] = field(default_factory=list)
    segments: list[tuple[Segment, Place]] = field(default_factory=list)
    products: list[tuple[Product, Place]] = field(default_factory=list)
    flows: list[tuple[Flow, Place]] = field(default_factory=list)


def draft_chains(rows: Iterable[tuple[str, SourceRow]], reader: RowReader, *, path: Path) -> Draft:
    """The draft of one input; ``rows`` come with their kind."""
    draft = Draft()
    last: Segment | None = None
    for kind, row in rows:
        if kind == "chain":
            _add_chain(draft, row, reader)
        elif kind == "segment":
            last = _add_segment(draft, row, reader, last)
        elif kind == "product":
            _add_product(draft, row, reader)
        else:
            _add_flow(draft, row, reader)
    _add_missing_chains(draft, path)
    return draft


def _add_chain(draft: Draft, row: SourceRow, reader: RowReader) -> None:
    name = reader.text(row, "chain", "name")
    chain_id = reader.identity(row, "chain", "id") or name
    if not chain_id:
        reader.wrong("no_name", row)
        return
    chain = IndustryChain(
        id=chain_id, name=name or chain_id, region=reader.region(row, "chain", "region")
    )
    draft.chains.append((chain, Place(row.source, row.row)))


def _add_segment(
    draft: Draft, row: SourceRow, reader: RowReader, last: Segment | None
) -> Segment | None:
    name = reader.text(row, K, "name")
    segment_id = reader.identity(row, K, "id") or reader.identity(row, K, "name")
    if not segment_id:
        reader.wrong("no_name", row)
        return last
    place = Place(row.source, row.row)
    column = reader.layout(row, K).get("name") or reader.layout(row, K).get("id", "")
    if last is not None and column in row.inherited and segment_id == last.id:
        _add_products(draft, row, reader, last, place)
        _add_neighbors(draft, row, reader, last, place)
        return last
    demand = reader.amount(row, K, "demand")
    unit = reader.text(row, K, "unit") or (demand[1] if demand else "")
    segment = Segment(
        id=segment_id,
        name=name or segment_id,
        chain=reader.identity(row, K, "chain"),
        stage=reader.text(row, K, "stage"),
        terms=reader.words(row, K, "terms"),
        excluded=reader.words(row, K, "excluded"),
        demand=demand[0] if demand else None,
        unit=unit,
        outside_share=reader.share(row, K, "outside_share"),
        outside_technology=reader.words(row, K, "outside_technology"),
        value_cny=reader.money(row, K, "value_cny"),
    )
    draft.segments.append((segment, place))
    _add_products(draft, row, reader, segment, place)
    _add_neighbors(draft, row, reader, segment, place)
    return segment


def _add_products(
    draft: Draft, row: SourceRow, reader: RowReader, segment: Segment, place: Place
) -> None:
    for name in reader.words(row, K, "products"):
        product = Product(id=f"{segment.id}/{name}", name=name, segment=segment.id)
        draft.products.append((product, place))


def _add_neighbors(
    draft: Draft, row: SourceRow, reader: RowReader, segment: Segment, place: Place
) -> None:
    for name in reader.words(row, K, "feeds"):
        draft.flows.append((Flow(upstream=segment.id, downstream=name), place))
    for name in reader.words(row, K, "fed_by"):
        draft.flows.append((Flow(upstream=name, downstream=segment.id), place))


def _add_product(draft: Draft, row: SourceRow, reader: RowReader) -> None:
    name = reader.text(row, "product", "name")
    product_id = reader.identity(row, "product", "id") or name
    segment = reader.identity(row, "product", "segment")
    if not product_id:
        reader.wrong("no_name", row)
    elif not segment:
        reader.wrong("no_segment", row, value=product_id)
    else:
        product = Product(
            id=product_id,
            name=name or product_id,
            segment=segment,
            terms=reader.words(row, "product", "terms"),
        )
        draft.products.append((product, Place(row.source, row.row)))


def _add_flow(draft: Draft, row: SourceRow, reader: RowReader) -> None:
    ends = reader.identity(row, "flow", "upstream"), reader.identity(row, "flow", "downstream")
    if not all(ends):
        reader.wrong("half_flow", row)
        return
    dependence = reader.share(row, "flow", "dependence")
    share = reader.share(row, "flow", "share")
    flow = Flow(
        upstream=ends[0],
        downstream=ends[1],
        dependence=1.0 if dependence is None else dependence,
        input=reader.text(row, "flow", "input"),
        share=1.0 if share is None else share,
    )
    draft.flows.append((flow, Place(row.source, row.row)))


def _add_missing_chains(draft: Draft, path: Path) -> None:
    """Chains that segments name and no row describes; a file that names none is one chain."""
    if not draft.chains and not any(segment.chain for segment, _ in draft.segments):
        named = path.name.split(".")[0]
        draft.chains.append((IndustryChain(id=named, name=named), Place(path.name, None)))
    only = draft.chains[0][0].id if len(draft.chains) == 1 else ""
    known = {key: chain.id for chain, _ in draft.chains for key in (chain.name, chain.id)}
    for number, (segment, place) in enumerate(draft.segments):
        name = segment.chain or only
        if name and name not in known:
            draft.chains.append((IndustryChain(id=name, name=name), place))
            known[name] = name
        draft.segments[number] = replace(segment, chain=known.get(name, "")), place
