"""The frozen nouns of itrank, and findings with their table of codes."""
