"""Checks before a job begins whether the films that it is to end with can be made."""

from cp_whisperx.media.burn_in import picture_of, require_libass
from cp_whisperx.media.containers import CONTAINERS
from cp_whisperx.media.models import MediaInfo
from cp_whisperx.media.mux_plan import require_main_tracks
from shared.config import Config


def check_outputs(config: Config, info: MediaInfo) -> None:
    """Makes sure that the film's tracks fit the container, and subtitles can be burnt in.

    Args:
        config: The job's parameters; a workflow that makes no film is not checked.
        info: The film as probed.

    Raises:
        InvalidInputError: If the container cannot hold the film, or there is no picture.
        DependencyFailedError: If ffmpeg cannot draw subtitles.
    """
    if config.workflow != "subtitle":
        return
    require_main_tracks(CONTAINERS[config.mux_container], info)
    if config.burn_in:
        picture_of(info)
        require_libass(config)
