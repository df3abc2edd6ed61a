"""The annex of a decision: its table read into a draft ruleset, a ruleset written back as a table, and both compared."""
