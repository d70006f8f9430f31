"""What is useful and built once on port operations: the same code on the fake and on the engine.

A recipe is given a port object and knows nothing of what stands behind it. It has no clock of its own: time is the
engine's. See docs/recipes.md.
"""
