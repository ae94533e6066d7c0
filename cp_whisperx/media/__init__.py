"""Media files: probing, extracting audio, muxing subtitle tracks."""
