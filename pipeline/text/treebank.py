"""CoNLL-U: annotated sentences, and the surface lemmas of the Dutch treebanks.

Pure: text in, records out. Source: universaldependencies.org/format.html. The Dutch treebanks
write compounds and separable verbs with underscores (`klooster_orde`, `mee_doen`), also where the
particle stands elsewhere; `surface_lemma` gives the lemma of the form that is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class TreebankWord:
    """One syntactic word of a treebank."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int  # 1-based position of the governing word, 0 for the root
    relation: str
    space_after: bool
    entity: str = ""  # BIO tag from MISC (`Entity=` or `NER=`), where a treebank has names


@dataclass(frozen=True)
class TreebankSentence:
    """One annotated sentence."""

    sent_id: str
    text: str
    words: tuple[TreebankWord, ...]


def parse_conllu(text: str) -> list[TreebankSentence]:
    """Read CoNLL-U. Raises: ValueError with the line number of the first faulty line."""
    return list(_sentences(enumerate(text.splitlines(), start=1)))


def _sentences(lines: Iterable[tuple[int, str]]) -> Iterator[TreebankSentence]:
    notes: dict[str, str] = {}
    words: list[TreebankWord] = []
    for number, line in lines:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            notes[key.strip()] = value.strip()
        elif line.strip():
            word = _word(number, line)
            words.extend([word] if word else [])
        elif words:
            yield _sentence(notes, words)
            notes, words = {}, []
    if words:
        yield _sentence(notes, words)


def _sentence(notes: dict[str, str], words: list[TreebankWord]) -> TreebankSentence:
    text = notes.get("text") or "".join(w.form + " " * w.space_after for w in words).strip()
    return TreebankSentence(notes.get("sent_id", ""), text, tuple(words))


def _word(number: int, line: str) -> TreebankWord | None:
    """One line; None for multiword ranges (1-2) and empty nodes (1.1)."""
    columns = line.split("\t")
    if len(columns) != 10:
        raise ValueError(f"line {number}: {len(columns)} columns, CoNLL-U has 10")
    if not columns[0].isdigit():
        return None
    misc = dict(part.partition("=")[::2] for part in columns[9].split("|"))
    return TreebankWord(
        form=columns[1],
        lemma=columns[2],
        upos=columns[3],
        xpos=columns[4],
        head=int(columns[6]) if columns[6].isdigit() else 0,
        relation=columns[7],
        space_after=misc.get("SpaceAfter") != "No",
        entity=misc.get("NER", misc.get("Entity", "")),
    )


def with_surface_lemmas(sentence: TreebankSentence) -> TreebankSentence:
    """The sentence with every lemma as `surface_lemma` gives it."""
    words = (
        replace(w, lemma=surface_lemma(w.form, w.lemma, w.upos, w.xpos)) for w in sentence.words
    )
    return replace(sentence, words=tuple(words))


def surface_lemma(form: str, lemma: str, upos: str, xpos: str = "") -> str:
    """The lemma of the form as it stands: for `mee_doen`, "meedoen" or, of "doe", "doen"."""
    if "_" not in lemma or "_" in form:
        return lemma
    parts = lemma.split("_")
    if upos in ("VERB", "AUX") or xpos.startswith("WW"):
        return "".join(parts) if "".join(parts[:-1]).lower() in form.lower() else parts[-1]
    # Keep the compound's front as written and put the lemma of its last part behind it
    last, is_name = parts[-1].lower(), parts[0][:1].isupper()
    front = form if is_name else form.lower()
    for length in (len(last), *range(len(last) - 1, 1, -1)):
        end = form.lower().rfind(last[:length])
        if end > 0:
            return front[:end] + last
    return "".join(parts)


def in_reading_order(sentences: Iterable[TreebankSentence]) -> list[TreebankSentence]:
    """Sentences in reading order: by document, paragraph and sentence number of their ids."""

    def numbers(text: str) -> list[int]:
        return [int(part) if part.isdigit() else 0 for part in (text or "0").split(".")]

    def order(sentence: TreebankSentence) -> tuple[str, list[int], list[int]]:
        name = sentence.sent_id.replace("\\", "/").split("/")[-1]
        document, _, rest = name.partition(".p.")
        paragraph, _, number = rest.partition(".s.")
        return document, numbers(paragraph), numbers(number)

    return sorted(sentences, key=order)


def document_of(sent_id: str) -> str:
    """The document an Alpino or Lassy sentence comes from."""
    return sent_id.split(".p.")[0]
