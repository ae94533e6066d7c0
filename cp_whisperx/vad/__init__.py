"""Voice activity detection engines behind one protocol."""
