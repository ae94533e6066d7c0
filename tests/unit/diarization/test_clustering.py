"""Grouping descriptions of voices: as many speakers as the evidence bears, and no more."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from cp_whisperx.diarization import clustering
from cp_whisperx.diarization.clustering import ClusterRules, cluster_voices

RULES = ClusterRules(threshold=0.37, reliable=0.4, evidence=2.0)


def voices(*counts: int, noise: float = 0.3, seed: int = 1) -> NDArray[np.float32]:
    """Descriptions of several people, those of one person after those of another."""
    random = np.random.default_rng(seed)
    rows = []
    for person, count in enumerate(counts):
        centre = np.zeros(256)
        centre[person * 20 : person * 20 + 20] = 1.0
        rows.append(np.abs(centre + noise * random.standard_normal((count, 256)) / 4))
    stacked = np.concatenate(rows)
    return np.asarray(stacked / np.linalg.norm(stacked, axis=1, keepdims=True), dtype=np.float32)


def lengths(*seconds: float) -> NDArray[np.float32]:
    return np.array(seconds, dtype=np.float32)


def test_each_person_is_one_group() -> None:
    found = cluster_voices(voices(10, 6, 8), lengths(*[1.0] * 24), RULES)
    assert [len(set(part.tolist())) for part in (found[:10], found[10:16], found[16:])] == [1] * 3
    assert len(set(found.tolist())) == 3


def test_too_little_speech_makes_no_speaker() -> None:
    found = cluster_voices(voices(10, 2), lengths(*[1.0] * 10, 0.5, 0.5), RULES)
    assert set(found.tolist()) == {0}


def test_short_pieces_join_the_nearest_and_make_nobody() -> None:
    every = voices(10, 10, 1)
    found = cluster_voices(every, lengths(*[1.0] * 20, 0.1), RULES)
    assert len(set(found.tolist())) == 2
    assert found[20] in (0, 1)


def test_one_sentence_alone_is_one_speaker() -> None:
    assert cluster_voices(voices(1), lengths(0.2), RULES).tolist() == [0]
    assert cluster_voices(np.zeros((0, 256), np.float32), lengths(), RULES).tolist() == []


@pytest.mark.parametrize(("fewest", "most", "expected"), [(1, 2, 2), (3, 3, 3), (1, 0, 3)])
def test_known_numbers_of_speakers_are_heeded(fewest: int, most: int, expected: int) -> None:
    rules = RULES.bounded(fewest, most)
    assert rules == replace(RULES, fewest=fewest, most=most)
    found = cluster_voices(voices(6, 6, 6), lengths(*[1.0] * 18), rules)
    assert len(set(found.tolist())) == expected


def test_a_film_has_more_voices_than_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "_MOST_COMPARED", 40)
    found = cluster_voices(voices(300, 200), lengths(*[1.0] * 500), RULES)
    assert len(set(found[:300].tolist())) == len(set(found[300:].tolist())) == 1
    assert found[0] != found[-1]
