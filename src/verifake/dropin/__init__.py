"""The vendors' own clients, answered in process: named by vendor client."""
