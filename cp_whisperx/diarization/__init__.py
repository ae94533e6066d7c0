"""Who speaks when: diarization engines behind one protocol, and speakers for what was said."""
