"""Run the command line: `itrank`, or `python -m itrank`.

Loading the commands takes a tenth of a second, in which Ctrl+C is pressed too.
"""

import sys


def main() -> None:
    """Run the command line and exit; an interrupt ends it without a traceback, from here on."""
    try:
        from itrank.cli import main as run  # noqa: PLC0415

        run()
    except KeyboardInterrupt:
        sys.exit(130)  # as `INTERRUPTED`, which may not be loaded yet


if __name__ == "__main__":
    main()
