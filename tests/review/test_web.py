"""Judging in the browser: only with the token, only from this computer, into the same log."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.locale import use_language
from pipeline.core.plan import GOALS
from pipeline.review.log import read_log
from pipeline.review.web import Desk, address, server
from tests.review.example import example


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    use_language("nl")
    return Desk(example(), tmp_path / "judgements.csv", "Anna", 20)


@pytest.fixture
def bound(desk: Desk) -> Iterator[Any]:
    with server(desk) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def ask(bound: Any, path: str, body: Any = None, **headers: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", bound.server_address[1], timeout=30)
    text = None if body is None else json.dumps(body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET" if body is None else "POST", path, text, named)
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8"), dict(answer.getheaders())


VERDICT = {"kind": "D", "ids": ["T01", GOALS], "cells": {"verdict": "deels"}}


def test_a_decision_goes_into_the_log(bound: Any, desk: Desk) -> None:
    status, text, _ = ask(bound, "/judge", VERDICT, X_Token=desk.token)
    assert status == 200 and json.loads(text)["added"] == 1
    (row,) = read_log(desk.log).to_dict("records")
    assert (row["subject"], row["new"], row["who"]) == ("T01", "partly|1.1", "Anna")


def test_a_concern_gets_another_name_in_the_browser(bound: Any, desk: Desk) -> None:
    rename = {"kind": "T", "ids": ["T01"], "cells": {"new_label": "Lang wachten op hulp"}}
    status, text, _ = ask(bound, "/judge", rename, X_Token=desk.token)
    assert status == 200 and json.loads(text)["done"]
    (row,) = read_log(desk.log).to_dict("records")
    assert (row["kind"], row["subject"], row["new"]) == ("label", "T01", "Lang wachten op hulp")


def test_nonsense_is_answered_with_what_may_stand_there(bound: Any, desk: Desk) -> None:
    wrong = {**VERDICT, "cells": {"verdict": "bla"}}
    _, text, _ = ask(bound, "/judge", wrong, X_Token=desk.token)
    assert json.loads(text)["problems"] and read_log(desk.log).empty


@pytest.mark.parametrize("body", [[], {"kind": "X"}, {"kind": "D", "ids": ["T99"]}, "x", 3])
def test_what_the_page_would_never_send_adds_nothing(bound: Any, desk: Desk, body: Any) -> None:
    ask(bound, "/judge", body, X_Token=desk.token)
    assert read_log(desk.log).empty


def test_nobody_reads_or_judges_without_the_token(bound: Any, desk: Desk) -> None:
    assert ask(bound, "/")[0] == 403
    assert ask(bound, "/?token=x")[0] == 403
    assert ask(bound, "/rows")[0] == 403
    assert ask(bound, "/judge", VERDICT, X_Token="x")[0] == 403
    assert ask(bound, f"/rows?token={desk.token}")[0] == 403
    assert read_log(desk.log).empty


def test_another_name_for_this_computer_is_refused(bound: Any, desk: Desk) -> None:
    assert ask(bound, "/rows", X_Token=desk.token, Host="evil.example")[0] == 403


def test_the_page_runs_nothing_but_its_own_script(bound: Any, desk: Desk) -> None:
    status, text, headers = ask(bound, f"/?token={desk.token}")
    assert status == 200 and headers["Cache-Control"] == "no-store"
    rules = headers["Content-Security-Policy"]
    assert "default-src 'none'" in rules and "unsafe" not in rules
    nonce = rules.partition("'nonce-")[2].partition("'")[0]
    assert text.count(f'nonce="{nonce}"') == text.count("<script") + text.count("<style")


@pytest.mark.slow
def test_every_answer_is_seen_with_its_key_and_can_be_taken_back(
    bound: Any, desk: Desk, browser: Any
) -> None:
    page = browser.new_page()
    page.goto(address(bound, desk))
    page.wait_for_selector("#card fieldset")
    assert page.locator("#card fieldset kbd").all_text_contents()[:3] == ["1", "2", "3"]
    facts = page.locator("#card dt").all_text_contents()
    assert facts[0] == "Citaat 1", "what people said is read before what is proposed"
    page.locator("#card fieldset input").nth(3).check()
    page.keyboard.press("ArrowDown")  # walks the answers, not the rows
    assert page.locator("#place").text_content().startswith("1 /")
    page.locator("#card form button").click()
    page.wait_for_selector("#place:has-text('· 1 ')")
    page.keyboard.press("k")
    assert page.locator("#card fieldset input").nth(4).is_checked()
    page.keyboard.press("0")
    page.locator("#card form button").click()
    page.wait_for_selector("#place:has-text('· 0 ')")
    page.close()
    assert len(read_log(desk.log)) == 2


@pytest.mark.slow
def test_a_person_judges_with_the_keyboard_alone(bound: Any, desk: Desk, browser: Any) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on(
        "console",
        lambda statements: faults.append(statements.text) if statements.type == "error" else None,
    )
    page.goto(address(bound, desk))
    page.wait_for_selector("#card h2")
    page.keyboard.press("1")  # agree
    page.wait_for_selector("#told:not(:empty)")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("5")
    page.wait_for_selector("#place:has-text('· 2 ')")
    page.keyboard.press("t")  # from verdicts to names, and on to links
    page.wait_for_selector("[name=new_label]")
    page.keyboard.press("t")
    page.wait_for_selector("select[name=pin]")
    page.close()
    assert [one for one in faults if "favicon" not in one and "403" not in one] == []
    assert list(read_log(desk.log)["kind"]) == ["status", "status"]
