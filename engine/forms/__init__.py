"""Forms that units fill in Excel, what comes back of them, and what is asked of a unit once more."""
