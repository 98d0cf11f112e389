"""`datasette-quotes compare`: two wordings held against each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from quote_loaders.records import LoadError, PlacedQuote, TextSpan

if TYPE_CHECKING:
    from datasette_quotes.wording import Comparison, Operation

_PLAIN: dict[Operation, tuple[str, str]] = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_COLOURS: dict[Operation, str | None] = {"same": None, "removed": "red", "added": "green"}


@click.command()
@click.argument("wording_a")
@click.argument("wording_b")
@click.option("--lang", default="en", show_default=True, help="Language of both wordings.")
@click.option(
    "--nli", metavar="NAME", help="Ask this installed model too how surely one wording contradicts the other."
)
@click.option("--json", "as_json", is_flag=True, help="Print score, features, differences and diff as JSON.")
def compare(wording_a: str, wording_b: str, lang: str, nli: str | None, as_json: bool) -> None:
    """Compare two wordings of a quote: how well they match and why, and what differs, word by word.

    WORDING_A is what WORDING_B is held against. Words that only A has stand in [-…-], those that only B has in
    {+…+}. The score is that of two quotes whose speakers, dates and surroundings are unknown; two quotes of one
    speaker are linked from 0.67.
    """
    from datasette_quotes.wording import compare as compare_wordings
    from quote_loaders.linkage import compare as match_quotes
    from quote_loaders.linkage.members import relation

    left, right = _quote(wording_a, lang), _quote(wording_b, lang)
    match, comparison = match_quotes(left, right), compare_wordings(wording_a, wording_b)
    found = relation(comparison, right)
    judged = _judged(nli, wording_a, wording_b, lang) if nli else None
    if as_json:
        shown = {"match": match.as_json(), "relation": found, "differences": comparison.as_json()}
        shown |= {"nli": {"model": nli, "contradicts": judged}} if nli else {}
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    click.echo(f"Match: {match.score:.2f}. {match.why}.")
    click.echo(f"Relation: {found}. {comparison.sentence}.")
    click.echo()
    click.echo(_diff(comparison))
    click.echo()
    for name, value in match.features.items():
        click.echo(f"  {name:22} {value:6.2f}")
    if judged is not None:
        click.echo(f"Model {nli}: contradicts {judged:.2f}.")


def _judged(name: str, left: str, right: str, language: str) -> float:
    from quote_loaders.contradictions.nli import contradicts, load_model

    try:
        return contradicts(load_model(name), left, right, language)
    except LoadError as error:
        raise click.ClickException(str(error)) from None


def _quote(text: str, language: str) -> PlacedQuote:
    """A wording of which nothing else is known."""
    from datasette_quotes.text import short_key

    key = short_key("wording", text)
    return PlacedQuote(
        key=key,
        article=key,
        outlet="",
        speaker=None,
        speaker_name=None,
        via=None,
        kind="direct",
        text=text,
        spans=(TextSpan(0, len(text)),),
        language=language,
        published=None,
        published_order="~",
        prefix="",
        suffix="",
        cue=None,
    )


def _diff(comparison: Comparison) -> str:
    """The word diff in one line: marked by signs, and by colour where the terminal has some."""
    return "".join(_pieces(comparison)).rstrip()


def _pieces(comparison: Comparison) -> Iterator[str]:
    for operation, text in comparison.diff:
        before, after = _PLAIN[operation]
        words = text.rstrip()
        yield click.style(f"{before}{words}{after}", fg=_COLOURS[operation]) + text[len(words) :]
