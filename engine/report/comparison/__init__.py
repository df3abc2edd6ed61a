"""Two results compared: who moved, by which criteria; as a record, and from that a table, JSON, CSV and Word."""
