"""How well the decision to separate tells clean speech from unclean, and why it matters."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.pocketsphinx import PocketSphinx
from cp_whisperx.media.demux import extract_audio
from cp_whisperx.separation import background
from cp_whisperx.separation.background import STRETCH_SECONDS, Stretch
from cp_whisperx.separation.decision import Verdict, judge
from cp_whisperx.separation.sound import write_vocals
from shared.artifacts import SpeechRegion, SpeechRegions
from shared.config import Config, load_config
from shared.wav import SAMPLE_RATE, read_samples

TITLE = "Separation: is the mix clean?"

Floats = NDArray[np.float32]
Decibels = float | None

RATIOS: tuple[float, ...] = (20, 15, 10, 5, 0)
# From this ratio down the vocals are wanted; from the other up they are not.
WANTED, UNWANTED = 10.0, 20.0
_ITEM_SECONDS = 36
_HINDI = "speech_hi_dev/indicw2v_train"
_ENGLISH = "speech_en/librivox_ps"
_WER_RATIOS: tuple[float, ...] = (15, 10, 5)

# What the thresholds were set on, and what they are measured on: other speakers, other music.
SPEECH = {
    "set on": {
        "Hindi radio, 12 speakers": (_HINDI, 0),
        "English book": (_ENGLISH, None),
        "English or Russian talk": ("speech_en/silero_test.wav", None),
        "Catalan dialogue": ("speech_other/softcatala/dosparlants.mp3", None),
    },
    "measured on": {
        "Hindi radio, 12 others": (_HINDI, 1),
        "seven languages": ("speech_other/lid8", None),
        "English and German": ("speech_en/fw_multilingual.mp3", None),
        "Catalan radio": ("speech_other/softcatala/gossos.mp3", None),
        "English speech of 1961": ("speech_en/jfk.flac", None),
    },
}
_INA = "music/ina/musanmix.mp3"
BACKGROUNDS: dict[str, dict[str, tuple[str, float, float]]] = {
    "set on": {"music": (_INA, 0.0, 22.4)},
    "measured on": {
        "music": ("music/test_nospeech_video.mp4", 0.0, 38.2),
        "sudden noises": (_INA, 29.5, 62.5),
    },
}
AS_THEY_ARE = (
    "diarization/sample.wav", "diarization/dev00.wav", "diarization/trn01.wav",
    "speech_en/subsai/test0.mp3", "speech_en/softcatala_englishvideo.mp4",
    "music/test_nospeech_video.mp4", "music/ina/lamartine.wav",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One item over one background at one ratio, and what was found."""

    background: str
    ratio: Decibels
    verdict: Verdict

    @property
    def wanted(self) -> bool | None:
        """Whether vocals should be separated; None where it is a matter of taste."""
        if self.ratio is None or self.ratio >= UNWANTED:
            return False
        return True if self.ratio <= WANTED else None


def judge_half(data: Path, half: str, config: Config) -> list[Case]:
    """Judges every item of a half, clean and over every background."""
    beneath = dict(_backgrounds(data, half))
    cases = []
    for place, every in SPEECH[half].values():
        speech = joined(_files(data / place, every))[: _ITEM_SECONDS * SAMPLE_RATE]
        cases.append(Case("", None, verdict_on(speech, config)))
        cases += [
            Case(name, ratio, verdict_on(mixed(speech, other, ratio), config))
            for name, other in beneath.items()
            for ratio in RATIOS
        ]
    return cases


