"""What translation engines are told of each line beside its text."""

from shared.artifacts import FilmContext, LineNotes, Person, SegmentContext


def notes_for(context: FilmContext) -> list[LineNotes]:
    """Returns notes for each segment, in order; what is not known is absent."""
    people = {person.speaker: person for person in context.people}
    return [_notes(row, people.get(row.speaker or "")) for row in context.segments]


def _notes(row: SegmentContext, person: Person | None) -> LineNotes:
    notes = LineNotes(scene=row.scene, kind=row.kind)
    if row.speaker:
        notes["speaker"] = person.name if person and person.name else row.speaker
    if row.speaker_gender != "unknown":
        notes["speaker_gender"] = row.speaker_gender
    if row.addressee_gender != "unknown":
        notes["addressee_gender"] = row.addressee_gender
    if row.addressed_as != "unknown":
        notes["register"] = row.addressed_as
    return notes
