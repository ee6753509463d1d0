"""`gehoord settings` lists what is in pipeline/core/settings.py, no more and no less."""

from __future__ import annotations

import tomllib

import pytest

from pipeline.core.setting_help import as_toml, every_setting
from pipeline.core.settings import Settings


def test_every_setting_is_listed_with_its_default() -> None:
    listed = {(one.stage, one.name): one.default for one in every_setting()}
    known = {
        (stage, name): value
        for stage, values in Settings().as_dict().items()
        for name, value in values.items()
    }
    assert listed == known and len(known) > 50


def test_the_list_can_be_pasted_into_corpus_toml() -> None:
    read = tomllib.loads(as_toml(every_setting()))["settings"]
    assert read["themes"]["seed"] == 42
    assert Settings().changed(read) == Settings()


def test_a_setting_without_a_default_stands_there_as_a_remark() -> None:
    assert "\n# wished =  # themes; None lets the data decide" in as_toml(every_setting())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("min_words", "carry no concern"),  # beside it
        ("min_shared", "statements in both runs"),  # inside brackets
        ("languages", "ISO 639-1"),  # above it
    ],
)
def test_unit_and_reason_are_the_comments_of_the_source(name: str, said: str) -> None:
    found = next(one for one in every_setting() if one.name == name)
    assert said in f"{found.above} {found.reason}"


def test_every_number_has_a_unit_or_a_reason() -> None:
    told = {one.stage for one in every_setting() if one.above}
    bare = [one for one in every_setting() if not one.reason and one.stage not in told]
    assert [one.name for one in bare if not isinstance(one.default, bool)] == []
