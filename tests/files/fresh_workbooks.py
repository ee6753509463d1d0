"""Workbooks that hold more than answers, written before anybody looked at how they are read.

Codes explained on a sheet of their own, a presentation's word clouds and scales on one sheet, flaps
typed over in a column for each table, a list with signatures, a planning beside the answers;
``cases/shapes.toml`` says what must come out.
"""

from __future__ import annotations

from pathlib import Path

from tests.files.fresh_tables import book
from tests.files.own_shapes import builds


@builds
def codes_on_a_sheet_called_otherwise(folder: Path) -> None:
    book(
        folder / "Vragenlijst zorg om elkaar 2025.xlsx",
        Ruwe_respons=(
            ("casenr", "ingevuld", "Q1", "Q2", "Q3", "Q4", "Q5"),
            (41, "2025-03-03", 3, 1, 4, "De lijnen met de huisarts zijn kort.", "999"),
            (42, "2025-03-04", 1, 2, 2, "999", "Wij staan al een half jaar op een lijst."),
            (43, "2025-03-04", 1, 8, 9, "niets", "Eén gezicht aan de keukentafel."),
            (45, "2025-03-06", 2, 1, 3, "7", "Vervanging als ik zelf ziek word."),
        ),
        Sleutel=(
            ("Uitleg bij de kolommen",),
            (),
            ("Kolom", "Omschrijving", "Waarden"),
            ("Q1", "Ik ben", "1=ouder; 2=mantelzorger; 3=hulpverlener"),
            ("Q2", "In welke wijk woont u?", "1 = Oost; 2 = West; 8 = wil ik liever niet zeggen"),
            ("Q3", "Hoe tevreden bent u? (1-5)", "9: niet ingevuld"),
            ("Q4", "Wat gaat er goed in de zorg om elkaar?", "open vraag"),
            ("Q5", "Wat hebt u nodig?", "open vraag"),
            ("Q4 t/m Q5", "", "999 = niet beantwoord"),
        ),
    )


@builds
def clouds_and_scales_on_one_sheet(folder: Path) -> None:
    book(
        folder / "presentatie-uitslag bewonersavond.xlsx",
        Uitslag=(
            ("Mentimeter",),
            ("Bewonersavond De Linde",),
            ("3 juni 2025", "9 deelnemers"),
            (),
            ("Vraag 1", "Woordenwolk"),
            ("Wat komt er in je op bij deze buurt?",),
            ("gezellig", 4),
            ("druk verkeer", 2),
            ("hondenpoep", 1),
            (),
            ("Vraag 2", "Schaal"),
            ("Hoe veilig voel je je?",),
            ("overdag op straat", 4.1),
            ("na tien uur in het park", 2.3),
            (),
            ("Vraag 3", "Open vraag"),
            ("Wat moet er gebeuren?",),
            ("Meer lantaarns langs het park",),
            ("Een bankje voor de winkel, graag snel",),
            (),
            ("Vraag 4", "Meerkeuze"),
            ("Hoe lang woon je hier?",),
            ("korter dan vijf jaar", 5),
            ("langer dan vijf jaar", 4),
        ),
    )


@builds
def flaps_with_a_column_for_each_table(folder: Path) -> None:
    book(
        folder / "opbrengst overgetikt.xlsx",
        Blad1=(
            ("Themamiddag Samen naar school, donderdag 9 oktober 2025",),
            ("Er waren 24 mensen",),
            (),
            ("Tafel 1: Vervoer", "Tafel 2: Rust in de klas", "Tafel 3: Ouders"),
            ("Busje komt elke dag te laat", "Een stilteplek op elke gang", "Eerder bellen graag"),
            ("Steeds een andere chauffeur", "Kleinere groepen in het vo", None),
            (None, "Koptelefoons zijn op", "Wij horen alles als laatste"),
        ),
    )


