"""Work per response is kept by content: the same tables, and only what changed is done again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.core.lexicon import LemmaTables
from pipeline.core.locale import use_language
from pipeline.core.plan import Plan
from pipeline.core.settings import Settings
from pipeline.core.table_csv import table_csv
from pipeline.core.tables import MASKED, RESPONSES, SET_ASIDE, STATEMENTS
from pipeline.core.tokens import Tokens
from pipeline.core.work_cache import WorkCache
from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.records import Corpus
from pipeline.runs.outlook import outlook, step_of
from pipeline.runs.per_response import masking_key, read_tokens, write_tokens
from pipeline.runs.prepare import prepare, worker
from pipeline.runs.stages import step_together
from pipeline.runs.state import Prepared, Unfollowed
from pipeline.text.nlp import load_pipeline
from tests.bench.responses import write_corpus

PLAIN = Settings()


@dataclass
class Counting:
    """The Dutch pipeline, counting the texts it is given."""

    texts: list[str] = field(default_factory=list)
    revision: str = "1"

    @property
    def name(self) -> str:
        return "embedded"

    @property
    def version(self) -> str:
        return "test"

    @property
    def tables(self) -> LemmaTables:
        return load_pipeline("embedded").tables

    def analyse_texts(self, texts: list[str]) -> list[Tokens]:
        self.texts += texts
        return load_pipeline("embedded").analyse_texts(texts)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return read_corpus(write_corpus(tmp_path_factory.mktemp("bench"), 150))


def tables(prepared: Prepared) -> list[str]:
    return [
        table_csv(RESPONSES, prepared.responses),
        table_csv(STATEMENTS, prepared.statements),
        table_csv(SET_ASIDE, prepared.set_aside),
        table_csv(MASKED, prepared.masked),
        repr(sorted(prepared.words.items())),
    ]


def prepared(
    corpus: Corpus, cache: WorkCache | None, settings: Settings | None = None
) -> tuple[Prepared, Counting]:
    dutch = Counting()
    return prepare(corpus, dutch, settings or Settings(), Unfollowed(), cache), dutch


def test_what_is_kept_gives_the_same_tables_and_reads_no_word_again(
    corpus: Corpus, tmp_path: Path
) -> None:
    cache = WorkCache(folder=tmp_path)
    plain, read = prepared(corpus, None)
    cold, _ = prepared(corpus, cache)
    warm, again = prepared(corpus, cache)
    assert len(plain.statements) > 200 and len(plain.masked) > 10
    assert tables(plain) == tables(cold) == tables(warm)
    assert read.texts and again.texts == []


def test_one_new_response_is_the_only_one_worked_on(corpus: Corpus, tmp_path: Path) -> None:
    cache = WorkCache(folder=tmp_path)
    rows = corpus.responses
    prepared(replace(corpus, responses=rows.iloc[:-1]), cache)
    last = str(rows["text"].iloc[-1])
    more, read = prepared(corpus, cache)
    assert len(more.responses) == len(rows)
    assert len(read.texts) <= 12
    plain, _ = prepared(corpus, None)
    assert tables(plain) == tables(more), last


def test_a_setting_of_splitting_splits_again_and_masks_nothing_again(
    corpus: Corpus, tmp_path: Path
) -> None:
    cache = WorkCache(folder=tmp_path)
    prepared(corpus, cache)
    changed = Settings().changed({"segment": {"min_words": 6}})
    texts = [str(text) for text in corpus.responses["text"]]
    work = worker(corpus, Counting(), changed, cache)
    keys = [masking_key(text, work.allow) for text in texts]
    assert work.missing("mask", keys) == 0
    assert work.missing("split", ["anything"]) == 1
    assert cache.changed_since(work.step("split")) == ["split.min_words"]
    assert cache.changed_since(work.step("mask")) == cache.changed_since(work.step("words")) == []
    assert tables(prepared(corpus, cache, changed)[0]) == tables(prepared(corpus, None, changed)[0])


def test_a_setting_of_masking_or_another_model_masks_again(corpus: Corpus, tmp_path: Path) -> None:
    cache = WorkCache(folder=tmp_path)
    prepared(corpus, cache)
    schools = Settings().changed({"redact": {"schools": "mask"}})
    step = worker(corpus, Counting(), schools, cache).step("mask")
    assert cache.changed_since(step) == ["mask.schools"]
    retrained = worker(corpus, Counting(revision="2"), Settings(), cache)
    assert cache.changed_since(retrained.step("words")) == ["model"]


def test_a_new_role_masks_again_only_what_it_may_stand_in() -> None:
    plain, near = "De leraar is ziek.", "De Passend-Onderwijs coach is ziek."
    assert masking_key(plain, {"Passend Onderwijs"}) == plain
    assert masking_key(near, {"Passend Onderwijs"}) != near


def test_nothing_unmasked_is_kept(tmp_path: Path, corpus: Corpus) -> None:
    cache = WorkCache(folder=tmp_path)
    done, _ = prepared(corpus, cache)
    names = ("Djaylano", "El Amrani", "Fatima")
    assert any(name in " ".join(corpus.responses["text"]) for name in names)
    whole = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    shown = " ".join(done.responses["text"])
    for name in names:
        if name not in shown:
            assert name.encode() not in whole, name
    phones = [text for text in corpus.responses["text"] if "06-" in text]
    assert phones and b"06-" not in whole


def test_words_come_back_as_they_were() -> None:
    texts = ["", "Mijn zoon (8) gaat naar sbo De Vlinder.\nHet gaat goed!"]
    for tokens in load_pipeline("embedded").analyse_texts(texts):
        assert read_tokens(write_tokens(tokens)) == tokens


def ahead(corpus: Corpus, cache: WorkCache, settings: Settings = PLAIN) -> list[str]:
    """What a dry run says, without the names of the stages."""
    stages = outlook(corpus, worker(corpus, Counting(), settings, cache), [])
    return [stage.line().partition(": ")[2] for stage in stages]


def ran(corpus: Corpus, cache: WorkCache, settings: Settings = PLAIN) -> None:
    """A run's work per answer, and its notes of what it did on all of them together."""
    prepared(corpus, cache, settings)
    planned = corpus.plan is not None
    dividing = settings.themes.beside_plan() if planned else settings.themes
    cache.note(step_together("divide", dividing))
    cache.note(step_together("match", settings.match))
    cache.note(step_of(corpus, settings, cache))


