"""Quick checks: python3 -m unittest, in this folder."""

import contextlib
import io
import json
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from PIL import Image

import checkpoints
import degradations
import diffusion
import export
import import_network
import jpeg
import mix
import networks
import onnx_tools
import photos
import restorations
import taught
import train
from crops import Crops

try:
    import onnxconverter_common  # noqa: F401

    CONVERTER = True
except ImportError:
    CONVERTER = False

TINY = {"stem": 8, "channels": (8, 16, 24), "blocks": 1, "embedding": 16}


def tiny_network():
    torch.manual_seed(1)
    network = networks.UNet(**TINY)
    for p in network.parameters():  # also those that start at 0
        torch.nn.init.normal_(p, std=0.2)
    return network.eval()


def manifest(folder, rows):
    lines = ["file\tsource\tlicence\tattribution\tprocessing", *("\t".join(row) for row in rows)]
    (Path(folder) / "MANIFEST.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


class TrainingTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        quiet = contextlib.redirect_stdout(io.StringIO())
        quiet.__enter__()
        self.addCleanup(quiet.__exit__, None, None, None)

    def data(self, count=30):
        """Pictures of noise, of which some photos are held out."""
        rng = np.random.default_rng(0)
        rows = []
        for i in range(count):
            name = f"f{i:04}_1.png"
            Image.fromarray(rng.integers(0, 256, (48, 64, 3), np.uint8)).save(self.folder / name)
            rows.append((name, f"source {i}", "CC0-1.0", "", ""))
        manifest(self.folder, rows)
        return self.folder

    def test_a_photo_is_on_one_side_of_the_split(self):
        manifest(
            self.folder,
            [
                ("f0001_340_0.webp", "a.jpg", "CC0-1.0", "", ""),
                ("f0001_800_1.webp", "b.jpg", "CC0-1.0", "Somebody <https://example.com/1>", ""),
                ("f0002_340_0.webp", "c.jpg", "CC-BY-SA-4.0", "<https://example.com/1>", ""),
                ("f0003_340_0.webp", "d.jpg", "CC-BY-4.0", "", ""),
            ],
        )
        found = photos.read_manifest(self.folder)
        self.assertEqual(found[0].photo, found[1].photo)
        self.assertEqual(found[1].photo, found[2].photo)
        self.assertNotEqual(found[2].photo, found[3].photo)
        self.assertEqual([p.permissive for p in found], [True, True, False, True])

    def test_a_crop_lies_where_the_picture_says(self):
        ramp = np.repeat(np.arange(128, dtype=np.uint8)[None], 128, 0)
        image = np.stack([ramp, ramp.T, ramp], 2)
        found = set()
        for crop in Crops([image], 32, 50, 3).batch(7).numpy().astype(float):
            self.assertEqual(crop.shape, (32, 32, 3))
            slopes = [np.diff(crop[4:-4, 4:-4, 0], axis=axis).mean() for axis in (0, 1)]
            step = max(abs(slope) for slope in slopes)
            self.assertEqual(min(abs(slope) for slope in slopes), 0)
            self.assertTrue(step == 1 or 1.2 <= step <= 2.05, step)
            across = np.diff(crop[4:-4, 4:-4, 1], axis=int(slopes[0] != 0) ^ 0)
            self.assertAlmostEqual(step, np.abs(across.mean()), delta=0.1)
            found.add((np.sign(slopes[0]), np.sign(slopes[1]), step == 1))
        self.assertEqual(len(found), 8)

    def test_crops_are_those_that_pillow_cuts(self):
        rng = np.random.default_rng(2)
        # Pillow cuts off at 0 and 255 between its two passes.
        image = rng.integers(80, 176, (72, 80, 3), np.uint8)
        crops = Crops([image], 32, 1, 0)
        # Scale 1.5 at (7.25, 3.5).
        at, scale = np.array([[7.25, 3.5]]), np.array([1.5])
        first, mirrored = np.zeros((1, 2), int), np.zeros((1, 2), bool)
        rows, columns = (crops._weights(at, first, scale, np.array([[72, 80]]), mirrored, axis, 80) for axis in (0, 1))
        window = torch.zeros(80, 80, 3)
        window[:72] = torch.from_numpy(image)
        made = torch.einsum("iy,yxc,jx->ijc", rows[0], window, columns[0]).round().clamp(0, 255).numpy()
        box = (3.5, 7.25, 3.5 + 48, 7.25 + 48)
        expected = np.asarray(Image.fromarray(image).resize((32, 32), Image.LANCZOS, box=box)).astype(float)
        self.assertLessEqual(np.abs(made - expected).max(), 1)

    def test_jpeg_files_decode_as_those_of_libjpeg(self):
        rng = np.random.default_rng(4)
        places = np.linspace(0, 9, 40)
        waves = np.stack([np.sin(places[:, None] * a + places * b) for a, b in ((1, 2), (2, 0.5), (0.3, 1))])
        y = torch.from_numpy((0.6 * waves + 0.1 * rng.standard_normal((3, 40, 40))).astype(np.float32)).clamp(-1, 1)
        y = degradations.rounded(y)
        for quality, halved in ((40, True), (75, True), (90, False)):
            file = io.BytesIO()
            level = ((y.permute(1, 2, 0) + 1) * 127.5).round().to(torch.uint8).numpy()
            padded = np.pad(level, ((0, 8), (0, 8), (0, 0)), mode="symmetric")
            Image.fromarray(padded).save(file, "JPEG", quality=quality, subsampling=2 if halved else 0)
            expected = np.asarray(Image.open(file).convert("RGB"))[:40, :40].astype(float)
            made = jpeg.coded(y[None], torch.tensor([quality]), torch.tensor([halved]), (0, 0))[0]
            made = ((made.permute(1, 2, 0) + 1) * 127.5).numpy()
            # The remaining differences are roundings: libjpeg transforms in whole numbers.
            self.assertLess(np.square(made - expected).mean(), 0.1 * np.square(level - expected).mean())
            # Further from the corner of a block, the same picture decodes otherwise.
            moved = jpeg.coded(y[None], torch.tensor([quality]), torch.tensor([halved]), (3, 5))[0]
            self.assertEqual(moved.shape, y.shape)
            self.assertGreater(float((moved - y).square().mean()), 0)

    def test_an_interrupted_run_ends_with_the_same_weights(self):
        data = self.data()

        def run(out, stop_after, *more):
            asked = iter(range(1000))
            with mock.patch.dict(networks.ARCHITECTURES, tiny=TINY), mock.patch.object(
                train, "Stop", lambda: Stopper(asked, stop_after)
            ):
                args = f"--arch tiny --data {data} --out {self.folder / out} --steps 6 --batch 2 --crop 16"
                args += " --device cpu --val-crops 2 --val-size 32 --seed 5"
                return train.main([*args.split(), *more])

        class Stopper:
            signal = 15

            def __init__(self, asked, after):
                self.asked, self.after = asked, after

            def __call__(self):
                return next(self.asked) >= self.after

        before = len(diffusion.TIMESTEPS)  # asked before each call of the network as well
        self.assertEqual(run("straight", 999), 0)
        self.assertEqual(run("broken", before + 3), 128 + 15)
        broken = self.folder / "broken" / "checkpoint.pt"
        self.assertEqual(checkpoints.load(broken)["step"], 3)
        self.assertEqual(run("broken", 999, "--resume", str(broken)), 0)
        straight = checkpoints.load(self.folder / "straight" / "checkpoint.pt")
        resumed = checkpoints.load(broken)
        self.assertEqual(resumed["step"], 6)
        for kind in ("ema", "net"):
            for name, value in straight[kind].items():
                self.assertTrue(torch.equal(value, resumed[kind][name]), name)
        self.assertEqual(straight["history"][-1], resumed["history"][-1])

    def test_half_precision_learns_full_weights(self):
        data = self.data()
        with mock.patch.dict(networks.ARCHITECTURES, tiny=TINY):
            args = f"--arch tiny --data {data} --out {self.folder / 'half'} --steps 3 --batch 2 --crop 16"
            args += " --device cpu --val-crops 2 --val-size 32 --precision bfloat16"
            self.assertEqual(train.main(args.split()), 0)
        made = checkpoints.load(self.folder / "half" / "checkpoint.pt")
        self.assertEqual({value.dtype for value in made["net"].values()}, {torch.float32})
        self.assertEqual(made["recipe"]["device"], "CPU, bfloat16")

    @unittest.skipUnless(CONVERTER, "the Python package onnxconverter-common is not installed")
    def test_exported_files_compute_what_pytorch_does(self):
        network = tiny_network()
        full, half = self.folder / "full.onnx", self.folder / "half.onnx"
        model = export.export_onnx(network, full, 16)
        export.onnx.save(onnx_tools.to_half(model), str(half))
        largest, error, power, _ = export.compare(network, full, half, 16)
        self.assertLess(largest, 1e-3 * max(1, power))
        self.assertLess(error, 0.01 * power)
        self.assertLess(half.stat().st_size, full.stat().st_size)
        graph = onnx_tools.folded(model).graph
        weights = {tensor.name for tensor in graph.initializer}
        self.assertFalse([node.name for node in graph.node if set(node.input) <= weights])
        self.assertTrue([node.name for node in model.graph.node if set(node.input) <= {i.name for i in model.graph.initializer}])

    def test_an_exported_model_can_be_trained_further(self):
        network = tiny_network()
        (self.folder / "unet").mkdir()
        export.export_onnx(network, self.folder / "unet" / "model.onnx", 16)
        with mock.patch.dict(networks.ARCHITECTURES, tiny=TINY):
            found = checkpoints.load(self.folder)
            self.assertEqual(checkpoints.arch_of(found), "tiny")
        for name, value in network.state_dict().items():
            self.assertTrue(torch.equal(value, found["ema"][name]), name)

    def test_a_folder_of_diffusers_keeps_its_configuration(self):
        """With a stand-in for the package, which is not among Debian's."""
        network = tiny_network()

        class Unet(torch.nn.Module):
            config = {"_class_name": "UNet2DModel", "_name_or_path": "x", "block_out_channels": [8, 16, 24, 32]}

            def __init__(self):
                super().__init__()
                self.inner = network

            def forward(self, sample, timestep):
                return types.SimpleNamespace(sample=self.inner(sample, timestep))

            @staticmethod
            def from_pretrained(_):
                return Unet()

        source = self.folder / "source"
        (source / "scheduler").mkdir(parents=True)
        (source / "scheduler" / "scheduler_config.json").write_text('{"beta_schedule": "linear"}')
        stand_in = types.ModuleType("diffusers")
        stand_in.UNet2DModel = Unet
        with mock.patch.dict("sys.modules", diffusers=stand_in):
            args = ["--diffusers", str(source), "--out", str(self.folder / "models"), "--name", "m"]
            self.assertEqual(export.main([*args, "--licence", "MIT", "--origin", "From here, on that."]), 0)
        made = self.folder / "models" / "m"
        files = sorted(str(p.relative_to(made)) for p in made.rglob("*") if p.is_file())
        self.assertEqual(
            files,
            [
                "MODEL_CARD.md",
                "scheduler/scheduler_config.json",
                "unet/config.json",
                "unet/model.fp16.onnx",
                "unet/model.onnx",
            ],
        )
        config = json.loads((made / "unet" / "config.json").read_text())
        self.assertEqual(config, {"_class_name": "UNet2DModel", "block_out_channels": [8, 16, 24, 32]})
        card = (made / "MODEL_CARD.md").read_text(encoding="utf-8")
        self.assertIn("MIT", card)
        self.assertIn("From here, on that.", card)

    def test_a_real_unet_of_diffusers_with_attention_is_exported_in_both_precisions(self):
        try:
            from diffusers import DDPMScheduler, UNet2DModel
        except ImportError:
            self.skipTest("the Python package diffusers is not installed")
        torch.manual_seed(0)
        source = self.folder / "source"
        UNet2DModel(
            sample_size=16, block_out_channels=(16, 32), layers_per_block=1, norm_num_groups=8,
            down_block_types=("DownBlock2D", "AttnDownBlock2D"), up_block_types=("AttnUpBlock2D", "UpBlock2D"),
        ).save_pretrained(str(source / "unet"))  # fmt: skip
        DDPMScheduler().save_pretrained(str(source / "scheduler"))
        args = ["--diffusers", str(source), "--out", str(self.folder / "models"), "--name", "m"]
        # Compared at three sizes, in both precisions; what does not compute the same is no export.
        self.assertEqual(export.main([*args, "--licence", "MIT", "--origin", "Random."]), 0)
        made = self.folder / "models" / "m" / "unet"
        self.assertTrue((made / "model.onnx").is_file())
        self.assertTrue((made / "model.fp16.onnx").is_file() or not CONVERTER)

    def test_without_a_half_there_is_the_single_precision(self):
        checkpoint = self.folder / "weights.pt"
        torch.save({"ema": tiny_network().state_dict()}, str(checkpoint))
        (self.folder / "MODEL_CARD.md").write_text("made up")
        with mock.patch.dict(networks.ARCHITECTURES, tiny=TINY):
            with mock.patch.object(onnx_tools, "to_half", side_effect=ValueError("cannot")):
                args = ["--checkpoint", str(checkpoint), "--out", str(self.folder / "models"), "--name", "m"]
                self.assertEqual(export.main(args), 0)
        made = self.folder / "models" / "m" / "unet"
        self.assertEqual([p.name for p in sorted(made.iterdir())], ["config.json", "model.onnx"])

    def test_the_degradation_and_its_pseudo_inverse(self):
        for high, low in ((24, 24), (24, 12), (25, 9)):
            found = degradations.degradation(high, low)
            y = torch.rand(2, 3, low, low, generator=torch.Generator().manual_seed(1))
            self.assertLess(float((found.shrink(found.enlarge(y)) - y).abs().max()), 1e-5)
            x = torch.rand(2, 3, high, high, generator=torch.Generator().manual_seed(2))
            self.assertLess(float((found.shrink(found.project(x, y)) - y).abs().max()), 1e-5)
        # MATLAB's imresize halves by these weights.
        row = degradations.resampling(16, 8)[4][5:13]
        expected = [-0.01171875, -0.03515625, 0.11328125, 0.43359375]
        self.assertTrue(np.allclose(row, [*expected, *expected[::-1]]))

    def test_a_network_of_one_call_is_trained_and_goes_on_where_it_was(self):
        data = self.data()
        with mock.patch.dict(networks.ARCHITECTURES, tiny=TINY):

            def run(out, steps, *more):
                args = f"--arch tiny --task predictor --data {data} --out {self.folder / out} --steps {steps} --batch 2"
                args += " --crop 48 --device cpu --val-crops 2 --val-size 48 --seed 5"
                return train.main([*args.split(), *more])

            self.assertEqual(run("start", 4), 0)
            found = checkpoints.load(self.folder / "start" / "checkpoint.pt")
            self.assertEqual(found["recipe"]["task"], "predictor")
            self.assertEqual(len(found["history"][0]["psnr"]), 5)
            # The weights of another task are a beginning, not a run to go on with.
            args = f"--arch tiny --data {data} --out {self.folder / 'other'} --steps 2 --batch 2 --crop 16 --device cpu"
            args += f" --val-crops 2 --val-size 32 --resume {self.folder / 'start' / 'checkpoint.pt'}"
            self.assertEqual(train.main(args.split()), 0)
            self.assertEqual(checkpoints.load(self.folder / "other" / "checkpoint.pt")["step"], 2)
            # What is small enough to be carried goes on, too.
            carried, made = self.folder / "carried.pt", self.folder / "mixed.pt"
            checkpoints.save(carried, checkpoints.without_optimizer(found))
            self.assertEqual(run("on", 6, "--resume", str(carried)), 0)
            on = checkpoints.load(self.folder / "on" / "checkpoint.pt")
            self.assertEqual((4, 6), (on["earlier"], on["step"]))
            towards = ["--towards", str(self.folder / "on" / "checkpoint.pt"), "0.25"]
            self.assertEqual(mix.main(["--first", str(carried), *towards, "--out", str(made)]), 0)
            mixed = checkpoints.load(made)
            for name, value in found["ema"].items():
                expected = value + 0.25 * (on["ema"][name] - value)
                self.assertTrue(torch.allclose(mixed["ema"][name], expected), name)
            self.assertEqual(on["data"], mixed["data"])

    def test_a_network_of_one_answer_begins_as_one_of_two(self):
        network = tiny_network()
        twice = networks.UNet(**TINY, outputs=6)
        twice.load_state_dict(networks.answering_twice(network.state_dict()))
        sample = torch.randn(1, 3, 16, 24, generator=torch.Generator().manual_seed(2))
        with torch.no_grad():
            mean, textured = twice.eval()(sample, torch.tensor([200])).split(3, 1)
            expected = network(sample, torch.tensor([200]))
        self.assertTrue(torch.allclose(mean, expected, atol=1e-6))
        self.assertTrue(torch.allclose(textured, expected, atol=1e-6))
        checkpoint = self.folder / "weights.pt"
        torch.save({"ema": twice.state_dict()}, str(checkpoint))
        (self.folder / "MODEL_CARD.md").write_text("made up")
        (self.folder / "models" / "m" / "unet").mkdir(parents=True)
        args = ["--checkpoint", str(checkpoint), "--out", str(self.folder / "models"), "--name", "m"]
        with mock.patch.dict(networks.ARCHITECTURES, tiny=TINY):
            self.assertEqual(export.main([*args, "--part", "start"]), 0)
            self.assertEqual(export.main([*args, "--part", "predictor"]), 2)
            made = self.folder / "models" / "m" / "start"
            self.assertEqual(networks.outputs_of(checkpoints.load(made)["ema"]), 6)
        answer = onnx_tools.Runner(made / "model.onnx")(sample, torch.tensor([200]))
        self.assertTrue(torch.allclose(answer, torch.cat([expected, expected], 1), atol=1e-4))

    def test_a_network_of_ncnn_becomes_a_method(self):
        param, weights = self.folder / "twice.param", self.folder / "twice.bin"
        kernel = np.zeros((12, 3, 3, 3), np.float32)
        for plane in range(12):
            kernel[plane, plane // 4, 1, 1] = 1
        param.write_text(
            "7767517\n6 8\n"
            "Input in 0 1 data\n"
            "Split twin 1 2 data a b\n"
            "Convolution conv 1 1 a c 0=12 1=3 4=1 5=1 6=324 9=2 -23310=1,0.2\n"
            "PixelShuffle shuffle 1 1 c d 0=2\n"
            "Interp near 1 1 b e 0=1 1=2.0 2=2.0\n"
            "Eltwise sum 2 1 d e out 0=1 -23301=2,0.25,1.0\n"
        )
        bias = np.full(12, 0.5, np.float32)
        weights.write_bytes(b"\0\0\0\0" + kernel.tobytes() + bias.tobytes())
        args = [str(param), "--out", str(self.folder / "models"), "--name", "twice", "--licence", "MIT"]
        try:
            import onnxruntime  # noqa: F401
        except ImportError:
            self.skipTest("ONNX Runtime is not installed")
        self.assertEqual(import_network.main([*args, "--origin", "Made up."]), 0)
        made = self.folder / "models" / "twice"
        self.assertEqual(json.loads((made / "method.json").read_text())["scale"], 2)
        picture = np.random.default_rng(0).random((1, 3, 5, 7), np.float32)
        answer = import_network.runner(made / "model.onnx")(picture)
        expected = np.repeat(np.repeat(picture, 2, 2), 2, 3) * 1.25 + 0.125
        self.assertLess(float(np.abs(answer - expected).max()), 1e-5)
        param.write_text(param.read_text().replace("PixelShuffle", "Magic"))
        self.assertEqual(import_network.main([*args, "--origin", "Made up.", "--force"]), 2)

    def test_the_error_of_a_network_that_says_nothing_is_that_of_the_noise(self):
        crops = torch.zeros(4, 3, 32, 32)
        errors = diffusion.epsilon_errors(lambda x, t: torch.zeros_like(x), crops)
        self.assertAlmostEqual(float(errors.mean()), 1, delta=0.02)
        alphas = diffusion.alphas_cumprod()

        def perfect(x, t):
            return x / (1 - alphas[t]).sqrt()[:, None, None, None]

        self.assertLess(float(diffusion.epsilon_errors(perfect, crops).max()), 1e-10)

    def test_restorations_are_set_side_by_side(self):
        def results(psnr):
            return {
                "psnr_rgb": {"bicubic": {"2.0": 28.6, "4.0": 24.92}, "diff-sr (project)": psnr},
                "start_percent": {"bicubic": {"2.0": None}, "diff-sr (project)": {"2.0": 17.1, "4.0": 31.0}},
            }

        lines = restorations.table(results({"2.0": 28.8, "4.0": 24.83}), results({"2.0": 29.0, "4.0": 25.1}))
        self.assertEqual(lines[2].split(), ["2.0×", "4.0×"])
        self.assertEqual(lines[3].split(), ["bicubic", "28.60", "24.92"])
        self.assertEqual(lines[5].split(), ["second", "29.00", "25.10"])
        self.assertEqual(len(lines), 6 + 5)

    def test_the_architectures_are_as_large_as_asked_for(self):
        small, base = networks.build("small"), networks.build("base")
        self.assertLessEqual(networks.gflop(small), 30)
        self.assertLessEqual(networks.parameters(base), 30e6)


class TaughtTest(unittest.TestCase):
    def test_samples_are_made_rarely_drawn_turned_and_found_again(self):
        def batch(value):
            square = torch.full((2, 3, 8, 8), value / 64)
            return taught.Sample(square, square + 1, square + 2, torch.tensor([200, 200]))

        with tempfile.TemporaryDirectory() as folder:
            samples = taught.Samples(10, folder)
            made = [step for step in range(100) if samples.wants(step) and not samples.add(step, batch(step % 64))]
            self.assertEqual([*range(taught.FIRST), 70, 80, 90], made)
            drawn = samples.draw(5, np.random.default_rng(1))
            self.assertEqual((5, 3, 8, 8), tuple(drawn.crops.shape))
            self.assertTrue(torch.allclose(drawn.crops + 2, drawn.target, atol=1e-2))
            again = taught.Samples(10, folder)
            again.load(100, "cpu")
            for one, other in zip(drawn, again.draw(5, np.random.default_rng(1))):
                self.assertTrue(torch.equal(one, other))
            earlier = taught.Samples(10, folder)
            earlier.load(70, "cpu")
            self.assertFalse(earlier.wants(69))
            self.assertTrue(earlier.wants(70))


if __name__ == "__main__":
    unittest.main()
