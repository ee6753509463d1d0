"""Mail, scans, forms, records of platforms and plans, as other offices have them."""

from __future__ import annotations

import json
import mailbox
import textwrap
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from docx import Document

from tests.files.make_files import outlook_message, slides
from tests.files.nasty import assembled, pdf_bytes
from tests.files.officers_notes import BANK, drops
from tests.files.own_shapes import PLAN


def _mail(who: str, subject: str, body: str, *, html: bool = False) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = who, "plan@swv.example", subject
    message["Date"] = "Mon, 17 Mar 2025 09:30:12 +0100"
    message.set_content(body, subtype="html" if html else "plain")
    return message


@drops
def folder_of_mails(folder: Path) -> None:
    footer = (
        "\n\nMet vriendelijke groet,\n\nKarin Bosman\nLeerkracht groep 5\nT 06 12345678\n\n"
        "De informatie in dit e-mailbericht is vertrouwelijk en uitsluitend bestemd voor de "
        "geadresseerde. Indien u dit bericht ten onrechte ontvangt, verzoeken wij u het te "
        "vernietigen.\n"
    )
    mails = (
        _mail("Karin <k@a.example>", "Inspraak", f"Beste mensen,\n\n{BANK[3]}.{footer}"),
        _mail("Petra <p@b.example>", "RE: Inspraak",
              f"<html><body><p>Hallo,</p><p>{BANK[1]}.</p><p>Groetjes, Petra</p>"
              "<p>Verzonden vanaf mijn iPhone</p></body></html>", html=True),
        _mail("Jan <j@c.example>", "Automatisch antwoord: Inspraak",
              "Ik ben afwezig tot en met 24 maart. Uw bericht wordt niet gelezen."),
    )  # fmt: skip
    mails[2]["Auto-Submitted"] = "auto-replied"
    (folder / "mails").mkdir()
    for number, message in enumerate(mails, start=1):
        (folder / "mails" / f"{message['Subject'].replace(':', '')} {number}.eml").write_bytes(
            message.as_bytes()
        )


@drops
def mailbox_with_a_thread(folder: Path) -> None:
    box = mailbox.mbox(folder / "Inbox.mbox")
    box.add(_mail("Karin <k@a.example>", "Uw plan", f"Geachte heer, mevrouw,\n\n{BANK[7]}.\n"))
    box.add(_mail("Karin <k@a.example>", "Re: Uw plan",
                  f"{BANK[10]}.\n\nOn Tue, 18 Mar 2025 at 09:00, Bureau <b@swv.example> wrote:\n"
                  "> Dank voor uw reactie. Kunt u toelichten?\n"))  # fmt: skip
    box.flush()


@drops
def message_with_rtf_alone(folder: Path) -> None:
    rtf = (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Calibri;}}{\\colortbl;\\red0\\green0"
        f"\\blue0;}}\\pard\\f0 Beste mensen,\\par\\par {BANK[2]}.\\par "
        "Dat is al jaren zo, co\\'f6rdinatie of niet.\\par Groet, Petra\\par}"
    ).encode("latin-1")
    head = b"".join(
        n.to_bytes(4, "little") for n in (len(rtf) + 12, len(rtf), 0x414C454D, 0)
    )  # kept as it is: "MELA"
    sent = datetime(2025, 3, 17, 9, 30, tzinfo=UTC)
    raw = outlook_message("Reactie", "petra@b.example", sent, "", rtf=head + rtf)
    (folder / "Reactie Petra.msg").write_bytes(raw)


@drops
def scan_without_text(folder: Path) -> None:
    (folder / "Scan_20250317.pdf").write_bytes(pdf_bytes([]))
    (folder / "reacties.csv").write_text(
        f"Rol;Reactie\nouder;{BANK[1]}\nouder;{BANK[2]}\n", "utf-8"
    )


@drops
def scan_with_recognised_text(folder: Path) -> None:
    lines = ["Verslag gesprek ouders 17 maart 2025", "Aanwezig: 6 ouders", ""]
    lines += [f"- {text}" for text in BANK[6:9]]
    shown = "\n".join(
        f"BT /F1 11 Tf 3 Tr 1 0 0 1 60 {760 - 18 * n} Tm ({line}) Tj ET"
        for n, line in enumerate(lines)
    )  # Tr 3: text that is there to be found, and not drawn
    page = f"q 595 0 0 842 0 0 cm /Im1 Do Q\n{shown}"
    objects = [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Length 1 >>\nstream\n\xf0\nendstream",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream".encode(),
        b"<< /Type /Page /Parent 5 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources "
        b"<< /Font << /F1 1 0 R >> /XObject << /Im1 2 0 R >> >> >>",
        b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        b"<< /Type /Catalog /Pages 5 0 R >>",
    ]
    (folder / "gesprek (gescand).pdf").write_bytes(assembled(objects, 6))


