"""Noise schedules and the ε-error E_t."""

import math

import torch

SCHEDULER = {
    "_class_name": "DDIMScheduler",
    "num_train_timesteps": 1000,
    "beta_start": 0.0001,
    "beta_end": 0.02,
    "beta_schedule": "scaled_linear",
    "prediction_type": "epsilon",
    "clip_sample": True,
    "set_alpha_to_one": True,
    "steps_offset": 0,
    "timestep_spacing": "leading",
}

TIMESTEPS = (20, 50, 80, 120, 170, 230, 300, 370, 450, 530, 610, 700)


def alphas_cumprod(config=None):
    """ᾱ of every timestep, by the fields of a scheduler_config.json."""
    config = config or SCHEDULER
    steps = config.get("num_train_timesteps", 1000)
    start, end = config.get("beta_start", 1e-4), config.get("beta_end", 0.02)
    kind = config.get("beta_schedule", "linear")
    if config.get("rescale_betas_zero_snr"):
        raise ValueError("scheduler_config.json: rescale_betas_zero_snr is not supported here")
    if config.get("trained_betas") is not None:
        betas = torch.tensor(config["trained_betas"], dtype=torch.float64)
    elif kind == "linear":
        betas = torch.linspace(start, end, steps, dtype=torch.float64)
    elif kind == "scaled_linear":
        betas = torch.linspace(start**0.5, end**0.5, steps, dtype=torch.float64) ** 2
    elif kind == "squaredcos_cap_v2":
        at = torch.arange(steps + 1, dtype=torch.float64) / steps
        bar = torch.cos((at + 0.008) / 1.008 * math.pi / 2) ** 2
        betas = (1 - bar[1:] / bar[:-1]).clamp(max=0.999)
    else:
        raise ValueError(f"scheduler_config.json: beta_schedule {kind} is not supported here")
    return torch.cumprod(1 - betas, 0)


def epsilon(output, noisy, alpha, prediction_type):
    """The noise that a network's output says is in a sample."""
    output = output[:, :3]
    a, s = math.sqrt(alpha), math.sqrt(1 - alpha)
    if prediction_type == "epsilon":
        return output
    if prediction_type == "v_prediction":
        return a * output + s * noisy
    if prediction_type == "sample":
        return (noisy - a * output) / s
    raise ValueError(f"scheduler_config.json: unknown prediction_type {prediction_type}")


def epsilon_errors(predict, crops, pairs=True, batch=4, timesteps=TIMESTEPS, config=None):
    """Mean squared ε error of each crop at each timestep, [timesteps, crops].

    The noise depends on timestep and crop only, so that models can be compared pair by pair.

    predict: from samples and timesteps, both with a batch, to the network's output, on the CPU
    crops: float, in [-1, 1]
    pairs: whether each noise is also taken with the opposite sign, which calms the figure
    """
    config = config or SCHEDULER
    alphas = alphas_cumprod(config)
    errors = torch.zeros(len(timesteps), len(crops), dtype=torch.float64)
    signs = (1, -1) if pairs else (1,)
    for row, t in enumerate(timesteps):
        alpha = float(alphas[t])
        noise = torch.randn(crops.shape, generator=torch.Generator().manual_seed(t))
        for sign in signs:
            for at in range(0, len(crops), batch):
                drawn = sign * noise[at : at + batch]
                noisy = math.sqrt(alpha) * crops[at : at + batch] + math.sqrt(1 - alpha) * drawn
                output = predict(noisy, torch.full((len(noisy),), t, dtype=torch.int64))
                found = epsilon(output.float(), noisy, alpha, config.get("prediction_type", "epsilon"))
                error = (found - drawn).double().pow(2).mean((1, 2, 3))
                errors[row, at : at + batch] += error / len(signs)
    return errors
