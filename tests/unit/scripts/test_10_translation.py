"""The stage on real engines: the small NLLB of the tests and the copy."""

import json
from pathlib import Path
from typing import Any

import pytest

from cp_whisperx.translation.film import TargetResult
from shared.artifacts import (
    CLEANED,
    CONTEXT,
    GLOSSARY,
    TRANSLATED,
    TRANSLATION_METADATA,
    USAGE,
    FilmContext,
    GlossarySnapshot,
    GlossaryTerm,
    Segment,
    TargetReport,
    Transcript,
    TranslatedSegment,
    TranslatedTranscript,
    TranslationMetadata,
    UsageLedger,
)
from shared.errors import DependencyFailedError
from shared.job import EngineChoice, load_job
from shared.script_loader import load_script
from shared.stage_order import get_stage_dir
from tests.support.fake_chat_server import FakeChatServer, FakeReply, Line
from tests.support.jobs import load_stage, make_job, manifest_of, put
from tools.small_models.toy_grammar import split_sentences

SENTENCES = split_sentences()[1][:5]
CHOICES = {"translation:hi": "copy", "translation:en": "nllb", "translation:gu": "nllb"}
TERMS = GlossarySnapshot(
    terms=(
        GlossaryTerm(term="राम", kind="name"),
        GlossaryTerm(term="टिकट", translations={"en": "pass"}),
    )
)


def transcript() -> Transcript:
    segments = tuple(
        Segment(id=7 + n, start=3.0 * n, end=3.0 * n + 1, text=sentence.hindi)
        for n, sentence in enumerate(SENTENCES)
    )
    return Transcript(language="hi", duration=30, engine="test", segments=segments)


def job(root: Path, model: Path, content: Transcript | None = None, **more: Any) -> Path:
    settings: dict[str, Any] = {
        "target_languages": "en,gu",
        "nllb_model": model,
        "cache_dir": root / "cache",
    }
    job_dir = make_job(root, engines=more.pop("engines", CHOICES), **(settings | more))
    put(job_dir, CLEANED, content or transcript())
    return job_dir


def result(job_dir: Path, language: str) -> TranslatedTranscript:
    path = job_dir / get_stage_dir("translation") / TRANSLATED.file.format(language=language)
    return TranslatedTranscript.model_validate_json(path.read_bytes())


def metadata(job_dir: Path) -> TranslationMetadata:
    path = job_dir / get_stage_dir("translation") / TRANSLATION_METADATA.file
    return TranslationMetadata.model_validate_json(path.read_bytes())


@pytest.fixture
def run_stage() -> Any:
    return load_stage("translation")


def test_every_target_and_the_source_get_a_transcript(
    tmp_path: Path, nllb_micro: Path, run_stage: Any
) -> None:
    job_dir = job(tmp_path, nllb_micro)
    assert run_stage(job_dir) == 0
    assert [s.text for s in result(job_dir, "hi").segments] == [s.hindi for s in SENTENCES]
    assert [s.text for s in result(job_dir, "en").segments] == [s.english for s in SENTENCES]
    assert [s.text for s in result(job_dir, "gu").segments] == [s.gujarati for s in SENTENCES]
    kept = [(s.id, s.start, s.end) for s in result(job_dir, "en").segments]
    assert kept == [(s.id, s.start, s.end) for s in transcript().segments]
    text = (job_dir / "10_translation" / "transcript_en.txt").read_text("utf-8")
    assert text == "\n\n".join(s.english for s in SENTENCES) + "\n"
    made = metadata(job_dir)
    assert [report.language for report in made.targets] == ["hi", "en", "gu"]
    assert made.targets[1].engines == {"nllb": 5}
    assert manifest_of(job_dir, "translation").status == "success"


def test_glossary_terms_reach_the_targets(tmp_path: Path, nllb_micro: Path, run_stage: Any) -> None:
    job_dir = job(tmp_path, nllb_micro)
    put(job_dir, GLOSSARY, TERMS)
    assert run_stage(job_dir) == 0
    lines = [s.english.replace("a ticket", "pass") for s in SENTENCES]
    assert [s.text.replace("a pass", "pass") for s in result(job_dir, "en").segments] == lines
    figures = manifest_of(job_dir, "translation").figures
    assert figures["terms_occurred"] == figures["terms_applied"] > 0


def test_the_translate_workflow_makes_the_targets_alone(
    tmp_path: Path, nllb_micro: Path, run_stage: Any
) -> None:
    from shared.artifacts import ALIGNED

    engines = {"translation:en": "nllb"}
    settings: dict[str, Any] = {
        "target_languages": "en",
        "nllb_model": nllb_micro,
        "cache_dir": tmp_path / "c",
    }
    job_dir = make_job(tmp_path, engines=engines, workflow="translate", **settings)
    put(job_dir, ALIGNED, transcript())
    assert run_stage(job_dir) == 0
    assert [report.language for report in metadata(job_dir).targets] == ["en"]


