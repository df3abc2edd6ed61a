"""Leave out mutants that say nothing (annotations, abstract signatures, docstrings), and draw a sample where asked."""

import ast
import os
import random
import sqlite3
import sys
from pathlib import Path


def silent_lines(path: str) -> set[int]:
    """Find the lines whose mutants cannot matter: annotations, decorators, imports and names of exceptions."""
    lines: set[int] = set()
    for node in ast.walk(ast.parse(Path(path).read_text("utf-8"))):
        if isinstance(node, ast.arg) and node.annotation:
            lines.update(range(node.annotation.lineno, node.annotation.end_lineno + 1))
        if isinstance(node, ast.FunctionDef) and node.returns:
            lines.update(range(node.returns.lineno, node.returns.end_lineno + 1))
        if isinstance(node, ast.AnnAssign):
            lines.update(range(node.annotation.lineno, node.annotation.end_lineno + 1))
        if isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in node.bases):
            lines.update(range(node.lineno, node.end_lineno + 1))
    return lines


def main(session: str, sample: int) -> None:
    with sqlite3.connect(session) as database:
        rows = database.execute(
            "select job_id, module_path, operator_name, start_pos_row from mutation_specs order by job_id"
        ).fetchall()
        silent = {path: silent_lines(path) for path in {row[1] for row in rows}}
        # `X | Y` and `-> None` of annotations are all that BitOr and decorators mean here.
        kept = [
            job
            for job, path, operator, line in sorted(rows, key=lambda row: row[1:])
            if not (line in silent[path] and ("BitOr" in operator or "NumberReplacer" in operator))
            and "RemoveDecorator" not in operator
        ]
        if sample and sample < len(kept):
            kept = random.Random(int(os.environ.get("ITRANK_MUTANT_SEED", "2021"))).sample(kept, sample)
        dropped = {row[0] for row in rows} - set(kept)
        for table in ("mutation_specs", "work_items"):
            database.executemany(f"delete from {table} where job_id = ?", [(job,) for job in dropped])
    print(f"{len(kept)} mutants, {len(dropped)} left out")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
