"""Words and numbers as readers write them, in the language spoken now; for every report format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date as Date
from datetime import datetime

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from pipeline.core.locale import gettext as _
from pipeline.core.locale import language, ngettext
from pipeline.findings.records import Cell, Evidence, Quote
from pipeline.findings.run_records import WITHHELD as WITHHELD
from pipeline.report.roles import people_of

_REGIONS = {"nl": "nl_NL", "en": "en_GB"}
_HALF_QUOTED = re.compile(r"['‘](?=[A-Z])(?!.+['’](?!\w))", re.DOTALL)


def locale() -> str:
    """The locale of numbers and dates."""
    return _REGIONS[language()]


def number(value: float) -> str:
    """1204 as 1.204."""
    if isinstance(value, int) and 0 <= value < 1000:
        return f"{value:d}"  # nearly all of them; babel takes a hundred times as long
    return str(format_decimal(value, format="#,##0.##", locale=locale()))


def percent(share: float) -> str:
    """0.125 as 13% (nl: 13%); under half a percent, and not nothing, as <1%."""
    if 0 < share < 0.005:
        return "<" + str(format_percent(0.01, format="0%", locale=locale()))
    return str(format_percent(share, format="0%", locale=locale()))


def date(iso: str) -> str:
    """2025-03-17 as 17 maart 2025; what is no date comes back as it is."""
    try:
        return str(format_date(Date.fromisoformat(iso[:10]), "d MMMM y", locale=locale()))
    except ValueError:
        return iso


def month(iso: str) -> str:
    """2025-03-17 as maart 2025; "" for what is no date."""
    try:
        return str(format_date(Date.fromisoformat(iso[:10]), "MMMM y", locale=locale()))
    except ValueError:
        return ""


def months(first: str, last: str) -> tuple[str, str]:
    """Two days as months, the year once: mei, juni 2021; the second is empty within one month."""
    begun, ended = month(first), month(last)
    if not begun or not ended or begun == ended:
        return begun, ""
    if first[:4] == last[:4]:
        begun = str(format_date(Date.fromisoformat(first[:10]), "MMMM", locale=locale()))
    return begun, ended


def moment(iso: str) -> str:
    """A time stamp with date and time of day."""
    try:
        return str(format_datetime(datetime.fromisoformat(iso), "d MMMM y, HH:mm", locale=locale()))
    except ValueError:
        return iso


def listed(parts: Sequence[str]) -> str:
    """a, b en c."""
    return str(format_list(list(parts), locale=locale())) if parts else ""


def bare(label: str) -> str:
    """A concern's name without the marks of a quote: every name is in people's own words."""
    if not label.startswith("“"):
        return label
    text = label.strip("“”").strip()
    return text if text.endswith("…") else text.rstrip(".")


def unmarked(text: str) -> str:
    """What somebody said without half a pair of quotation marks: the page sets its own about it.

    Nor with a mark that joined it to what came after.
    """
    text = text.rstrip(" ;,:")
    if text.startswith(("“", "„")) and "”" not in text:
        text = text[1:]
    if text.endswith("”") and not {"“", "„"} & set(text):
        text = text[:-1]
    if text.count('"') == 1:
        text = text.removeprefix('"').removesuffix('"')
    if _HALF_QUOTED.match(text):  # 'Een begeleider zei: …, but not 's nachts
        text = text[1:]
    return text


def quoted(label: str) -> str:
    """A concern's name as it stands in a sentence."""
    return f"‘{bare(label)}’"


def groups(roles: Sequence[str], areas: Sequence[str]) -> str:
    """Parents and people from work area North: groups of two kinds in one list."""
    places = [_("people from work area {name}").format(name=area) for area in areas]
    return listed([*map(people_of, roles), *places])


def repeats(text: str, label: str) -> bool:
    """Whether a quote says no more than the name above it, which is in people's own words too."""
    said, name = (" ".join(re.findall(r"\w+", words.casefold())) for words in (text, bare(label)))
    return said == name


def head(text: str) -> str:
    """A text as it begins a line: with a capital, and nothing else changed."""
    return f"{text[:1].upper()}{text[1:]}"


def people(n: int) -> str:
    """1 persoon, 2 mensen."""
    return ngettext("{n} person", "{n} people", n).format(n=number(n))


def count(kind: str, n: int) -> str:
    """A number with its noun: statements, responses, rounds, roles, meetings, themes, times."""
    singular, plural = _nouns()[kind]
    return f"{number(n)} {singular if n == 1 else plural}"


def count_told(kind: str, n: int, *, least: bool) -> str:
    """A number with its noun; "at least" where groups of a few are not told."""
    text = count(kind, n)
    return _("at least {number}").format(number=text) if least else text


def noun(kind: str, n: int) -> str:
    """The noun alone, in the number that fits n."""
    singular, plural = _nouns()[kind]
    return singular if n == 1 else plural


