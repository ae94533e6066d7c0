"""What a stage notes in its manifest: files, configuration, resources."""

from pathlib import Path
from typing import Any

from shared.stage_manifest import IntermediateEntry, StageManifest, describe_file, shown_path


class StageNotes:
    """The files and facts of a stage's manifest.

    Args:
        output_base: The job's folder; paths are noted relative to it.
        manifest: Where they are noted.
    """

    def __init__(self, output_base: Path, manifest: StageManifest) -> None:
        self.output_base = output_base
        self.manifest = manifest

    def track_input(self, path: Path, kind: str, **facts: Any) -> None:
        """Notes a file that the stage reads."""
        self.manifest.inputs.append(describe_file(path, kind, self.output_base, **facts))

    def track_output(self, path: Path, kind: str, **facts: Any) -> None:
        """Notes a file that the stage made."""
        entry = describe_file(path, kind, self.output_base, **facts)
        self.manifest.outputs = [e for e in self.manifest.outputs if e.path != entry.path]
        self.manifest.outputs.append(entry)

    def track_intermediate(self, path: Path, retained: bool = False, reason: str = "") -> None:
        """Notes a file beside the results, and whether and why it is kept."""
        entry = IntermediateEntry(
            path=shown_path(path, self.output_base),
            size_bytes=path.stat().st_size,
            retained=retained,
            reason=reason,
        )
        self.manifest.intermediate_files.append(entry)

    def set_config(self, config: dict[str, Any]) -> None:
        """Notes the configuration that the stage used."""
        self.manifest.config.update(config)

    def add_config(self, name: str, value: Any) -> None:
        """Notes one value of the configuration that the stage used."""
        self.manifest.config[name] = value

    def set_resources(self, **resources: Any) -> None:
        """Notes what the stage used of the machine."""
        self.manifest.resources.update(resources)
