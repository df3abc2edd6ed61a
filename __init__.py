"""itrank ranks units by rules written in YAML; the Python API is `itrank.engine`."""