def _nouns() -> dict[str, tuple[str, str]]:
    return {
        "statements": (_("statement"), _("statements")),
        "responses": (_("response"), _("responses")),
        "rounds": (_("round"), _("rounds")),
        "roles": (_("role"), _("roles")),
        "areas": (_("area"), _("areas")),
        "meetings": (_("meeting"), _("meetings")),
        "themes": (_("theme"), _("themes")),
        "concerns": (_("concern"), _("concerns")),
        "senders": (_("sender"), _("senders")),
        "people": (_("person"), _("people")),
        "groups": (_("group"), _("groups")),
        "times": (_("time"), _("times")),
    }


def status(code: str) -> str:
    """State of a theme against the plan."""
    return {
        "addressed": _("the plan responds to it"),
        "partly": _("the plan responds in part"),
        "mentioned": _("named, no measure yet"),
        "not_addressed": _("the plan does not respond"),
        "unsure": _("perhaps not one concern"),
        "out_of_scope": _("outside this plan"),
    }.get(code, code)


def answer(code: str, decided_by: str) -> str:
    """A state as a sentence, with who says so: Het plan gaat hierop in (voorstel)."""
    text = status(code)
    return f"{head(text)} ({decided(decided_by)})."


def sign(code: str) -> str:
    """A state as a form, for who sees no colours."""
    return {
        "addressed": "●",
        "partly": "▲",
        "mentioned": "◆",
        "not_addressed": "■",
        "unsure": "□",
    }.get(code, "–")


def answers_counted(counts: Mapping[str, int]) -> str:
    """How many concerns have which answer, the open ones first: those are what is asked about."""
    first = {
        "not_addressed": _("the plan does not respond to {n} of them"),
        "addressed": _("the plan responds to {n} of them"),
        "partly": _("the plan responds to {n} of them in part"),
    }
    more = {"partly": _("responds to {n} in part"), "addressed": _("responds to {n}")}
    order: tuple[str, ...] = ("addressed", "partly")
    if counts.get("not_addressed"):
        order = ("not_addressed", "partly", "addressed")
    held = [code for code in order if counts.get(code)]
    parts = [(more if index else first)[code].format(n=number(counts[code]))
             for index, code in enumerate(held)]  # fmt: skip
    apart = {
        "mentioned": ngettext("The plan mentions {n} concern, without a measure.",
                              "The plan mentions {n} concerns, without a measure.",
                              counts.get("mentioned", 0)),
        "out_of_scope": ngettext("{n} is outside this plan.", "{n} are outside this plan.",
                                 counts.get("out_of_scope", 0)),
    }  # fmt: skip
    return " ".join((
        *([f"{head(listed(parts))}."] if parts else []),
        *(text.format(n=number(counts[code])) for code, text in apart.items() if counts.get(code)),
    ))  # fmt: skip


def status_meaning(code: str) -> str:
    """What a state says, and no more."""
    return {
        "addressed": _("A goal or action of the plan is about this."),
        "partly": _("The plan is about part of this, or sets one action against it."),
        "mentioned": _("The plan names the subject without an action."),
        "not_addressed": _("No goal or action was found that is about this."),
        "out_of_scope": _("A person decided that this is not for this plan."),
    }.get(code, "")


def decided(by: str) -> str:
    """Who says so."""
    return _("confirmed") if by == "person" else _("proposal")


def voiced(code: str, n: int, *, first: bool) -> str:
    """How many people voice what, one of a row: 48 noemen een zorg, 21 een wens."""
    if code == "question":  # which nobody voices, but asks
        return ngettext("{n} asks a question", "{n} ask a question", n).format(n=number(n))
    what = {"complaint": _("a concern"), "wish": _("a wish"), "support": _("praise")}[code]
    text = ngettext("{n} voices {what}", "{n} voice {what}", n) if first else "{n} {what}"
    return text.format(n=number(n), what=what)


def stance(code: str) -> str:
    """What a statement voices, as a heading."""
    return {
        "complaint": _("concerns"),
        "wish": _("wishes"),
        "support": _("support"),
        "question": _("questions"),
        "unknown": _("not clear"),
    }.get(code, code)


def life(code: str) -> str:
    """State of a concern in a round."""
    return {
        "new": _("new"),
        "persistent": _("persisting"),
        "returned": _("returned"),
        "silent": _("gone quiet"),
        "resolved": _("resolved"),
        "reopened": _("reopened"),
    }.get(code, "–")


def amount(code: str) -> str:
    """A share of people as a word of the fixed legend."""
    return {
        "none": _("nobody"),
        "some": _("some people"),
        "several": _("several people"),
        "many": _("many people"),
        "most": _("most people"),
    }[code]


def stability(code: str) -> str:
    """How firm a theme stands."""
    return {
        "firm": _("firm"),
        "fair": _("fair"),
        "weak": _("shaky"),
        "unknown": _("not measured"),
    }[code]


