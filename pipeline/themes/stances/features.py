"""What the classifier sees of a statement's wording: groups of cues and signs of form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.core.tokens import Token, Tokens

_ASKS_FIRST = frozenset(
    "wie wat waar wanneer waarom hoe welk welke hoeveel hoelang waarop waarvoor waarmee".split()
)
_SPEAKERS = frozenset("ik wij we mijn ons onze mij me".split())
_ADDRESSED = frozenset("ik je u wij we jullie".split())  # a verb before these is turned round
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Cues:
    """Groups of words and phrases; an asterisk at the end of a word stands for any ending."""

    groups: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        empty = [name for name, phrases in self.groups.items() if not all((phrases, *phrases))]
        if empty or not self.groups:
            raise ValueError(f"groups of cues without phrases: {', '.join(empty) or 'all'}")

    @cached_property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """One expression per group, for lower-case text."""
        return {name: _any(phrases) for name, phrases in self.groups.items()}


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of these; those that begin with a letter are tried where a word begins, nowhere else."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    words = [_phrase(one) for one in longest_first if one[0].isalnum()]
    signs = [_phrase(one) for one in longest_first if not one[0].isalnum()]
    return re.compile("|".join([*signs, *([rf"(?<!\w)(?:{'|'.join(words)})"] if words else [])]))


def _phrase(phrase: str) -> str:
    if phrase.endswith("*"):
        return re.escape(phrase[:-1]) + r"\w*"
    return re.escape(phrase) + (r"(?!\w)" if phrase[-1].isalnum() else "")


def features(text: str, tokens: Tokens, cues: Cues) -> frozenset[str]:
    """Names of the features present in one statement.

    Single words were tried beside these (lemmas, TF 0/1): one point worse in cross-validation.
    """
    lower = _SPACES.sub(" ", text.lower().replace("’", "'")).strip()
    present = {f"cue:{name}" for name, pattern in cues.patterns.items() if pattern.search(lower)}
    statements = [token for token in tokens if any(sign.isalnum() for sign in token.text)]
    return frozenset(present | set(_forms(lower, statements)))


def _forms(lower: str, statements: Sequence[Token]) -> Iterator[str]:
    """Signs of form: marks, how the sentence opens, who speaks, whether there is a verb."""
    if "!" in lower:
        yield "form:exclamation"
    if "?" in lower:
        yield "form:question_mark"
    if lower.endswith("?"):
        yield "form:ends_asking"
    if not statements:
        return
    if statements[0].text.lower() in _ASKS_FIRST:
        yield "form:opens_with_question_word"
    if statements[0].pos in ("VERB", "AUX"):
        addressed = len(statements) > 1 and statements[1].text.lower() in _ADDRESSED
        turned = "?" in lower or addressed
        yield "form:inverted" if turned else "form:imperative"
    if {token.text.lower() for token in statements} & _SPEAKERS:
        yield "form:first_person"
    if not any(token.pos in ("VERB", "AUX") for token in statements):
        yield "form:no_verb"
    if any(token.text.isdigit() or token.pos == "NUM" for token in statements):
        yield "form:number"
