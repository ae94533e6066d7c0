"""Makes films' sound with songs in it, of which is known who sings when.

No recording of singing comes with the data folder. So singing is made from real speech: each
syllable is held on a note of a melody, its spectral envelope kept, and laid over music. What
speaks in the same scenes went through the same vocoder half of the time, so that the vocoder's
own sound tells nothing. Everything follows from seeds: the same folder gives the same sound.
"""
