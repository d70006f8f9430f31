"""redis-py's own tests, run on the drop-in, on fakeredis and on a real Valkey."""
