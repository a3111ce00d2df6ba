"""Two model folders in use: the engine shrinks pictures and enlarges them again with each."""

import json
import subprocess
import tempfile
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[1] / "diffsr-engine"
MEASURES = {
    "psnr_rgb": "PSNR in RGB (dB, higher is nearer)",
    "inception_mixed4_distance": "Inception-mixed4 distance (lower is more like photographs)",
    "start_percent": "start timestep (% of T)",
}
BASELINE = "bicubic"


def evaluate(model, images, features, scales):
    """The results of report.json: measure → method → scale → figure."""
    model = Path(model).resolve()
    with tempfile.TemporaryDirectory() as out:
        command = [ENGINE, "evaluate", "--models", model.parent, "--model", model.name, "--images", images]
        command += ["--out", out, "--scales", scales, "--methods", f"{BASELINE},diff-sr", "--figures", "none", "--quiet"]
        if features:
            command += ["--features", features]
        if subprocess.run([str(part) for part in command]).returncode:
            raise ValueError(f"the engine could not evaluate {model.name}")
        return json.loads((Path(out) / "report.json").read_text(encoding="utf-8"))["results"]


def table(first, second):
    """Lines that compare two results."""
    lines = []
    for measure, title in MEASURES.items():
        rows = []
        for name, results, method in (
            (BASELINE, first, BASELINE),
            ("first", first, "diff-sr (project)"),
            ("second", second, "diff-sr (project)"),
        ):
            figures = results.get(measure, {}).get(method, {})
            if any(figure is not None for figure in figures.values()):
                rows.append((name, figures))
        if rows:
            lines += ["", title, " " * 8 + "".join(f"{scale + '×':>9}" for scale in rows[-1][1])]
            lines += [f"{name:8}" + "".join(f"{figure:9.2f}" for figure in row.values()) for name, row in rows]
    return lines
