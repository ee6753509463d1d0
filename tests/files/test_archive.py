"""A zip in the folder: unpacked within bounds, only what is missing, and nothing outside it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem
from pipeline.files.archive import MAX_MEMBERS, missing, packed_in, unpack


def zipped(path: Path, files: dict[str, bytes], *, link: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            if name == link:
                member.external_attr = 0o120777 << 16
            archive.writestr(member, content)
    return path


def unpacked(folder: Path, path: Path) -> dict[str, bytes]:
    into = unpack(folder, path, missing(folder, path, path.name))
    return {
        file.relative_to(folder / into).as_posix(): file.read_bytes()
        for file in (folder / into).rglob("*")
        if file.is_file()
    }


def test_the_files_lie_in_a_folder_called_after_the_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {"ronde 1/a.csv": b"a;b", "é.txt": b"Te laat."})
    assert unpacked(tmp_path, path) == {"ronde 1/a.csv": b"a;b", "é.txt": b"Te laat."}
    assert {each.name for each in tmp_path.iterdir()} == {"export.zip", "export"}


def test_what_lies_in_the_folder_already_is_not_laid_there_twice(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {"a.csv": b"a;b", "b.csv": b"c;d"})
    (tmp_path / "eerder uitgepakt.csv").write_bytes(b"a;b")
    assert unpacked(tmp_path, path) == {"b.csv": b"c;d"}
    assert missing(tmp_path, path, "export.zip") == []


def test_a_folder_of_that_name_is_left_as_it_is(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {"a.csv": b"a;b"})
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "a.csv").write_bytes(b"van haar")
    assert unpacked(tmp_path, path) == {"a.csv": b"a;b"}
    assert (tmp_path / "export" / "a.csv").read_bytes() == b"van haar"


def test_what_a_mac_or_word_keeps_for_itself_is_left_in_the_zip(tmp_path: Path) -> None:
    files = {"__MACOSX/._a.csv": b"1", ".DS_Store": b"2", "~$verslag.docx": b"3", "a.csv": b"a;b"}
    path = zipped(tmp_path / "export.zip", files)
    assert [each.name for each in packed_in(path, "export.zip")] == ["a.csv"]


def test_a_name_of_an_old_windows_program_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {"cafX.csv": b"a;b"})
    path.write_bytes(path.read_bytes().replace(b"cafX", b"caf\x82"))  # é in code page 850
    assert [each.name for each in packed_in(path, "export.zip")] == ["café.csv"]


@pytest.mark.parametrize(
    "name", ["../buiten.csv", "/etc/passwd", "C:/a.csv", "con.csv", "a/../../b.csv", "a\\..\\b"]
)
def test_a_name_that_leads_elsewhere_is_told_and_nothing_is_written(
    name: str, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "export.zip", {"goed.csv": b"a;b", name: b"kwaad"})
    with pytest.raises(DataProblem) as fault:
        packed_in(path, "export.zip")
    assert name.replace("\\", "/") in fault.value.found
    assert [each.name for each in tmp_path.iterdir()] == ["export.zip"]


def test_a_link_in_a_zip_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {"a.csv": b"/etc/passwd"}, link="a.csv")
    with pytest.raises(DataProblem):
        packed_in(path, "export.zip")


def test_a_zip_that_would_fill_the_disk_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {"a.csv": bytes(40 * 2**20)})
    with pytest.raises(DataProblem) as fault:
        packed_in(path, "export.zip")
    assert "40" in fault.value.found


def test_a_zip_with_a_file_for_everybody_in_the_country_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {f"{n}.csv": b"" for n in range(MAX_MEMBERS + 1)})
    with pytest.raises(DataProblem) as fault:
        packed_in(path, "export.zip")
    assert str(MAX_MEMBERS) in (fault.value.expected or "")


def test_a_zip_with_a_password_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {"a.csv": b"a;b"})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    with pytest.raises(DataProblem, match="wachtwoord"):
        packed_in(path, "export.zip")


def test_a_file_in_it_that_is_damaged_leaves_no_half_folder(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {"a.csv": b"een lange regel met woorden" * 9})
    raw = bytearray(path.read_bytes())
    raw[45] ^= 0xFF
    path.write_bytes(raw)
    with pytest.raises(DataProblem):
        unpacked(tmp_path, path)
    assert [each.name for each in tmp_path.iterdir()] == ["export.zip"]
