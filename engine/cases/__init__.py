"""Cases of a ruleset: sums done by hand, read from where they are written and done again by the engine."""
