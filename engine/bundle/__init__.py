"""A year in one file that anybody can check: its rules and data in plain form, its result, its hashes."""
