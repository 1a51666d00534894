"""The game service: what happens around the rules. It knows no SQL, no HTTP and no Redis; see `ports.py`."""