def _backgrounds(data: Path, half: str) -> Iterator[tuple[str, Floats]]:
    for name, (place, start, end) in BACKGROUNDS[half].items():
        yield name, sound(data / place)[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
    random = np.random.default_rng(0 if half == "set on" else 1)
    white = random.standard_normal(30 * SAMPLE_RATE).astype(np.float32)
    yield "steady noise", pink(white) if half == "set on" else white


def pink(white: Floats) -> Floats:
    """Colours noise so that its power falls by 3 dB an octave, as that of wind and traffic."""
    spectrum = np.fft.rfft(white)
    coloured = np.fft.irfft(spectrum / np.sqrt(np.maximum(1, np.arange(len(spectrum)))))
    return np.asarray(coloured, dtype=np.float32)


def _files(place: Path, every: int | None) -> list[Path]:
    """A file, or those of a folder; for halves of one folder, every fourth from a first one."""
    if place.is_file():
        return [place]
    found = sorted(path for path in place.glob("*.wav") if path.stem != "chinese")
    return found if every is None else found[every::4][:12]


def sound(path: Path) -> Floats:
    """Decodes a recording as the pipeline does."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "audio.wav"
        extract_audio(load_config(), path, 0, target, lambda _share: None)
        return read_samples(target)


def joined(files: Sequence[Path]) -> Floats:
    """Joins recordings at equal level, without the digital silence at their ends."""
    parts = [_trimmed(sound(path)) for path in files]
    return np.concatenate([0.05 * part / np.sqrt(np.mean(part**2)) for part in parts])


def _trimmed(samples: Floats) -> Floats:
    heard = np.flatnonzero(np.abs(samples) > 1e-3)
    return samples[heard[0] : heard[-1] + 1]


def mixed(speech: Floats, background: Floats, ratio: float) -> Floats:
    """Lays a background under speech; the ratio counts the time in which there is any sound."""
    beneath = np.resize(background, len(speech))
    gain = np.sqrt(_active_power(speech) / _active_power(beneath) / 10 ** (ratio / 10))
    out = speech + np.float32(gain) * beneath
    return np.asarray(0.7 * out / np.abs(out).max(), dtype=np.float32)


def _active_power(samples: Floats) -> float:
    frames = samples[: len(samples) // 480 * 480].reshape(-1, 480)
    power = np.square(frames, dtype=np.float64).mean(axis=1)
    return float(power[power > 0.003 * np.percentile(power, 95)].mean())


def verdict_on(samples: Floats, config: Config) -> Verdict:
    """Judges a recording that is in memory as the stage judges a film."""
    size = round(STRETCH_SECONDS * SAMPLE_RATE)
    starts = range(0, max(1, len(samples) - size // 3), size)
    found: list[Stretch] = [
        background.measure(at / SAMPLE_RATE, samples[at : at + size]) for at in starts
    ]
    return judge(found, config)


def separated(verdict: Verdict, config: Config) -> bool:
    """Whether the stage would want the vocals."""
    return verdict.share >= config.source_separation_min_share


def measure_wer(data: Path) -> list[tuple[str, float]]:
    """Recognises clean and mixed speech; returns each condition's word error rate."""
    folder = data / _ENGLISH
    texts = {path: path.with_suffix(".txt").read_text("utf-8") for path in _files(folder, None)}
    music = sound(data / BACKGROUNDS["measured on"]["music"][0])
    random = np.random.default_rng(1)
    white = random.standard_normal(30 * SAMPLE_RATE).astype(np.float32)
    rows = [("clean", _wer(texts, None, 0.0))]
    for name, beneath in (("music", music), ("steady noise", white)):
        for ratio in _WER_RATIOS:
            rows.append((f"{name}, {ratio:g} dB below", _wer(texts, beneath, ratio)))
    return rows


def _wer(texts: dict[Path, str], beneath: Floats | None, ratio: float) -> float:
    errors = words = 0
    engine = PocketSphinx(load_config(overrides={"SOURCE_LANGUAGE": "en"}))
    for path, text in texts.items():
        speech = read_samples(path)
        heard = _recognised(engine, speech if beneath is None else mixed(speech, beneath, ratio))
        errors += Levenshtein.distance(text.lower().split(), heard.lower().split())
        words += len(text.split())
    engine.close()
    return errors / words


def _recognised(engine: PocketSphinx, samples: Floats) -> str:
    seconds = len(samples) / SAMPLE_RATE
    with tempfile.TemporaryDirectory() as folder:
        audio = Path(folder) / "audio.wav"
        write_vocals(audio, [samples], len(samples))
        regions = (SpeechRegion(start=0.0, end=seconds),)
        whole = SpeechRegions(engine="whole", duration=seconds, regions=regions)
        request = RecognitionRequest(audio=audio, regions=whole, language="en")
        transcript = engine.transcribe(request, lambda _share: None)
    return " ".join(segment.text for segment in transcript.segments)


def measure(data: Path) -> str:
    """Measures the decision and its reason and returns Markdown."""
    config = load_config()
    halves = {half: judge_half(data, half, config) for half in SPEECH}
    return "\n\n".join(
        [
            _introduction(config),
            *(_figures(half, cases, config) for half, cases in halves.items()),
            _recordings(data, config),
            _reason(data),
        ]
    )


def _introduction(config: Config) -> str:
    return (
        "Speech that counts as clean was laid over music and noise at known ratios, in items of "
        f"up to {_ITEM_SECONDS} s. A stretch of {STRETCH_SECONDS:g} s is unclean below "
        f"{config.source_separation_snr_threshold:g} dB, or below "
        f"{config.source_separation_music_threshold:g} dB where the background has tones; vocals "
        f"are wanted from {config.source_separation_min_share:.0%} of unclean stretches on. They "
        f"should be at {WANTED:g} dB and below, and should not be when clean or at "
        f"{UNWANTED:g} dB and above; what lies between counts neither way. What Demucs itself "
        "gains was not measured: its weights were not at hand, and a tiny model of its class with "
        "random weights knows no voices."
    )


def _figures(half: str, cases: Sequence[Case], config: Config) -> str:
    chosen = [(case.wanted, separated(case.verdict, config)) for case in cases]
    right = sum(wanted is True and done for wanted, done in chosen)
    false = sum(wanted is False and done for wanted, done in chosen)
    missed = sum(wanted is True and not done for wanted, done in chosen)
    items = len(SPEECH[half])
    lines = [
        f"**What the thresholds were {half}** ({items} items: {', '.join(SPEECH[half])}): "
        f"precision {right / max(1, right + false):.2f}, recall "
        f"{right / max(1, right + missed):.2f} over {right + missed} items that want vocals and "
        f"{sum(wanted is False for wanted, _ in chosen)} that do not.",
        "",
        "| background | " + " | ".join(f"{ratio:g} dB" for ratio in RATIOS) + " |",
        "| --- |" + " --- |" * len(RATIOS),
    ]
    clean = [case for case in cases if case.ratio is None]
    for name in dict.fromkeys(case.background for case in cases if case.background):
        cells = [_cell([c for c in cases if (c.background, c.ratio) == (name, ratio)], config)
                 for ratio in RATIOS]  # fmt: skip
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += ["", f"Clean: {_cell(clean, config)}. Each cell: items separated of all, and the "
              "share of their stretches that counted as unclean."]  # fmt: skip
    return "\n".join(lines)


def _cell(cases: Sequence[Case], config: Config) -> str:
    done = sum(separated(case.verdict, config) for case in cases)
    share = float(np.mean([case.verdict.share for case in cases]))
    return f"{done} of {len(cases)}, {share:.0%}"


def _recordings(data: Path, config: Config) -> str:
    lines = [
        "Recordings as they are, of which nobody wrote down how clean they are:",
        "",
        "| recording | speech above the background | music in | separated |",
        "| --- | --- | --- | --- |",
    ]
    for place in AS_THEY_ARE:
        verdict = verdict_on(sound(data / place), config)
        word = "yes" if separated(verdict, config) else "no"
        lines.append(f"| {place} | {verdict.snr_db} dB | {verdict.music_share:.0%} | {word} |")
    return "\n".join(lines)


def _reason(data: Path) -> str:
    lines = [
        "Why it matters: words that pocketsphinx gets wrong in the English book (5 recordings, "
        "25 s); a larger model is surer in noise, but none was at hand to measure.",
        "",
        "| sound | word error rate |",
        "| --- | --- |",
    ]
    lines += [f"| {name} | {rate:.2f} |" for name, rate in measure_wer(data)]
    return "\n".join(lines)
