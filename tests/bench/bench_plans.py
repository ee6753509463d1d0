"""How well plans are read and compared: `python -m tests.bench.bench_plans` prints the figures.

Reads every case of tests/cases/plans as .docx and .txt, and as .odt and .pdf where LibreOffice is;
compares every pair of tests/cases/plan_diff.txt.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from pipeline.evaluation.plan import as_dict, score_trees, summed
from pipeline.plan.reading.document import read_plan_document, tree_of
from tests.office import office, saved_by_libreoffice
from tests.plan.diff.test_diff import diff_cases, found_in
from tests.plan.reading.plan_documents import build_docx, build_txt, plan_cases


def bench_plans() -> dict[str, float | int]:
    """Recall, precision and right parent per format and level; F1 of the comparison."""
    figures: dict[str, float | int] = {}
    with tempfile.TemporaryDirectory() as name:
        folder, cases = Path(name), plan_cases()
        words = [build_docx(case, folder / f"{case.name}.docx") for case in cases]
        plain = [case for case in cases if not any(line.startswith("|") for line in case.lines)]
        read = {"docx": (words, cases)}
        if office():
            read["odt"] = (saved_by_libreoffice(words, "odt", folder), cases)
            read["pdf"] = (saved_by_libreoffice(words, "pdf", folder), cases)
        read["txt"] = ([build_txt(case, folder / f"{case.name}.txt") for case in plain], plain)
        for kind, (paths, judged) in read.items():
            scores = [
                score_trees(tree_of(read_plan_document(path)), case.gold)
                for path, case in zip(paths, judged, strict=True)
            ]
            figures |= {
                f"plan_{kind}_{key}": value for key, value in as_dict(summed(scores)).items()
            }
    return figures | bench_diff()


def bench_diff() -> dict[str, float | int]:
    """F1 of relations between plan versions."""
    judged = [(found_in(case), case.gold) for case in diff_cases()]
    right = sum(len(found & gold) for found, gold in judged)
    total = sum(len(found) + len(gold) for found, gold in judged)
    return {
        "plan_diff_relations": sum(len(gold) for _found, gold in judged),
        "plan_diff_f1": round(2 * right / total, 4),
    }


if __name__ == "__main__":
    print(json.dumps(bench_plans(), indent=1))