@drops
def form_filled_in(folder: Path) -> None:
    """A form: what is asked is printed, what somebody filled in stands in its fields."""
    asked = (("rol", "Wat is uw rol?", "ouder"), ("beter", "Wat kan er beter?", BANK[1]),
             ("goed", "Wat gaat er goed?", BANK[6]))  # fmt: skip
    page = "\n".join(
        f"BT /F1 11 Tf 1 0 0 1 60 {760 - 60 * n} Tm ({question}) Tj ET"
        for n, (_name, question, _text) in enumerate(asked)
    )
    fields = [
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T ({name}) /TU ({question}) /V ({text}) "
        f"/P 6 0 R /Rect [60 {720 - 60 * n} 500 {750 - 60 * n}] /DA (/F1 11 Tf) >>".encode()
        for n, (name, question, text) in enumerate(asked)
    ]
    objects = [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *fields,
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream".encode("latin-1"),
        b"<< /Type /Page /Parent 7 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Annots [2 0 R 3 0 R 4 0 R] /Resources << /Font << /F1 1 0 R >> >> >>",
        b"<< /Type /Pages /Count 1 /Kids [6 0 R] >>",
        b"<< /Type /Catalog /Pages 7 0 R /AcroForm << /Fields [2 0 R 3 0 R 4 0 R] >> >>",
    ]
    (folder / "Reactieformulier 2 april 2025.pdf").write_bytes(assembled(objects, 8))


def _json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


@drops
def records_of_decidim(folder: Path) -> None:
    def proposal(number: int, text: str, state: str, topic: str) -> dict[str, object]:
        return {
            "id": number, "author": {"id": 9, "name": "Karin Bosman"},
            "category": {"id": 3, "name": {"nl": topic}}, "scope": {"id": None, "name": None},
            "participatory_space": {"id": 1, "url": "https://praat.example/processes/plan"},
            "component": {"id": 7}, "title": {"nl": "Voorstel"}, "body": {"nl": f"<p>{text}</p>"},
            "address": None, "latitude": None, "longitude": None, "state": state,
            "reference": f"ex-PROP-2025-03-{number}", "answer": {"nl": None}, "votes": 3,
            "endorsements": {"total_count": 2, "user_endorsements": ["Petra"]},
            "comments": 1, "attachments": 0, "followers": 2,
            "published_at": "2025-03-17T09:30:12.000+01:00", "meeting_urls": [],
            "related_proposals": [], "is_amend": False, "url": f"https://praat.example/f/7/{number}",
        }  # fmt: skip

    _json(folder / "plan--proposals.json", [
        proposal(101, BANK[1], "accepted", "Wachttijden"),
        proposal(102, BANK[7], "not_answered", "Vervoer"),
        proposal(103, "Koop hier goedkope zonnebrillen", "withdrawn", "Vervoer"),
    ])  # fmt: skip
    _json(folder / "plan--proposal_comments.json", [
        {"id": 5, "created_at": "2025-03-18T10:00:00.000+01:00", "body": BANK[9], "locale": "nl",
         "author": {"id": 11, "name": "Jan"}, "alignment": 1, "depth": 0,
         "user_group": {"id": None, "name": None}, "commentable_id": 101,
         "commentable_type": "Decidim::Proposals::Proposal",
         "root_commentable_url": "https://praat.example/f/7/101"},
    ])  # fmt: skip


@drops
def records_of_consul(folder: Path) -> None:
    """What its GraphQL interface answers: lists in edges and nodes, comments below a proposal."""

    def node(number: int, text: str, comments: Sequence[str]) -> dict[str, object]:
        return {"node": {
            "id": str(number), "title": "Voorstel", "description": f"<p>{text}</p>",
            "public_created_at": "2025-03-17", "cached_votes_up": 4,
            "comments": {"edges": [{"node": {"id": str(900 + n), "body": comment,
                                             "public_created_at": "2025-03-18"}}
                                   for n, comment in enumerate(comments)]},
        }}  # fmt: skip

    _json(folder / "consul.json", {"data": {"proposals": {"edges": [
        node(1, BANK[1], BANK[9:11]), node(2, BANK[7], []),
    ]}}})  # fmt: skip


