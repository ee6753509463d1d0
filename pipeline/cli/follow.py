"""`gehoord follow`: what a person says of which concern continues which."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.compare import kind_words
from pipeline.cli.console import note, say
from pipeline.cli.review import Log, Who, log_of
from pipeline.cli.runs import RunFolder, run_folder
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.store import now
from pipeline.core.tables import CONTINUITY, THEMES
from pipeline.report.wording import life
from pipeline.review.log import add_to_log, name_of
from pipeline.review.records import FOLLOW, appended
from pipeline.review.run_view import ReviewedRun
from pipeline.runs.folder import load_run


def follow(
    run: RunFolder,
    theme: Annotated[
        str, typer.Argument(help=_("Theme of this run; without it all are listed."))
    ] = "",
    earlier: Annotated[
        str, typer.Argument(help=_("Theme of the earlier run that it continues, or none."))
    ] = "",
    why: Annotated[str, typer.Option(help=_("Why, for the log."))] = "",
    who: Who = "",
    judgements: Log = None,
) -> None:
    """Say which concern of an earlier run a concern continues; alone, list what was proposed."""
    folder = run_folder(run)
    analysis = load_run(folder)
    if not theme:
        _list(analysis)
        return
    _check(analysis, theme, earlier)
    rows = analysis.table(CONTINUITY)
    mine = rows[(rows["theme_id"] == theme) & (rows["kind"] == "same")]["earlier_id"]
    path = log_of(folder, judgements)
    add_to_log(
        path,
        lambda log: appended(
            log,
            [
                ReviewedRun(analysis, log).judgement(
                    FOLLOW, theme, earlier, old=str(next(iter(mine), "none")), why=why
                )
            ],
            who=name_of(who),
            when=now(),
            run_id=analysis.record.run_id,
        ),
    )
    say(_("Kept in {log}. It counts in the next run with the same --since.").format(log=path))


def _check(analysis: Analysis, theme: str, earlier: str) -> None:
    """Raise DataProblem when this run has no such theme, or the earlier one has not."""
    themes = analysis.table(THEMES)
    here = sorted(themes.loc[themes["parent_id"].fillna("") == "", "theme_id"])
    then = sorted(set(analysis.table(CONTINUITY)["earlier_id"]) - {""})
    if not then:
        raise DataProblem(
            where=analysis.record.run_id,
            found=_("this run followed no earlier one"),
            mend=_("make it with: gehoord analyse CORPUS --since RUN"),
        )
    for given, known in ((theme, here), (earlier, [*then, "none"])):
        if given not in known:
            raise DataProblem(
                where="gehoord follow",
                found=given or _("no earlier concern is named"),
                expected=_("one of: {keys}").format(keys=", ".join(known)),
                mend=_("list them with: gehoord follow RUN"),
            )


def _list(analysis: Analysis) -> None:
    rows = analysis.table(CONTINUITY)
    if rows.empty:
        note(_("this run followed no earlier one"))
        return
    labels = analysis.table(THEMES).set_index("theme_id")["label"]
    for row in rows.itertuples():
        now = f"{row.theme_id} {labels.get(row.theme_id, '')}" if row.theme_id else "-"
        then = f"{row.earlier_id} {row.label}" if row.earlier_id else "-"
        by = _("confirmed") if row.decided_by == "person" else _("proposed")
        what = life(row.life) if row.life else kind_words()[row.kind]
        say(f"{what:14} {row.alike:5.2f}  {now}  <-  {then}  ({by})")
