"""A role as the people who have it: ouders, leerplichtambtenaren, mensen van de gemeente.

Roles are the user's own Dutch, in any language of the report.
"""

from __future__ import annotations

from pipeline.core.locale import gettext as _

_PLURALS = {  # end of a role -> that end for several people
    "lid": "leden",
    "leraar": "leraren",
    "ambtenaar": "ambtenaren",
    "arts": "artsen",
    "ouder": "ouders",
    "leider": "leiders",
    "begeleider": "begeleiders",
    "bestuurder": "bestuurders",
    "medewerker": "medewerkers",
    "werker": "werkers",
    "verzorger": "verzorgers",
    "hulpverlener": "hulpverleners",
    "b'er": "b'ers",
    "leerling": "leerlingen",
    "leerkracht": "leerkrachten",
    "docent": "docenten",
    "mentor": "mentoren",
    "coördinator": "coördinatoren",
    "assistent": "assistenten",
    "consulent": "consulenten",
    "student": "studenten",
    "specialist": "specialisten",
    "directeur": "directeuren",
    "adviseur": "adviseurs",
    "coach": "coaches",
    "psycholoog": "psychologen",
    "orthopedagoog": "orthopedagogen",
    "logopedist": "logopedisten",
    "verpleegkundige": "verpleegkundigen",
    "bewoner": "bewoners",
    "inwoner": "inwoners",
}


def _where() -> dict[str, str]:
    """A place or a body -> the people who come from it: our words, in the report's language."""
    other = _("people with another role")
    return {
        "gemeente": _("people from the municipality"),
        "jeugdhulp": _("people from youth care"),
        "jeugdzorg": _("people from youth services"),
        "samenwerkingsverband": _("people from the samenwerkingsverband"),
        "anders": other,
        "overig": other,
    }


def people_of(role: str) -> str:
    """The people in a role, as a sentence names them; a role we do not know stays as it is."""
    if where := _where().get(role.casefold()):
        return where
    ends = [end for end in _PLURALS if role.casefold().endswith(end)]
    if not ends:
        return role
    longest = max(ends, key=len)
    return role[: -len(longest)] + _PLURALS[longest]