@drops
def records_of_go_vocal(folder: Path) -> None:
    _json(folder / "ideas.json", {"data": [
        {"id": f"a-{n}", "type": "idea", "attributes": {
            "title_multiloc": {"nl-NL": "Idee"}, "body_multiloc": {"nl-NL": f"<p>{text}</p>"},
            "slug": f"idee-{n}", "likes_count": n, "dislikes_count": 0, "comments_count": 0,
            "published_at": f"2025-03-1{n}T09:30:12.000Z", "publication_status": "published"},
         "relationships": {"topics": {"data": [{"id": "t1", "type": "topic"}]},
                           "author": {"data": {"id": f"u{n}", "type": "user"}}}}
        for n, text in ((1, BANK[1]), (2, BANK[7]))
    ], "links": {"self": "https://denkmee.example/v1/ideas?page=1", "next": None}})  # fmt: skip


@drops
def records_of_polis(folder: Path) -> None:
    _json(folder / "comments.json", [
        {"txt": text, "tid": n, "created": "1742200000000", "quote_src_url": None, "is_seed": False,
         "is_meta": False, "lang": "nl", "pid": n, "mod": mod, "velocity": 1, "active": True,
         "agree_count": 4, "disagree_count": 1, "pass_count": 0, "count": 5,
         "conversation_id": "2abc"}
        for n, (text, mod) in enumerate(((BANK[1], 1), (BANK[7], 0), ("aaaa bbbb cccc", -1)))
    ])  # fmt: skip


@drops
def survey_of_limesurvey_for_reading_back(folder: Path) -> None:
    rows = [
        ("Antwoord ID", "Datum ingestuurd", "Uw rol", "Wat kan beter?", "Wat gaat goed?"),
        ("id", "submitdate", "G01Q01", "G01Q02", "G01Q03"),
        ("4", "2025-03-17 09:14:22", "ouder", f"{BANK[1]}{{newline}}{BANK[2]}",
         "{question_not_shown}"),
        ("5", "{question_not_shown}", "ouder", BANK[9], ""),
        ("6", "2025-03-18 09:14:22", "leerkracht", BANK[3], BANK[11]),
    ]  # fmt: skip
    (folder / "vvexport_418223.csv").write_text(
        "\r\n".join("\t".join(row) for row in rows), encoding="utf-8-sig"
    )


# -- a second dozen, after the first forty-eight were mended -------------------------------------


@drops
def services_as_subjects(folder: Path) -> None:
    document = Document()
    document.add_heading("Verslag dialoogavond 10 juni 2025", 0)
    document.add_paragraph("Aantal aanwezigen: 13")
    for topic, texts in (("Vervoer", BANK[7:9]), ("Jeugdhulp", BANK[4:6])):
        document.add_heading(topic, 1)
        for text in texts:
            document.add_paragraph(text, style="List Number")
    document.add_heading("Gemeente", 1)  # nobody said anything below it
    document.save(str(folder / "Dialoogavond.docx"))


@drops
def speakers_by_number(folder: Path) -> None:
    document = Document()
    document.add_heading("Groepsgesprek ouders 8 mei 2025", 0)
    for who, text in ((1, BANK[1]), (2, BANK[2]), (1, BANK[7]), (2, BANK[8])):
        document.add_paragraph(f"Ouder {who}: {text}.")
    document.save(str(folder / "Groepsgesprek.docx"))


@drops
def a_log_of_visits(folder: Path) -> None:
    rows = ["Datum;School;Met wie;Gespreksverslag"]
    rows += [f"03-03-2025;De Linde;ouder;{BANK[1]}. {BANK[2]}."]
    rows += [f"10-03-2025;De Eik;leerkracht;{BANK[3]}.", f"10-03-2025;De Es;ouder;{BANK[7]}."]
    (folder / "logboek gesprekken.csv").write_text("\n".join(rows), "utf-8")


@drops
def advice_of_a_council(folder: Path) -> None:
    document = Document()
    lines = ["Ondersteuningsplanraad", "Postbus 12", "Rietkerk, 15 april 2025"]
    lines += ["Betreft: advies op het concept", "Geacht bestuur,"]
    lines += [f"{text}." for text in (BANK[2], BANK[10], BANK[8])]
    lines += [
        "Met vriendelijke groet,",
        "namens de ondersteuningsplanraad",
        "K. Bosman, voorzitter",
    ]
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / "Advies OPR.docx"))


