"""The outputs of a result and of findings in the terminal and for programs. Nothing is computed here."""
