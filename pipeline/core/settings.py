"""How data is treated: one frozen class per stage; every default has a unit and a reason.

What the data *is* stands in ``corpora/<x>/corpus.toml``. A command-line flag beats the
``[settings.<stage>]`` tables of corpus.toml, which beat the defaults here.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

TOPIC_MODELS = ("gehoord", "bertopic", "keynmf")


@dataclass(frozen=True)
class CleanSettings:
    """What counts as content."""

    min_words: int = 3  # words; "Nee" and "Zie boven" carry no concern; None-like cases go by rule


@dataclass(frozen=True)
class LanguageSettings:
    """Which languages responses are held to be in."""

    # ISO 639-1. What parents in the Netherlands write in; a longer list confuses short texts.
    languages: tuple[str, ...] = (
        "nl", "fy", "en", "de", "fr", "pl", "tr", "ar", "uk", "ru", "es", "pt", "ro", "bg", "so",
    )  # fmt: skip
    min_words: int = 3  # words; below this nothing is said and the text is read as Dutch
    # What reads the Dutch: embedded (comes with gehoord), nl_core_news_md (spaCy's, fetched with
    # 'gehoord models fetch nl'), the folder of a pipeline, or auto: the best one on this machine.
    pipeline: str = "embedded"


@dataclass(frozen=True)
class CampaignSettings:
    """When responses are copies of one letter."""

    min_words: int = 12  # words; "meer handen in de klas" by ten people is no campaign
    min_senders: int = 2  # respondents
    min_addition: int = 5  # words of one's own; fewer is a changed phrase, not a statement
    shared_words: float = 0.2  # share of the shorter text's content words found in the other
    shared_phrases: int = 5  # word pairs in both; people on one subject share three or four
    shared_order: float = 0.36  # share of the shorter text's words in the same order in the other
    sure_group: int = 5  # different texts; fewer may have met by one fixed phrase, and must share …
    small_order: float = 0.45  # … this much of a text of …
    long_words: int = 25  # … so many words, and …
    short_order: float = 0.7  # … this much of a shorter one
    agreed_share: float = 0.4  # of a usual copy's word pairs, that several copies agree on …
    sure_phrases: int = 8  # … and at least so many; a fixed phrase has five or six
    shared_agreed: float = 0.5  # share of the words most copies agree on, for one more copy …
    agreed_phrases: int = 3  # … that has this many of their word pairs
    permutations: int = 255  # MinHash values in bands of three: finds letters with 30% changed


@dataclass(frozen=True)
class RedactSettings:
    """Which personal details are masked before anything is stored or shown."""

    names: bool = True
    schools: str = "keep"  # keep | mask; a school's name points to few people only in small places
    dates: str = "birth"  # birth | all; other dates are when something happened


@dataclass(frozen=True)
class SegmentSettings:
    """How a response is split into statements."""

    min_words: int = 3  # words; a shorter fragment joins its neighbour instead of standing alone


@dataclass(frozen=True)
class EmbedSettings:
    """Which encoder turns statements into vectors."""

    encoder: str = "accurate"  # accurate | fast | name or folder of a sentence-transformers model
    second: str = "fast"  # a second voice in matching, where it is another one; "" for none
    context: float = 0.8  # weight of the whole answer against a statement's own 1, beside the plan
    memory: bool = True  # statements are held against what was said in other consultations too


@dataclass(frozen=True)
class ThemeSettings:
    """How statements become themes."""

    # What divides statements: gehoord's own tree, or plain BERTopic or KeyNMF as a researcher would
    # set it; the rest of the road is the same. See pipeline.themes.plain_models.
    topic_model: str = "gehoord"  # gehoord | bertopic | keynmf
    wished: int | None = None  # themes; None lets the data decide
    # Topics given beforehand: a codebook ("kwesties"), one code of it ("kwesties/Q1"), or
    # "gesprekken" for the topics of conversation in the notes. Fixed ones are themes whatever comes
    # of the rest; seeds are hints, dropped where what was said does not carry them.
    fixed: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    seed_pull: float = 0.3  # of the way to the middle of what is about a seed; 1 would force it
    seed: int = 42  # any fixed number; decides the draws that tell how steady a concern is
    most: int | None = 40  # concerns a reader can hold under headings. None: all there are
    few: int = 20  # statements; below it draws say nothing about how steady a concern is
    fit_limit: int = 4_000  # different texts that concerns are made from; the rest is assigned
    runs: int = 20  # draws of the statements
    bootstrap: float = 0.8  # share of the statements in each
    # How alike a concern's statements are on average, and from where another one belongs to it: in
    # standard deviations above the mean likeness of all pairs. 1.2-1.6 holds on every set tried.
    alike: float = 1.4
    joins: float = 1.3
    # Weight of the neighbours that two texts share, beside how alike they are, where no plan says
    # what a statement is about. It raised ARI by .04-.06 on three labelled sets; from .5 on it
    # divides broad subjects.
    company: float = 0.3
    neighbours: int = 8  # texts nearest to one; about what a concern has in a usual round
    letters: float = 0.3  # weight of shared letter groups beside meaning's 1
    profile: float = 0.2  # weight of where in the plan a statement belongs
    reach: float = 4.0  # standard deviations (robust) below the middle of a trained model's theme
    signal_words: int = 12  # words; a shorter outlier is more often vague than weighty
    signal_share: float = 0.01  # share of statements, the farthest from every theme
    least_theme: int = 3  # statements; one or two are a signal or part of another theme
    # What with less than this probability voices a concern (praise, a wish of luck, a word on the
    # survey) takes no part in finding them. On eight consultations with a truth .10-.25 finds as
    # many concerns as no bar at all, in one group in eight less.
    voiced: float = 0.2
    # A group whose statements voice something with less than this mean probability is none: there
    # no group below it held a concern (0 of 16; 68 of the 146 others do).
    surely: float = 0.6
    # A division with fewer concerns, or with one that holds more, is said aloud: it is mostly
    # likeness that drew together what belongs apart.
    fewest: int = 5  # concerns
    largest: float = 0.5  # share of the statements with a concern
    # How steady a concern is: draws put an error of ``doubt`` deviations on every likeness, and of
    # ``doubt_of_cut`` on where groups end.
    doubt: float = 1.0
    doubt_of_cut: float = 0.25
    # How likely it is one concern, by how steady it is and how many are in it (``core/surety``),
    # from where it is called firm; from where it is called fair: ``recurrence.min_chance``.
    firm: float = 0.6
    n_terms: int = 10  # keywords kept per theme

    def __post_init__(self) -> None:
        if self.topic_model not in TOPIC_MODELS:
            raise ValueError(
                f"[themes] topic_model = '{self.topic_model}'; choose {', '.join(TOPIC_MODELS)}"
            )

    def beside_plan(self) -> ThemeSettings:
        """The settings for statements that are divided by their place in the plan too."""
        return replace(self, company=0.0)

    def without_draws(self) -> ThemeSettings:
        """The settings where nobody asks how steady a concern is."""
        return replace(self, runs=0)


@dataclass(frozen=True)
class PromptedSettings:
    """When a theme is said to answer, mostly, the question that was asked."""

    share: float = 0.9  # of the theme's people who spoke of it at one question in one round; and …
    # … standard deviations that the theme lies nearer to the question's wording than statements
    # usually do. Themes on the very subject of a question lie 1.5 to 2.4 above, others around 0.
    likeness: float = 1.5
    least: int = 3  # people; what one or two say at one question tells nothing


@dataclass(frozen=True)
class MatchSettings:
    """How statements and themes are held against codes."""

    top_k: int = 3  # codes kept per item: a reader compares three, not thirty
    # Weights beside the main encoder's 1; gains flat within a factor 2 on the development sets.
    second_voice: float = 0.4  # another encoder's meaning, where there is one
    characters: float = 0.4  # shared n-grams: carry the domain's words where the encoder is blind
    lemmas: float = 0.4  # shared lemmas and compound parts
    nearest_piece: float = 0.5  # of a code's nearest sentence beside its wording as a whole
    temperature: float = 0.3  # null deviations; softness with which statements choose a code
    refinements: int = 3  # rounds of learning from similar statements; more changes nothing
    prototypes: float = 0.6  # weight of likeness to a code's clear statements
    prior_statements: float = 2.0  # clear statements before that likeness counts for half
    judged_pull: float = 3.0  # clear statements that one judged by a person counts for
    neighbours: int = 8  # statements; about what one theme has in a small corpus
    neighbour_pool: int = 4_000  # statements looked among; bounds time and memory
    neighbour_share: float = 0.5  # of the neighbours in whether anything fits
    expectation: float = 0.18  # a subject many speak of should fit better, per deviation nearness
    miss: float = 0.1  # how often the set of likely codes may miss the right one


@dataclass(frozen=True)
class CoverageSettings:
    """When a match is proposed as an answer."""

    some_chance: float = 0.35  # that some goal fits; below it nothing in the plan is about it
    parts_all: float = 0.9  # share of a theme in addressed sub-themes: the whole is addressed
    parts_some: float = 0.25  # … from which a theme that no goal answers as a whole is so partly
    parts_open: float = 0.33  # share in sub-themes without answer: addressed becomes partly
    sure_chance: float = 0.5  # that some goal fits; below it nothing is called addressed
    # How near the best action must come, as a share of the nearness of the goal's own words: one
    # that is much farther than the heading above it answers a part, one far from it nothing.
    answer_share: float = 0.6
    part_share: float = 0.2
    # From this share of the nearness of the nearest action on, one that says "no" counts too.
    refused_share: float = 0.9
    # A single action answers in part, in a plan where this share of the goals has more than one.
    # In eight consultations with a truth 36 of 39 concerns that were called answered have two
    # actions or more at their goal, and 10 of 14 that were called half answered have one.
    several_share: float = 0.25
    n_quotes: int = 3  # statements shown as evidence of the concern
    n_passages: int = 3  # pieces of the plan shown as evidence of the answer


@dataclass(frozen=True)
class RecurrenceSettings:
    """When a concern recurs: the brief's definition, in one place."""

    min_rounds: int = 2  # rounds in which it was heard; where there is but one round …
    min_meetings: int = 2  # … conversations, on different subjects if each had its own; and …
    min_respondents: int = 3  # … people in all; below it one family could be the pattern
    min_heard: int = 2  # people in a round before a concern counts as heard there, or …
    heard_share: float = 0.05  # … this share of those who spoke: a formal body speaks once
    min_chance: float = 0.45  # that it is one concern; below it none is said to come back, or one
    min_shared: int = (
        5  # statements in both runs that tell what became of a concern; fewer: meaning
    )
    quiet_share: float = 0.5  # of the expected respondents; below it a group spoke markedly less
    quiet_chance: float = 0.05  # chance of so few by luck alone; above it nothing is said


