"""Trained models on disk: read back as written, refused when altered, ids kept when they grow."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core.errors import DataProblem
from pipeline.core.locale import use_language
from pipeline.core.settings import ThemeSettings
from pipeline.runs import model_folder
from pipeline.runs import model_store as models
from pipeline.runs.cards import readable
from pipeline.runs.model_store import Reference
from pipeline.themes.find import find_themes
from pipeline.themes.trained import TrainedThemes, known_from, place
from tests.themes.themes_data import Given, statements

ENCODER = {"name": "proef", "revision": "1", "dim": 32}
FACTS = {"encoder": ENCODER, "organisation": "swv", "versions": {}, "counts": {}, "settings": {}}


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture(scope="module")
def trained() -> tuple[TrainedThemes, Given, list]:
    vectors, said, _truth = statements(120, subjects=5)
    known = known_from(find_themes(vectors, said, ThemeSettings()), vectors, said)
    assert known is not None
    return known, vectors, said


@pytest.fixture
def root(tmp_path: Path, trained) -> Path:
    folder = tmp_path / "models"
    assert models.save("proef", trained[0], FACTS, folder) == Reference("proef", 1)
    return folder


def test_fits_on_other_seeds_read_back_as_they_were_written(root: Path, trained) -> None:
    known, vectors, said = trained
    fewer = find_themes(vectors, said, ThemeSettings(wished=3)).centroids
    assert fewer is not None
    models.save("seeds", replace(known, refits=(known.centroids, fewer)), FACTS, root)
    back = models.load(models.find("seeds", root), root).known
    assert [one.theme_ids for one in back.refits] == [known.centroids.theme_ids, fewer.theme_ids]
    for one, other in zip(back.refits, (known.centroids, fewer), strict=True):
        pd.testing.assert_frame_equal(
            place(replace(back, centroids=one), vectors, said).assignments,
            place(replace(known, centroids=other), vectors, said).assignments,
        )


def test_a_model_reads_back_as_it_was_written(root: Path, trained) -> None:
    known, vectors, statements = trained
    back = models.load(models.find("proef", root), root)
    pd.testing.assert_frame_equal(
        place(back.known, vectors, statements).assignments,
        place(known, vectors, statements).assignments,
    )
    assert back.known.terms == known.terms
    assert back.known.refits == ()
    assert back.known.same == known.same
    assert back.notes == ()


def test_training_again_makes_a_new_version_with_the_same_bytes(root: Path, trained) -> None:
    second = models.save("proef", trained[0], FACTS, root)
    assert second == Reference("proef", 2)
    assert models.versions("proef", root) == (1, 2)
    for name in ("themes.csv", "themes.json", "centres.safetensors"):
        assert (root / "proef/1" / name).read_bytes() == (root / "proef/2" / name).read_bytes()


def test_no_text_that_was_said_is_in_the_folder(root: Path, trained) -> None:
    _known, _vectors, statements = trained
    everything = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert len(everything) > 1_000
    assert not [one for one in statements if one.text.encode() in everything]


@pytest.mark.parametrize(
    "name", ["card.json", "card.md", "themes.csv", "themes.json", "centres.safetensors"]
)
def test_a_file_altered_by_one_byte_is_refused(root: Path, name: str) -> None:
    path = root / "proef" / "1" / name
    data = bytearray(path.read_bytes() or b"x")
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(DataProblem) as fault:
        models.load(Reference("proef", 1), root)
    assert fault.value.mend
    assert "proef" in fault.value.where


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_byte_of_any_file_can_be_another(root: Path, data: st.DataObject) -> None:
    folder = root / "proef" / "1"
    path = data.draw(st.sampled_from(sorted(one for one in folder.iterdir() if one.stat().st_size)))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != before[at]))
    path.write_bytes(before[:at] + bytes([other]) + before[at + 1 :])
    try:
        with pytest.raises(DataProblem):
            models.load(Reference("proef", 1), root)
    finally:
        path.write_bytes(before)
    assert models.load(Reference("proef", 1), root).notes == ()


def _resigned(root: Path, change: Callable[[dict], None]) -> None:
    """Change the card as somebody would who knows how its digest is made."""
    path = root / "proef" / "1" / "card.json"
    card = json.loads(path.read_text("utf-8"))
    change(card)
    card["digest"] = model_folder._digest(card)
    path.write_bytes(model_folder._card_bytes(card))


def test_a_model_made_by_a_newer_version_is_refused_with_a_mend(root: Path) -> None:
    _resigned(root, lambda card: card.update(format=model_folder.FORMAT + 1))
    with pytest.raises(DataProblem, match="newer gehoord") as fault:
        models.load(Reference("proef", 1), root)
    assert "update gehoord" in fault.value.mend


@pytest.mark.parametrize("outside", ["../../geheim.txt", "/etc/hostname", "a\\..\\b", "C:x"])
def test_a_card_with_a_path_outside_its_folder_is_refused(root: Path, outside: str) -> None:
    _resigned(root, lambda card: card["files"].update({outside: "0" * 64}))
    with pytest.raises(DataProblem, match="leads out of the folder"):
        models.load(Reference("proef", 1), root)


def test_a_link_to_a_file_outside_is_refused(root: Path, tmp_path: Path) -> None:
    path = root / "proef" / "1" / "themes.csv"
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(elsewhere)
    with pytest.raises(DataProblem, match="leads out of the folder"):
        models.load(Reference("proef", 1), root)


@pytest.mark.parametrize("linked", ["proef/1/card.json", "proef/1", "proef"])
def test_a_model_that_lies_elsewhere_by_a_link_is_refused(
    root: Path, tmp_path: Path, linked: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (root / linked).rename(elsewhere)
    (root / linked).symlink_to(elsewhere)
    with pytest.raises(DataProblem, match="leads out of the folder"):
        models.load(Reference("proef", 1), root)


def test_a_folder_in_it_that_is_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / "proef" / "1" / "bertopic").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DataProblem, match="leads out of the folder"):
        models.load(Reference("proef", 1), root)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("name", ["card.json", "themes.json", "extra"])
def test_what_is_no_plain_file_is_refused_and_not_waited_for(root: Path, name: str) -> None:
    path = root / "proef" / "1" / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    with pytest.raises(DataProblem, match="leads out of the folder"):
        models.load(Reference("proef", 1), root)


@pytest.mark.parametrize(
    ("name", "size"), [("centres.safetensors", 1 << 40), ("card.json", 1 << 36)]
)
def test_a_huge_file_is_refused_before_it_is_read(root: Path, name: str, size: int) -> None:
    with (root / "proef" / "1" / name).open("r+b") as file:
        try:
            file.truncate(size)  # sparse: it takes no room
        except OSError:
            pytest.skip("no file of this size fits on this machine")
    with pytest.raises(DataProblem, match="altered after training"):
        models.load(Reference("proef", 1), root)


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b'"x"', b"{" * 100_000, b"[" * 100_000, b'{"files": []}', b"\xff\xfe{}"],
)
def test_a_card_that_is_no_card_is_refused(root: Path, content: bytes) -> None:
    (root / "proef" / "1" / "card.json").write_bytes(content)
    with pytest.raises(DataProblem) as fault:
        models.load(Reference("proef", 1), root)
    assert fault.value.mend


def _signed(root: Path, name: str, content: bytes) -> None:
    """Put other content under a card that says it is right."""
    (root / "proef" / "1" / name).write_bytes(content)
    digest = models.store.sha256_file(root / "proef" / "1" / name)
    _resigned(root, lambda card: card["files"].update({name: digest}))


def _tensors(header: dict, data: bytes = b"") -> bytes:
    told = json.dumps(header).encode()
    return len(told).to_bytes(8, "little") + told + data


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("themes.json", b"[" * 100_000),
        ("themes.json", b"{}"),
        ("themes.csv", b"theme_id\n"),
        ("centres.safetensors", (1 << 62).to_bytes(8, "little") + b"{}"),
        (
            "centres.safetensors",
            _tensors({"meaning": {"dtype": "F32", "shape": [1 << 40, 32], "data_offsets": [0, 8]}}),
        ),
        (
            "centres.safetensors",
            _tensors({"meaning": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}, b"abcd"),
        ),
    ],
)
def test_contents_made_to_break_the_reader_are_refused_even_when_signed(
    root: Path, name: str, content: bytes
) -> None:
    _signed(root, name, content)
    with pytest.raises(DataProblem) as fault:
        models.load(Reference("proef", 1), root)
    assert fault.value.mend


@pytest.mark.parametrize("dim", [0, -1, "32", None, 1e300, [32]])
def test_a_card_with_an_impossible_encoder_is_refused(root: Path, dim: object) -> None:
    _resigned(root, lambda card: card.update(encoder={**ENCODER, "dim": dim}))
    with pytest.raises(DataProblem) as fault:
        models.check_encoder(
            models.load(Reference("proef", 1), root),
            SimpleNamespace(**ENCODER),  # type: ignore[arg-type]
        )
    assert fault.value.mend


@pytest.mark.parametrize("extra", ["model.pkl", "bertopic/topic_embeddings.bin"])
def test_a_file_that_was_added_is_refused(root: Path, extra: str) -> None:
    path = root / "proef" / "1" / extra
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(DataProblem, match="added or taken away"):
        models.load(Reference("proef", 1), root)


def test_a_file_that_is_gone_is_refused(root: Path) -> None:
    (root / "proef" / "1" / "themes.json").unlink()
    with pytest.raises(DataProblem, match="added or taken away"):
        models.load(Reference("proef", 1), root)


def test_numbers_that_do_not_fit_together_are_refused_even_when_signed(root: Path) -> None:
    folder = root / "proef" / "1"
    (folder / "centres.safetensors").write_bytes(b"\xff" * 64)
    digest = models.store.sha256_file(folder / "centres.safetensors")
    _resigned(root, lambda card: card["files"].update({"centres.safetensors": digest}))
    with pytest.raises(DataProblem) as fault:
        models.load(Reference("proef", 1), root)
    assert fault.value.mend


def test_another_encoder_is_refused_and_the_mend_names_what_to_do(root: Path) -> None:
    model = models.load(Reference("proef", 1), root)
    models.check_encoder(model, SimpleNamespace(**ENCODER))  # type: ignore[arg-type]
    for other in ({"name": "ander"}, {"revision": "2"}, {"dim": 64}):
        with pytest.raises(DataProblem, match="encoder") as fault:
            models.check_encoder(model, SimpleNamespace(**{**ENCODER, **other}))  # type: ignore[arg-type]
        assert "--encoder" in fault.value.mend


def test_another_version_of_a_package_is_told_and_not_refused(root: Path) -> None:
    _resigned(root, lambda card: card.update(versions={"numpy": "0.1", "geen-pakket": "1"}))
    notes = models.load(Reference("proef", 1), root).notes
    assert len(notes) == 1
    assert "numpy 0.1" in notes[0]


@pytest.mark.parametrize("name", ["../proef", "a/b", "", "nl", "default", "Proef", "a..b", "-x"])
def test_a_name_that_could_lead_elsewhere_is_refused(root: Path, name: str) -> None:
    with pytest.raises(DataProblem, match="name"):
        models.find(name, root)


def test_a_model_that_is_not_there_is_answered_with_those_that_are(root: Path) -> None:
    for wanted in ("proef@7", "ander"):
        with pytest.raises(DataProblem) as fault:
            models.find(wanted, root)
        assert "proef@1" in fault.value.expected


def test_a_default_model_is_kept_per_organisation_and_not_removed(root: Path) -> None:
    assert models.default_for("swv", root) is None
    models.promote(Reference("proef", 1), "swv", root)
    assert models.default_for("swv", root) == Reference("proef", 1)
    assert models.default_for("ander", root) is None
    with pytest.raises(DataProblem, match="default model"):
        models.remove(Reference("proef", 1), root)


def test_a_damaged_list_of_defaults_is_named_with_a_mend(root: Path) -> None:
    for damaged in ("{", "[]", '"x"'):
        (root / "defaults.json").write_text(damaged, "utf-8")
        with pytest.raises(DataProblem) as fault:
            models.default_for("swv", root)
        assert "defaults.json" in fault.value.where
        assert fault.value.mend


@pytest.mark.parametrize(("whose", "begin"), [("SWV", "SWV. Made at 2026"), ("", "Made at 2026")])
def test_a_card_for_nobody_in_particular_begins_with_when_it_was_made(
    whose: str, begin: str
) -> None:
    nlp = {"name": "embedded", "version": "1", "revision": "a"}
    more = {"data": [], "nlp": nlp, "seed": 1, "scores": {}, "limits": [], "licence": "own"}
    facts = {**FACTS, **more, "parent": "", "made_at": "2026", "organisation": whose}
    assert readable("x", facts).splitlines()[2] == f"{begin}. own."


def test_a_removed_version_is_gone_and_its_number_is_not_used_by_the_newest(
    root: Path, trained
) -> None:
    models.save("proef", trained[0], FACTS, root)
    models.remove(Reference("proef", 1), root)
    assert models.references(root) == (Reference("proef", 2),)
    assert models.save("proef", trained[0], FACTS, root) == Reference("proef", 3)


def test_training_that_is_interrupted_leaves_nothing(root: Path, trained, monkeypatch) -> None:
    def breaks(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(models, "write_card", breaks)
    with pytest.raises(KeyboardInterrupt):
        models.save("ander", trained[0], FACTS, root)
    assert list((root / "ander").iterdir()) == []


def test_bertopics_own_object_comes_back_without_network(tmp_path: Path) -> None:
    from pipeline.themes.topics import BertopicModel

    vectors, said, _truth = statements(60, subjects=3)
    topics = BertopicModel()
    found = find_themes(vectors, said, ThemeSettings(runs=4), topics)
    known = known_from(found, vectors, said)
    assert known is not None
    reference = models.save("proef", known, FACTS, tmp_path, topics=topics)
    back = models.load(reference, tmp_path).topics()
    assert back is not None
    assert np.allclose(back.model.topic_embeddings_, topics.model.topic_embeddings_)
    suffixes = {path.suffix for path in (tmp_path / "proef").rglob("*") if path.is_file()}
    assert suffixes <= {".json", ".csv", ".md", ".safetensors"}
