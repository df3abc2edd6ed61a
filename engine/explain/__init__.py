"""Floor 8: what a result is made of: the tree of one unit with its formulas, numbers, clauses and cells."""
