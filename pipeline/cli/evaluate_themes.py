"""`gehoord evaluate themes`: themes held against a set of which the topics are known."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.analyse import TopicModelName
from pipeline.cli.console import say, say_json
from pipeline.cli.trained import open_model
from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.locale import gettext as _
from pipeline.core.numeric import ami, ari, codes, nmi
from pipeline.core.settings import Settings, ThemeSettings
from pipeline.encoders.embed import embed_texts
from pipeline.encoders.encoder import cache_for, encoding_by, load_encoder
from pipeline.evaluation.intervals import figure
from pipeline.text.nlp import load_pipeline
from pipeline.themes import Statement, Themes, find_themes, place, term_metrics
from pipeline.themes import scores as theme_scores
from pipeline.themes.corpus import OURS
from pipeline.themes.scores import Vectors, natural_division
from pipeline.themes.topics import BertopicModel, plain_bertopic, plain_turftopic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


KEYS = (
    "nmi", "ari", "n_themes", "n_labels", "overig", "npmi", "diversity", "stability", "seconds",
    "ami", "intervals", "seeds", "draws",
)  # fmt: skip
_KEYS = ("id", "text", "label")


def evaluate_themes(
    file: Annotated[Path, typer.Argument(help=_("Lines of JSON: id, text, label."))],
    encoder: Annotated[str, typer.Option(help=_("Encoder to measure with."))] = "accurate",
    wished: Annotated[
        int | None, typer.Option("--themes", help=_("Number of themes wished for."))
    ] = None,
    seed: Annotated[int, typer.Option(help=_("Seed of the bootstraps."))] = 42,
    topic_model: TopicModelName = None,
    seeds: Annotated[
        int, typer.Option(min=1, help=_("Fit so often, each on another seed, and tell the spread."))
    ] = 1,
    model: Annotated[
        str | None, typer.Option(help=_("Place the set in this trained model; nothing is found."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Find themes in a set with known labels, and say how well they agree.

    Measured is the natural division: the one the configuration holds for best. In a report it is
    put under at most 20 headings; that is for readers, not a finding.
    """
    rows = read_set(file)
    if model is not None:
        _tell_placed(rows, model, as_json=as_json)
        return
    settings = replace(
        Settings().themes, most=None, wished=wished, seed=seed, topic_model=topic_model or OURS
    )
    statements, vectors = prepare(rows, encoder)
    gold, encode = [row["label"] for row in rows], encode_by(encoder)
    scores, found = measure(gold, statements, vectors, settings, encode)
    whose = [row.get("respondent") or row["id"] for row in rows]
    scores["intervals"] = intervals(gold, statements, found, whose)
    scores["seeds"] = spread_over_seeds(gold, statements, vectors, settings, encode, seeds)
    if as_json:
        say_json(promised(scores))
        return
    for name, value in scores.items():
        if isinstance(value, dict):
            continue
        line = f"{name:12s} {value:.3f}" if isinstance(value, float) else f"{name:12s} {value}"
        if name in scores["intervals"]:
            line += "  [{:.3f}, {:.3f}]".format(*scores["intervals"][name])
        if name in scores["seeds"]:
            line += "  " + _("over {n} seeds {low:.3f} to {high:.3f}").format(
                n=seeds, low=scores["seeds"][name][0], high=scores["seeds"][name][1]
            )
        if name == "stability":
            line += "  " + _("pairs of draws {low:.3f} to {high:.3f}").format(
                low=scores["draws"][name][0], high=scores["draws"][name][1]
            )
        say(line)


def _tell_placed(rows: Sequence[dict[str, str]], model: str, *, as_json: bool) -> None:
    """How a trained model divides the set, each statement placed on its own."""
    trained = open_model(model)
    made = trained.card.get("settings", {}).get("embed", {})
    name = str(made.get("encoder") or trained.card["encoder"]["name"])
    statements, vectors = prepare(rows, name)
    found = place(trained.known, vectors, statements)
    division = natural_division(found)
    gold = [row["label"] for row in rows]
    told = {
        **theme_scores.against_gold(gold, [division[one.statement_id] for one in statements]),
        "placed": 1.0 - found.overig,
        "n_themes": len(set(division.values()) - {""}),
        "n_labels": len(set(gold)),
    }
    whose = [row.get("respondent") or row["id"] for row in rows]
    sure = intervals(gold, statements, found, whose)
    if as_json:
        say_json({"model": str(trained.reference), **told, "intervals": sure})
        return
    for key, value in told.items():
        line = f"{key:12s} {value:.3f}" if isinstance(value, float) else f"{key:12s} {value}"
        say(line + ("  [{:.3f}, {:.3f}]".format(*sure[key]) if key in sure else ""))