@builds
def a_list_with_signatures(folder: Path) -> None:
    book(
        folder / "dialoogavond.xlsx",
        Opbrengst=(
            ("Dialoogavond over de nieuwe wijkschool, 2 april 2025",),
            (),
            ("nr", "onderwerp", "wat is er gezegd", "notitie invoerder"),
            (1, "Overgang", "De brugklas weet niets van ons kind", None),
            (2, None, "Laat de juf meekomen naar de mentor", "twee keer genoemd?"),
            (3, "Gebouw", "Er is geen lift, dus mijn zoon blijft beneden", None),
            (4, None, "Het plein is een oven in juni", "navragen bij beheer"),
        ),
        Tekenlijst=(
            ("Getekend bij binnenkomst",),
            (),
            ("Naam", "Komt als", "Organisatie", "Handtekening"),
            ("A. Terpstra", "ouder", None, "get."),
            ("Bilal Uzun", "leerkracht", "De Springplank", "get."),
            ("Corrie van Dam", "ouder", None, None),
            ("Dieuwke Haan", "voorzitter", "Stichting Vier", "get."),
            ("Ed Moleman", "ib'er", "De Springplank", "get."),
            ("F. Boer", "ouder", None, "get."),
        ),
    )


@builds
def a_planning_beside_answers(folder: Path) -> None:
    book(
        folder / "Inbreng jeugdraad en ouderraad mei 2025.xlsx",
        Inbreng=(
            ("Rol", "Datum", "Reactie"),
            ("ouder", "2025-05-12", "De aanvraag kost meer avonden dan het huiswerk"),
            ("leerling", "2025-05-13", "Vraag het mij eens voordat jullie iets besluiten"),
            ("leerling", "2025-05-13", "Meer gym, minder toetsen"),
            ("ouder", "2025-05-14", "test"),
        ),
        Tijdpad=(
            ("Activiteit", "Wie", "Van", "Tot", "Opmerkingen"),
            ("Gesprekken met de jeugdraad", "Sanne", "12-5-2025", "16-5-2025", "zaal is geregeld"),
            ("Nota van antwoord schrijven", "Henk", "19-5-2025", "30-5-2025", "wachttijden apart"),
            ("Stuk naar het bestuur brengen", "Henk", "2-6-2025", "6-6-2025", "agenda is vol"),
        ),
        Verloop_avond=(
            ("19.00 uur", "inloop, koffie en thee staan klaar"),
            ("19.30 uur", "welkom door de voorzitter van de raad"),
            ("19.45 uur", "in drie groepen uiteen, elk met een flap"),
            ("21.00 uur", "afronden en naar huis"),
        ),
    )


@builds
def a_table_named_in_its_first_row_only(folder: Path) -> None:
    book(
        folder / "Tafelgesprekken 21 mei 2025.xlsx",
        Blad1=(
            ("Tafel", "Soort", "Tekst van de flap", "Stickers"),
            ("Tafel A (groen)", "wens", "Een vast gezicht voor elk gezin", 4),
            (None, "zorg", "De wachttijd loopt alleen maar op", 2),
            (),
            ("Tafel B (rood)", "wens", "Leerlingen zelf laten vertellen wat helpt", None),
            (None, "wens", "Geef de juf een uur per week om te bellen", 6),
            (None, "wens", "Minder formulieren bij een verlenging", 3),
        ),
    )


@builds
def people_counted_beside_a_table_of_groups(folder: Path) -> None:
    book(
        folder / "Opbrengst panels voorjaar 2025.xlsx",
        Opmerkingen=(
            ("panel", "overleg", "rol", "opmerking"),
            (1, "ouderpanel", "ouder", "Een vaste mentor zou al veel schelen"),
            (2, "ouderpanel", "ouder", "Wij krijgen drie brieven over hetzelfde"),
            (3, "jongerenpanel", "leerling", "Vraag ons eens wat er nodig is"),
        ),
        Aanwezigheid=(
            ("Overleg", "Datum", "Aantal", "Wie"),
            ("Ouderpanel", "4-3-2025", 7, "6 ouders, 1 leraar"),
            ("Jongerenpanel", "5-3-2025", 9, "9 leerlingen"),
        ),
    )
