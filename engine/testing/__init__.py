"""What cases touch and what they would notice: coverage, mutants of rules, and cases that are proposed."""
