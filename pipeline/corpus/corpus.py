"""A folder with corpus.toml to tables: read once, checked as a whole, every fault told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from pipeline.core.errors import DataProblem, DataProblems, raise_all, typed
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Codebook, Plan, in_order
from pipeline.core.settings import Settings
from pipeline.core.shipped import shipped as shipped_file
from pipeline.core.store import sha256_file
from pipeline.core.tables import MEETINGS, QUESTIONS, RESPONSES, SET_ASIDE
from pipeline.corpus import left_behind
from pipeline.corpus.copies import without_copies
from pipeline.corpus.description import Description, read_description
from pipeline.corpus.guess import no_folder
from pipeline.corpus.guess_plans import plans_there
from pipeline.corpus.inventory import accounts_of, plan_not_named
from pipeline.corpus.keys import KEY_NAME, Key, corpus_key
from pipeline.corpus.look import vanished
from pipeline.corpus.named_files import FILE_NAME
from pipeline.corpus.note_forms import printed_alike
from pipeline.corpus.read import Read, area_in
from pipeline.corpus.readers import read_file
from pipeline.corpus.records import Checked, Corpus, SourceFile
from pipeline.corpus.safe_labels import NAMES_FILE, made_safe, read_own_names
from pipeline.files.names import fold
from pipeline.files.options import RoundFiles
from pipeline.files.parquet_rows import part_files
from pipeline.plan.reading.toml import read_plan_faults
from pipeline.qda.codebook_files import codebook_id_of, read_codebook, shipped


def corpus_folder(given: Path) -> Path:
    """The folder meant: a path, or the name of a corpus in corpora/. Raises: DataProblem."""
    for folder in (given, Path("corpora") / given, shipped_file(f"corpora/{given}")):
        if (folder / "corpus.toml").is_file():
            return folder
    if given.is_dir():
        raise DataProblem(
            where=str(given),
            found=_("no corpus.toml in this folder"),
            expected=_("a file that says which file is which round"),
            mend=_("let gehoord look at the files and write it: gehoord init {folder}").format(
                folder=typed(given)
            ),
        )
    if given.is_file():
        raise no_folder(given)
    raise DataProblem(
        where=str(given),
        found=_("no such folder"),
        mend=_("name the folder in which corpus.toml stands"),
    )


def read_corpus(folder: Path | str) -> Corpus:
    """Read a corpus folder. The first time, the key of its pseudonyms is made there (keys.py).

    Raises: DataProblems with every fault in corpus.toml, the plans and the input files.
    """
    corpus, problems = _read(Path(folder), keep_key=True)
    raise_all(problems)
    if corpus is None:
        raise AssertionError("a corpus without faults was not built")
    return corpus


def check_corpus(folder: Path) -> Checked:
    """Every fault, remark and count of a corpus folder; nothing is written."""
    corpus, problems = _read(folder, keep_key=False)
    if corpus is None:
        return Checked(tuple(problems), (), ())
    return Checked(
        tuple(problems),
        (*corpus.warnings, *left_behind.remarks(folder)),
        corpus.sources,
        corpus.files,
        tuple(left_behind.of_system(folder)),
    )


def _read(folder: Path, *, keep_key: bool) -> tuple[Corpus | None, list[DataProblem]]:
    """(the corpus, every problem on the way); None for a folder that describes no corpus."""
    if folder.is_file():
        return None, [no_folder(folder)]
    if not folder.is_dir():
        return None, [
            DataProblem(
                where=str(folder),
                found=_("this folder does not exist"),
                mend=_(
                    "check the name; 'gehoord init FOLDER' makes a corpus of a folder with files"
                ),
            )
        ]
    try:
        description, problems = read_description(folder)
        names, faults = read_own_names(folder)
        problems.extend(faults)
        key = corpus_key(folder, keep=keep_key)
    except DataProblem as fault:
        return None, [fault]
    plan = _plan(folder, description.plan, problems)
    previous = _plan(folder, description.plan_previous, problems)
    plan = _with_codebooks(folder, description, plan, problems)
    plans = {
        Path(plan_there.document).name for plan_there in plans_there(folder) if plan_there.document
    }
    reads = [_read_round(folder, round_, plans, problems) for round_ in description.rounds]
    files = accounts_of(folder, description)
    problems.extend(plan_not_named(files, description))
    corpus = replace(
        _corpus(folder, description, plan, previous, reads, key),
        notices=(*_about(key, folder), *left_behind.remarks(folder)) if keep_key else (),
        names=names,
        files=files,
    )
    least = Settings().changed(description.settings).report.min_group
    return made_safe(corpus, _groups(description), least), problems


def _groups(description: Description) -> dict[str, set[str]]:
    """The roles and areas that corpus.toml names: sizes of groups, and of whole rounds."""
    return {
        kind: {getattr(source, kind) for source in description.rounds}
        | set(description.group_sizes.get(kind, {}))
        for kind in ("role", "area")
    }


def _about(key: Key, folder: Path) -> tuple[str, ...]:
    """What she must know of the key of the pseudonyms, the first time or when it is not kept."""
    messages = {
        "kept": (),
        "made": (
            _(
                "The pseudonyms of this corpus have a key from now on: {file}. Keep it beside the "
                "exports and share it with nobody."
            ),
        ),
        "passing": (
            _(
                "The key of the pseudonyms could not be kept ({file}): the folder cannot be "
                "written. A repeated run will give other pseudonyms."
            ),
        ),
    }[key.state]
    return tuple(text.format(file=folder / KEY_NAME) for text in messages)


def _plan(folder: Path, name: str, problems: list[DataProblem]) -> Plan | None:
    if not name:
        return None
    plan, faults = read_plan_faults(folder / name, name)
    problems.extend(faults)
    return plan


def _with_codebooks(
    folder: Path, description: Description, plan: Plan | None, problems: list[DataProblem]
) -> Plan | None:
    """The plan with the further codebooks beside its own; without a plan, these alone."""
    books: list[Codebook] = []
    for name in description.codebooks:
        try:
            if Path(name).suffix:
                taken = {book.codebook_id for book in books}
                book_id = codebook_id_of(name)
                book_id = Path(name).stem if book_id in taken else book_id
                books.append(read_codebook(folder / name, book_id, where=name))
            else:
                books.append(shipped(name))
        except DataProblem as fault:
            problems.append(fault)
        except DataProblems as faults:
            problems.extend(faults.problems)
    if not books:
        return plan
    whole = plan or Plan(title=description.title, pillars=())
    try:
        return replace(whole, codebooks=(*whole.codebooks, *books))
    except ValueError as fault:
        problems.append(
            DataProblem(
                where="corpus.toml, [corpus]",
                found=str(fault),
                mend=_("leave the codebook that is in plan.toml already out of 'codebooks'"),
            )
        )
        return plan


def _read_round(
    folder: Path, described: RoundFiles, plans: Collection[str], problems: list[DataProblem]
) -> list[tuple[SourceFile, Read]]:
    """Every file of a round. Args: plans: names of documents that a plan.toml was read from."""
    round_id = described.round.round_id
    named = described.key or round_id
    start = f"r{named}" if named[:1].isdigit() else named
    reads = []
    files = list(described.by_file())
    kinds = {file: source.round.kind for file, source in files}
    printed = printed_alike(folder, [file for file, source in files if source.is_running_text])
    for number, (file, source) in enumerate(files, start=1):
        prefix = start if len(files) == 1 else f"{start}.{number}"
        try:
            digest = _sha256(folder / file)
            source = replace(source, only_remarks=Path(file).name in plans, printed=printed)
            read = read_file(folder, file, source, prefix)
        except DataProblem as fault:
            problems.append(fault)
            continue
        except OSError as fault:
            problems.append(vanished(file, fault))
            continue
        problems.extend(read.faults)
        n_kept, n_aside = read.n_kept, read.n_aside
        if not n_kept and not read.faults:
            problems.append(_nothing_in(file, n_aside))
        reads.append((SourceFile(file, round_id, digest, n_kept + n_aside, n_kept, n_aside), read))
    return without_copies(reads, kinds)


def _nothing_in(file: str, n_aside: int) -> DataProblem:
    return DataProblem(
        where=file,
        found=_("no answer was found in this file ({n} places set aside)").format(n=n_aside),
        mend=_("check which columns hold the answers, or take the file out of corpus.toml"),
    )


def _sha256(path: Path) -> str:
    """Of a folder of part files: over their names and their own."""
    if path.is_dir():
        parts = {part.name: _sha256(part) for part in part_files(path)}
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return sha256_file(path)


def _corpus(
    folder: Path,
    description: Description,
    plan: Plan | None,
    previous: Plan | None,
    reads: list[list[tuple[SourceFile, Read]]],
    key: Key,
) -> Corpus:
    """The corpus as its description and the files read so far make it, a table checked each."""
    flat = [pair for read in reads for pair in read]
    questions = _questions(description, flat)
    rows = [row for _source, read in flat for row in read.aside]
    aside = [frame for _source, read in flat for frame in read.packed_aside]
    return Corpus(
        name=description.name,
        title=description.title,
        organisation=description.organisation,
        language=description.language,
        group_sizes=description.group_sizes,
        rounds=in_order(each.round for each in description.rounds if not each.key),
        plan=plan,
        previous=previous,
        responses=_responses(description, flat, questions, key),
        questions=questions,
        set_aside=SET_ASIDE.check(_one_frame(rows, aside)) if rows or aside else SET_ASIDE.empty(),
        meetings=_meetings(flat),
        settings_given=description.settings,
        sources=(*(source for source, _read in flat), *_plan_sources(folder, description)),
        warnings=tuple(remark for _source, read in flat for remark in read.warnings),
    )


def _plan_sources(folder: Path, description: Description) -> list[SourceFile]:
    """The files that are read beside the answers, each with its SHA-256."""
    books = [name for name in description.codebooks if Path(name).suffix]
    names = [name for name in (description.plan, description.plan_previous) if name]
    kept = [name for name in (KEY_NAME, NAMES_FILE) if (folder / name).is_file()]
    names = list(dict.fromkeys((*names, *books, FILE_NAME, *kept)))
    return [SourceFile(name, "", sha256_file(folder / name), 0, 0, 0) for name in names]


def _questions(description: Description, flat: list[tuple[SourceFile, Read]]) -> pd.DataFrame:
    """QUESTIONS: per round, in the order of the columns or notes; of a long table, by wording."""
    rows: list[dict[str, str]] = []
    for round_ in (each for each in description.rounds if not each.key):
        asked: dict[str, str] = {}
        for source, read in flat:
            if source.round_id == round_.round.round_id:
                long = "open" not in round_.columns and round_.round.kind != "meeting"
                texts = sorted(read.questions) if long else list(read.questions)
                for text in texts:
                    asked.setdefault(text, read.questions[text])
        for number, (text, kind) in enumerate(asked.items(), start=1):
            rows.append(
                {
                    "question_id": f"{round_.round.round_id}-q{number}",
                    "round_id": round_.round.round_id,
                    "text": text,
                    "kind": kind,
                }
            )
    return QUESTIONS.check(pd.DataFrame(rows)) if rows else QUESTIONS.empty()


def _responses(
    description: Description,
    flat: list[tuple[SourceFile, Read]],
    questions: pd.DataFrame,
    key: Key,
) -> pd.DataFrame:
    """RESPONSES of all files, under ids of questions and pseudonyms; one spelling per group."""
    ids = {
        (round_id, text): question_id
        for question_id, round_id, text in zip(
            questions["question_id"], questions["round_id"], questions["text"], strict=True
        )
    }
    rows = [response for _source, read in flat for response in read.responses]
    packed = [frame for _source, read in flat for frame in read.packed]
    if not rows and not packed:
        return RESPONSES.empty()
    frame = _one_frame(rows, packed)
    asked = zip(frame["round_id"], frame.pop("question"), strict=True)
    frame["question_id"] = [ids.get(pair, "") for pair in asked]
    frame["n_supporters"] = frame["n_supporters"].astype("Int64")
    frame["respondent_id"] = frame["respondent_id"].map(key.pseudonym)
    frame["area"] = _areas_of_meetings(frame, flat)
    for column in ("role", "area"):
        frame[column] = one_spelling(frame[column], description.group_sizes.get(column, {}))
    return RESPONSES.check(frame)


def _one_frame(rows: list[dict[str, object]], packed: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows as columns, those that are columns already behind them."""
    frames = [pd.DataFrame(rows)] if rows else []
    return pd.concat([*frames, *packed], ignore_index=True) if packed else frames[0]


