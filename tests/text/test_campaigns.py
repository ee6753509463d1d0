"""Campaigns: copies of a letter are found however reworded, and people who merely agree are not."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest

from pipeline.core.settings import CampaignSettings
from pipeline.core.tables import RESPONSES
from pipeline.text import campaigns
from pipeline.text.campaigns import copy_keys, find_campaigns, sharing
from tests.conftest import CASES

LETTERS = json.loads((CASES / "letters.json").read_text("utf-8"))


def responses(texts: Sequence[str], senders: Sequence[str] | None = None) -> pd.DataFrame:
    empty = dict.fromkeys(
        ("meeting_id", "role", "area", "question_id", "date", "language", "source_file"), ""
    )
    rows = [
        {
            **empty,
            "response_id": f"r{n:05d}",
            "round_id": "1",
            "respondent_id": senders[n] if senders else f"p{n}",
            "text": text,
            "n_supporters": 1,
            "source_part": "",
            "source_row": n,
        }
        for n, text in enumerate(texts)
    ]
    return RESPONSES.check(pd.DataFrame(rows))


def demo_texts(voorbeeld: Path, *, campaign: bool) -> list[dict[str, object]]:
    lines = [
        json.loads(line)
        for number in (1, 3)
        for line in (voorbeeld / "source" / f"round-{number}.jsonl").read_text("utf-8").splitlines()
    ]
    return [line for line in lines if bool(line.get("campaign")) == campaign]


def pairwise_f1(gold: Mapping[str, int], found: Mapping[str, str]) -> float:
    def pairs(counts: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter((gold[one], found[one]) for one in gold if one in found))
    precision = both / max(pairs(Counter(found.values())), 1)
    recall = both / pairs(Counter(gold.values()))
    return 2 * precision * recall / max(precision + recall, 1e-9)


@pytest.mark.parametrize(("changed", "bar"), [(0.0, 0.99), (0.1, 0.97), (0.3, 0.85), (0.4, 0.93)])
def test_copies_with_changed_words_are_found_among_real_responses(
    voorbeeld: Path, changed: float, bar: float
) -> None:
    chance = random.Random(11)
    others = [str(line["text"]) for line in demo_texts(voorbeeld, campaign=False)]
    words = sorted({word for text in others for word in text.split()})
    additions = [text for text in others if len(text.split()) > 8]
    texts, gold = [], {}
    for number, letter in enumerate(LETTERS):
        for _ in range(20):
            copy = [
                chance.choice(words) if chance.random() < changed else w for w in letter.split()
            ]
            if chance.random() < 0.3:
                copy += additions.pop(chance.randrange(len(additions))).split()
            gold[f"r{len(texts):05d}"] = number
            texts.append(" ".join(copy))
    found = find_campaigns(responses([*texts, *additions]))
    of = dict(zip(found["response_id"], found["campaign_id"], strict=True))
    assert pairwise_f1(gold, of) >= bar


def test_the_letter_of_the_demo_corpus_is_one_campaign(voorbeeld: Path) -> None:
    copies = demo_texts(voorbeeld, campaign=True)
    others = demo_texts(voorbeeld, campaign=False)
    assert len(copies) >= 30
    lines = [*copies, *others]
    frame = responses([str(x["text"]) for x in lines], [str(x["respondent"]) for x in lines])
    found = find_campaigns(frame)
    assert set(found["response_id"]) == {f"r{n:05d}" for n in range(len(copies))}
    assert found["campaign_id"].nunique() == 1


def test_short_answers_that_agree_are_no_campaign() -> None:
    texts = ["meer handen in de klas", "geen", "kleinere klassen graag"] * 30
    assert find_campaigns(responses(texts)).empty


def test_one_person_who_repeats_herself_is_no_campaign() -> None:
    assert find_campaigns(responses([LETTERS[0]] * 3, ["p1"] * 3)).empty


def test_what_a_sender_added_is_pointed_at_and_nothing_else() -> None:
    own = "Mijn dochter fietst er in tien minuten heen en dat wil ik graag zo houden."
    greeting, closing = "Geacht bestuur,\n", "\nMet vriendelijke groet,\n[naam]"
    text = f"{greeting}{LETTERS[0]} {own}{closing}"
    frame = responses([LETTERS[0], LETTERS[0], f"{greeting}{LETTERS[0]}{closing}", text])
    found = find_campaigns(frame).set_index("response_id")
    row = found.loc["r00003"]
    assert text[row["addition_start"] : row["addition_end"]] == own
    assert row["kind"] == "template"
    assert found.loc["r00002", "kind"] == "near"
    assert pd.isna(found.loc["r00002", "addition_start"])
    assert list(found.loc[["r00000", "r00001"], "kind"]) == ["exact", "exact"]


@pytest.mark.parametrize(
    ("added", "own"),
    [
        (". Mijn dochter fietst daar graag.", "Mijn dochter fietst daar graag."),
        (". Mijn dochter fietst graag.", ""),  # four words are a changed phrase
        (", dat vinden wij echt. Mijn dochter fietst daar graag.",
         "Mijn dochter fietst daar graag."),  # without the half sentence before
    ],
)  # fmt: skip
def test_an_addition_has_five_words_or_more(added: str, own: str) -> None:
    text = LETTERS[0].rstrip(".") + added
    found = find_campaigns(responses([LETTERS[0], LETTERS[0], text])).set_index("response_id")
    start, end = found.loc["r00002", ["addition_start", "addition_end"]]
    assert ("" if pd.isna(start) else text[start:end]) == own


def test_a_moved_sentence_is_no_addition() -> None:
    first, _, rest = LETTERS[1].partition(". ")
    found = find_campaigns(responses([LETTERS[1], LETTERS[1], f"{rest} {first}."]))
    assert len(found) == 3
    assert found["addition_start"].isna().all()


def test_row_order_changes_nothing(voorbeeld: Path) -> None:
    frame = responses([str(line["text"]) for line in demo_texts(voorbeeld, campaign=True)])
    shuffled = frame.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(find_campaigns(frame), find_campaigns(shuffled))


def test_the_name_of_a_campaign_stays_when_others_join() -> None:
    few = find_campaigns(responses([LETTERS[2]] * 3))
    more = find_campaigns(responses([*[LETTERS[2]] * 4, LETTERS[2] + " Groetjes!", *LETTERS]))
    assert few["campaign_id"].iloc[0] == more.set_index("response_id").loc["r00000", "campaign_id"]


def test_texts_on_one_subject_are_no_campaign(voorbeeld: Path) -> None:
    texts = [str(line["text"]) for line in demo_texts(voorbeeld, campaign=False)]
    assert len(texts) > 500
    assert len(find_campaigns(responses(texts))) <= 0.005 * len(texts)


NOUNS = """taxi klas gebouw lift school leraar ouder pauze plein rooster toets boek kantine trap
deur raam tafel stoel bord krijt lokaal gang hal kast jas tas fiets bus brug straat""".split()


def two_people(*texts: str) -> int:
    """How many of these texts, each of a person of its own, are copies of a letter."""
    return len(find_campaigns(responses(texts)))


def test_a_letter_of_twelve_words_is_one_and_an_answer_of_eleven_is_none() -> None:
    assert two_people(*[" ".join(NOUNS[:12])] * 2) == 2
    assert two_people(*[" ".join(NOUNS[:11])] * 2) == 0


@pytest.mark.parametrize(("pairs", "copies"), [(5, 2), (4, 0)])
def test_five_pairs_of_neighbouring_words_make_a_copy_and_four_do_not(
    pairs: int, copies: int
) -> None:
    """Ten words in the same order, of which so many pairs stand side by side in both."""
    texts = []
    for own in (NOUNS[10:20], NOUNS[20:30]):
        words: list[str] = []
        for number in range(5):
            first, second = NOUNS[2 * number], NOUNS[2 * number + 1]
            apart = [own[5 + number]] if number >= pairs else []
            words += [first, *apart, second, *([own[number]] if number < 4 - len(apart) else [])]
        texts.append(" ".join(words))
    assert two_people(*texts) == copies


def _turned(by: int) -> str:
    """Four sentences of six words, begun at another one."""
    sentences = [NOUNS[start : start + 6] for start in range(0, 24, 6)]
    return " ".join(word for part in [*sentences[by:], *sentences[:by]] for word in part)


def test_five_who_turned_the_sentences_about_sent_one_letter_and_of_four_it_is_not_sure() -> None:
    turned = [_turned(by) for by in range(4)]
    swapped = " ".join([*NOUNS[6:12], *NOUNS[:6], *NOUNS[12:24]])
    assert two_people(*turned, swapped) == 5
    assert 2 <= two_people(*turned) < 4


@pytest.mark.parametrize(("kept", "copies"), [(10, 6), (8, 5)])
def test_a_text_with_half_of_what_the_copies_agree_on_is_a_copy_too(kept: int, copies: int) -> None:
    letter, own = NOUNS[:20], NOUNS[20:]
    sure = [" ".join([*letter, word]) for word in own[:5]]
    pairs = [letter[start : start + 2] for start in range(0, kept, 2)]
    others = [f"anders{number}" for number in range(30)]
    reworded = [word for pair in reversed(pairs) for word in pair] + others
    assert two_people(*sure, " ".join(reworded)) == copies


def test_a_sentence_put_in_the_place_of_another_is_a_change_and_no_addition() -> None:
    own = [f"{word}wagen" for word in NOUNS[:8]]
    changed = " ".join([*NOUNS[:8], *own, *NOUNS[16:30]])
    found = find_campaigns(responses([" ".join(NOUNS)] * 2 + [changed])).set_index("response_id")
    assert found.loc["r00002", "kind"] == "near"
    assert pd.isna(found.loc["r00002", "addition_start"])
    assert found.loc["r00002", "similarity"] == 0.7333  # 22 of 30 words


def test_what_a_sender_adds_is_new_by_its_nouns_not_by_its_small_words() -> None:
    letter = " ".join([*NOUNS[:14], "de het is van", *NOUNS[14:]])
    own = "De goudvis is het dier van de buurvrouw."
    found = find_campaigns(responses([letter, letter, f"{letter}. {own}"]))
    row = found.set_index("response_id").loc["r00002"]
    assert f"{letter}. {own}"[row["addition_start"] : row["addition_end"]] == own


def test_letters_are_held_beside_their_neighbour_and_the_first_that_may_be_alike() -> None:
    alone = campaigns._Letter.of(("roltrap",))
    alike = [campaigns._Letter.of(tuple(NOUNS[:12]))] * 3
    assert set(campaigns._neighbours([alone, *alike], 255)) == {(1, 2), (2, 3), (1, 3)}
    assert set(campaigns._neighbours([*alike, alone], 255)) == {(0, 1), (1, 2), (0, 2)}
    assert list(campaigns._neighbours([alone], 255)) == []


def test_of_two_additions_as_long_the_first_is_the_senders_own() -> None:
    first, _, rest = LETTERS[1].partition(". ")
    one, other = "Onze zoon fietst daar heel graag.", "Zijn zusje wandelt er elke ochtend."
    text = f"{first}. {one} {rest} {other}"
    found = find_campaigns(responses([LETTERS[1], LETTERS[1], text])).set_index("response_id")
    start, end = found.loc["r00002", ["addition_start", "addition_end"]]
    assert text[start:end].strip() == one


def test_words_mostly_taken_from_the_letter_are_no_addition() -> None:
    known = frozenset(f"woord{letter}" for letter in "abcdefghij")
    share = round(campaigns._BORROWED * 10)
    borrowed = [f"woord{letter}" for letter in "abcdefghij"[:share]]
    own = [f"eigen{letter}" for letter in "abcdefghij"[: 10 - share]]
    assert campaigns._borrowed((*borrowed, *own), known)  # just as many as it takes
    assert not campaigns._borrowed((*borrowed[1:], "eigenz", *own), known)
    assert campaigns._borrowed((*borrowed, *own, "de", "het", "een"), known)  # not counted


def test_copies_share_a_number_and_unlike_letters_share_none() -> None:
    letter = (
        "Wij vinden dat de kleine school in ons dorp open moet blijven omdat kinderen anders elke "
        "dag ver moeten reizen en vriendjes uit de buurt verliezen"
    )
    other = (
        "De logopedist komt nog maar eens per maand langs terwijl onze dochter haar iedere week "
        "nodig heeft om verstaanbaar te leren praten met klasgenoten"
    )
    texts = [letter, f"{letter}. Dat raakt ons gezin.", other, "te kort", "te kort"]
    assert list(sharing(copy_keys(texts, CampaignSettings()))) == [True, True, False, False, False]
