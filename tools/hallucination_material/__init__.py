"""Material to measure hallucination removal on: lists by others, real texts, loops made of them."""
