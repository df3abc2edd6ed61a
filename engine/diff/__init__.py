"""Two rulesets compared by meaning: what changed, in words, with proof or a unit that shows it."""
