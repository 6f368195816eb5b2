"""Claims with evidence: the data, its files, its index and the questions over it. Knows no HTTP and no GraphQL."""
