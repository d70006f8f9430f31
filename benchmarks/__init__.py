"""How fast verifake is, as ratios: ``make bench``, or ``python -m benchmarks``."""
