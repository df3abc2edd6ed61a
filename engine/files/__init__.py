"""Reads what strangers send and writes what itrank makes: bytes behind guards, tables of text, Word, JSON, whole files."""
