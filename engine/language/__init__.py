"""Rulesets as text: documents with positions, the schema, scoring kinds, lowering to the checked form."""

from .loading import Loaded, load, load_text

__all__ = ["Loaded", "load", "load_text"]
