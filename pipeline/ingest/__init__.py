"""Files in, RESPONSES and a Plan out; the only places that read a user's documents."""

from pipeline.ingest.corpus import Checked, Corpus, Source, check_corpus, read_corpus
from pipeline.ingest.plan_toml import read_plan

__all__ = ["Checked", "Corpus", "Source", "check_corpus", "read_corpus", "read_plan"]
