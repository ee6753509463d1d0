"""What became of one file in the folder of a corpus, as a record and in words."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.locale import gettext as _
from pipeline.files.convert import how_to_convert

ANOTHER_PLAN, UNREADABLE, NOT_NAMED = "another_plan", "unreadable", "not_named"


@dataclass(frozen=True)
class FileAccount:
    """One file and what it is read as, or why it is not read."""

    file: str  # relative to the folder
    what: str  # survey | meeting | letters | plan | codebook | other_kind | not_named | …
    detail: str = ""  # the round it is in, its suffix, or why it cannot be read


def describe(account: FileAccount) -> str:
    """What became of a file, in a few words."""
    if account.what == "other_kind":
        return _("not read: {how}").format(how=how_to_convert(account.detail))
    words = {
        "survey": _("read as answers, in “{detail}”"),
        "meeting": _("read as notes of a meeting, in “{detail}”"),
        "letters": _("read as letter or e-mail, in “{detail}”"),
        "plan": _("read as the plan"),
        "plan_previous": _("read as the previous version of the plan"),
        "plan_document": _("the plan: {detail} was read from it"),
        "plan_previous_document": _("the previous version of the plan: {detail} was read from it"),
        "codebook": _("read as a list that statements are held against"),
        ANOTHER_PLAN: _("not read: it reads like a plan, and corpus.toml does not name it"),
        UNREADABLE: _("not read: {detail}"),
        "no_answers": _("not read: a table without a column of answers in people's own words"),
        "readme": _("not read: it explains the folder"),
        "no_words": _("not read: it holds loose words and no sentence"),
        "own_report": _(
            "not read: the organisation itself speaks in it; where it quotes people, name it"
            " under a round in corpus.toml"
        ),
        "announces": _("not read: it tells what is planned, and nobody answers in it"),
        "press": _("not read: a newspaper wrote it; it tells what happened, and answers nothing"),
        "automatic": _("not read: a mail program wrote it, nobody did"),
        "system": _("not read: a file of the computer itself"),
    }
    return words.get(account.what, _("not read: corpus.toml does not name it")).format(
        detail=account.detail
    )