def test_an_empty_transcript_needs_no_engine(tmp_path: Path, run_stage: Any) -> None:
    empty = Transcript(language="hi", duration=30, engine="test")
    job_dir = job(tmp_path, tmp_path / "no model here", empty)
    assert run_stage(job_dir) == 0
    assert result(job_dir, "en").segments == ()
    assert [report.segments for report in metadata(job_dir).targets] == [0, 0, 0]


def test_a_target_no_engine_can_make_fails_the_stage(
    tmp_path: Path, nllb_micro: Path, run_stage: Any
) -> None:
    (tmp_path / "empty").mkdir()
    job_dir = job(tmp_path, tmp_path / "empty")
    assert run_stage(job_dir) == 4
    manifest = manifest_of(job_dir, "translation")
    assert manifest.status == "failed"
    assert "sentencepiece" in manifest.errors[0]


def test_a_target_may_be_missing_where_the_settings_allow_it(
    tmp_path: Path, run_stage: Any
) -> None:
    (tmp_path / "empty").mkdir()
    job_dir = job(tmp_path, tmp_path / "empty", translation_allow_missing=True)
    assert run_stage(job_dir) == 0
    made = metadata(job_dir)
    assert [report.language for report in made.targets] == ["hi"]
    assert set(made.missing) == {"en", "gu"}
    assert len(manifest_of(job_dir, "translation").degraded) == 2


def test_targets_missing_since_preparation_are_left_out_and_told(
    tmp_path: Path, nllb_micro: Path, run_stage: Any
) -> None:
    fields = {"missing_targets": {"gu": "There is no engine for it."}}
    job_dir = job(tmp_path, nllb_micro, job_fields=fields)
    assert run_stage(job_dir) == 0
    assert metadata(job_dir).missing == {"gu": "There is no engine for it."}
    assert not (job_dir / "10_translation" / "transcript_gu.json").exists()


def test_a_job_without_choices_is_told_so(tmp_path: Path, nllb_micro: Path, run_stage: Any) -> None:
    job_dir = job(tmp_path, nllb_micro, engines={})
    assert run_stage(job_dir) == 2
    assert "en" in manifest_of(job_dir, "translation").errors[0]


def test_the_source_track_can_be_left_out(tmp_path: Path, nllb_micro: Path, run_stage: Any) -> None:
    job_dir = job(tmp_path, nllb_micro, subtitle_include_source=False)
    assert run_stage(job_dir) == 0
    assert [report.language for report in metadata(job_dir).targets] == ["en", "gu"]


def test_the_transcript_says_who_made_each_line(
    tmp_path: Path, nllb_micro: Path, run_stage: Any
) -> None:
    job_dir = job(tmp_path, nllb_micro)
    run_stage(job_dir)
    path = job_dir / "10_translation" / "transcript_en.json"
    rows = json.loads(path.read_text("utf-8"))["segments"]
    assert {row["engine"] for row in rows} == {"nllb"}


def by_model(line: Line) -> str:
    return f"A model says {line['id']}."


def with_model(root: Path, model: Path, server: FakeChatServer, **more: Any) -> Path:
    settings: dict[str, Any] = {
        "llm_base_url": server.url,
        "llm_model": "small",
        "llm_price_input": 2.0,
        "llm_price_output": 10.0,
        "target_languages": "en",
    }
    return job(root, model, **(settings | more))


def usage(job_dir: Path) -> UsageLedger:
    path = job_dir / get_stage_dir("translation") / USAGE.file
    return UsageLedger.model_validate_json(path.read_bytes())


def test_a_language_model_translates_and_what_it_used_is_told(
    tmp_path: Path, nllb_micro: Path, run_stage: Any
) -> None:
    with FakeChatServer(by_model) as server:
        job_dir = with_model(
            tmp_path, nllb_micro, server, llm_mode="translate",
            engines={"translation:en": "llm"},
        )  # fmt: skip
        assert run_stage(job_dir) == 0
    texts = [s.text for s in result(job_dir, "en").segments]
    assert texts == [f"A model says {n}." for n in range(1, 6)]
    ledger = usage(job_dir)
    assert (len(ledger.calls), ledger.tokens_in, ledger.tokens_out) == (1, 100, 50)
    assert ledger.cost == pytest.approx(700e-6)
    figures = manifest_of(job_dir, "translation").figures["usage"]
    assert figures == {"calls": 1, "tokens_in": 100, "tokens_out": 50, "cost": 0.0007}


