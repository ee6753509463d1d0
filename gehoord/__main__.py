"""``python -m gehoord``: the command, where no script stands on the path."""

from __future__ import annotations

from gehoord.rooms import command

if __name__ == "__main__":
    command().main()
