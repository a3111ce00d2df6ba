"""The model card of a checkpoint: licence, data with attribution, recipe and figures."""

import checkpoints
import degradations
import diffusion
import networks
from photos import Picture
from start_training import RESIDUAL_SCALE


def of_checkpoint(name, licence, arch, network, checkpoint, checks, path):
    shape = networks.ARCHITECTURES[arch]
    task = checkpoint["recipe"].get("task", "diffusion") if "format" in checkpoint else "diffusion"
    levels = "/".join(str(c) for c in shape["channels"])
    lines = [
        f"# {name}",
        "",
        f"{TASKS[task]} Architecture "
        f"`{arch}` of deploy/training: UNet, pixel-unshuffle 2, stem {shape['stem']}, channels {levels}, "
        f"{shape['blocks']} residual blocks a level with the timestep in each, per-pixel RMS norm, no attention; no "
        f"operation depends on the picture's size. {networks.parameters(network) / 1e6:.2f} M parameters, "
        f"{networks.gflop(network):.0f} GFLOP per call of 256 × 256. Sides must be multiples of {network.size_multiple}.",
        "",
        "## Licence",
        "",
        f"The weights: {licence}. The pictures they were trained on: see below; whoever passes the weights on passes "
        "this file on with them.",
        "",
        "## Data",
        "",
    ]
    if "format" in checkpoint:
        lines += _data(checkpoint["data"]) + _recipe(checkpoint) + _figures(checkpoint)
    else:
        lines += ["Not recorded in the checkpoint; what its own card says is below.", ""]
    lines += [
        "## Files",
        "",
        checks,
        "",
        "## Limits",
        "",
        "Trained on photographs without labels: drawings, text, faces and fine regular texture (grids, spokes) are "
        "invented rather than restored at large factors. Without the projection on the input colours drift.",
        "",
    ]
    before = checkpoint.get("before", "") if "format" in checkpoint else _card_beside(path)
    if before:
        quoted = "\n".join(f"> {line}".rstrip() for line in before.strip().splitlines())
        lines += ["## Before this", "", "The card of the weights it started from, or of the checkpoint:", "", quoted, ""]
    return "\n".join(lines)


TASKS = {
    "diffusion": "Unconditional pixel DDPM on RGB in [-1, 1], ε-prediction, T = 1000, scaled_linear 1e-4 → 0.02.",
    "start": "Network of one call that answers with the mean of what fits an input and with a picture of the right texture: "
    "from A⁺y in [-1, 1] and, in place of the timestep, a hundred times the factor to 6 channels, r of the one and of the "
    f"other; x̂ = A⁺y − {RESIDUAL_SCALE} r. Learned at once: Charbonnier distance of the first to the original; of the second "
    "to the projected answer of Real-ESRGAN x4plus (BSD-3-Clause), with the same of its high-pass and a hinge discriminator.",
    "predictor": "Network of one call, E[x | A⁺y, factor]: from A⁺y in [-1, 1] and, in place of the timestep, a hundred "
    f"times the factor to r; x̂ = A⁺y − {RESIDUAL_SCALE} r. Charbonnier distance to the original.",
    "texture": "Network of one call that answers with a picture of the right texture: from A⁺y in [-1, 1] and, in place "
    f"of the timestep, a hundred times the factor to r; x̂ = A⁺y − {RESIDUAL_SCALE} r. Taught by Real-ESRGAN x4plus "
    "(BSD-3-Clause): Charbonnier distance to its answer, projected on the clean small picture, the same of its high-pass, "
    "and a hinge discriminator.",
}


def _card_beside(path):
    card = path.with_name("MODEL_CARD.md")
    if not card.is_file():
        raise ValueError(f"{path} does not say what it was trained on, and there is no MODEL_CARD.md beside it")
    return card.read_text(encoding="utf-8")


