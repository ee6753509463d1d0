"""The appendices: words, the algorithm register, privacy."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Findings


def glossary() -> list[tuple[str, str]]:
    """Words of the report and what they mean."""
    return [
        (_("Response"), _("What one person entered in one field, or one point in meeting notes.")),
        (_("Statement"), _("One thing said: a literal piece of a response.")),
        (_("Concern"), _("What several people want otherwise, such as help that comes too late.")),
        (_("Theme"), _("Statements that seem to be about the same, put together by the program.")),
        (_("Round"), _("One moment of consultation: a survey, a series of meetings or letters.")),
        (_("Recurring"), _("Heard in several rounds or meetings and from several sides.")),
        (_("Proposal"), _("Suggested by the program, not yet read by a person.")),
        (_("Confirmed"), _("A person read it and decided.")),
        (_("Building block"), _("A concern that the plan does not cover, put forward for it.")),
        (_("Campaign"), _("The same letter sent in by several people.")),
        (_("Counter-voice"), _("A voice that goes against what most people in a theme say.")),
        (_("Stability"), _("How often statements stay together when the themes are made again.")),
        (
            _("Kinship of wording"),
            _("How alike two texts are in wording. The higher the number, the more akin."),
        ),
        (_("Frame"), _("A legal or financial limit that the plan must keep to.")),
        (_("Known issue"), _("A subject the organisation had named before the consultation.")),
    ]


def register_fields(findings: Findings) -> list[tuple[str, str]]:
    """Fields of the Dutch algorithm register; "" where only the organisation can say."""
    texts = {
        "what": _(
            "Groups what people said in a consultation into themes, and proposes which goals of "
            "the plan are about each theme."
        ),
        "purpose": _(
            "To give an overview of much free text, and to show which concerns the plan does not "
            "respond to yet."
        ),
        "impact": _(
            "The program takes no decisions about persons. It can influence which concerns get "
            "attention."
        ),
        "human": _("A person confirms or overrules each link; only then it counts as confirmed."),
        "risk": _(
            "Quotes with their place, sums that add up, a stability mark per theme, small groups "
            "withheld, checks that can be repeated."
        ),
        "data": _(
            "Answers to surveys, notes of meetings and letters, masked; and the text of the plan."
        ),
        "working": _(
            "Sentence vectors ({encoder}), clustering, and comparison of wording; no text is "
            "generated."
        ).format(encoder=findings.method.encoder),
    }
    return [
        (_("Name"), "gehoord"),
        (_("Organisation"), findings.organisation),
        (_("Short description"), texts["what"]),
        (_("Purpose"), texts["purpose"]),
        (_("Impact"), texts["impact"]),
        (_("Consideration of need and proportionality"), ""),
        (_("Human intervention"), texts["human"]),
        (_("Risk control"), texts["risk"]),
        (_("Legal basis"), ""),
        (_("Data"), texts["data"]),
        (_("Technical working"), texts["working"]),
        (_("Supplier"), _("open source, EUPL-1.2")),
        (_("Contact"), ""),
    ]


def privacy_fields(findings: Findings) -> list[tuple[str, str]]:
    """What a privacy statement asks; "" where only the organisation can say."""
    special = _("Free text can hold data on health (GDPR article 9), also of children.")
    return [
        (_("Controller"), findings.organisation),
        (_("Special categories"), special),
        (_("Legal ground"), ""),
        (_("How long the texts are kept"), ""),
        (_("Data protection officer"), ""),
        (_("Passed on to others"), _("Not by the program.")),
    ]  # fmt: skip