def _areas_of_meetings(frame: pd.DataFrame, flat: list[tuple[SourceFile, Read]]) -> list[str]:
    """The area of every response; of a meeting the one its title names, as other rounds know it."""
    known = {str(area) for area in frame["area"] if area}
    in_title = {
        str(meeting["meeting_id"]): area_in(str(meeting["title"]), known)
        for _source, read in flat
        for meeting in read.meetings
    }
    pairs = zip(frame["area"], frame["meeting_id"], strict=True)
    return [str(area or in_title.get(str(meeting), "")) for area, meeting in pairs]


def one_spelling(values: pd.Series, known: Mapping[str, int]) -> pd.Series:
    """Values that differ only in capitals or spacing under one spelling.

    The spelling of corpus.toml's group sizes wins, then the most frequent, then alphabet.
    """
    counts = values.value_counts()
    spelled = {fold(str(name)): str(name) for name in known}
    order = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    for value, _count in order:
        spelled.setdefault(fold(str(value)), str(value))
    return values.map(lambda value: spelled.get(fold(str(value)), value))


def _meetings(flat: list[tuple[SourceFile, Read]]) -> pd.DataFrame:
    """MEETINGS: as the notes say; of a table of meetings only their names are known."""
    rows = [row for _source, read in flat for row in read.meetings]
    known = {row["meeting_id"] for row in rows}
    for _source, read in flat:
        for response in read.first_of_meetings():
            meeting = response["meeting_id"]
            if meeting and meeting not in known:
                known.add(meeting)
                rows.append(
                    {
                        "meeting_id": meeting,
                        "round_id": response["round_id"],
                        "title": str(meeting),
                        "topic": "",
                        "date": response["date"],
                        "role": "",
                        "n_present": None,
                    }
                )
    return MEETINGS.check(pd.DataFrame(rows)) if rows else MEETINGS.empty()
