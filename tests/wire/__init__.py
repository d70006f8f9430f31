"""Commands as they are sent: to an engine, and to the command layer in front of a fake."""