@dataclass(frozen=True)
class StanceSettings:
    """When a statement is said to be support, a wish, a complaint or a question."""

    needed: float = 0.5  # probability; from here 17 in 20 told were right in cross-validation


@dataclass(frozen=True)
class HarmSettings:
    """When a statement is put before the team first; fewest false alarms at the misses before."""

    needed: float = 0.45  # probability that it points at harm …
    with_cue: float = 0.25  # … or from here, where a word hints at it …
    plain: float = 0.02  # … or from here, where the words say so
    ordinary: float = 0.93  # … and only from here, where it speaks of school as everybody does


@dataclass(frozen=True)
class JudgementSettings:
    """When a theme of this run is the one that a person judged in an earlier run."""

    kept: float = 0.6  # share of the statements judged that lie in it; below it she is asked again
    own: float = 0.5  # share of its statements of the rounds judged that she had before her
    known: float = 0.5  # share of the statements judged that must still be there to tell at all
    rows: int = 150  # statements in the review workbook: two hours of work, the best ones first


@dataclass(frozen=True)
class PrioritySettings:
    """How heavily an open, recurring concern weighs: a weighted geometric mean of four shares."""

    # Exponents, no unit: 0 leaves a factor out, 2 counts it double. Alike, because which counts
    # more is for people to say; the report shows what each choice would do to the order.
    recurrence: float = 1.0  # share of rounds, and within a round of meetings, where it was heard
    breadth: float = 1.0  # share of the roles that voiced it
    people: float = 1.0  # share of all people who spoke
    intensity: float = 1.0  # how urgently its people spoke, 0-1
    span: float = 2.0  # times; each weight is also drawn between its half and its double
    few: float = 5.0  # people; a concern of few leans on how urgently people usually speak

    def __post_init__(self) -> None:
        weights = (self.recurrence, self.breadth, self.people, self.intensity)
        if min(weights) < 0 or not any(weights):
            raise ValueError("[priority] weights must be 0 or more, and one of them above 0")
        if self.span < 1 or self.few < 0:
            raise ValueError("[priority] span must be 1 or more, few 0 or more")


