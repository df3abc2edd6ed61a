"""Search one harness for a crash: python tests/fuzz/search.py HARNESS SECONDS [FOLDER]

FOLDER keeps what the search learns and is where the next begins. A crash is written to tests/fuzz/crashes/HARNESS/,
where plain pytest replays it; mend the cause, and keep the file.
"""

import os
import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
LONGEST = 5  # seconds for one input
MOST_MEMORY = 2048  # MB for all of them: libFuzzer counts the whole process

sys.path.insert(0, str(HERE))
with atheris.instrument_imports(include=["itrank"]):
    import harnesses


def main(name: str, seconds: str, folder: str | None = None) -> None:
    corpus = Path(folder or tempfile.mkdtemp(prefix="itrank-fuzz-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(harnesses.seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    crashes = HERE / "crashes" / name
    crashes.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}", f"-timeout={LONGEST}", f"-rss_limit_mb={MOST_MEMORY}",
        "-max_len=20000", "-seed=2021", "-print_final_stats=1", f"-artifact_prefix={crashes}{os.sep}",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], harnesses.HARNESSES[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
