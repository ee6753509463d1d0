"""Small tables and letters with the faults that people's files have, and what must come out.

Every case is data: the file's name and bytes, how many answers are read, texts that must stand
among them whole, and a word of the remark or the fault that tells what happened.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXTS = (
    "Eén loket voor alle ouders, dat is nodig",
    "De coördinatie ontbreekt; niemand belt terug",
    "Reële verwachtingen zijn er niet",
    "Financiële ruimte voor elke school",
    "De wachttijd is veel te lang",
    "Het taxivervoer komt elke week te laat",
)
ROLES = ("ouder", "leerkracht")


@dataclass(frozen=True)
class IntakeFile:
    """One file and what is right."""

    name: str
    content: bytes
    n: int  # answers kept
    holds: tuple[str, ...] = ()  # texts that must stand among the answers, whole
    tells: str = ""  # a word of a remark (English)
    fault: str = ""  # a word of the fault, for a file that may not be read
    kind: str = "survey"
    extra: str = ""


def _table(mark: str, end: str = "\r\n") -> str:
    rows = [f"nr{mark}rol{mark}reactie"]
    rows += [f'{n}{mark}{ROLES[n % 2]}{mark}"{text}"' for n, text in enumerate(TEXTS, start=1)]
    return end.join(rows) + end


def _encodings() -> list[IntakeFile]:
    told = {"mac_roman": "Mac Roman", "cp850": "cp850"}
    return [
        IntakeFile(
            f"codering {code} {ord(mark)} {len(end)}.csv",
            _table(mark, end).encode(code),
            6,
            TEXTS,
            told.get(code, ""),
        )
        for code in ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850")
        for mark in ";,\t|"
        for end in ("\r\n", "\n")
    ] + [
        IntakeFile(
            f"codering tweemaal {code}.csv",
            _table(";").encode().decode("cp1252").encode(code),
            6,
            TEXTS,
            "twice",
        )
        for code in ("utf-8", "utf-8-sig")
    ]


def _quotes() -> list[IntakeFile]:
    plain = [f"{n};ouder;{text.replace(';', ',')}" for n, text in enumerate(TEXTS, start=1)]
    cases = []
    for row in range(6):
        rows = list(plain)
        head, _mark, text = rows[row].rpartition(";")
        rows[row] = f'{head};"{text}'
        raw = "\n".join(["nr;rol;reactie", *rows]).encode()
        cases.append(IntakeFile(f"open aanhalingsteken {row}.csv", raw, 6, (), f"row {row + 2}"))
    return cases


def _lists() -> list[IntakeFile]:
    return [
        IntakeFile(
            f"lijst {name}.csv",
            "\n".join(["Reactie", *(f"{text}{tail}" for text in TEXTS[2:])]).encode(),
            4,
            tuple(f"{text}{tail}" for text in TEXTS[2:]),
        )
        for name, tail in (
            ("komma", ", en dat al jaren"),
            ("twee komma's", ", zegt men, en terecht"),
            ("puntkomma", "; en dat al jaren"),
            ("zonder", ""),
        )
    ]


def _cells() -> list[IntakeFile]:
    empty = ("NA", "NaN", "nan", "NULL", "None", "<NA>", "#N/B", "#N/A", "inf", "-", "N/A", "")
    cases = [
        IntakeFile(
            f"leeg {n}.csv",
            f"nr;reactie\n1;{TEXTS[4]}\n2;{value}\n3;{TEXTS[5]}\n".encode(),
            2,
            TEXTS[4:],
        )
        for n, value in enumerate(empty)
    ]
    cases += [
        IntakeFile(
            f"excelfout {n}.csv",
            f"nr;reactie\n1;{TEXTS[4]}\n2;{value}\n".encode(),
            1,
            TEXTS[4:5],
            value,
        )
        for n, value in enumerate(("#NAAM?", "#VERW!", "#WAARDE!", "#DEEL/0!"))
    ]
    return cases


def _platforms() -> list[IntakeFile]:
    marks = {
        "status;Survey Preview": "test entries",
        "Status;Spam": "spam",
        "state;withdrawn": "withdrawn",
        "state;rejected": "rejected",
        "moderated;-1": "rejected",
        "withdrawn_at;2025-03-18": "withdrawn",
        "hidden_at;2025-03-18": "rejected",
    }
    cases = []
    for n, (pair, said) in enumerate(marks.items()):
        column, value = pair.split(";")
        raw = f"id;{column};reactie\n1;;{TEXTS[4]}\n2;{value};proef\n".encode()
        cases.append(IntakeFile(f"platform {n}.csv", raw, 1, TEXTS[4:5], said))
    lime = f"id;submitdate;lastpage;reactie\n1;2025-03-17;2;{TEXTS[4]}\n2;;1;half antwoord\n"
    unkept = lime.replace("2025-03-17", "1980-01-01 00:00:00")
    return [
        *cases,
        IntakeFile("limesurvey.csv", lime.encode(), 1, TEXTS[4:5], "never sent in"),
        IntakeFile("limesurvey zonder tijd.csv", unkept.encode(), 1, TEXTS[4:5]),
    ]


def _others() -> list[IntakeFile]:
    wide = f"nr,rol,reactie,goed\n1,ouder,{TEXTS[4]}, en duur,fijn zo\n2,ouder,"
    wide += f"{TEXTS[5]},prima zo\n3,ouder,kort,leuk\n"
    lost = wide.replace(", en duur", ",en duur")
    columns = '[rounds.1.columns]\nopen = ["reactie", "goed"]'
    mail = "From: a@b.nl\nSubject: reactie\nDate: Mon, 17 Mar 2025 09:30:12 +0100\n\n"
    history = "Op ma 10 mrt 2025 schreef Bureau <bureau@b.nl>:\n> Wat vindt u?\n"
    outlook = "\n\nVan: Bureau\nVerzonden: maandag\nAan: ouder\n\nOns eigen verhaal.\n"
    return [
        IntakeFile(
            "komma in zin.csv", wide.encode(), 6, (f"{TEXTS[4]}, en duur",), "row 2", extra=columns
        ),
        IntakeFile("cel te veel.csv", lost.encode(), 0, fault="more cells", extra=columns),
        IntakeFile(
            "html.csv", b"reactie;nr\n<p>Meer rust en tijd</p>;1\n", 1, ("Meer rust en tijd",)
        ),
        IntakeFile(
            "likes.csv",
            f"nr;likes;reactie\n1;0;{TEXTS[4]}\n2;3;{TEXTS[5]}\n".encode(),
            2,
            tells="3 likes; these are not counted as people",
        ),
        IntakeFile("reacties.json", b'[{"text": "Meer rust"}, {"text": "Meer tijd"}]', 2),
        IntakeFile("reacties.ndjson", b'{"text": "Meer rust"}\n{"text": "Meer tijd"}\n', 2),
        IntakeFile(
            "tussen de regels.eml",
            f"{mail}Dag,\n{history}Veel te lang.\n".encode(),
            1,
            kind="letters",
        ),
        IntakeFile(
            "onder het bericht.eml",
            f"{mail}{history}\nVeel te lang.\n".encode(),
            1,
            ("Veel te lang.",),
            kind="letters",
        ),
        IntakeFile(
            "outlook.eml",
            f"{mail}De gymzaal is te klein.{outlook}".encode(),
            1,
            ("De gymzaal is te klein.",),
            kind="letters",
        ),
    ]


def _texts() -> list[IntakeFile]:
    """Entities between semicolons, American days, several roles in a cell, tables in a .txt."""
    spaced = "".join(f"{n}\touder\t{text}\n" for n, text in enumerate(TEXTS, start=1))
    american = "".join(f"{n};03/{13 + n}/2025;{TEXTS[n % 2 + 3]}\n" for n in range(1, 6))
    halves = "Rust &amp; ruimte", "Caf&eacute; voor ouders", "Het &#39;t Hof &lt;10 keer"
    return [
        IntakeFile("tabel.txt", f"Nr\tRol\tReactie\n{spaced}".encode(), 6, TEXTS),
        IntakeFile("amerikaanse dagen.csv", f"nr;datum;reactie\n{american}".encode(), 5),
        IntakeFile(
            "entiteiten.csv",
            ("nr;reactie\n" + "".join(f"{n};{one}\n" for n, one in enumerate(halves))).encode(),
            3,
            ("Rust & ruimte", "Café voor ouders", "Het 't Hof <10 keer"),
        ),
    ]


CASES = [
    *_encodings(), *_quotes(), *_lists(), *_cells(), *_platforms(), *_others(), *_texts(),
]  # fmt: skip
