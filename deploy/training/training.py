"""The state of a training run: networks, optimizer and progress, one step, E_t, checkpoints."""

import copy
import math
from pathlib import Path

import torch
import torch.nn.functional as F

import checkpoints
import diffusion
import networks
import photos

EARLY = 600
WARM_UP = 200


class Training:
    """The state of a run, on one device."""

    def __init__(self, args):
        self.args = args
        found = checkpoints.load(args.resume) if args.resume else {}
        self.goes_on = "format" in found and found["recipe"].get("task", "diffusion") == args.task
        self.seed = args.seed or found.get("seed", 1)
        auto = "cuda" if torch.cuda.is_available() else "cpu"
        self.device = torch.device(auto if args.device == "auto" else args.device)
        self.cuda = self.device.type == "cuda"
        torch.backends.cudnn.deterministic = True
        torch.manual_seed(self.seed)
        outputs = 2 * networks.COLOURS if args.task == "start" else networks.COLOURS
        network = networks.build(args.arch, outputs)
        averaged = copy.deepcopy(network)
        if found:
            arch = checkpoints.arch_of(found)
            if arch != args.arch:
                raise ValueError(f"{args.resume} holds weights of {arch or 'another network'}, not of {args.arch}")
            weights = found["ema"]
            if outputs == 2 * networks.outputs_of(weights):
                weights = networks.answering_twice(weights)
            network.load_state_dict(self.goes_on and found["net"] or weights)
            averaged.load_state_dict(weights)
        self.half = args.precision == "bfloat16" or args.precision == "auto" and self.cuda
        layout = torch.channels_last if self.cuda or self.half else torch.contiguous_format
        self.network = network.to(self.device, memory_format=layout)
        self.averaged = averaged.to(self.device, memory_format=layout).eval()
        # The same weights under a second name: what is saved and averaged stays uncompiled.
        self.forward = _compiled(self.network) if args.compile else self.network
        usual = found["recipe"]["lr"] if self.goes_on else 2e-4 if found else 6e-4
        self.peak = args.lr or usual
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=self.peak, betas=(0.9, 0.99), weight_decay=1e-4
        )
        self.step, self.earlier, self.progress = 0, 0, 0.0
        self.seconds, self.history = 0.0, []
        if self.goes_on:
            if found["optimizer"]:
                groups = self.optimizer.state_dict()["param_groups"]
                self.optimizer.load_state_dict({"state": found["optimizer"], "param_groups": groups})
            self.step, self.earlier, self.progress = found["step"], found["earlier"], found["progress"]
            self.seconds, self.history = found["seconds"], found["history"]
            if self.progress >= 1:
                print("the learning rate of this checkpoint had come to its end: it starts over")
                self.step, self.earlier, self.progress = 0, self.earlier + self.step, 0.0
        elif found:
            self.earlier = checkpoints.steps_of(found)
        self.extra = found.get("extra", {})
        self.alphas = diffusion.alphas_cumprod().float().to(self.device)
        self.before = found.get("before", "") if self.goes_on else _card_beside(args.resume)
        self.data = found["data"] if self.goes_on else []

    @property
    def total(self):
        return self.earlier + self.step

    def rate(self, progress):
        return self.peak * min(1, (self.step + 1) / WARM_UP) * (0.02 + 0.49 * (1 + math.cos(math.pi * progress)))

    def timesteps(self, generator):
        n = self.args.batch
        last = len(self.alphas)
        u = torch.rand(n, generator=generator)
        late = torch.rand(n, generator=generator) < self.args.late_share
        return torch.where(late, EARLY + u * (last - EARLY), u * EARLY).long().clamp(max=last - 1)

    def train(self, crops):
        """One step on the crops of its number; the loss as a tensor, so that CUDA need not be waited for."""
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + self.total)
        t = self.timesteps(generator).to(self.device)
        x0 = photos.normalised(crops.batch(self.total))
        noise_source = generator
        if self.cuda:
            noise_source = torch.Generator(self.device).manual_seed(self.seed * 1_000_003 + self.total)
        noise = torch.randn(x0.shape, generator=noise_source, device=self.device)
        alpha = self.alphas[t][:, None, None, None]
        noised = alpha.sqrt() * x0 + (1 - alpha).sqrt() * noise
        if self.half:
            noised = noised.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            found = self.forward(noised, t)
        loss = F.mse_loss(found.float(), noise)
        self.learn(loss)
        return loss.detach()

    def state(self):
        """What a run of another kind keeps beside the networks, as dictionaries of tensors."""
        return {}

    def learn(self, loss):
        """Ends a step: the weights learn from its loss, and the averaged ones follow."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate(self.progress)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        decay = min(self.args.ema, (1 + self.total) / (20 + self.total))
        with torch.no_grad():
            kept = list(self.averaged.parameters())
            torch._foreach_mul_(kept, decay)
            torch._foreach_add_(kept, list(self.network.parameters()), alpha=1 - decay)

    @torch.no_grad()
    def validate(self, crops, stopped=lambda: False):
        def predict(sample, t):
            if stopped():
                raise InterruptedError
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.cuda):
                return self.averaged(sample.to(self.device), t.to(self.device)).float().cpu()

        batch = 16 if self.cuda else 2
        errors = diffusion.epsilon_errors(predict, crops, pairs=False, batch=batch).mean(1)
        self.history.append({"step": self.total, "errors": [round(e, 6) for e in errors.tolist()]})
        each = "  ".join(f"{t}: {e:.4f}" for t, e in zip(diffusion.TIMESTEPS, errors.tolist()))
        print(f"E_t at step {self.total}, mean {errors.mean():.5f}:  {each}", flush=True)
        return float(errors.mean())

    def save(self):
        path = Path(self.args.out) / "checkpoint.pt"
        checkpoints.save(
            path,
            {
                "arch": self.args.arch,
                "ema": self.averaged.state_dict(),
                "net": self.network.state_dict(),
                "optimizer": self.optimizer.state_dict()["state"],
                "extra": self.state(),
                "step": self.step,
                "earlier": self.earlier,
                "progress": self.progress,
                "seconds": self.seconds,
                "seed": self.seed,
                "history": self.history,
                "before": self.before,
                "data": self.data,
                "recipe": {
                    "task": self.args.task,
                    "batch": self.args.batch,
                    "crop": self.args.crop,
                    "lr": self.peak,
                    "ema": self.args.ema,
                    "late_share": self.args.late_share,
                    "jpeg_share": self.args.jpeg_share,
                    "discriminator_weight": self.args.discriminator_weight,
                    "device": ("CUDA" if self.cuda else "CPU") + (", bfloat16" if self.half else ""),
                    "val_crops": self.args.val_crops,
                    "val_size": self.args.val_size,
                },
            },
        )
        print(f"saved {path} at step {self.total}", flush=True)


def _compiled(network):
    from torch._inductor.config import triton

    if hasattr(triton, "mix_order_reduction"):
        # PyTorch 2.10 and 2.11 give the gradient of PixelNorm's weights another shape: pytorch/pytorch#178080.
        triton.mix_order_reduction = False
    return torch.compile(network)


def _card_beside(checkpoint):
    """What is known about bare weights."""
    if not checkpoint:
        return ""
    folder = Path(checkpoint) if Path(checkpoint).is_dir() else Path(checkpoint).parent
    card = folder / "MODEL_CARD.md"
    if card.is_file():
        return card.read_text(encoding="utf-8")
    return f"Weights without a card ({Path(checkpoint).name}): their data and licences are not known."
