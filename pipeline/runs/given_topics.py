"""Topics given beforehand: from codebooks and conversations to what the themes stage takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.core.errors import DataProblem, raise_all
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Code, Codebook
from pipeline.core.settings import Settings
from pipeline.core.tables import GIVEN
from pipeline.corpus.records import Corpus
from pipeline.plan.match.defaults import DEFAULT
from pipeline.plan.match.stage import match
from pipeline.runs.link import code_texts_of, codebooks
from pipeline.runs.state import Models, Prepared, Statements
from pipeline.themes.records import GivenTopic
from pipeline.themes.seeded_topics import Outcome

CONVERSATIONS = "gesprekken"  # the topics of conversation in the notes, as if they were a codebook
_SHORT_WORD = 3  # letters of a word that says nothing by itself
_SECTORS = frozenset("po vo so sbo vso isk swv opr ib mbo ggz".split())
_EMPTY_WORDS = frozenset(
    "voor over naar door onze deze vindt vind vinden gaat gaan goed beter moet anders welke waar "
    "wordt worden heeft hebben zijn kunnen gesprek tafel vraag thema onderwerp school scholen "
    "onderwijs ondersteuning leerlingen kinderen".split()
)
_LIKELIER = 0.5  # probability from which a statement is about a topic rather than not


@dataclass(frozen=True)
class TopicsGiven:
    """Topics given beforehand, with the statements that are about each.

    Attributes: near: statement id -> topic id, by the heading above it, else by its words.
        source: topic id -> (codebook id, code).
    """

    fixed: tuple[GivenTopic, ...] = ()
    seeds: tuple[GivenTopic, ...] = ()
    near: Mapping[str, str] = field(default_factory=dict)
    source: Mapping[str, tuple[str, Code]] = field(default_factory=dict)
    headed: frozenset[str] = frozenset()  # topics under whose own heading or question people spoke

    def __bool__(self) -> bool:
        return bool(self.source)


def given_topics(
    corpus: Corpus,
    statements: Statements,
    models: Models,
    settings: Settings,
) -> TopicsGiven:
    """The topics that the settings name, matched with the statements.

    Raises: DataProblems for a codebook or code that is not there, or a topic given both ways.
    """
    fixed, seeds = _chosen(corpus, settings)
    if not fixed and not seeds:
        return TopicsGiven()
    named = {f"G{n:02d}": chosen for n, chosen in enumerate((*fixed, *seeds), start=1)}
    codes_given = (Code(topic, code.title, code.text) for topic, (_book, code) in named.items())
    codes = code_texts_of(Codebook("given", "", tuple(codes_given)), models)
    matched = match(statements.texts, codes, settings.match, default=DEFAULT)
    titles = {topic: code.name for topic, (_book, code) in named.items()}
    vectors = np.asarray(codes.texts.vectors[0])
    topics = {
        topic: GivenTopic(topic, titles[topic], text, vector)
        for topic, text, vector in zip(codes.texts.ids, codes.texts.texts, vectors, strict=True)
        if topic in named
    }
    asked = dict(zip(corpus.questions["question_id"], corpus.questions["text"], strict=True))
    headed = under_headings(statements.prepared, topics_of_headings(asked, titles))
    in_order = [topics[topic] for topic in named]
    matches = matched.matches
    best = matches[(matches["level"] == "statement") & (matches["rank"] == 1)]
    likely = best[best["probability"].fillna(0.0) >= _LIKELIER]
    about = dict(zip(likely["item_id"].astype(str), likely["code_id"].astype(str), strict=True))
    return TopicsGiven(
        tuple(in_order[: len(fixed)]),
        tuple(in_order[len(fixed) :]),
        about | headed,
        named,
        frozenset(headed.values()),
    )


def topics_of_headings(asked: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, str]:
    """Question id -> the topic that its heading or question names.

    The same words, or all words of the topic that carry meaning stand in it; of several topics the
    one with most such words counts, and where two have as many, neither.
    """
    same = {_plain(title): topic for topic, title in titles.items()}
    words = {topic: _content(title) for topic, title in titles.items()}
    topic_of = {}
    for question_id, text in asked.items():
        inside = _content(text)
        fits = sorted(
            (len(named), topic) for topic, named in words.items() if named and named <= inside
        )
        if _plain(text) in same:
            topic_of[question_id] = same[_plain(text)]
        elif fits and (len(fits) == 1 or fits[-1][0] > fits[-2][0]):
            topic_of[question_id] = fits[-1][1]
    return topic_of


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _content(text: str) -> frozenset[str]:
    """Words that say what something is about, without endings of number: po, vervoer, wachttijd."""
    return frozenset(
        re.sub(r"(?:en|s|'s)$", "", word) if len(word) > _SHORT_WORD else word
        for word in re.findall(r"[a-zà-ÿ0-9']+", text.casefold())
        if (len(word) > _SHORT_WORD or word in _SECTORS) and word not in _EMPTY_WORDS
    )


def under_headings(prepared: Prepared, topics: Mapping[str, str]) -> dict[str, str]:
    """Statement id -> topic, for what was said under a heading or question that names one."""
    responses, statements = prepared.responses, prepared.statements
    asked = dict(zip(responses["response_id"], responses["question_id"], strict=True))
    pairs = zip(statements["statement_id"], statements["response_id"], strict=True)
    return {
        str(statement): topics[asked[response]]
        for statement, response in pairs
        if asked.get(response) in topics
    }


def table(given: TopicsGiven, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """GIVEN: every topic with what became of it, in the order given."""
    fixed = {topic.topic_id for topic in given.fixed}
    rows = [
        {
            "topic_id": outcome.topic_id,
            "codebook_id": given.source[outcome.topic_id][0],
            "code_id": given.source[outcome.topic_id][1].code_id,
            "title": given.source[outcome.topic_id][1].title
            or given.source[outcome.topic_id][1].text,
            "how": "fixed" if outcome.topic_id in fixed else "seed",
            "outcome": "scattered"
            if outcome.outcome == "unheard" and outcome.topic_id in given.headed
            else outcome.outcome,
            "theme_id": outcome.theme_id,
            "n_statements": outcome.n_near,
            "n_in_theme": outcome.n_inside,
        }
        for outcome in outcomes
    ]
    return GIVEN.check(pd.DataFrame(rows, columns=list(GIVEN.columns)))


def moved(given: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """GIVEN with each theme by the id it has after decisions and after an earlier run gave its ids.

    Args: ASSIGNMENTS as found and as they are in the end; a theme went where most of it went.
    """
    if given.empty:
        return given
    now = dict(zip(after["statement_id"], after["theme_id"], strict=True))
    places = before.assign(now=[now[statement_id] for statement_id in before["statement_id"]])
    went = {}
    for theme_id in given["theme_id"].unique():
        to = places.loc[places["theme_id"] == theme_id, "now"]
        counts = to[to != ""].value_counts()
        went[theme_id] = min(counts.index[counts == counts.max()]) if len(counts) else ""
    return GIVEN.check(given.assign(theme_id=[went[theme_id] for theme_id in given["theme_id"]]))


def notes(given: pd.DataFrame) -> tuple[str, ...]:
    """What the run wants known: the topics given that what was said does not carry."""
    texts = {
        "scattered": _("Topics given that were dropped, as they lie in several themes: {topics}."),
        "unheard": _("Topics given that hardly anybody spoke of: {topics}."),
        "widened": _("Topics given that became part of a wider theme: {topics}."),
    }
    sentences = []
    for outcome, text in texts.items():
        named = given.loc[given["outcome"] == outcome, "title"]
        if len(named):
            sentences.append(text.format(topics="; ".join(named)))
    return tuple(sentences)


# -- which topics --------------------------------------------------------------------------------

_Chosen = tuple[tuple[str, Code], ...]


def _chosen(corpus: Corpus, settings: Settings) -> tuple[_Chosen, _Chosen]:
    """Fixed and seed topics, each with its codebook. Raises: all that are absent, or both."""
    books = {book.codebook_id: book.codes for book in codebooks(corpus.plan)}
    talks = corpus.questions[corpus.questions["kind"] == "topic"]
    if len(talks) and CONVERSATIONS not in books:
        # The topics of conversation, each once, however many meetings spoke of it
        first: dict[str, Code] = {}
        for question, text in zip(talks["question_id"], talks["text"], strict=True):
            first.setdefault(" ".join(str(text).casefold().split()), Code(str(question), str(text)))
        books[CONVERSATIONS] = tuple(first.values())
    problems: list[DataProblem] = []
    fixed = _named("fixed", settings.themes.fixed, books, problems)
    seeds = _named("seeds", settings.themes.seeds, books, problems)
    both = {(book, code.code_id) for book, code in fixed}
    both &= {(book, code.code_id) for book, code in seeds}
    problems += [
        DataProblem(
            where=f"settings.themes.seeds, {book}/{code}",
            found=_("this topic is given as fixed too"),
            mend=_("keep it in 'fixed' or in 'seeds'"),
        )
        for book, code in sorted(both)
    ]
    raise_all(problems)
    return fixed, seeds


def _named(
    key: str,
    names: Sequence[str],
    books: Mapping[str, tuple[Code, ...]],
    problems: list[DataProblem],
) -> _Chosen:
    """The codes that a setting names ("kwesties", "kwesties/Q1"), each once; else a fault."""
    chosen: dict[tuple[str, str], Code] = {}
    for name in names:
        book, slash, code_id = str(name).partition("/")
        codes = [c for c in books.get(book, ()) if not slash or c.code_id == code_id]
        for code in codes:
            chosen.setdefault((book, code.code_id), code)
        if not codes:
            known = list(books)
            if book in books:
                known = [f"{book}/{code.code_id}" for code in books[book]]
            problems.append(
                DataProblem(
                    where=f"settings.themes.{key}",
                    found=_("there is no codebook or code '{name}'").format(name=str(name)),
                    expected=", ".join(known[:12]) or _("a codebook of the plan or of corpus.toml"),
                    mend=_("name a codebook, one code of it as in kwesties/Q1, or 'gesprekken'"),
                )
            )
    return tuple((book, code) for (book, _id), code in chosen.items())
