"""CPU seconds of `itrank check` on a ruleset of 100 leaves with tiers, tests and four groups of scoring kinds.

Run `python benchmarks/check.py`; the bar is 0.5 s in all, the start of Python included.
"""

import sys
import tempfile
from pathlib import Path

from start import cpu

LEAVES = 100
KINDS = (
    "{{ratio: [a{n}, b{n}], full_at: nguong}}",
    "{{steps: a{n}, from: {{4: 10, 3: 8, 2: 5}}, otherwise: 0}}",
    "{{formula: 'dat(a{n}, b{n}) * 10'}}",
    "{{count: a{n}, each: 2}}",
)


def ruleset(leaves: int = LEAVES) -> str:
    """Write a ruleset as a decree would have it: ten chapters, a line for each leaf, a case for each chapter."""
    lines = [
        "format: itrank-ruleset/1",
        "id: do-toc-do",
        'version: "1"',
        "title: {vi: Đo tốc độ, en: Speed}",
        "decision: {number: 1/QĐ-UBND}",
        "provenance: illustrative",
        "rounding: {leaf: 2, total: 2}",
        "parameters: {nguong: 80%}",
        'functions: {"dat(x, y)": "min(x / y, 1)"}',
        "inputs:",
    ]
    for n in range(leaves):
        lines.append(f"  a{n}: {{label: {{vi: Số đạt {n}, en: Reached {n}}}, type: count, max: b{n}}}")
        lines.append(f"  b{n}: {{label: {{vi: Tổng số {n}, en: All {n}}}, type: count, min: 1, missing: 10}}")
    lines += ["scorecards:", "  bang:", f"    max: {leaves * 10}", "    criteria:"]
    for chapter in range(leaves // 10):
        lines += [
            f"      - id: c{chapter}",
            f'        code: "{chapter + 1}"',
            f"        title: {{vi: Chương {chapter + 1}, en: Chapter {chapter + 1}}}",
            f"        clause: Phụ lục, mục {chapter + 1}",
            "        max: 100",
            "        criteria:",
        ]
        for row in range(10):
            n = chapter * 10 + row
            score = KINDS[n % len(KINDS)].format(n=n)
            title = f"{{vi: Tiêu chí {n}, en: Criterion {n}}}"
            lines.append(
                f'          - {{id: n{n}, code: "{chapter + 1}.{row + 1}", title: {title}, max: 10, score: {score}}}'
            )
    lines += [
        "    tiers:",
        "      - {id: tot, title: {vi: Tốt, en: Good}, from: 85%}",
        "      - {id: kha, title: {vi: Khá, en: Fair}, from: 65%}",
        "      - {id: yeu, title: {vi: Yếu, en: Weak}}",
        "    ranking: {lists: all}",
        "tests:",
    ]
    for chapter in range(leaves // 10):
        n = chapter * 10 + 3 - (chapter * 10) % 4
        lines.append(f"  - {{name: ca {chapter}, given: {{a{n}: 3, b{n}: 9}}, expect: {{n{n}: 6}}}}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print each command with its CPU time."""
    itrank = [sys.executable, "-m", "itrank"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rules.yaml")
        path.write_text(ruleset(), "utf-8")
        rows = [
            ("python -c pass", [sys.executable, "-c", "pass"], ""),
            ("itrank check, 100 leaves, 10 cases", [*itrank, "check", str(path)], "0.50"),
            ("itrank check --no-tests", [*itrank, "check", str(path), "--no-tests"], ""),
            ("itrank check rulesets/2022.yaml", [*itrank, "check", "2022"], ""),
            ("itrank formula '1 / 3'", [*itrank, "formula", "1 / 3"], ""),
        ]
        for name, arguments, bar in rows:
            print(f"{name:<38} {cpu(arguments):.3f} s CPU{f', bar {bar} s' if bar else ''}")


if __name__ == "__main__":
    main()
