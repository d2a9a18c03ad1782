"""Speed and correctness measured together: a corpus with known truth, and what is timed on it."""
