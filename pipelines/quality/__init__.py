"""Quality: expectation suites kept as data, run by Great Expectations against the private build, and what they found."""
