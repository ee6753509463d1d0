"""Messages that Outlook saved (.msg), as if they were .eml; with ``gehoord[formats]``."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from pipeline.core.locale import gettext as _
from pipeline.files.guard import damaged
from pipeline.files.rtf import of_outlook

_RTF = 0x1009  # the property of a message that holds its body as compressed RTF


def read(path: Path, where: str) -> EmailMessage:
    """The message with its sender, day, subject, words and attachments.

    Raises: DataProblem for a file that Outlook did not write, or that is damaged.
    """
    from oxmsg import Message

    try:
        saved = Message.load(path.read_bytes())
        message = EmailMessage()
        for name, value in (("From", saved.sender), ("Subject", saved.subject)):
            message[name] = " ".join((value or "").split())
        if saved.sent_date is not None:
            message["Date"] = format_datetime(saved.sent_date)
        text, page = saved.body or "", saved.html_body or ""
        if not text.strip() and not page:  # all it holds is the form that Outlook itself writes
            text = of_outlook(saved.properties.binary_prop_value(_RTF) or b"")
        message.set_content(text)
        if not text.strip() and page:
            message.add_alternative(page, subtype="html")
        for attached in saved.attachments:
            message.add_attachment(
                attached.file_bytes or b"",  # none of a message inside this one: told as not read
                maintype="application",
                subtype="octet-stream",
                filename=attached.file_name or "message.msg",
            )
    except Exception as fault:  # whatever a broken part makes the library raise
        mend = _("open it in Outlook and save it as .eml or as text (.txt)")
        raise damaged(where, ".msg", mend) from fault
    return message
