"""Hears a film with one engine: the whole of it, then spans of it again in other ways."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from cp_whisperx.asr.base import Recogniser, RecognitionRequest
from shared.artifacts import SpeechRegion, SpeechRegions, TimeSpan, Transcript

# Share of the progress that a hearing takes of what is left: nobody knows how many will come.
_SHARE = 0.8


class Hearing:
    """What an engine was asked to hear, so that parts of it can be asked for again.

    Args:
        recogniser: The engine.
        request: The whole of it.
        report: Takes the share done, 0 to 1; it never goes back.
    """

    def __init__(
        self, recogniser: Recogniser, request: RecognitionRequest, report: Callable[[float], None]
    ) -> None:
        self._recogniser = recogniser
        self._report = report
        self._done = 0.0
        self.request = request

    def hear(self) -> Transcript:
        """Hears the whole."""
        return self._heard(self.request)

    def hear_carefully(self) -> Transcript:
        """Hears the whole in the slower way, without hotwords, which can lead astray."""
        return self._heard(replace(self.request, hotwords=(), careful=True))

    def hear_again(
        self,
        spans: Iterable[TimeSpan],
        *,
        careful: bool = False,
        script: str | None = None,
        audio: Path | None = None,
        language: str | None = None,
        recogniser: Recogniser | None = None,
    ) -> Transcript:
        """Hears spans again, each alone and without hotwords.

        Args:
            spans: What to hear; speech outside them is not told.
            careful: Whether to take the slower way.
            script: ISO 15924 code of the script to pin, such as `Deva`.
            audio: Another track of the same length, such as the separated vocals.
            language: Language to pin, in place of the request's.
            recogniser: Another engine.

        Returns:
            Segments with times from the start of the audio.
        """
        regions = tuple(SpeechRegion(start=span.start, end=span.end) for span in spans)
        request = replace(
            self.request,
            audio=audio or self.request.audio,
            regions=SpeechRegions(
                engine="again", duration=self.request.regions.duration, regions=regions
            ),
            language=language or self.request.language,
            hotwords=(),
            careful=careful,
            script=script or self.request.script,
            alone=True,
        )
        return self._heard(request, recogniser)

    def _heard(
        self, request: RecognitionRequest, recogniser: Recogniser | None = None
    ) -> Transcript:
        begun, self._done = self._done, self._done + (1.0 - self._done) * _SHARE
        width = self._done - begun
        engine = recogniser or self._recogniser
        return engine.transcribe(request, lambda share: self._report(begun + width * share))
