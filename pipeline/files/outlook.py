"""Messages that Outlook saved (.msg), as if they were .eml; with ``gehoord[formats]``."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _


def read(path: Path, where: str) -> EmailMessage:
    """The message with its sender, day, subject, words and attachments.

    Raises: DataProblem for a file that Outlook did not write, or that is damaged.
    """
    from oxmsg import Message

    try:
        found = Message.load(path.read_bytes())
        message = EmailMessage()
        heads = (("From", found.sender), ("Subject", found.subject))
        for name, value in heads:
            message[name] = " ".join((value or "").split())
        if found.sent_date is not None:
            message["Date"] = format_datetime(found.sent_date)
        message.set_content(found.body or "")
        if not (found.body or "").strip() and found.html_body:
            message.add_alternative(found.html_body, subtype="html")
        for one in found.attachments:
            message.add_attachment(
                one.file_bytes or b"",  # none of a message inside this one: told as not read
                maintype="application",
                subtype="octet-stream",
                filename=one.file_name or "message.msg",
            )
    except Exception as fault:  # whatever a broken part makes the library raise
        raise DataProblem(
            where=where,
            found=_("the file is damaged or is no {kind}").format(kind=".msg"),
            mend=_("open it in Outlook and save it as .eml or as text (.txt)"),
        ) from fault
    return message
