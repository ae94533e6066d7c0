"""What the containers of finished films hold.

Sources: the Matroska codec registry and ISO/IEC 14496-12/-30, as far as ffmpeg writes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cp_whisperx.media.models import MediaTrack
from shared.languages import Language

Keeping = Literal["copy", "convert", "attach", "drop"]

_MP4_CODECS = frozenset({
    "h264", "hevc", "vvc", "av1", "vp9", "mpeg4", "mpeg2video", "mpeg1video", "vc1", "mjpeg", "png",
    "aac", "mp3", "mp2", "ac3", "eac3", "dts", "truehd", "alac", "flac", "opus", "vorbis",
    "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le",
})  # fmt: skip
_WEBM_CODECS = frozenset({"vp8", "vp9", "av1", "vorbis", "opus"})
_TEXT = frozenset({"subrip", "ass", "ssa", "webvtt", "mov_text", "text"})


@dataclass(frozen=True)
class Container:
    """One container.

    Attributes:
        name: As the setting and the file's suffix call it.
        muxer: As ffmpeg calls it.
        subtitle_codec: What the film's texts that it cannot hold become.
        new_codecs: What a new track's file becomes, by format.
        picture_encoder: ffmpeg options that encode a picture for it.
        picture_quality: What is added to a quality on x264's scale for that encoder's.
        hearing_flag: What marks a track for the deaf and hard of hearing, as ffmpeg calls it.
        subtitles: Codecs of subtitles that it holds as they are.
        attachments: Whether it holds fonts and other files.
        cover_as_file: Whether a cover is one of these files instead of a track.
        codecs: Codecs of picture and sound that it holds; None for practically every one.
        bibliographic: Whether its language codes are the bibliographic ones.
        options: Further ffmpeg options.
    """

    name: str
    muxer: str
    subtitle_codec: str
    subtitles: frozenset[str]
    attachments: bool
    cover_as_file: bool
    codecs: frozenset[str] | None
    bibliographic: bool
    new_codecs: Mapping[str, str]
    picture_encoder: tuple[str, ...] = ("-c:v", "libx264", "-preset", "medium")
    picture_quality: int = 0
    hearing_flag: str = "hearing_impaired"
    options: tuple[str, ...] = ()

    def language_tag(self, language: Language) -> str:
        """Returns the ISO 639-2 code that this container wants."""
        return language.iso639_2b if self.bibliographic else language.iso639_2t

    def keeping(self, track: MediaTrack) -> Keeping:
        """Tells how a track of the film gets into this container, if it does."""
        if track.kind == "subtitle":
            return self._keeping_subtitle(track)
        if track.kind == "attachment":
            return "copy" if self.attachments else "drop"
        if track.kind == "data":
            return "drop"
        if track.cover and self.cover_as_file:
            return "attach" if track.codec in COVER_TYPES else "drop"
        held = self.codecs is None or track.codec in self.codecs
        return "copy" if track.codec and held else "drop"

    def _keeping_subtitle(self, track: MediaTrack) -> Keeping:
        if track.codec in self.subtitles:
            return "copy"
        return "convert" if track.codec in _TEXT else "drop"


CONTAINERS = {
    "mkv": Container(
        name="mkv", muxer="matroska", subtitle_codec="srt",
        subtitles=frozenset({
            "subrip", "ass", "ssa", "webvtt", "hdmv_pgs_subtitle", "hdmv_text_subtitle",
            "dvd_subtitle", "dvb_subtitle",
        }),
        attachments=True, cover_as_file=True, codecs=None, bibliographic=True,
        new_codecs={"srt": "srt", "ass": "copy", "vtt": "copy"},
    ),
    "mp4": Container(
        name="mp4", muxer="mp4", subtitle_codec="mov_text",
        subtitles=frozenset({"mov_text", "dvd_subtitle"}),
        attachments=False, cover_as_file=False, codecs=_MP4_CODECS, bibliographic=False,
        new_codecs={"srt": "mov_text"},
        options=("-movflags", "+faststart", "-strict", "experimental"),
    ),
    "webm": Container(
        name="webm", muxer="webm", subtitle_codec="webvtt", subtitles=frozenset({"webvtt"}),
        attachments=False, cover_as_file=False, codecs=_WEBM_CODECS, bibliographic=True,
        # Copied: the encoder of WebVTT escapes nothing.
        new_codecs={"vtt": "copy"}, hearing_flag="captions",
        picture_encoder=("-c:v", "libvpx-vp9", "-b:v", "0", "-row-mt", "1", "-cpu-used", "3"),
        picture_quality=11,
    ),
}  # fmt: skip

# Pictures that Matroska files carry as covers: MIME type and suffix.
COVER_TYPES = {"mjpeg": ("image/jpeg", "jpg"), "png": ("image/png", "png")}
