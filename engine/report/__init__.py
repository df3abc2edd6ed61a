"""A published result to what people read. Everything is drawn from the contract of a result; nothing is computed."""