def _data(photos):
    trained = [row for row in photos if not row[3]]
    held_out = [row for row in photos if row[3]]
    lines = [
        f"{sum(row[4] for row in trained)} crops of {len(trained)} photos; {len(held_out)} more photos are held out "
        "(a tenth, by the photo) and served for the figures only.",
        "",
        "| licence | photos | crops |",
        "|---|---|---|",
    ]
    by_licence = {}
    for row in trained:
        by_licence.setdefault(row[1], []).append(row)
    for found, rows in sorted(by_licence.items()):
        lines.append(f"| {_cell(found)} | {len(rows)} | {sum(row[4] for row in rows)} |")
    unclear = [each for each in sorted(by_licence) if not Picture("", "", "", each, "").permissive]
    if unclear:
        lines += [
            "",
            "All of these licences allow adaptation and commercial use with attribution, which this card gives. "
            "Share-alike, or a site's own licence: " + "; ".join(unclear) + ".",
        ]
    lines += ["", "### Attribution", "", "| photo | licence | by |", "|---|---|---|"]
    lines += [f"| {_cell(row[0])} | {_cell(row[1])} | {_cell(row[2])} |" for row in trained]
    return [*lines, ""]


def _cell(text):
    return text.replace("|", "\\|")


def _recipe(checkpoint):
    r = checkpoint["recipe"]
    return [
        "## Recipe",
        "",
        f"deploy/training/train.py, {checkpoints.steps_of(checkpoint)} steps in all, of which "
        f"{checkpoint['step']} in the last run of the learning rate; {checkpoint['seconds'] / 60:.0f} minutes on "
        f"{r['device']} beyond what it started from; batches of {r['batch']} crops of {r['crop']}², flips, rotations and "
        f"sub-pixel rescaling; AdamW, {r['lr']:g} with cosine; EMA {r['ema']:g}; "
        + (
            f"{r['late_share']:.0%} of t from 600 on; "
            if r.get("task", "diffusion") == "diffusion"
            else f"factors from {1 / max(degradations.SHARES):.2f} to {1 / min(degradations.SHARES):.0f}; "
            f"{r['jpeg_share']:.0%} of the inputs JPEG of quality {degradations.QUALITIES[0]} to "
            f"{degradations.QUALITIES[1]}; "
            + (f"weight of the discriminator {r.get('discriminator_weight', 0.05):g}; " if r["task"] in ("start", "texture") else "")
        )
        + f"seed {checkpoint['seed']}.",
        "",
    ]


def _figures(checkpoint):
    history = checkpoint["history"]
    if not history:
        return []
    r = checkpoint["recipe"]
    if r.get("task", "diffusion") != "diffusion":
        return _start_figures(history, r)
    lines = [
        "## Figures",
        "",
        f"Mean squared ε error E_t of the averaged weights, {r['val_crops']} crops of {r['val_size']}² from held-out photos.",
        "",
        "| step | " + " | ".join(f"t={t}" for t in diffusion.TIMESTEPS) + " |",
        "|---" * (len(diffusion.TIMESTEPS) + 1) + "|",
    ]
    for entry in [history[0], history[-1]] if len(history) > 1 else history:
        lines.append(f"| {entry['step']} | " + " | ".join(f"{e:.4f}" for e in entry["errors"]) + " |")
    return [*lines, ""]


def _start_figures(history, recipe):
    names = list(history[0]["psnr"])
    lines = [
        "## Figures",
        "",
        f"PSNR in dB, A⁺y → the averaged weights, {recipe['val_crops']} crops of {recipe['val_size']}² from held-out photos.",
        "",
        "| step | " + " | ".join(names) + " |",
        "|---" * (len(names) + 1) + "|",
    ]
    for entry in [history[0], history[-1]] if len(history) > 1 else history:
        cells = (f"{before:.2f} → {after:.2f}" for before, after in (entry["psnr"][name] for name in names))
        lines.append(f"| {entry['step']} | " + " | ".join(cells) + " |")
    return [*lines, ""]
