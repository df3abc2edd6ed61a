"""Run the command line: `python -m itrank`."""

from itrank.cli import main

if __name__ == "__main__":
    main()
