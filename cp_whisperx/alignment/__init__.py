"""Word times: forced alignment and refinement, and the transcript's export."""
