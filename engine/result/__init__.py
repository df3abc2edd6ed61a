"""The contract of a result, format `itrank-result/1`: its types, their schema, and how a result is written and read."""
