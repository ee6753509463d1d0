"""`gehoord evaluate encoders`: the encoders on this machine, ranked on data of the user."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.console import note, say, say_json
from pipeline.core.locale import gettext as _
from pipeline.encoders.embed import Vectors, centre
from pipeline.encoders.encoder import installed_encoders, load_encoder
from pipeline.evaluation import encoder_scores
from pipeline.evaluation.encoder_scores import cluster_nmi, goal_at
from pipeline.evaluation.labelled import LabelledSet, read_labelled, read_sts

Pairs = tuple[tuple[str, ...], tuple[str, ...], tuple[float, ...]]


@dataclass(frozen=True)
class EncoderScore:
    """What one encoder reached.

    Attributes:
        load_seconds: import and loading, until the first vector.
        texts_per_cpu_second: over all different texts of the sets, after loading; one thread.
        peak_mb: highest memory use of a process that does nothing else.
        sets: per set ``goal_at_1``, ``goal_at_3``, ``nmi`` (0-1); centred cosine, nothing else.
        sts: Spearman correlation on the pairs given, or None.
        quality: mean of all of these; what the ranking goes by.
    """

    encoder: str
    name: str
    revision: str
    dim: int
    load_seconds: float
    texts_per_cpu_second: float
    peak_mb: float
    sets: dict[str, dict[str, float]]
    sts: float | None = None
    quality: float = field(default=0.0)


def evaluate_encoders(
    sets: Annotated[list[Path], typer.Argument(help=_("Sets of lines {id, text, label}."))],
    goals: Annotated[
        Path | None,
        typer.Option(help=_("Goals of the set; default <set>_goals.json beside it.")),
    ] = None,
    encoder: Annotated[
        list[str] | None, typer.Option(help=_("Encoder to measure; default: all on this machine."))
    ] = None,
    sts: Annotated[
        Path | None, typer.Option(help=_("Sentence pairs with scores, tab-separated."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Rank the encoders on this machine by matching, clustering, speed and memory."""
    labelled = [read_labelled(path, goals) for path in sets]
    names = encoder or list(installed_encoders())
    scores = rank_encoders(names, labelled, pairs=read_sts(sts) if sts else None)
    if as_json:
        say_json([asdict(score) for score in scores])
    else:
        say(table(scores))


def rank_encoders(
    names: Sequence[str], sets: Sequence[LabelledSet], *, pairs: Pairs | None = None
) -> list[EncoderScore]:
    """Measure each encoder in a process of its own; best quality first, then the quicker one."""
    scores = []
    for name in names:
        note(_("Measuring encoder {name}").format(name=name))
        scores.append(_score(name, sets, pairs))
    return sorted(scores, key=lambda one: (-one.quality, -one.texts_per_cpu_second, one.encoder))


def _score(name: str, sets: Sequence[LabelledSet], pairs: Pairs | None) -> EncoderScore:
    wanted = [text for one in sets for text in (*one.texts, *one.goal_texts)]
    wanted += [*pairs[0], *pairs[1]] if pairs else []
    texts = sorted(set(wanted), key=lambda text: (len(text), text))
    facts, vectors = _in_own_process(name, texts)
    row = {text: place for place, text in enumerate(texts)}

    def of(some: Sequence[str]) -> Vectors:
        return vectors[[row[text] for text in some]]

    by_set = {one.name: _on_set(one, of(one.texts), of(one.goal_texts)) for one in sets}
    sts = encoder_scores.sts_spearman(of(pairs[0]), of(pairs[1]), pairs[2]) if pairs else None
    figures = [value for one in by_set.values() for value in one.values()]
    figures += [sts] if sts is not None else []
    quality = round(sum(figures) / len(figures), 4)
    return EncoderScore(encoder=name, sets=by_set, sts=sts, quality=quality, **facts)


def _on_set(one: LabelledSet, statements: Vectors, goals: Vectors) -> dict[str, float]:
    scores, centred = {}, centre(statements)
    if set(one.goal_ids) & set(one.labels):
        for k in (1, 3):
            scores[f"goal_at_{k}"] = goal_at(centred, centre(goals), one.labels, one.goal_ids, k)
    scores["nmi"] = cluster_nmi(centred, one.labels)
    return {key: round(value, 4) for key, value in scores.items()}


def _in_own_process(name: str, texts: Sequence[str]) -> tuple[dict[str, Any], Vectors]:
    """A fresh process per encoder: what the last one loaded would hide in this one's memory."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(measure_encoder, name, list(texts)).result()


def measure_encoder(name: str, texts: list[str]) -> tuple[dict[str, Any], Vectors]:
    """Load, encode, and tell what it took; for ``EncoderScore``."""
    began = time.perf_counter()
    encoder = load_encoder(name, threads=1)
    encoder.encode(texts[:1])
    loaded, used = time.perf_counter() - began, time.process_time()
    vectors = encoder.encode(texts)
    used = max(time.process_time() - used, 1e-9)
    facts = {
        "name": encoder.name,
        "revision": encoder.revision,
        "dim": encoder.dim,
        "load_seconds": round(loaded, 1),
        "texts_per_cpu_second": round(len(texts) / used, 1),
        "peak_mb": round(_peak_mb()),
    }
    return facts, vectors


def _peak_mb() -> float:
    """The most memory this process ever held, in MiB; NaN where the system does not tell."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return float("nan")


def table(scores: Sequence[EncoderScore]) -> str:
    """The ranking as text, a line per encoder."""
    columns = sorted(
        {(one, key) for score in scores for one in score.sets for key in score.sets[one]}
    )
    head = [_("encoder"), _("quality"), _("texts/CPU-s"), _("load s"), "MiB", "STS"]
    lines = [[*head, *(f"{one}:{key}" for one, key in columns)]]
    for score in scores:
        lines.append(
            [
                score.encoder,
                f"{score.quality:.3f}",
                f"{score.texts_per_cpu_second:.0f}",
                f"{score.load_seconds:.1f}",
                f"{score.peak_mb:.0f}",
                "-" if score.sts is None else f"{score.sts:.3f}",
                *(f"{score.sets[one][key]:.3f}" for one, key in columns),
            ]
        )
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