def intervals(
    gold: Sequence[str], statements: Sequence[Statement], found: Themes, whose: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """95% interval of each figure of agreement, over people (or texts, where nobody is named)."""
    division = natural_division(found)
    truth = codes(list(gold))
    labels = codes([division[one.statement_id] for one in statements])
    told = {}
    for name, score in (("nmi", nmi), ("ari", ari), ("ami", ami)):
        one = figure(lambda rows, s=score: s(truth[rows], labels[rows]), whose)  # type: ignore[misc]
        if one.low > float("-inf"):
            told[name] = (round(one.low, 4), round(one.high, 4))
    return told


def spread_over_seeds(
    gold: Sequence[str],
    statements: Sequence[Statement],
    vectors: Vectors,
    settings: ThemeSettings,
    encode: Callable[[Sequence[str]], Any],
    seeds: int,
) -> dict[str, tuple[float, float]]:
    """Least and most of each figure of agreement over so many fits; {} for one.

    A seed moves no statement of gehoord's own tree; of BERTopic and KeyNMF it does.
    """
    if seeds < 2:
        return {}
    rows = []
    for at in range(seeds):
        again = replace(settings, seed=settings.seed + at).without_draws()
        found = find_themes(vectors, statements, again, BertopicModel(encode))
        division = natural_division(found)
        labels = [division[one.statement_id] for one in statements]
        rows.append(theme_scores.against_gold(gold, labels))
    return {
        name: (round(min(row[name] for row in rows), 4), round(max(row[name] for row in rows), 4))
        for name in rows[0]
    }


def encode_by(name: str) -> Callable[[Sequence[str]], Any]:
    """The encoder of this name as a function; loaded when it is first called."""

    def encode(texts: Sequence[str]) -> Any:
        return encoding_by(load_encoder(name))(texts)

    return encode


def promised(scores: Mapping[str, Any]) -> dict[str, Any]:
    """The figures that --json promises, no more; null where there was nothing to measure."""
    told = {key: scores.get(key, {}) for key in KEYS}
    return {key: None if value != value else value for key, value in told.items()}


def read_set(file: Path) -> list[dict[str, str]]:
    """Read lines `{id, text, label}`, without the rows marked `filler` or `dup_of`.

    Raises: DataProblems, naming every faulty line.
    """
    problems: list[DataProblem] = []
    rows: list[dict[str, str]] = []
    ids: set[str] = set()
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as fault:
        raise DataProblem(where=str(file), found=str(fault), mend=_("give a UTF-8 file")) from fault
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row, wrong = _row(line, ids)
        if wrong:
            problems.append(
                DataProblem(
                    where=_("{file}, line {number}").format(file=file.name, number=number),
                    found=wrong,
                    expected='{"id": "…", "text": "…", "label": "…"}',
                )
            )
        elif row:
            rows.append(row)
    if problems:
        raise DataProblems(problems)
    if not rows:
        raise DataProblem(where=str(file), found=_("no lines to score"))
    return rows


def _row(line: str, ids: set[str]) -> tuple[dict[str, str], str]:
    """The row, empty when it is to be skipped; or what is wrong with it."""
    try:
        item = json.loads(line)
    except ValueError:
        return {}, _("this is not JSON")
    if not isinstance(item, dict) or any(_absent(item.get(key)) for key in _KEYS):
        return {}, _("a key is absent or empty")
    if item.get("filler") or item.get("dup_of"):
        return {}, ""
    if str(item["id"]) in ids:
        return {}, _("the id '{id}' occurs twice").format(id=item["id"])
    ids.add(str(item["id"]))
    whose = {"respondent": str(item["respondent"])} if item.get("respondent") else {}
    return {**{key: str(item[key]) for key in _KEYS}, **whose}, ""


def _absent(value: object) -> bool:
    return value is None or not str(value).strip()


def prepare(rows: Sequence[dict[str, str]], encoder: str) -> tuple[list[Statement], Vectors]:
    """Statements with their words, and their vectors from the cache or the encoder."""
    texts = [row["text"] for row in rows]
    loaded = load_encoder(encoder)
    ids = [row["id"] for row in rows]
    vectors = embed_texts(ids, texts, loaded, cache=cache_for(loaded)).vectors
    tokens = load_pipeline().analyse_texts(texts)
    statements = [
        Statement(row["id"], row["text"], words.tokens)
        for row, words in zip(rows, tokens, strict=True)
    ]
    return statements, Vectors(tuple(ids), vectors)


def measure(
    gold: Sequence[str],
    statements: Sequence[Statement],
    vectors: Vectors,
    settings: ThemeSettings,
    encode: Callable[[Sequence[str]], Any] | None = None,
) -> tuple[dict[str, Any], Themes]:
    """All figures by name, and the themes; ``seconds`` is the time to find them, vectors ready."""
    started = time.perf_counter()
    model = BertopicModel(encode, n_terms=settings.n_terms)
    found = find_themes(vectors, statements, settings, model)
    seconds = time.perf_counter() - started
    division = natural_division(found)
    ids = set(found.themes.loc[found.themes["parent_id"] == "", "theme_id"])
    terms = {one: words for one, words in found.terms.items() if one in ids}
    steady, least, most = theme_scores.stability(vectors, statements, settings)
    return {
        **theme_scores.against_gold(gold, [division[one.statement_id] for one in statements]),
        "n_themes": len(set(division.values()) - {""}),
        "n_labels": len(set(gold)),
        "overig": found.overig,
        "npmi": theme_scores.coherence(terms, statements),
        "diversity": theme_scores.diversity(terms),
        **term_metrics.redundancy(terms),
        "intruders_found": term_metrics.intruders(terms, statements, seed=settings.seed),
        "stability": steady,
        "draws": {"stability": (round(least, 4), round(most, 4))},
        "seconds": round(seconds, 1),
    }, found


def compare(
    gold: Sequence[str],
    statements: Sequence[Statement],
    vectors: Vectors,
    settings: ThemeSettings,
    *,
    encode: Callable[[Sequence[str]], Any],
) -> list[dict[str, Any]]:
    """Our themes beside the usual ones, on the same vectors in one run.

    Args: encode: the encoder that made the vectors; turftopic asks it for those of words.
    Returns: one row per method with its scores: ours, plain BERTopic, KMeans told the gold number
        of themes, and two models of turftopic, told it too, where that is installed.
    """
    ours, _themes = measure(gold, statements, vectors, settings)
    rows: list[dict[str, Any]] = [{"method": "gehoord", **ours}]
    at = {one: i for i, one in enumerate(vectors.statement_ids)}
    points = vectors.vectors[[at[one.statement_id] for one in statements]]
    texts = [one.text for one in statements]
    k, seed = len(set(gold)), settings.seed
    peers: tuple[Callable[[], dict[str, list[str]]], ...] = (
        lambda: {"BERTopic": plain_bertopic(texts, points, seed=seed)},
        lambda: {"KMeans (gold k)": _kmeans(points, k, seed)},
        lambda: plain_turftopic(texts, points, k, seed=seed, encode=encode),
    )
    for divide in peers:
        started = time.perf_counter()
        found = divide()
        seconds = round(time.perf_counter() - started, 1)
        rows += [_peer(name, gold, labels, seconds) for name, labels in found.items()]
    return rows


def _peer(name: str, gold: Sequence[str], labels: Sequence[str], seconds: float) -> dict[str, Any]:
    return {
        "method": name,
        **theme_scores.against_gold(gold, labels),
        "n_themes": len(set(labels) - {"-1"}),
        "n_labels": len(set(gold)),
        "overig": list(labels).count("-1") / len(labels),
        "seconds": seconds,
    }


def _kmeans(points: Any, k: int, seed: int) -> list[str]:
    from sklearn.cluster import KMeans

    centred = points - points.mean(axis=0)
    return [str(one) for one in KMeans(k, n_init=10, random_state=seed).fit_predict(centred)]
