"""The contract of a result, format `itrank-result/1`: its types, their schema, its words, and how it is written and read."""