@dataclass(frozen=True)
class ReportSettings:
    """What may be shown."""

    min_group: int = 5  # people; smaller groups are not broken out (a child could be recognised)
    n_quotes: int = 3  # quotes per theme: enough to see the range, few enough to read
    # Which quotes may go outside of those that pass the rules: all of them ("alle"), or only those
    # of which somebody said so on the sheet Citaten of the review workbook ("nagekeken").
    citaten: str = "alle"
    # Months after the last round in which the organisation keeps what people said; None: not set.
    # gehoord says so when they have passed, and throws nothing away.
    bewaartermijn: int | None = None
    counter_sure: float = 0.8  # probability of its stance from which a voice is shown as opposing
    quote_words: int = 45  # words; a longer statement is cut after them, and says so
    several_from: float = 0.05  # share of people: from here "meerdere", below it "enkele" …
    many_from: float = 0.15  # … from here "veel" …
    most_from: float = 0.5  # … above it "de meeste"
    n_points: int = 5  # things that matter on the first page: what a board remembers
    resamples: int = 400  # of the people who spoke, for how firm an order of priority is
    seed: int = 42  # any fixed number
    # Month in which each trimester of a school year begins; the school year begins with the first.
    trimester_starts: tuple[int, ...] = (8, 12, 4)
    map_points: int = 1_500  # statements drawn on the map; more only blur
    template: str = ""  # .docx or .dotx in the corpus folder; "" is our own plain look
    logo: str = ""  # PNG or JPEG in the corpus folder, for the first page in Word
    colour: str = ""  # of headings and table heads in Word and Excel, as "#0b4f71"

    def __post_init__(self) -> None:
        if self.citaten not in ("alle", "nagekeken"):
            raise ValueError('[report] citaten must be "alle" or "nagekeken"')
        months = self.bewaartermijn
        if months is not None and (type(months) is not int or months < 1):
            raise ValueError("[report] bewaartermijn must be a whole number of months, from 1")


