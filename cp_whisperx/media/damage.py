"""Judges whether all of a film's audio was decoded.

ffmpeg ends without an error on truncated and overwritten films. So the decoded samples are
counted and compared with what the headers promise and, where those disagree, with where the
packets lie. Audio that is shorter than the film is no damage as long as some track reaches the
film's end and all of the audio's packets could be decoded.
"""

from dataclasses import dataclass

from cp_whisperx.media.probe import scan
from cp_whisperx.media.source import AudioSource

# Codec delay and the rounding of containers explain less than this.
ROUNDING_SECONDS = 0.1
# Less than this is never worth failing for, however short the clip.
_NEGLIGIBLE_SECONDS = 0.25


@dataclass(frozen=True)
class Damage:
    """What is missing, in a sentence, and whether it is more than the tolerance allows."""

    text: str = ""
    severe: bool = False


def find_damage(source: AudioSource, decoded: float, tolerance: float, timeout: float) -> Damage:
    """Tells what of the wanted audio is missing.

    Args:
        source: The track and stretch.
        decoded: Seconds that were decoded, gaps not counted.
        tolerance: Share of the audio that may be missing.
        timeout: Seconds that reading the packets may take.

    Raises:
        InvalidInputError: If the packets cannot be read in time.
    """
    info = source.info
    declared = info.declared_duration
    if declared is not None and declared > 2 * info.duration:
        # A header that claims far more than there is may be the sign of a cut file.
        return Damage(f"of {declared:.1f} s declared it holds {info.duration:.1f} s.", severe=True)
    if declared is not None and source.expected - decoded <= ROUNDING_SECONDS:
        return Damage()
    held, reach = _packets(source, timeout)
    promised = min(source.window.end, declared or reach)
    missing, cut = max(0.0, held - decoded), max(0.0, promised - reach)
    severe = missing + cut > max(_NEGLIGIBLE_SECONDS, tolerance * (held + cut))
    if missing > ROUNDING_SECONDS:
        return Damage(f"of {held:.1f} s of audio only {decoded:.1f} s could be decoded.", severe)
    if cut > ROUNDING_SECONDS:
        return Damage(f"it ends {cut:.1f} s before its declared end.", severe)
    return Damage()


def _packets(source: AudioSource, timeout: float) -> tuple[float, float]:
    """Returns the wanted seconds that the track's packets span, and where the last track ends."""
    spans = {span.index: span for span in scan(source.media, timeout)}
    origin = source.info.start_time
    reach = max((span.last - origin for span in spans.values()), default=0.0)
    span = spans.get(source.track.index)
    if span is None:
        return 0.0, reach
    return source.window.overlap(span.first - origin, span.last - origin), reach
