"""What the composition root is made of: the real things behind the ports, the loops that keep them going."""
