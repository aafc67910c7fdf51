"""Studies as plain data for JSON, and links as a table that people correct."""

from __future__ import annotations

import csv
import io

from queqiao.chains import ChainAnalysis, SegmentState, Simulation
from queqiao.chains.model import Assessment, Link
from queqiao.chains.resilience import Damage
from queqiao.messages import render
from queqiao.recipes.chains.study import ChainStudy

Data = dict[str, object]


def study_to_dict(study: ChainStudy, *, language: str = "zh") -> Data:
    """The whole study; sentences in ``language``, everything else as codes and numbers."""
    analysis = study.analysis
    board = analysis.board
    return {
        "chains": [
            {
                "id": chain.id,
                "name": chain.name,
                "region": chain.region,
                "states": {state: analysis.count(state, chain.id) for state in SegmentState},
            }
            for chain in board.found.chains
        ],
        "segments": [
            {
                "id": segment.id,
                "name": segment.name,
                "chain": segment.chain,
                "stage": segment.stage,
                "demand": segment.demand,
                "unit": segment.unit,
                **_assessment(assessment, language),
                "redundancy": {
                    "after_largest": redundancy.after_largest,
                    "must_pass": redundancy.must_pass,
                },
            }
            for segment, assessment, redundancy in zip(
                board.found.segments, board.assessments, analysis.redundancy, strict=True
            )
        ],
        "flows": [
            {"upstream": f.upstream, "downstream": f.downstream, "dependence": f.dependence}
            for f in board.found.flows
        ],
        "links": [_link(link) for link in board.links],
        "moves": [
            {
                "id": move.id,
                "kind": move.kind,
                "strategy": move.strategy,
                "segment": move.segment,
                "record": move.record,
                "capacity": move.capacity,
                "relief": move.relief,
                "zone": move.zone,
                "priority": move.priority,
                "reason": render(move.reason, language),
            }
            for move in analysis.moves
        ],
        "losses": {
            kind: {
                "complete": ranking.complete,
                "worst": [_damage(damage) for damage in ranking.damages],
            }
            for kind, ranking in analysis.losses.items()
        },
        "zones": _zones(analysis),
        "problems": [problem.describe(language) for problem in study.problems],
        "notices": [notice.describe(language) for notice in study.notices],
    }


def _assessment(assessment: Assessment, language: str) -> Data:
    return {
        "states": list(assessment.states),
        "findings": [
            {
                "state": finding.state,
                "value": finding.value,
                "threshold": finding.threshold,
                "reason": render(finding.reason, language),
                "records": list(finding.records),
            }
            for finding in assessment.findings
        ],
        "supply": assessment.supply,
        "unstated_suppliers": assessment.unstated,
        "coverage": assessment.coverage,
        "local_share": assessment.local_share,
        "top_supplier_share": assessment.top_supplier_share,
        "top_region_share": assessment.top_region_share,
        "effective_suppliers": assessment.effective_suppliers,
        "outside_share": assessment.outside_share,
        "industry_score": assessment.industry_score,
        "innovation_score": assessment.innovation_score,
        "quadrant": assessment.quadrant,
        "suppliers": [
            {"record": s.record, "capacity": s.capacity, "local": s.local, "region": s.region}
            for s in assessment.suppliers
        ],
        "innovation": {kind: list(ids) for kind, ids in assessment.innovation.items()},
    }


def _link(link: Link) -> Data:
    return {
        "record": link.record,
        "segment": link.segment,
        "confidence": round(link.confidence, 4),
        "state": link.state,
        "origin": link.origin,
        "note": link.note,
        "evidence": [
            {"field": e.field, "start": e.start, "end": e.end, "term": e.term}
            for e in link.evidence
        ],
    }


def _damage(damage: Damage) -> Data:
    return {
        "losses": [{"kind": loss.kind, "name": loss.name} for loss in damage.losses],
        "impact": damage.impact,
        "broken": list(damage.broken),
        "direct": list(damage.direct),
    }


def _zones(analysis: ChainAnalysis) -> Data:
    zones = analysis.zones
    return {
        "basis": zones.basis,
        "main": {zone: list(chains) for zone, chains in zones.main.items()},
        "by_chain": [
            {
                "zone": f.zone,
                "chain": f.field,
                "amount": f.amount,
                "share": f.share,
                "quotient": f.quotient,
                "specialized": f.specialized,
            }
            for f in zones.by_chain
        ],
        "overlaps": [
            {"zones": list(o.zones), "likeness": o.likeness, "segments": list(o.fields)}
            for o in zones.overlaps
        ],
        "placements": [
            {
                "segment": p.segment,
                "zone": p.zone,
                "score": p.score,
                "quotient": p.quotient,
                "neighbors": list(p.neighbors),
            }
            for p in zones.placements
        ],
    }


def simulation_to_dict(simulation: Simulation, *, language: str = "zh") -> Data:
    """What moves and losses change, segment by segment, before and after."""
    return {
        "moves": [move.id for move in simulation.moves],
        "losses": [{"kind": loss.kind, "name": loss.name} for loss in simulation.losses],
        "impact_before": simulation.before.impact,
        "impact_after": simulation.after.impact,
        "broken_after": list(simulation.after.broken),
        "segments": [
            {
                "id": change.segment,
                "output": change.output,
                "before": _assessment(change.before, language),
                "after": _assessment(change.after, language),
            }
            for change in simulation.changes
        ],
    }


def links_table(analysis: ChainAnalysis) -> bytes:
    """
    The links as CSV for a person to judge: fill in ``decision`` and give the file back.

    The table is a file of corrections once decided; undecided rows count for nothing.
    """
    records = analysis.board.records
    names = {segment.id: segment.name for segment in analysis.board.found.segments}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        (
            "record",
            "segment",
            "decision",
            "note",
            "title",
            "segment_name",
            "confidence",
            "state",
            "evidence",
        )
    )
    for link in analysis.board.links:
        terms = dict.fromkeys(f"{e.field}:{e.term}" for e in link.evidence)
        writer.writerow(
            (
                link.record,
                link.segment,
                "",
                link.note,
                _safe(records[link.record].title),
                names[link.segment],
                f"{link.confidence:.2f}",
                link.state,
                _safe("；".join(terms)),
            )
        )
    return text.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