@drops
def word_forms_filled_in(folder: Path) -> None:
    for number, (good, better) in enumerate(((BANK[6], BANK[1]), (BANK[11], BANK[3])), start=1):
        document = Document()
        document.add_heading("Reactieformulier ondersteuningsplan", 0)
        document.add_paragraph("Naam: .....")
        document.add_paragraph("Rol: ouder")
        for question, text in (("1. Wat gaat goed?", good), ("2. Wat kan beter?", better)):
            document.add_heading(question, 2)
            document.add_paragraph(text)
        document.save(str(folder / f"Reactieformulier {number}.docx"))


# -- plans ---------------------------------------------------------------------------------------


def _beside(folder: Path) -> None:
    (folder / "reacties.csv").write_text(
        f"Rol;Reactie\nouder;{BANK[1]}\nouder;{BANK[2]}\n", "utf-8"
    )


@drops
def plan_in_powerpoint(folder: Path) -> None:
    slides(
        folder / "Ondersteuningsplan 2025-2029.pptx",
        ("Ondersteuningsplan 2025-2029", ()),
        *(
            slide
            for number, (pillar, goals) in enumerate(PLAN, start=1)
            for slide in (
                (f"Speerpunt {number}: {pillar}", ()),
                *(
                    (f"Doel {number}.{at} {goal}", tuple((text, 0) for text in actions))
                    for at, (goal, actions) in enumerate(goals, start=1)
                ),
            )
        ),
    )
    _beside(folder)


@drops
def plan_as_a_web_page(folder: Path) -> None:
    body = "<h1>Ondersteuningsplan 2025-2029</h1><nav><ul><li>Home</li><li>Contact</li></ul></nav>"
    for pillar, goals in PLAN:
        body += f"<h2>{pillar}</h2>"
        for goal, actions in goals:
            body += f"<h3>{goal}</h3><ul>{''.join(f'<li>{text}</li>' for text in actions)}</ul>"
    page = (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Plan</title><style>p{color:red}"
        f"</style></head><body><script>var a = 1;</script>{body}<footer>Contact</footer>"
        "</body></html>"
    )
    (folder / "Ondersteuningsplan.html").write_text(page, encoding="utf-8")
    _beside(folder)


def _worded(path: Path, title: str, plan: Sequence[tuple[str, Sequence[tuple[str, Sequence[str]]]]],
            head: Callable[[int, int], str]) -> None:  # fmt: skip
    document = Document()
    document.add_paragraph(title, style="Title")
    for number, (pillar, goals) in enumerate(plan, start=1):
        document.add_heading(f"{head(number, 0)}{pillar}", 1)
        for at, (goal, actions) in enumerate(goals, start=1):
            document.add_heading(f"{head(number, at)}{goal}", 2)
            for text in actions:
                document.add_paragraph(text, style="List Bullet")
    document.save(str(path))


@drops
def plan_with_the_one_before_it(folder: Path) -> None:
    for years, plan in (("2021-2025", PLAN[:1]), ("2025-2029", PLAN)):
        _worded(
            folder / f"Ondersteuningsplan {years}.docx", f"Ondersteuningsplan {years}", plan,
            lambda i, j: f"Doel {i}.{j}: " if j else f"Speerpunt {i}: ",
        )  # fmt: skip
    _beside(folder)


@drops
def plan_in_two_columns_of_a_pdf(folder: Path) -> None:
    def column(number: int) -> list[str]:
        pillar, goals = PLAN[number]
        lines = [f"Speerpunt {number + 1}: {pillar}", ""]
        for at, (goal, actions) in enumerate(goals, start=1):
            lines += [f"Doel {number + 1}.{at}: {goal}"]
            lines += [f"Dit hebben wij vaak gehoord, en wij zien het zelf ook. {BANK[at]}.", ""]
            lines += ["Wat gaan we doen", ""]
            lines += [f"- {text}" for text in actions]
            lines.append("")
        return [part for line in lines for part in textwrap.wrap(line, 44) or [""]]

    raw = pdf_bytes(column(0), right=column(1), running="Ondersteuningsplan 2025-2029")
    (folder / "Ondersteuningsplan 2025-2029.pdf").write_bytes(raw)
    _beside(folder)