@pytest.fixture
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("nl")


@pytest.mark.usefixtures("english")
def test_a_dry_run_says_what_would_run_and_why(corpus: Corpus, tmp_path: Path) -> None:
    cache = WorkCache(folder=tmp_path)
    first = ahead(corpus, cache)
    assert [line.rpartition("; ")[2] for line in first[:5]] == ["never done here"] * 5
    ran(corpus, cache)
    unchanged = ahead(corpus, cache)
    assert all(line.startswith("0 of ") for line in unchanged[:3]), unchanged
    assert all(line.endswith("; nothing new") for line in unchanged[:3])
    assert unchanged[3:5] == ["nothing new: what came of it is kept"] * 2
    assert "always" in unchanged[5] and len(unchanged) == 6
    split = ahead(corpus, cache, Settings().changed({"segment": {"min_words": 6}}))
    assert split[0].endswith("; nothing new")
    assert split[1].endswith("; because of split.min_words")
    joins = ahead(corpus, cache, Settings().changed({"themes": {"joins": 9.0}}))
    assert joins[3:5] == ["because of settings", unchanged[4]]
    fewer = ahead(corpus, cache, Settings().changed({"clean": {"min_words": 2}}))
    assert fewer[3].endswith("because of settings")


@pytest.mark.usefixtures("english")
def test_a_dry_run_counts_one_more_answer_and_misses_one_that_is_gone(
    corpus: Corpus, tmp_path: Path
) -> None:
    cache, rows = WorkCache(folder=tmp_path), corpus.responses
    ran(corpus, cache)
    late = rows.iloc[[-1]].assign(response_id="laat", text="Meer handen in de klas, graag.")
    more = ahead(replace(corpus, responses=pd.concat([rows, late])), cache)
    assert more[0].startswith("1 of ") and more[0].endswith("; new or changed text")
    assert more[3:5] == ["new or changed text"] * 2
    gone = ahead(replace(corpus, responses=rows.iloc[:-1]), cache)
    assert gone[0].endswith("; nothing new")
    assert gone[3:5] == ["because of the answers"] * 2


@pytest.mark.usefixtures("english")
def test_a_dry_run_knows_which_part_of_the_plan_keeps_concerns_apart(
    corpus: Corpus, tmp_path: Path
) -> None:
    def planned(period: str, goal: str) -> Corpus:
        pillar = {"title": "Vervoer", "goals": [goal]}
        return replace(corpus, plan=Plan.from_dict({"period": period, "pillars": [pillar]}))

    cache, kept = WorkCache(folder=tmp_path), "nothing new: what came of it is kept"
    ran(planned("2025", "De taxi komt op tijd."), cache)
    assert ahead(planned("2025", "De taxi komt op tijd."), cache)[3:5] == [kept, kept]
    assert ahead(planned("2026", "De taxi komt op tijd."), cache)[3:5] == [
        kept, "because of the plan",
    ]  # fmt: skip
    assert ahead(planned("2025", "De bus komt op tijd."), cache)[3:5] == ["because of the plan"] * 2


@pytest.mark.usefixtures("english")
def test_a_dry_run_finds_what_points_at_another_answer_and_names_said_elsewhere(
    corpus: Corpus, tmp_path: Path
) -> None:
    """What "zie boven" stands for and a name that another answer gives away are looked up too."""
    said = [
        "Mevrouw Ruyskens belde niet terug over de taxi.", "zie boven",
        "Zelfs Ruyskens wist niet wie er belt.", "JosÃ© wacht op de bus.",
    ]  # fmt: skip
    rows = corpus.responses.head(len(said)).assign(
        text=said, respondent_id="r1", round_id="1", source_file="a.csv", source_row=[1, 2, 3, 4]
    )
    small, cache = replace(corpus, responses=rows), WorkCache(folder=tmp_path)
    statements = prepared(small, cache)[0].statements["clean_text"]
    assert statements.str.contains("over de taxi").sum() == 2
    assert all(line.endswith("; nothing new") for line in ahead(small, cache)[:3])


def test_a_language_that_the_settings_leave_out_is_given_to_no_answer(
    corpus: Corpus, tmp_path: Path
) -> None:
    chosen = Settings().changed({"language": {"languages": ["nl", "en"]}})
    french = "Les enfants attendent trop longtemps avant de recevoir de l'aide."
    cache = WorkCache(folder=tmp_path)  # what was read under other settings is not taken from it
    tagged = [
        worker(corpus, Counting(), settings, cache).mask([french])[0].language
        for settings in (Settings(), chosen)
    ]
    assert tagged[0] == "fr"
    assert tagged[1] != "fr"
