from cp_whisperx.subtitles.variants import FinishedTrack, Material, make_track
from shared.artifacts import (
    Segment,
    SegmentKind,
    SongPassage,
    Transcript,
    TranslatedSegment,
    TranslatedTranscript,
)
from shared.config import load_config
from shared.subtitle_plan import PlannedTrack

# Id, start, text, English, speaker, kind, language.
ROWS: list[tuple[int, float, str, str, str, SegmentKind, str]] = [
    (1, 1.0, "तुम कहाँ थे?", "Where were you?", "Aditi", "speech", "hi"),
    (2, 4.0, "मैं दिल्ली में था।", "I was in Delhi.", "Jai", "speech", "hi"),
    (3, 8.0, "तुम ही हो", "It is only you", "Singer", "song", "hi"),
    (4, 12.0, "Nous partons ce soir.", "We leave tonight.", "Jai", "speech", "fr"),
    (5, 16.0, "Good evening, sir.", "Good evening, sir.", "Aditi", "speech", "en"),
]


def material(*, translated_own: bool = False) -> Material:
    segments = tuple(
        Segment(id=n, start=at, end=at + 2, text=text, speaker=who, kind=kind, language=code)
        for n, at, text, _, who, kind, code in ROWS
    )
    transcript = Transcript(
        language="hi", duration=60, engine="t", segments=segments,
        songs=(SongPassage(start=7.5, end=10.5), SongPassage(start=30, end=40)),
    )  # fmt: skip
    translations = {"en": translated("en", {row[0]: row[3] for row in ROWS})}
    if translated_own:
        translations["hi"] = translated("hi", {4: "हम आज रात जाते हैं।", 5: "शुभ संध्या।"})
    return Material(transcript, translations, offset=0.5, film_end=60.5)


def translated(language: str, texts: dict[int, str]) -> TranslatedTranscript:
    rows = tuple(
        TranslatedSegment(id=n, start=at, end=at + 2, text=texts[n], source_text=text, engine="t",
                          speaker=who, kind=kind)
        for n, at, text, _, who, kind, _ in ROWS
        if n in texts
    )  # fmt: skip
    return TranslatedTranscript(language=language, source_language="hi", segments=rows)


def made(plan: PlannedTrack, of: Material | None = None, **settings: str) -> FinishedTrack:
    return make_track(plan, of or material(), load_config(overrides=settings))


def shown(track: FinishedTrack) -> list[str]:
    return [" | ".join(cue.lines) for cue in track.cues]


def test_the_full_track_has_everything_on_the_film_s_clock() -> None:
    track = made(PlannedTrack("en"))
    assert shown(track)[2] == "♪ It is only you ♪"
    assert len(track.cues) == 5
    assert track.cues[0].start == 1.5
    assert list(track.sheet.colours) == ["Aditi", "Jai", "Singer"]


def test_songs_are_apart_or_left_out_on_demand() -> None:
    full, songs = PlannedTrack("en"), PlannedTrack("en", "songs")
    assert "♪ It is only you ♪" not in shown(made(full, SUBTITLE_SONGS="separate"))
    assert "♪ It is only you ♪" not in shown(made(full, SUBTITLE_SONGS="omit"))
    apart = made(songs, SUBTITLE_SONGS="separate")
    assert (apart.name, shown(apart)) == ("en.songs", ["♪ It is only you ♪"])


def test_the_forced_track_has_what_the_film_s_language_and_the_reader_s_own_do_not_tell() -> None:
    assert shown(made(PlannedTrack("en", "forced"))) == ["We leave tonight."]


def test_the_film_s_own_language_has_a_forced_track_where_that_was_translated() -> None:
    plan = PlannedTrack("hi", "forced")
    assert not material().has(plan)
    own = material(translated_own=True)
    assert own.has(plan)
    assert shown(made(plan, own)) == ["हम आज रात जाते हैं।", "शुभ संध्या।"]
    assert shown(made(PlannedTrack("hi"), own))[0] == "तुम कहाँ थे?"


def test_a_forced_track_has_nothing_that_was_only_copied_and_says_so() -> None:
    copied = material(translated_own=True)
    copied.translations["hi"] = translated("hi", {4: ROWS[3][2], 5: "शुभ संध्या।"})
    track = made(PlannedTrack("hi", "forced"), copied)
    assert shown(track) == ["शुभ संध्या।"]
    assert track.warnings == ("hi.forced lacks what nothing translated to hi; lines: 1.",)


def test_the_sdh_track_names_speakers_and_music() -> None:
    track = made(PlannedTrack("en", "sdh"))
    assert shown(track)[:2] == ["[Aditi] Where were you?", "[Jai] I was in Delhi."]
    assert shown(track)[-1] == "[music]"
    assert track.cues[-1].start == 30.5
    assert (track.style.language, track.style.cues) == ("en.sdh", 6)


def test_a_bilingual_track_has_a_line_of_each_timed_by_the_first() -> None:
    track = made(PlannedTrack("hi", "bilingual", "en"))
    assert shown(track)[0] == "तुम कहाँ थे? | Where were you?"
    assert shown(track)[2] == "♪ तुम ही हो ♪ | ♪ It is only you ♪"
    alone = made(PlannedTrack("hi"))
    assert [cue.start for cue in track.cues] == [cue.start for cue in alone.cues]
    assert (track.name, track.style.language) == ("hi+en", "hi+en")


def test_a_lower_line_that_is_too_long_is_reported_as_well() -> None:
    long = translated("en", {1: "Extraordinarily " * 5, 2: "x"})
    broken = Material(material().transcript, {"en": long}, 0.0, 60.0)
    track = made(PlannedTrack("hi", "bilingual", "en"), broken)
    first = [row for row in track.style.violations if row.cue == 1]
    assert {row.rule for row in first} >= {"line_length"}
    assert track.style.clean_cues < track.style.cues


def test_lines_without_text_in_the_first_language_are_told_of() -> None:
    little = translated("en", {1: "Where were you?"})
    of = Material(material().transcript, {"en": little}, 0.0, 60.0)
    track = made(PlannedTrack("en", "bilingual", "hi"), of)
    assert shown(track) == ["Where were you? | तुम कहाँ थे?"]
    assert track.warnings == ("en+hi lacks what has no text in en; lines: 4.",)


def test_given_times_stay_in_a_bilingual_track_too() -> None:
    given = material().transcript
    segments = tuple(s.model_copy(update={"cue": n}) for n, s in enumerate(given.segments, 1))
    transcript = given.model_copy(update={"segments": segments})
    of = Material(transcript, material().translations, offset=0.0, film_end=60.0)
    track = made(PlannedTrack("hi", "bilingual", "en"), of)
    assert [(c.start, c.end) for c in track.cues] == [(s.start, s.end) for s in segments]
    assert shown(track)[1] == "मैं दिल्ली में था। | I was in Delhi."
