"""Print what survived: module, line, operator, and the change."""

import sqlite3
import sys


def main(session: str) -> None:
    with sqlite3.connect(session) as database:
        rows = database.execute(
            "select s.module_path, s.operator_name, s.start_pos_row, r.test_outcome, r.diff "
            "from mutation_specs s join work_results r on s.job_id = r.job_id order by 1, 3, 2"
        ).fetchall()
    killed = sum(row[3] != "SURVIVED" for row in rows)
    for path, operator, line, outcome, diff in rows:
        if outcome == "SURVIVED":
            changed = [text for text in diff.splitlines() if text[:1] in "+-" and text[:3] not in {"+++", "---"}]
            print(f"{path}:{line} {operator.removeprefix('core/')}")
            print("\n".join(f"    {text}" for text in changed))
    print(f"{killed} of {len(rows)} killed ({100 * killed / max(1, len(rows)):.1f} %)")


if __name__ == "__main__":
    main(sys.argv[1])
