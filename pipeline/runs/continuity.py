"""The concerns of this run laid beside those of an earlier run: the same ones keep their ids.

What continues what is a proposal with its likeness, until a person says otherwise (a judgement of
kind ``follow``). The earlier run is named by the user; no run is looked for unasked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import GOALS, Round
from pipeline.core.settings import RecurrenceSettings
from pipeline.core.tables import (
    ASSIGNMENTS,
    CONTINUITY,
    COVERAGE,
    OF_A_THEME,
    PAST,
    REGISTER,
    STATEMENTS,
    THEMES,
)
from pipeline.encoders.embed import embed, mean_vector
from pipeline.review.records import APPLIED, FOLLOW, NONE, bound_ids
from pipeline.runs.state import CachedEncoder, Followed, Models
from pipeline.themes.alignment import Pair, RunThemes, align_by_statements, follow
from pipeline.themes.records import Themes
from pipeline.themes.trained import TrainedThemes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNHEARD = ("gone", "meaning")  # no statement of it is here, and no theme is like it
_SETTLED = {"resolved": "resolved"}  # last life of a concern -> what it is when nobody speaks of it
_KEPT = ("same", "split")  # kinds in which a theme of then and one of now are partners


def follow_from(
    since: Analysis | None,
    themes: Themes,
    statements: pd.DataFrame,
    rounds: Sequence[Round],
    cached: CachedEncoder,
    settings: RecurrenceSettings,
    decided: pd.DataFrame | None = None,
) -> Followed:
    """Pair the themes of this run with those of an earlier one, and give them lasting ids.

    Args:
        themes: as found afresh; statements, rounds: of this run.
        cached: the encoder by which meanings are compared.
        decided: JUDGEMENTS laid over these themes, of which those of kind ``follow`` count.
    """
    if since is None:
        return Followed(themes)
    tables = (since.table(THEMES), since.table(ASSIGNMENTS), since.table(STATEMENTS))
    before = _division(*tables, cached)
    after = _division(themes.themes, themes.assignments, statements, cached)
    proposed = follow(before, after, least=settings.min_shared)
    wanted = _decided(decided, set(before.themes), set(after.themes))
    pairs = _overruled(proposed, wanted, before.themes)
    both = [key for key, text in before.texts.items() if after.texts.get(key) == text]
    # Theme of now -> the theme of then whose id it keeps: the one it is the same as
    same = (pair for pair, _how in pairs if pair.kind == "same" and pair.before)
    partners = {pair.after: pair.before for pair in same}
    names = lasting_ids(since, themes, partners, both)
    table = _continuity(pairs, set(wanted), names, since)
    # what the earlier run tells of rounds that are not in this one
    known = lives(since.table(REGISTER), since.rounds, "")
    everything = pd.concat([since.table(PAST), known])
    here = {round_.round_id for round_ in rounds}
    return Followed(
        renamed(themes, names), table, PAST.check(everything[~everything["round_id"].isin(here)])
    )


def follow_model(
    known: TrainedThemes,
    themes: Themes,
    pairs: Sequence[Pair],
    corpus: str,
    rounds: Sequence[Round],
) -> Followed:
    """Follow concerns that were laid beside a trained model, which has lasting ids already.

    What split off a theme of the model has its past too: it was heard there.

    Args: pairs: as in ``themes.growing.Placed``; corpus, rounds: of this run.
    """
    here = {f"{corpus}/{round_.round_id}" for round_ in rounds}
    past = known.lives[~known.lives["round_id"].isin(here)]
    parted = {pair.after: pair.before for pair in pairs if pair.kind == "split"}
    copies = [past[past["theme_id"] == old].assign(theme_id=new) for new, old in parted.items()]
    labels = dict(zip(known.themes["theme_id"], known.themes["label"], strict=True))
    last = past.sort_values(["date", "round_id"]).groupby("theme_id")["life"].last().to_dict()
    rows = [
        {
            "theme_id": pair.after,
            "earlier_id": pair.before,
            "label": labels.get(pair.before, ""),
            "kind": pair.kind,
            "how": "meaning" if pair.after and pair.before else "",
            "alike": round(pair.alike, 6),
            "shared": 0,
            "life": "" if pair.after else _SETTLED.get(str(last.get(pair.before)), "silent"),
            "decided_by": "model",
        }
        for pair in pairs
    ]
    rows.sort(key=lambda row: (not row["theme_id"], str(row["theme_id"]), str(row["earlier_id"])))
    table = pd.DataFrame(rows, columns=list(CONTINUITY.columns))
    return Followed(themes, CONTINUITY.check(table), PAST.check(pd.concat([past, *copies])))


def lives(register: pd.DataFrame, rounds: Sequence[Round], corpus: str) -> pd.DataFrame:
    """REGISTER as PAST, for runs that do not know these rounds; each is named CORPUS/ROUND.

    Args: corpus: its name; "" where the ids of the rounds hold it already.
    """
    by_id = {round_.round_id: round_ for round_ in rounds}
    lived = [by_id[str(round_id)] for round_id in register["round_id"]]
    mark = f"{corpus}/" if corpus else ""
    return PAST.check(
        register.assign(
            title=[round_.title for round_ in lived],
            date=[round_.date for round_ in lived],
            round_id=[f"{mark}{round_.round_id}" for round_ in lived],
        )
    )


def check_since(since: Analysis, models: Models) -> None:
    """Raise DataProblem when the earlier run's meanings are those of another encoder.

    Raises: ValueError when a trained model places statements: its themes have ids of their own.
    """
    if models.trained is not None:
        raise ValueError("themes of a trained model have ids of their own: leave since out")
    encoder = (since.record.encoder, since.record.encoder_revision)
    if encoder != (models.encoder.name, models.encoder.revision):
        raise DataProblem(
            where=f"--since {since.record.run_id}",
            found=_("the earlier run was made with the encoder {name}").format(name=encoder[0]),
            expected=models.encoder.name,
            mend=_("analyse both with one encoder: --encoder"),
        )


def _division(
    themes: pd.DataFrame, assignments: pd.DataFrame, statements: pd.DataFrame, cached: CachedEncoder
) -> RunThemes:
    """A run as another is compared with it; vectors are made only when they are asked for."""
    top = themes.loc[themes["parent_id"].fillna("") == "", "theme_id"]
    placed = {
        str(key): str(theme or "")
        for key, theme in zip(
            assignments["statement_id"], assignments["theme_id"].fillna(""), strict=True
        )
    }

    @cache
    def centroids() -> Mapping[str, NDArray[np.float32]]:
        embedded = embed(statements, cached.encoder, cache=cached.cache)
        rows: dict[str, list[int]] = {}
        for row, key in enumerate(embedded.statement_ids):
            rows.setdefault(placed.get(key, ""), []).append(row)
        return {theme: mean_vector(embedded.vectors[own]) for theme, own in rows.items() if theme}

    texts = dict(zip(statements["statement_id"], statements["clean_text"], strict=True))
    return RunThemes(
        tuple(sorted(map(str, top))),
        placed,
        {str(key): str(text) for key, text in texts.items()},
        centroids,
    )


def _decided(judged: pd.DataFrame | None, before: set[str], after: set[str]) -> dict[str, str]:
    """Theme of now -> theme of then, or "" for none: what people decided, where both are here."""
    if judged is None:
        return {}
    rows = judged[(judged["kind"] == FOLLOW) & (judged["state"] == APPLIED)]
    wanted = {
        str(now): "" if then == NONE else str(then)
        for bound, then in zip(rows["bound"], rows["new"], strict=True)
        for now in bound_ids(bound)
        if then == NONE or then in before
    }
    return {now: then for now, then in wanted.items() if now in after}


def _overruled(
    proposed: Sequence[tuple[Pair, str]], wanted: Mapping[str, str], before: Sequence[str]
) -> list[tuple[Pair, str]]:
    """The proposals with what people decided in their place.

    Args: wanted: concern of this run -> the earlier one that it is; "" where it is none of them.
    """
    taken = {earlier for earlier in wanted.values() if earlier}
    pairs = [
        (pair, how)
        for pair, how in proposed
        if pair.after not in wanted and not (pair.before in taken and pair.kind in _KEPT)
    ]
    paired = {pair.after for pair, _how in pairs}
    # a concern whose earlier one a person gave to another is new
    orphans = dict.fromkeys(
        pair.after
        for pair, _how in proposed
        if pair.after and pair.after not in wanted and pair.after not in paired
    )
    pairs += [(Pair("", theme_id, 0.0, "new"), "") for theme_id in orphans]
    # what a person decided; as like each other as was measured, where they were held together
    measured = {(pair.before, pair.after): (pair, how) for pair, how in proposed}
    for theme_id, earlier in sorted(wanted.items()):
        likest = (Pair(earlier, theme_id, 0.0, "same"), "")
        pair, how = measured.get((earlier, theme_id), likest)
        decided = replace(pair, kind="same") if earlier else Pair("", theme_id, 0.0, "new")
        pairs.append((decided, how))
    # an earlier concern that is in no pair any more is gone
    met = {pair.before for pair, _how in pairs}
    return pairs + [
        (Pair(earlier, "", 0.0, "gone"), "") for earlier in before if earlier not in met
    ]


def lasting_ids(
    since: Analysis, themes: Themes, partners: Mapping[str, str], both: Sequence[str]
) -> dict[str, str]:
    """Id as found -> lasting id, of every theme and sub-theme of this run.

    A concern that continues keeps its id; a new one gets a number that was never used before.

    Args: partners: theme of now -> theme of then; both: statements that both runs hold.
    """
    used = _ever_used(since)
    free = max(map(_number, used), default=0)
    names: dict[str, str] = {}
    tops = themes.themes.loc[themes.themes["parent_id"] == "", "theme_id"].astype(str)
    for top in sorted(tops, key=lambda theme_id: (_number(theme_id), theme_id)):
        is_given = not _number(top)  # the id of a topic that people gave is its own
        free += not is_given and top not in partners
        names[top] = partners.get(top) or (top if is_given else f"T{free:02d}")
    return {**names, **_sub_ids(since, themes, names, set(both))}


def _sub_ids(
    since: Analysis, themes: Themes, names: Mapping[str, str], both: set[str]
) -> dict[str, str]:
    """Sub-theme -> its lasting id: kept within its own theme, by the statements both runs hold."""
    sides = [
        {
            str(key): str(sub)
            for key, sub in zip(rows["statement_id"], rows["subtheme_id"].fillna(""), strict=True)
            if key in both
        }
        for rows in (since.table(ASSIGNMENTS), themes.assignments)
    ]
    pairs = align_by_statements(sides[0], sides[1])
    kept = {pair.after: pair.before for pair in pairs if pair.kind == "same"}
    used = _ever_used(since)
    named: dict[str, str] = {}
    for row in themes.themes[themes.themes["parent_id"] != ""].itertuples():
        parent = names[str(row.parent_id)]
        then = kept.get(str(row.theme_id), "")
        if then.rpartition(".")[0] != parent:
            apart = (theme_id.rpartition(".") for theme_id in (*used, *named.values()))
            numbers = [int(n) for above, _dot, n in apart if above == parent and n.isdigit()]
            free = max(numbers, default=0) + 1
            then = f"{parent}.{free}"
        named[str(row.theme_id)] = then
    return named


def _ever_used(since: Analysis) -> set[str]:
    columns = (
        (THEMES, "theme_id"), (CONTINUITY, "theme_id"), (CONTINUITY, "earlier_id"),
        (PAST, "theme_id"),
    )  # fmt: skip
    return {str(theme_id) for table, name in columns for theme_id in since.table(table)[name]}


def _number(theme_id: str) -> int:
    """7 of T07; 0 of an id that people gave."""
    digits = theme_id[1:]
    return int(digits) if theme_id[:1] == "T" and digits.isdigit() else 0


def renamed(original: Themes, names: Mapping[str, str]) -> Themes:
    """The themes with their ids replaced by these names, wherever an id stands."""

    def new(theme_id: str) -> str:
        return names.get(theme_id, theme_id)

    def with_new_ids(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
        return table.assign(**{c: table[c].fillna("").astype(str).map(new) for c in columns})

    themes = with_new_ids(original.themes, "theme_id", "parent_id")
    placed = with_new_ids(original.assignments, *OF_A_THEME)
    centroids = original.centroids and replace(
        original.centroids,
        theme_ids=tuple(map(new, original.centroids.theme_ids)),
        parent_ids=tuple(map(new, original.centroids.parent_ids)),
    )
    return replace(
        original,
        themes=THEMES.check(themes),
        assignments=ASSIGNMENTS.check(placed),
        terms={new(theme_id): terms for theme_id, terms in original.terms.items()},
        centroids=centroids,
    )


def _continuity(
    pairs: Sequence[tuple[Pair, str]],
    decided: set[str],
    names: Mapping[str, str],
    since: Analysis,
) -> pd.DataFrame:
    """CONTINUITY, in the order of this run's themes, those that are gone behind them."""
    themes = since.table(THEMES)
    labels = dict(zip(themes["theme_id"], themes["label"], strict=True))
    rows = [
        {
            "theme_id": names.get(pair.after, ""),
            "earlier_id": pair.before,
            "label": labels.get(pair.before, ""),
            "kind": pair.kind,
            "how": how,
            "alike": round(pair.alike, 6),
            "shared": pair.shared,
            "life": _life_of_gone(pair.before, since) if (pair.kind, how) == _UNHEARD else "",
            "decided_by": "person" if pair.after in decided else "model",
        }
        for pair, how in pairs
    ]
    rows.sort(key=lambda row: (not row["theme_id"], row["theme_id"], row["earlier_id"]))
    return CONTINUITY.check(pd.DataFrame(rows, columns=list(CONTINUITY.columns)))


def _life_of_gone(theme_id: str, since: Analysis) -> str:
    """What is said of an earlier concern that nobody speaks of now: silent, or resolved."""
    verdicts = since.table(COVERAGE)
    mine = verdicts[(verdicts["theme_id"] == theme_id) & (verdicts["codebook_id"] == GOALS)]
    by_person = (mine["decided_by"] == "person") & (mine["status"] == "addressed")
    return "resolved" if by_person.any() else "silent"
