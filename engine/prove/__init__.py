"""What can be known before data, or whatever the missing data turn out to be: bounds of every column."""
