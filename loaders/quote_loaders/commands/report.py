"""What a load did, in lines that a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quote_loaders.pipeline import Summary
    from quote_loaders.pipeline.summary import Reasons

REASONS_SHOWN = 12
OUTCOMES = ("new", "changed", "unchanged", "duplicate", "refused")
FETCHES = (
    ("fetched", "fetched"),
    ("not modified", "not modified since"),
    ("known", "known from earlier runs"),
    ("refused", "refused"),
)
CHANGES = ("kept", "changed", "gone", "new")


def report(summary: Summary, database: Path) -> Iterator[str]:
    """Read, found, linked; then what went wrong, why, and what to do next."""
    total = summary.totals
    formats = ", ".join(f"{count:,} {name}" for name, count in summary.formats.most_common())
    yield f"Read as: {formats or 'nothing'} (from {_several(summary.inputs, 'input')})."
    if summary.fetches:
        asked = ", ".join(f"{summary.fetches[name]:,} {said}" for name, said in FETCHES if summary.fetches[name])
        yield f"Addresses: {asked}."
    outcomes = ", ".join(f"{summary.articles[name]:,} {name}" for name in OUTCOMES if summary.articles[name])
    yield f"Articles: {outcomes or 'none'}."
    if summary.versions["new_versions"]:
        changes = ", ".join(f"{summary.versions[f'quotes_{name}']:,} {name}" for name in CHANGES)
        yield f"New versions: {_several(summary.versions['new_versions'], 'article')}; their quotes: {changes}."
    held = f"{total['articles']:,} articles of {total['outlets']:,} outlets"
    yield f"{database} holds {held}; {total['copies']:,} are copies, {total['versions']:,} later versions."
    found = f"{total['quotes']:,} quotes of {total['speakers']:,} speakers"
    yield f"Found: {found}; {total['unattributed']:,} have nobody named."
    yield (
        f"Linked: {total['statements']:,} statements; {total['repeated']:,} carried by several outlets, "
        f"{total['reworded']:,} in several wordings, {total['contradictions']:,} contradictions."
    )
    if summary.problem_count:
        yield f"Refused or read with doubt ({summary.problem_count:,}, all in the table load_problems):"
        kinds = sorted(summary.reasons.values(), key=lambda reasons: -reasons.count)
        yield from (_reason(reasons) for reasons in kinds[:REASONS_SHOWN])
        if len(kinds) > REASONS_SHOWN:
            yield f"  and {len(kinds) - REASONS_SHOWN} more kinds"
    yield from _next_steps(summary, database)


def _reason(reasons: Reasons) -> str:
    first = f"{reasons.first.source}: {reasons.first.message}"
    return f"  {first}" if reasons.count == 1 else f"  {reasons.count:,} ×, the first: {first}"


def _next_steps(summary: Summary, database: Path) -> Iterator[str]:
    """What a person would do now, in this order."""
    if summary.articles["problems_unsaved"]:
        yield "Next: make room on the disk and run the same command again."
        return
    if summary.articles["refused"]:
        yield "Next: mend what was refused and run the same command again; only that is read anew."
    if summary.totals["doubtful"]:
        yield f"To review: {_several(summary.totals['doubtful'], 'article')} with a doubt (articles.extraction_doubt)."
    yield f"Look at it: datasette {database}"


def _several(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
