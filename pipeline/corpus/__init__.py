"""Files in, RESPONSES and a Plan out; the only places that read a user's documents."""

from pipeline.corpus.corpus import Checked, Corpus, Source, check_corpus, read_corpus
from pipeline.plan.reading.toml import read_plan

__all__ = ["Checked", "Corpus", "Source", "check_corpus", "read_corpus", "read_plan"]
