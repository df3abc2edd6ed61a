"""A ruleset tried with other figures before it is decided: who moves, and at which point."""
