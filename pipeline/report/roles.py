"""A role as the people who have it: ouders, leerplichtambtenaren, mensen van de gemeente.

Roles are the user's own Dutch, in any language of the report.
"""

from __future__ import annotations

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
_WHERE = {  # a place or a body, of which people come
    "gemeente": "mensen van de gemeente",
    "jeugdhulp": "mensen uit de jeugdhulp",
    "jeugdzorg": "mensen uit de jeugdzorg",
    "samenwerkingsverband": "mensen van het samenwerkingsverband",
    "anders": "mensen met een andere rol",
    "overig": "mensen met een andere rol",
}


def people_of(role: str) -> str:
    """The people in a role, as a sentence names them; a role we do not know stays as it is."""
    if role.casefold() in _WHERE:
        return _WHERE[role.casefold()]
    ends = [end for end in _PLURALS if role.casefold().endswith(end)]
    if not ends:
        return role
    longest = max(ends, key=len)
    return role[: -len(longest)] + _PLURALS[longest]
