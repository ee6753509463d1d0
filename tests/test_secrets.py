"""No key, token or password lies in a file that goes with the project."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Detectors of forms that only secrets have; those of mere randomness cry at hashes and models.
DETECTORS = (
    "AWSKeyDetector", "ArtifactoryDetector", "AzureStorageKeyDetector", "BasicAuthDetector",
    "CloudantDetector", "DiscordBotTokenDetector", "GitHubTokenDetector", "GitLabTokenDetector",
    "IbmCloudIamDetector", "JwtTokenDetector", "KeywordDetector", "MailchimpDetector",
    "NpmDetector", "OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector",
    "SendGridDetector", "SlackDetector", "SquareOAuthDetector", "StripeDetector",
    "TelegramBotTokenDetector", "TwilioKeyDetector",
)  # fmt: skip
BINARY = (".safetensors", ".npz", ".png", ".onnx", ".docx", ".xlsx", ".parquet", ".gz", ".pdf")
INVENTED = {  # what tests made up
    ("tests/cases/attendance.toml", "Secret Keyword"),  # "Secretaris: …"
    ("tests/core/test_store.py", "Secret Keyword"),
    ("tests/runs/test_llm_labels.py", "Basic Auth Credentials"),
}


def secrets_in(paths: list[Path]) -> set[tuple[str, str]]:
    """(file, kind) of everything that looks like a secret."""
    from detect_secrets import SecretsCollection
    from detect_secrets.settings import transient_settings

    found = SecretsCollection()
    with transient_settings({"plugins_used": [{"name": name} for name in DETECTORS]}):
        for path in paths:
            found.scan_file(str(path))
    return {
        (
            Path(name).relative_to(ROOT).as_posix() if Path(name).is_relative_to(ROOT) else name,
            s.type,
        )
        for name, s in found
    }


@pytest.mark.slow
def test_no_file_of_the_project_holds_a_secret() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    files = [ROOT / name for name in listed.stdout.splitlines() if not name.endswith(BINARY)]
    if not files:
        pytest.skip("this is no clone of the project")
    assert len(files) > 500
    assert secrets_in(files) == INVENTED
    keys = {path.parent.name for path in files if path.name == ".gehoord-key"}
    assert keys <= {"voorbeeld"}  # of people who do not exist


def test_a_key_and_a_token_are_found(tmp_path: Path) -> None:
    key = "-----BEGIN " + "RSA PRIVATE KEY-----"
    (tmp_path / "a.txt").write_text(f"{key}\nMIIE\n", "utf-8")
    (tmp_path / "b.py").write_text("token = 'ghp_" + "a1B2" * 9 + "'\n", "utf-8")
    kinds = {kind for _file, kind in secrets_in([tmp_path / "a.txt", tmp_path / "b.py"])}
    assert {"Private Key", "GitHub Token"} <= kinds
