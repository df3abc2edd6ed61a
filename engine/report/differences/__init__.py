"""Two rulesets compared, as the table that drafts of decisions carry: Word, and a web page."""
