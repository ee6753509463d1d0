"""The doors to heavy libraries; each is named in one file only."""