@dataclass(frozen=True)
class LargeSettings:
    """When a consultation is read in parts, with its concerns found on a sample."""

    from_responses: int = 50_000  # answers; below it all of them fit in memory at once
    # Answers that concerns are found, named and quoted in: the most distinct texts that a division
    # is made from are a fifth of what they say.
    sample: int = 20_000
    least: int = 50  # answers of a round, meeting and role that are drawn, or all where it has less
    part: int = 10_000  # answers worked on at a time; bounds memory


@dataclass(frozen=True)
class Settings:
    """All settings of a run."""

    clean: CleanSettings = field(default_factory=CleanSettings)
    language: LanguageSettings = field(default_factory=LanguageSettings)
    campaigns: CampaignSettings = field(default_factory=CampaignSettings)
    redact: RedactSettings = field(default_factory=RedactSettings)
    segment: SegmentSettings = field(default_factory=SegmentSettings)
    embed: EmbedSettings = field(default_factory=EmbedSettings)
    themes: ThemeSettings = field(default_factory=ThemeSettings)
    prompted: PromptedSettings = field(default_factory=PromptedSettings)
    match: MatchSettings = field(default_factory=MatchSettings)
    coverage: CoverageSettings = field(default_factory=CoverageSettings)
    recurrence: RecurrenceSettings = field(default_factory=RecurrenceSettings)
    stances: StanceSettings = field(default_factory=StanceSettings)
    harm: HarmSettings = field(default_factory=HarmSettings)
    judgements: JudgementSettings = field(default_factory=JudgementSettings)
    priority: PrioritySettings = field(default_factory=PrioritySettings)
    report: ReportSettings = field(default_factory=ReportSettings)
    large: LargeSettings = field(default_factory=LargeSettings)

    def changed(self, given: Mapping[str, Mapping[str, Any]]) -> Settings:
        """Return these settings with the given ones put over them.

        Args: given maps a stage to its settings, e.g. ``{"themes": {"seed": 7}}``.
        Raises: ValueError for an unknown stage or key, naming the nearest real one.
        """
        stages = {stage.name for stage in fields(self)}
        result = self
        for stage, values in given.items():
            _known("settings", stage, stages)
            current = getattr(result, stage)
            for key in values:
                _known(f"settings.{stage}", key, {setting.name for setting in fields(current)})
            tupled = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
            result = replace(result, **{stage: replace(current, **tupled)})
        return result

    def recorded(self, given: Mapping[str, Mapping[str, Any]]) -> Settings:
        """The settings of an earlier run; what this version no longer knows is left out.

        Args: given as in ``run.json``, where tuples became lists.
        """
        result = self
        for stage in fields(self):
            current = getattr(result, stage.name)
            known = {setting.name for setting in fields(current)}
            values = {
                key: tuple(value) if isinstance(value, list) else value
                for key, value in given.get(stage.name, {}).items()
                if key in known
            }
            result = replace(result, **{stage.name: replace(current, **values)})
        return result

    def as_dict(self) -> dict[str, dict[str, Any]]:
        """Every effective value, for run.json."""
        return asdict(self)


def _known(where: str, key: str, known: set[str]) -> None:
    if key in known:
        return
    near = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.0)
    raise ValueError(f"[{where}] has no key '{key}'; did you mean '{near[0]}'?")
