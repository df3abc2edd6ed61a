"""Top floor: a published result to what people read. Everything is drawn from the result contract; nothing is computed."""
