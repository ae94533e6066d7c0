"""The stage's coverage audit: in which ways speech that was not understood is heard again."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from cp_whisperx.asr.base import UNDETERMINED
from cp_whisperx.asr.coverage import Attempt, AuditRules, audit_coverage
from cp_whisperx.asr.hearing import Hearing
from cp_whisperx.asr.voice import voiced_share
from shared.artifacts import AUDIO, VOCALS, TimeSpan, Transcript
from shared.config import Config
from shared.engine_host import open_engine
from shared.engine_models import model_named
from shared.engines import engines_for, get_engine
from shared.errors import ResourceUnavailableError
from shared.model_store import is_present
from shared.stage_utils import StageIO


def audit(
    io: StageIO, hearing: Hearing, first: Transcript, is_known_phrase: Callable[[str, str], bool]
) -> Transcript:
    """Hears again what has no words.

    Args:
        io: The stage's view of its job.
        hearing: The first hearing.
        first: What was understood.
        is_known_phrase: Whether recognisers are known to make a text of a language up.
    """
    rules = AuditRules(
        io.config.asr_uncovered_seconds,
        io.config.asr_uncovered_share,
        is_known_phrase,
        # Each way asks of the same gaps again.
        voiced_share=cache(partial(voiced_share, hearing.request.audio)),
    )
    ways = _ways(io, hearing, first.language)
    return audit_coverage(first, hearing.request.regions, ways, rules)


def _ways(io: StageIO, hearing: Hearing, language: str) -> Iterator[Attempt]:
    """Gives the ways, the most promising first; what a way needs is opened when it is its turn."""
    again = partial(hearing.hear_again, language=language)
    yield Attempt("decoded_alone", again)
    yield Attempt("decoded_carefully", partial(again, careful=True))
    for artifact in (VOCALS, AUDIO):
        if io.find(artifact) not in (hearing.request.audio, None):
            track = io.input_file(artifact)
            yield Attempt(f"heard_in_{track.stem}", partial(again, audio=track))
    for name in engines_beside(io.job.engines["asr"].name, language, io.config):
        yield Attempt(f"heard_by_{name}", partial(_by, io, name, again))


def _by(
    io: StageIO, name: str, again: Callable[..., Transcript], spans: Sequence[TimeSpan]
) -> Transcript:
    try:
        with open_engine("asr", name, io) as engine:
            return again(spans, recogniser=engine)
    except ResourceUnavailableError as error:
        # What the first engine heard must not be lost for want of a second opinion.
        io.add_warning(f"{name} could not hear again what has no words: {error.message}")
        return Transcript(language=UNDETERMINED, duration=0.0, engine=name)


def engines_beside(name: str, language: str, config: Config) -> list[str]:
    """Returns the other engines that serve a language and need nothing to be installed or fetched.

    One that takes the same model would hear the same again.

    Args:
        name: The engine that runs; its environment is the one at hand.
        language: The language spoken.
        config: Says which models are wanted, and where they lie.
    """
    running = get_engine("asr", name)
    return [
        row.name
        for row in engines_for("asr")
        if row.name != name
        and row.listens
        and row.environment == running.environment
        and row.model != running.model
        and row.serves(language)
        and (not row.model or is_present(model_named(row, config), config))
    ]
