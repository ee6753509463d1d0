"""corpus.toml: which file is which round, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Round
from pipeline.core.settings import Settings
from pipeline.corpus.named_files import FILE_NAME, expand_all, files_named, is_there
from pipeline.files.dates import iso_date
from pipeline.files.guard import is_file_name
from pipeline.files.names import SINGLE, nearest
from pipeline.files.options import RoundFiles
from pipeline.files.toml_file import TomlFile, read_toml

TOP_KEYS = {"corpus": "table", "rounds": "table", "settings": "table"}
CORPUS_KEYS = {
    "name": "text",
    "title": "text",
    "organisation": "text",
    "plan": "text",
    "plan_previous": "text",
    "language": "text",
    "codebooks": "list",
    "group_sizes": "table",
}
ROUND_KEYS = {
    "title": "text",
    "date": "date",
    "kind": "text",
    "part_of": "text",
    "file": "text",
    "files": "list",
    "letters": "list",
    "notes": "list",
    "sheet": "text",
    "sheets": "list",
    "header_row": "number",
    "header_rows": "number",
    "encoding": "text",
    "delimiter": "text",
    "role": "text",
    "area": "text",
    "columns": "table",
}
COLUMN_KEYS = dict.fromkeys((*SINGLE, "text", "question"), "text") | dict.fromkeys(
    ("open", "closed", "ignore"), "list"
)


ROUND_KINDS = ("survey", "meeting", "letters")


@dataclass(frozen=True)
class Description:
    """All that corpus.toml says."""

    name: str
    title: str
    organisation: str
    language: str
    plan: str
    plan_previous: str
    codebooks: tuple[str, ...]  # names of shipped ones, or files: further lists to hold against
    group_sizes: Mapping[str, Mapping[str, int]]
    rounds: tuple[RoundFiles, ...]
    settings: Mapping[str, Mapping[str, Any]]
    says_plan: bool = False  # whether there is a line for the plan, be it an empty one


def read_description(folder: Path) -> tuple[Description, list[DataProblem]]:
    """What corpus.toml says, with every fault in it; what is faulty is left out.

    Raises: DataProblem when there is no corpus.toml or it is no TOML.
    """
    toml = read_toml(folder / FILE_NAME, FILE_NAME)
    toml.known("", toml.data, TOP_KEYS)
    corpus = toml.get(toml.data, "corpus", "table")
    toml.known("corpus", corpus, CORPUS_KEYS)
    description = Description(
        name=_name(toml, toml.get(corpus, "name")) or folder.resolve().name,
        title=toml.get(corpus, "title") or toml.get(corpus, "name") or folder.resolve().name,
        organisation=toml.get(corpus, "organisation"),
        language=toml.get(corpus, "language") or "nl",
        plan=_plan_file(toml, folder, corpus, "plan"),
        plan_previous=_plan_file(toml, folder, corpus, "plan_previous"),
        codebooks=tuple(_codebooks(toml, folder, toml.get(corpus, "codebooks", "list"))),
        group_sizes=_group_sizes(toml, toml.get(corpus, "group_sizes", "table")),
        rounds=_with_sheets(tuple(_in_their_rounds(toml, list(_rounds(toml, folder))))),
        settings=_settings(toml),
        says_plan="plan" in corpus,
    )
    return description, toml.faults


def _name(toml: TomlFile, name: str) -> str:
    """The name of the corpus, which names a folder of runs too: no path, on no system."""
    if not name or is_file_name(name):
        return name
    toml.fault(
        "corpus",
        "name",
        _("'{name}' cannot be the name of a folder").format(
            name=name[:80].encode("unicode_escape").decode()
        ),
        _('a short name without / \\ : * ? " < > | and not ending in a dot'),
        _("choose a plain name, such as ondersteuningsplan"),
    )
    return ""


def _plan_file(toml: TomlFile, folder: Path, corpus: Mapping[str, Any], key: str) -> str:
    name = toml.get(corpus, key)
    return name if name and is_there(toml, folder, "corpus", key, name) else ""


def _codebooks(toml: TomlFile, folder: Path, names: list[Any]) -> Iterator[str]:
    """Shipped codebooks by name; anything with a suffix is a file in the folder."""
    for name in map(str, names):
        if not Path(name).suffix or is_there(toml, folder, "corpus", "codebooks", name):
            yield name


def _group_sizes(toml: TomlFile, given: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    table = "corpus.group_sizes"
    toml.known(table, given, {"role": "table", "area": "table"})
    sizes: dict[str, dict[str, int]] = {}
    for kind in ("role", "area"):
        sizes[kind] = {}
        for group, size in toml.get(given, kind, "table").items():
            if isinstance(size, int) and not isinstance(size, bool) and size > 0:
                sizes[kind][group] = size
            else:
                toml.fault(
                    table,
                    kind,
                    _("group '{group}' has size {size}").format(group=group, size=repr(size)),
                    _("a whole number of people, more than 0"),
                    _("correct the number, or leave the group out when it is not known"),
                )
    return sizes


def _settings(toml: TomlFile) -> dict[str, dict[str, Any]]:
    given = toml.get(toml.data, "settings", "table")
    good: dict[str, dict[str, Any]] = {}
    for stage, values in given.items():
        try:
            Settings().changed({stage: values})
            good[stage] = values
        except (ValueError, TypeError, AttributeError) as fault:
            toml.fault(
                f"settings.{stage}",
                "",
                str(fault),
                mend=_("correct the name or leave it out; 'gehoord settings' lists all"),
            )
    return good


def _rounds(toml: TomlFile, folder: Path) -> Iterator[RoundFiles]:
    """The rounds that are described well, in their order; faults of the others go to ``toml``."""
    rounds = toml.get(toml.data, "rounds", "table")
    if not rounds:
        toml.fault(
            "",
            "",
            _("there is no round"),
            _("at least one heading [rounds.1] with title, date and file"),
            _("let 'gehoord init' look at the files and write it"),
        )
    for round_id, values in rounds.items():
        table = f"rounds.{round_id}"
        if not isinstance(values, dict):
            toml.fault(
                table, "", _("this is no table"), _("a heading [{table}]").format(table=table)
            )
            continue
        toml.known(table, values, ROUND_KEYS)
        columns = toml.get(values, "columns", "table")
        toml.known(f"{table}.columns", columns, COLUMN_KEYS)
        round_ = _round(toml, table, str(round_id), values)
        files = tuple(files_named(toml, folder, table, values))
        letters, notes = (
            tuple(expand_all(toml, folder, table, {key: toml.get(values, key, "list")}))
            for key in ("letters", "notes")
        )
        if round_ is not None and files:
            described = _round_files(toml, round_, files, values, columns)
            yield replace(described, letters=letters, notes=notes)


def _in_their_rounds(toml: TomlFile, described: Sequence[RoundFiles]) -> Iterator[RoundFiles]:
    """What is asked in a round with another form has its own heading, and belongs to that round."""
    rounds = toml.get(toml.data, "rounds", "table")
    whole = {files.round.round_id: files.round for files in described}
    for files in described:
        own = files.round.round_id
        part_of = toml.get(rounds[own], "part_of")
        if not part_of:
            yield files
        elif part_of in whole and part_of != own and not toml.get(rounds[part_of], "part_of"):
            yield replace(files, key=own, round=replace(whole[part_of], kind=files.round.kind))
        else:
            toml.fault(
                files.table,
                "part_of",
                _("part_of is '{round_id}'").format(round_id=part_of),
                _("the number of a round that is whole itself"),
                _("name the round it belongs to, or leave the line out"),
            )


def _with_sheets(rounds: tuple[RoundFiles, ...]) -> tuple[RoundFiles, ...]:
    """The rounds, each knowing which sheets of its files another reads."""
    return tuple(
        replace(
            round_,
            sheets_elsewhere=tuple(
                sheet
                for other in rounds
                if other is not round_ and set(other.files) & set(round_.files)
                for sheet in (other.sheet, *other.sheets)
                if sheet
            ),
        )
        for round_ in rounds
    )


def _round_files(
    toml: TomlFile, round_: Round, files: tuple[str, ...], values: Mapping[str, Any], columns: Any
) -> RoundFiles:
    """A round with its files and how they are read; keys that are wrong are faults in ``toml``."""
    table = f"rounds.{round_.round_id}"
    return RoundFiles(
        round=round_,
        files=files,
        sheet=toml.get(values, "sheet"),
        sheets=tuple(map(str, toml.get(values, "sheets", "list"))),
        header_row=_row(toml, table, values, "header_row"),
        header_rows=_row(toml, table, values, "header_rows") or 1,
        encoding=toml.get(values, "encoding"),
        delimiter=_delimiter(toml, table, values),
        role=toml.get(values, "role"),
        area=toml.get(values, "area"),
        areas=_groups_named(toml, "area"),
        roles=_groups_named(toml, "role"),
        columns={key: value for key, value in columns.items() if key in COLUMN_KEYS},
        toml=toml,
    )


def _groups_named(toml: TomlFile, kind: str) -> tuple[str, ...]:
    sizes = toml.get(toml.get(toml.data, "corpus", "table"), "group_sizes", "table")
    return tuple(sorted(toml.get(sizes, kind, "table")))


def _row(toml: TomlFile, table: str, values: Mapping[str, Any], key: str) -> int | None:
    row: int | None = toml.get(values, key, "number")
    if row is not None and row < 1:
        toml.fault(table, key, _("'{key}' is {row}").format(key=key, row=row), _("1 or more"))
        return None
    return row


def _delimiter(toml: TomlFile, table: str, values: Mapping[str, Any]) -> str:
    mark: str = toml.get(values, "delimiter")
    if len(mark) > 1:
        toml.fault(
            table,
            "delimiter",
            _("delimiter is '{mark}'").format(mark=mark),
            _("one character, such as ; or ,"),
            _("correct it, or leave it out to have it found"),
        )
        return ""
    return mark


def _round(toml: TomlFile, table: str, round_id: str, values: Mapping[str, Any]) -> Round | None:
    title, kind = toml.get(values, "title"), values.get("kind", "survey")
    if not title.strip():
        toml.fault(
            table,
            "title",
            _("the round has no title"),
            mend=_('add a line such as  title = "Survey autumn 2025"'),
        )
    if kind not in ROUND_KINDS:
        toml.fault(
            table,
            "kind",
            _("kind is '{kind}'").format(kind=kind),
            _("one of: {keys}").format(keys=", ".join(ROUND_KINDS)),
            _("did you mean '{key}'?").format(key=_kind_meant(str(kind))),
        )
    day = _date(toml, table, values)
    if not title.strip() or kind not in ROUND_KINDS or not day:
        return None
    return Round(round_id, title, day, kind)


def _kind_meant(word: str) -> str:
    """The kind that a word of the user's own most likely means."""
    dutch = {
        "enquete": "survey", "vragenlijst": "survey", "gesprek": "meeting", "verslag": "meeting",
        "bijeenkomst": "meeting", "brieven": "letters", "reacties": "letters", "mail": "letters",
    }  # fmt: skip
    near = nearest(word.replace("ê", "e"), [*dutch, *ROUND_KINDS])
    return dutch.get(near, near)


def _date(toml: TomlFile, table: str, values: Mapping[str, Any]) -> str:
    given = values.get("date")
    if isinstance(given, datetime):
        given = given.date()
    day = given.isoformat() if isinstance(given, date) else iso_date(str(given or ""))
    if day:
        return day
    toml.fault(
        table,
        "date",
        _("date is '{value}'").format(value=given) if given else _("the round has no date"),
        _("the first day of the round, such as 2025-03-17"),
        _("rounds are put in the order of their dates; an estimate will do"),
    )
    return ""