def reason(code: str) -> str:
    """Why something was set aside."""
    return {
        "empty": _("empty"),
        "empty_row": _("empty row"),
        "no_words": _("only digits or signs"),
        "no_content": _("no content, such as ‘none’ or ‘n/a’"),
        "see_above": _("reference to another answer, such as ‘see above’"),
        "see_elsewhere": _("reference to something that was not handed in"),
        "noise": _("keyboard noise or a test"),
        "courtesy": _("greeting, thanks or sign-off"),
        "only_name": _("only a name"),
        "too_short": _("too short to say anything"),
        "copy": _("stands in another file of the round too, and is counted there"),
        "totals_row": _("row with totals"),
        "repeated_header": _("repeated header row"),
        "excel_error": _("an error of Excel instead of an answer"),
        "test_entry": _("test entry, marked so by the platform or saying no more than ‘test’"),
        "spam": _("spam, marked so by the platform"),
        "withdrawn": _("withdrawn by its writer"),
        "rejected": _("rejected on the platform"),
        "incomplete": _("never sent in"),
        "meta": _("data about the meeting, such as date and place"),
        "label": _("heading or label"),
        "toc": _("table of contents"),
        "introduction": _("introduction by the organisation"),
        "closing": _("closing words by the organisation"),
        "leading": _("words of whoever led the talk"),
        "organiser": _("a line of the note-taker's or the sender's own"),
        "agreement": _("appointment about the meeting itself"),
        "salutation": _("salutation of a letter"),
        "system": _("line of the recording or chat program"),
        "footnote": _("footnote"),
        "caption": _("caption of a picture or table"),
        "quoted_history": _("earlier message quoted below a letter"),
        "signature": _("signature below a letter"),
        "unexplained": _("reason unknown: report this"),
    }.get(code, code.replace("_", " "))


def edition(code: str) -> str:
    """For whom this report is."""
    return {
        "projectteam": _("Project team edition, not for publication"),
        "bestuur": _("Board edition"),
        "openbaar": _("Public edition"),
        "deelnemers": _("For everybody who took part"),
        "bijlage": _("Annex: how it was made"),
        "planvergelijking": _("Two versions of the plan side by side"),
    }[code]


def change(kind: str) -> str:
    """What happened to a concern between two plan versions."""
    return {
        "became_answered": _("now in the plan"),
        "lost_answer": _("no longer in the plan"),
        "stronger": _("stronger in the plan than before"),
        "weaker": _("weaker in the plan than before"),
        "still_answered": _("still in the plan"),
        "still_open": _("still not in the plan"),
    }.get(kind, kind)


def edit(kind: str, piece: str) -> str:
    """What happened to a piece of the plan."""
    what = {"pillar": _("pillar"), "goal": _("goal"), "action": _("action")}.get(piece, piece)
    how = {
        "added": _("added"),
        "removed": _("removed"),
        "reworded": _("reworded"),
        "split": _("split"),
        "merged": _("merged"),
        "moved": _("moved"),
    }.get(kind, kind)
    return f"{what} {how}"


def cell(counted: Cell) -> str:
    """A number of people, or what stands for a withheld one."""
    return WITHHELD if counted.n is None else number(counted.n)


def round_name(round_id: str) -> str:
    """Round 2."""
    return _("round {id}").format(id=round_id)


def place(quote: Quote) -> str:
    """Where a quote stands in what was handed in."""
    if not quote.source_file:
        return ""
    parts = [quote.source_file]
    if part := quote.source_part.rstrip(" :"):  # a heading as it was written: "Ouders:"
        parts.append(part)
    if quote.source_row is not None:
        parts.append(row_name(quote.source_file, quote.source_row))
    return ", ".join(parts)


def row_name(source_file: str, row: int) -> str:
    """Row 12 of a table, paragraph 12 of a document."""
    table = source_file.rsplit(".", 1)[-1].lower() in ("xlsx", "xlsm", "csv", "tsv", "ods", "jsonl")
    text = _("row {n}") if table else _("paragraph {n}")
    return text.format(n=row)


def plan_place(evidence: Evidence) -> str:
    """Where a sentence stands in the plan."""
    parts = [evidence.piece_id]
    if evidence.page is not None:
        parts.append(_("page {n}").format(n=evidence.page))
    if evidence.paragraph is not None:
        parts.append(_("paragraph {n}").format(n=evidence.paragraph))
    return ", ".join(parts)


def masked(kind: str, n: int) -> str:
    """How often something was masked."""
    return f"{kind}: {number(n)}"


def priority_range(low: int, high: int) -> str:
    """A place in an order: 2, or 1–3."""
    return str(low) if low == high else f"{low}–{high}"


def decimal(value: float) -> str:
    """0.714 as 0,71."""
    return str(format_decimal(value, format="0.00", locale=locale()))


def touched(n: int | None) -> str:
    """How many people said something about a goal that no concern belongs to."""
    return people(n) if n else _("nobody")


def silence(verdict: str) -> str:
    """Outcome for a group."""
    return {
        "heard": _("heard"),
        "less_than_expected": _("less than expected"),
        "not_heard": _("not heard"),
    }.get(verdict, verdict)
