"""The making of the two sample films that the project ships as stand-ins.

Everything in them is the project's own: the words and their translations (`scripts/*.json`), the
tune, the pictures. The voices are espeak-ng's and flite's, so each word's time is known from the
synthesis and needs no labelling by hand.
"""