def test_a_language_model_revises_what_came_out_badly_alone(
    tmp_path: Path, nllb_micro: Path, run_stage: Any
) -> None:
    # The small model drops the placeholder of this word in some lines, and keeps it in others.
    term = GlossaryTerm(term="है", translations={"en": "Zebra"})
    terms = GlossarySnapshot(terms=(term,))
    with FakeChatServer(lambda _line: "A Zebra is here.") as server:
        job_dir = with_model(tmp_path, nllb_micro, server, llm_mode="revise")
        record = load_job(job_dir)
        choice = EngineChoice(name="nllb", reason="test", reviser="llm")
        record.model_copy(update={"engines": {"translation:en": choice}}).save(job_dir)
        put(job_dir, GLOSSARY, terms)
        assert run_stage(job_dir) == 0
    rows = result(job_dir, "en").segments
    revised = [row for row in rows if row.tried == ("nllb", "llm")]
    assert revised
    assert len(revised) < len(rows)
    assert {row.text for row in revised} == {"A Zebra is here."}
    assert sum(call.lines for call in usage(job_dir).calls) == len(revised)


def test_an_endpoint_that_refuses_leaves_the_work_to_the_next_engine(
    tmp_path: Path, nllb_micro: Path, run_stage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_API_KEY", "canary0123456789")
    with FakeChatServer(by_model) as server:
        server.first(FakeReply(401, b"bad key canary0123456789"))
        job_dir = with_model(tmp_path, nllb_micro, server, llm_mode="translate")
        record = load_job(job_dir)
        choice = EngineChoice(name="llm", reason="test", fallbacks=("nllb",))
        record.model_copy(update={"engines": {"translation:en": choice}}).save(job_dir)
        assert run_stage(job_dir) == 0
    rows = result(job_dir, "en").segments
    assert [row.text for row in rows] == [sentence.english for sentence in SENTENCES]
    assert {row.tried for row in rows} == {("llm", "nllb")}
    manifest = manifest_of(job_dir, "translation")
    assert "refuses the key" in manifest.degraded[0]
    assert "1 of 1 requests to llm failed" in " ".join(manifest.warnings)
    written = b"".join(path.read_bytes() for path in job_dir.rglob("*") if path.is_file())
    assert b"canary" not in written


def test_what_was_spent_is_told_of_a_run_that_failed_too(tmp_path: Path, run_stage: Any) -> None:
    with FakeChatServer(by_model) as server:
        server.first(FakeReply(404))
        job_dir = with_model(
            tmp_path, tmp_path, server, llm_mode="translate", engines={"translation:en": "llm"}
        )
        assert run_stage(job_dir) != 0
    assert "knows no model" in usage(job_dir).calls[0].outcome


def test_no_ledger_is_kept_where_nothing_was_metered(
    tmp_path: Path, nllb_micro: Path, run_stage: Any
) -> None:
    job_dir = job(tmp_path, nllb_micro)
    assert run_stage(job_dir) == 0
    assert not (job_dir / get_stage_dir("translation") / USAGE.file).exists()


def test_who_speaks_is_told_and_voices_are_offered_to_be_named(
    tmp_path: Path, nllb_micro: Path, run_stage: Any
) -> None:
    told = transcript()
    rows = tuple(
        segment.model_copy(update={"speaker": f"SPEAKER_0{n % 2}"})
        for n, segment in enumerate(told.segments)
    )
    job_dir = job(tmp_path, nllb_micro, told.model_copy(update={"segments": rows}))
    assert run_stage(job_dir) == 0
    path = job_dir / "10_translation" / CONTEXT.file
    context = FilmContext.model_validate_json(path.read_bytes())
    assert [person.speaker for person in context.people] == ["SPEAKER_00", "SPEAKER_01"]
    assert [row.id for row in context.segments] == [segment.id for segment in rows]
    assert (job_dir / "speakers.tsv").read_text("utf-8").count("\n") == 3


def test_forms_follow_who_speaks() -> None:
    row = TranslatedSegment(
        id=1, start=0, end=1, text="Я пошёл.", source_text="मैं गई", engine="test"
    )
    made = TranslatedTranscript(language="ru", source_language="hi", segments=(row,))
    report = TargetReport(language="ru", engines={"test": 1}, chain=("test",), segments=1)
    choose = load_script("10_translation").with_forms_chosen
    chosen = choose(TargetResult(made, report, 0.0), [{"speaker_gender": "female"}])
    assert chosen.transcript.segments[0].text == "Я пошла."
    failure = DependencyFailedError("No engine.", "Wait.")
    assert choose(failure, []) is failure
