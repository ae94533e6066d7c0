"""Grouping descriptions of voices: as many speakers as the evidence bears, and no more."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from cp_whisperx.diarization import clustering
from cp_whisperx.diarization.clustering import ClusterRules, Voices, cluster_voices

RULES = ClusterRules(tight=0.25, alike=0.87, expected=0.76, trust=1.2, evidence=2.0)


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


def heard(
    vectors: NDArray[np.float32], *seconds: float, apart: Sequence[tuple[int, int]] = ()
) -> Voices:
    """Voices of so many seconds each, clear from 0.4 s."""
    lengths = np.array(seconds, dtype=np.float32)
    return Voices(vectors, lengths, lengths >= 0.4, apart=apart)


def people(*counts: int, common: float) -> NDArray[np.float32]:
    """Noisy voices of several people who have much in common, as over a telephone."""
    clean = voices(*counts, noise=0.0)
    noise = np.random.default_rng(2).standard_normal(clean.shape) / 28
    noisy = clean + common * clean.mean(axis=0) + noise
    return np.asarray(noisy / np.linalg.norm(noisy, axis=1, keepdims=True), dtype=np.float32)


def test_each_person_is_one_group() -> None:
    found = cluster_voices(heard(voices(10, 6, 8), *[1.0] * 24), RULES)
    assert [len(set(part.tolist())) for part in (found[:10], found[10:16], found[16:])] == [1] * 3
    assert len(set(found.tolist())) == 3


def test_too_little_speech_makes_no_speaker() -> None:
    found = cluster_voices(heard(voices(10, 2), *[1.0] * 10, 0.5, 0.5), RULES)
    assert set(found.tolist()) == {0}


def test_short_pieces_join_the_nearest_and_make_nobody() -> None:
    every = voices(10, 10, 1)
    found = cluster_voices(heard(every, *[1.0] * 20, 0.1), RULES)
    assert len(set(found.tolist())) == 2
    assert found[20] in (0, 1)


def test_one_sentence_alone_is_one_speaker() -> None:
    assert cluster_voices(heard(voices(1), 0.2), RULES).tolist() == [0]
    assert cluster_voices(heard(np.zeros((0, 256), np.float32)), RULES).tolist() == []


@pytest.mark.parametrize(("fewest", "most", "expected"), [(1, 2, 2), (3, 3, 3), (1, 0, 3)])
def test_known_numbers_of_speakers_are_heeded(fewest: int, most: int, expected: int) -> None:
    rules = RULES.bounded(fewest, most)
    assert rules == replace(RULES, fewest=fewest, most=most)
    found = cluster_voices(heard(voices(6, 6, 6), *[1.0] * 18), rules)
    assert len(set(found.tolist())) == expected


def test_what_is_one_voice_depends_on_the_recording() -> None:
    telephone = people(12, 12, common=1.8)
    across = telephone[:12] @ telephone[12:].T
    assert across.mean() > RULES.alike * RULES.expected
    found = cluster_voices(heard(telephone, *[1.0] * 24), RULES)
    assert len(set(found[:12].tolist())) == len(set(found[12:].tolist())) == 1
    assert found[0] != found[-1]


def test_voices_heard_at_once_are_two_people_however_alike() -> None:
    alike = people(12, 12, common=2.0)
    assert set(cluster_voices(heard(alike, *[1.0] * 24), RULES).tolist()) == {0}
    apart = [(index, index + 12) for index in range(6)]
    found = cluster_voices(heard(alike, *[1.0] * 24, apart=apart), RULES)
    assert found[:12].tolist() != found[12:].tolist()
    assert len(set(found.tolist())) == 2


def test_groups_are_found_over_the_blocks_that_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clustering, "_BLOCK", 40)
    found = cluster_voices(heard(voices(300, 200), *[1.0] * 500), RULES)
    assert len(set(found[:300].tolist())) == len(set(found[300:].tolist())) == 1
    assert found[0] != found[-1]
