"""Zips can be written whatever the clock says."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest

from pipeline.core.zipped import zips_can_be_dated


@pytest.mark.parametrize("year", [1970, 1979, 2108, 2110])
def test_a_zip_is_dated_within_what_it_can_hold(year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = time.struct_time((year, 5, 1, 10, 0, 0, 0, 121, 0))
    monkeypatch.setattr(time, "localtime", lambda _seconds=None: moved)
    monkeypatch.setattr(zipfile, "time", time)
    with pytest.raises((ValueError, struct.error)):
        _written()
    zips_can_be_dated()
    assert _written() == (1980, 1, 1, 0, 0, 0)


def test_an_ordinary_clock_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "time", time)
    zips_can_be_dated()
    assert zipfile.time is time  # type: ignore[attr-defined]
    assert _written()[0] >= 2024


def _written() -> tuple[int, ...]:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a", "b")
    return zipfile.ZipFile(held).infolist()[0].date_time
