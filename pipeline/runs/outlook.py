"""What a run would do and why, without doing it: which texts are new to which step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.core.cleaning import as_analysed
from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.settings import MatchSettings, Settings, ThemeSettings
from pipeline.core.tokens import Tokens
from pipeline.core.work_cache import Step, WorkCache
from pipeline.corpus.records import Corpus
from pipeline.encoders.embed import VectorCache
from pipeline.runs.per_response import Worker, write_tokens
from pipeline.runs.prepare import first_masked, masked_again, split_up, words_of_statements
from pipeline.runs.stages import step_together

CHANGED, NEW, NOTHING, FIRST, ALWAYS = "changed", "new", "nothing", "first", "always"
AFTER, KEPT = "after", "kept"
_UNKNOWN = {"mask": '["","",[]]', "split": "[]", "words": write_tokens(Tokens((), ()))}


@dataclass(frozen=True)
class Stage:
    """One step of a run: how many texts it would work on, of how many, and the reason.

    Attributes: todo: texts; None where that shows only once an earlier step has run.  why: one of
        the seven above.  what: the parts that changed since the step last ran.
    """

    name: str
    todo: int | None
    total: int
    why: str
    what: tuple[str, ...] = ()

    def line(self) -> str:
        """The stage in words."""
        shown = {
            CHANGED: _("because of {what}").format(what=", ".join(self.what)),
            NEW: _("new or changed text"),
            NOTHING: _("nothing new"),
            FIRST: _("never done here"),
            ALWAYS: _("always: looks at all statements together"),
            AFTER: _("at most: what comes out of the stages above may be known"),
            KEPT: _("nothing new: what came of it is kept"),
        }[self.why]
        if self.todo is None:
            return f"{self.name}: {shown}"
        texts = ngettext("{n} of {total} text", "{n} of {total} texts", self.total)
        return f"{self.name}: {texts.format(n=self.todo, total=self.total)}; {shown}"


@dataclass(frozen=True)
class _Looking(Worker):
    """Takes what is kept and does no work: a text that is not known gives nothing."""

    asked: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in _UNKNOWN})
    absent: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in _UNKNOWN})

    def _kept(self, name: str, keys: Sequence[str], texts: Sequence[str]) -> list[str]:
        unique = list(dict.fromkeys(keys))
        known = self.cache.get(self.step(name), unique) if self.cache is not None else {}
        self.asked[name].update(texts)
        self.absent[name].update(
            text for key, text in zip(keys, texts, strict=True) if key not in known
        )
        return [known.get(key, _UNKNOWN[name]) for key in keys]


def outlook(
    corpus: Corpus, work: Worker, vectors: Sequence[tuple[str, VectorCache | None]]
) -> tuple[Stage, ...]:
    """What would run, in order. Args: vectors: per encoder its name and its cache.

    It goes the road of ``prepare`` by what is kept. Texts that must be masked first count as new
    for what follows; their statements are not known yet, so they count as one each.
    """
    settings = work.settings
    look = _Looking(work.dutch, settings, work.allow, work.names, work.cache)
    texts, outcomes, names = first_masked(corpus.responses, look)
    responses, _masked = masked_again(corpus.responses, texts, outcomes, names, look)
    statements, _aside = split_up(responses, settings, look)
    words_of_statements(statements, look)
    unmasked, unsplit = len(look.absent["mask"]), len(look.absent["split"])
    new = unmasked + unsplit
    stages = [
        _stage(work, "mask", _("Masking personal details"), unmasked, len(look.asked["mask"])),
        _stage(work, "split", _("Splitting into statements"), new,
               unmasked + len(look.asked["split"])),
        _stage(work, "words", _("Reading words"), new + len(look.absent["words"]),
               new + len(look.asked["words"])),
    ]  # fmt: skip
    read = look.asked["words"]
    if settings.embed.context:  # whole answers are read too
        speaking = responses[responses["response_id"].isin(statements["response_id"])]
        read = read | {as_analysed(str(text)) for text in speaking["text"]}
    stages += [_reading(stages[0].why, name, cache, sorted(read), new) for name, cache in vectors]
    fresh = any(stage.todo for stage in stages)
    planned = corpus.plan is not None and any(corpus.plan.goals())
    dividing = settings.themes.beside_plan() if planned else settings.themes
    changed = (
        work.cache.changed_since(step_of(corpus, settings, work.cache)) if work.cache else None
    )
    plan = _("Holding themes against the plan")
    return (
        *stages,
        _together(work, "divide", _("Finding themes"), dividing, changed, "plan", fresh=fresh),
        _together(work, "match", plan, settings.match, changed, "goals", fresh=fresh),
        Stage(_("Writing the report"), None, len(statements), ALWAYS),
    )


def step_of(corpus: Corpus, settings: Settings, cache: WorkCache) -> Step:
    """What stages on all statements together are given, as it is now: sealed, for a later look.

    ``answers`` are their ids and words, ``goals`` what concerns are kept apart by, ``plan`` all of
    it, ``settings`` those of the stages before.
    """
    plan, rows = corpus.plan, corpus.responses[["response_id", "text"]].fillna("")
    parts = {
        "answers": repr(rows.to_numpy().tolist()),
        "goals": repr(plan.goal_codebook() if plan and any(plan.goals()) else None),
        "plan": repr(plan),
        "settings": repr((settings.clean, settings.campaigns, settings.embed)),
    }
    sealed = {name: cache.sealed(part) for name, part in parts.items()}
    return Step(f"corpus {corpus.name}", sealed)


def _reading(
    masking: str, name: str, cache: VectorCache | None, texts: Sequence[str], new: int
) -> Stage:
    """Reading meaning by one encoder. Args: new: texts whose statements are not known yet."""
    unread = len(texts) - (len(cache.get(texts)) if cache is not None else 0)
    why = FIRST if unread and unread == len(texts) else NEW if unread else AFTER
    if not new + unread:
        why = NOTHING
    elif masking == FIRST:
        why = FIRST
    return Stage(_("Reading meaning") + f" ({name})", new + unread, new + len(texts), why)


def _together(
    work: Worker,
    step: str,
    name: str,
    settings: MatchSettings | ThemeSettings,
    given: list[str] | None,
    apart: str,
    *,
    fresh: bool,
) -> Stage:
    """A step on all statements together.

    Args: given: what of ``step_of`` differs from the last run on this corpus, None where there was
        none; apart: the part of it that this step does not look at; fresh: some text is new to an
        earlier stage.
    """
    changed = (
        work.cache.changed_since(step_together(step, settings)) if work.cache is not None else None
    )
    if changed is None or given is None:
        return Stage(name, None, 0, FIRST)
    if fresh and not changed:
        return Stage(name, None, 0, NEW)
    what = {"answers": _("the answers"), "goals": _("the plan"), "plan": _("the plan")}
    reasons = [*changed, *(what.get(part, part) for part in given if part != apart)]
    return Stage(name, None, 0, CHANGED if reasons else KEPT, tuple(dict.fromkeys(reasons)))


def _stage(work: Worker, step: str, name: str, todo: int, total: int) -> Stage:
    changed = work.cache.changed_since(work.step(step)) if work.cache is not None else None
    if not todo:
        return Stage(name, 0, total, NOTHING)
    if changed is None:
        return Stage(name, todo, total, FIRST)
    return Stage(name, todo, total, CHANGED if changed else NEW, tuple(changed))
