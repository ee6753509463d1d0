"""What a person can do with a file of a kind that is not read."""

from __future__ import annotations

from pipeline.core.locale import gettext as _


def how_to_convert(suffix: str) -> str:
    """How a file of this kind becomes one that is read."""
    kinds = {
        (".doc", ".rtf", ".pages", ".wps", ".wpd"): _("open it and save it as .docx"),
        (".ppt", ".odp", ".key"): _("save it as .pptx or .pdf, or copy the text to a .docx"),
        (".msg",): _(
            "install {extra}, or open it in Outlook and save it as .eml or as text (.txt)"
        ),
        (".pst", ".emlx"): _("open it in the mail program and save it as .eml or as text (.txt)"),
        (".sav", ".zsav", ".por", ".dta"): _(
            "install {extra}, or export it from SPSS or Stata as .csv or .xlsx"
        ),
        (".numbers", ".xlsb", ".mdb", ".accdb"): _("open it and save it as .xlsx"),
        (".zip", ".7z", ".rar", ".gz", ".tar"): _("unpack it, so that its files lie here"),
        (".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff", ".gif", ".bmp", ".webp"): _(
            "type what stands in the picture into a .docx, or let text recognition (OCR) do that"
        ),
        (".mp3", ".m4a", ".wav", ".mp4", ".mov", ".ogg", ".wma", ".avi"): _(
            "have a transcript made, in Teams or Word, and save it as .vtt or .docx"
        ),
        (".html", ".htm", ".pptx"): _(
            "it reads like something that tells people, not like what people said; what they said "
            "can be copied to a .docx"
        ),
        (".lnk", ".url", ".webloc"): _("it only points at something; put that file itself here"),
        (".crdownload", ".part", ".download", ".tmp", ".partial"): _(
            "the file did not arrive whole; download it again"
        ),
        (".exe", ".msi", ".dmg", ".pkg", ".dll", ".bat", ".cmd", ".ics", ".ini"): _(
            "it holds nothing that people said"
        ),
        (".mht", ".mhtml"): _("export the answers as .csv or .xlsx, or copy the text to a .docx"),
    }
    usual = _("open it in the program it came from and save it as .docx, .xlsx, .csv or .pdf")
    how = next((how for suffixes, how in kinds.items() if suffix in suffixes), usual)
    return how.format(extra="gehoord[formats]")
