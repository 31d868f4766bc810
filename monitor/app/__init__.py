"""The verbs: one function each, no printing. Everything real is handed in as a `House`."""
