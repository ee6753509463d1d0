"""``python -m gehoord``: the command, where no script stands on the path."""

from __future__ import annotations

from cli import main

if __name__ == "__main__":
    main()
