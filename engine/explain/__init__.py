"""What a result consists of: the tree of one unit with its formulas, numbers, clauses and cells."""
