"""Files in, RESPONSES and a Plan out; the only places that read a user's documents."""

from pipeline.corpus.corpus import check_corpus, read_corpus
from pipeline.corpus.records import Checked, Corpus, SourceFile
from pipeline.plan.reading.toml import read_plan

__all__ = ["Checked", "Corpus", "SourceFile", "check_corpus", "read_corpus", "read_plan"]
