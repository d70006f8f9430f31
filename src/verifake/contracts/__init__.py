"""The contracts: for each port a package of clauses, with its backends, deviations and words for exploration."""
