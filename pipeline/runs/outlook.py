"""What a run would do and why, without doing it: which texts are new to which step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.cleaning import repaired
from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.settings import MatchSettings, ThemeSettings
from pipeline.encoders.embed import VectorCache
from pipeline.runs.per_response import Worker, masking_key
from pipeline.runs.stages import step_together
from pipeline.text.empty_answers import why_without_content

CHANGED, NEW, NOTHING, FIRST, ALWAYS = "changed", "new", "nothing", "first", "always"
AFTER, KEPT = "after", "kept"


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
            KEPT: _("only if the plan changed, or anything above"),
        }[self.why]
        if self.todo is None:
            return f"{self.name}: {shown}"
        texts = ngettext("{n} of {total} text", "{n} of {total} texts", self.total)
        return f"{self.name}: {texts.format(n=self.todo, total=self.total)}; {shown}"


def outlook(
    texts: Sequence[str],
    work: Worker,
    vectors: Sequence[tuple[str, VectorCache | None]],
    *,
    planned: bool,
) -> tuple[Stage, ...]:
    """What would run, in order.

    Args: texts: of all responses as read.  vectors: per encoder its name and its cache.  planned:
        whether the place in the plan will be among what divides statements.
    Texts that must be masked first count as new for what follows; their statements are not known
    yet, so they count as one each.
    """
    keys = [masking_key(text, work.allow, work.names) for text in texts]
    known = work.kept_masks(keys)
    absent = len(set(keys)) - len(known)
    least = work.settings.clean.min_words
    masked = sorted(
        {
            (value.text, None)
            for value in known.values()
            if not why_without_content(repaired(value.text), min_words=least)  # never split
        }
    )
    parts = work.kept_parts(masked)
    unsplit = absent + len(masked) - len(parts)
    statements = sorted(
        {
            part.clean_text
            for parts_of_text in parts.values()
            for part in parts_of_text
            if not part.reason
        }
    )
    stages = [
        _stage(work, "mask", _("Masking personal details"), absent, len(set(keys))),
        _stage(work, "split", _("Splitting into statements"), unsplit, absent + len(masked)),
        _stage(work, "words", _("Reading words"), unsplit + work.missing("words", statements),
               unsplit + len(statements)),
    ]  # fmt: skip
    for name, cache in vectors:
        unread = len(statements) - (len(cache.get(statements)) if cache is not None else 0)
        todo = unsplit + unread
        why = FIRST if unread and unread == len(statements) else NEW if unread else AFTER
        if not todo:
            why = NOTHING
        elif stages[0].why == FIRST:
            why = FIRST
        stages.append(
            Stage(_("Reading meaning") + f" ({name})", todo, unsplit + len(statements), why)
        )
    fresh = any(stage.todo for stage in stages)
    settings = work.settings
    dividing = settings.themes.beside_plan() if planned else settings.themes
    themes = _together(work, "divide", _("Finding themes"), dividing, fresh=fresh)
    plan = _("Holding themes against the plan")
    held = _together(work, "match", plan, settings.match, fresh=fresh)
    report = Stage(_("Writing the report"), None, len(statements), ALWAYS)
    return (*stages, themes, held, report)


def _together(
    work: Worker, step: str, name: str, settings: MatchSettings | ThemeSettings, *, fresh: bool
) -> Stage:
    """A step on all statements together. Args: fresh: some text is new to an earlier stage."""
    changed = (
        work.cache.changed_since(step_together(step, settings)) if work.cache is not None else None
    )
    if changed is None:
        return Stage(name, None, 0, FIRST)
    if changed:
        return Stage(name, None, 0, CHANGED, tuple(changed))
    return Stage(name, None, 0, NEW if fresh else KEPT)


def _stage(work: Worker, step: str, name: str, todo: int, total: int) -> Stage:
    changed = work.cache.changed_since(work.step(step)) if work.cache is not None else None
    if not todo:
        return Stage(name, 0, total, NOTHING)
    if changed is None:
        return Stage(name, todo, total, FIRST)
    return Stage(name, todo, total, CHANGED if changed else NEW, tuple(changed))
