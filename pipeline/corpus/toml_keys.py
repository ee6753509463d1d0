"""The keys that are read in corpus.toml, each with the kind of value it has."""

from pipeline.files.names import SINGLE

TOP_KEYS = {"corpus": "table", "rounds": "table", "settings": "table"}
CORPUS_KEYS = {
    "name": "text",
    "title": "text",
    "organisation": "text",
    "plan": "text",
    "plan_previous": "text",
    "language": "text",
    "codebooks": "list",
    "group_sizes": "table",
}
ROUND_KEYS = {
    "title": "text",
    "date": "date",
    "kind": "text",
    "part_of": "text",
    "file": "text",
    "files": "list",
    "letters": "list",
    "notes": "list",
    "sheet": "text",
    "sheets": "list",
    "header_row": "number",
    "header_rows": "number",
    "encoding": "text",
    "delimiter": "text",
    "role": "text",
    "area": "text",
    "columns": "table",
}
COLUMN_KEYS = dict.fromkeys((*SINGLE, "text", "question"), "text") | dict.fromkeys(
    ("open", "closed", "ignore"), "list"
)
