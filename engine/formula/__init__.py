"""Formulas: the allow-list, types, one interpreter, and the domains that give it a meaning."""
