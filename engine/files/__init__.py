"""What strangers send and what itrank writes: bytes behind guards, tables of text, Word, JSON, names, whole files.

It is above `model`, since what a reader refuses is a finding; and below all else: nothing here knows what a ruleset means.
"""
