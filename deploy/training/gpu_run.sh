#!/bin/sh
# Trains texture, predictor and the base denoiser side by side, as long as a short loan of a GPU lasts:
#   deploy/training/gpu_run.sh DATA TEACHER OUT [SECONDS]
#   DATA     folder with MANIFEST.tsv and its pictures
#   TEACHER  Real-ESRGAN x4plus as ONNX
#   OUT      a folder for each run: checkpoint.pt, weights.pt and log.txt with the held-out figures before and after
#   SECONDS  for all of it, 480 unless given
# Goes on from OUT/NAME/checkpoint.pt where there is one, else from the bundled model's weights; base begins anew.
# DEVICE=cpu tries it without a GPU.
set -eu
[ $# -ge 3 ] || { sed -n 2,10p "$0" >&2; exit 2; }
data=$(readlink -f "$1") teacher=$(readlink -f "$2") out=$3 seconds=${4:-480}
device=${DEVICE:-auto}
mkdir -p "$out"
out=$(readlink -f "$out")
cd "$(dirname "$0")"
model=../models/diffsr-small
# Loading, the first validation and the last checkpoint take their part.
minutes=$(awk "BEGIN { m = ($seconds - 90) / 60; print (m > 0.1 ? m : 0.1) }")

train() { # NAME ARCH TASK WEIGHTS OPTIONS...
  name=$1 arch=$2 task=$3 weights=$4
  shift 4
  mkdir -p "$out/$name"
  if [ -f "$out/$name/checkpoint.pt" ]; then weights=$out/$name/checkpoint.pt; fi
  python3 train.py --arch "$arch" --task "$task" ${weights:+--resume "$weights"} --data "$data" --out "$out/$name" \
    --device "$device" --minutes "$minutes" --save-every 2 --val-every 1000 "$@" >"$out/$name/log.txt" 2>&1 &
  pids="${pids:-} $!"
}

train texture small texture $model/texture --teacher "$teacher" --crop 96 --batch "${BATCH:-32}" --val-size 96
train predictor small predictor $model/predictor --crop 96 --batch "${BATCH:-32}" --val-size 96
train base base diffusion "" --crop 64 --batch "${BATCH:-64}"
trap 'kill $pids 2>/dev/null' INT TERM
(sleep "$seconds"; kill $pids 2>/dev/null) &
watch=$!
failed=0
for pid in $pids; do wait "$pid" || failed=1; done
kill $watch 2>/dev/null || true
for name in texture predictor base; do
  echo "== $name"
  grep -E '^(E_t|PSNR)' "$out/$name/log.txt" | sed -n '1p;$p' || tail -n 5 "$out/$name/log.txt"
done
# The averaged weights alone, in half precision, are what is small enough to be carried.
python3 - "$out" <<'PYTHON'
import sys
from pathlib import Path

import torch

import checkpoints

for checkpoint in sorted(Path(sys.argv[1]).glob("*/checkpoint.pt")):
    small = checkpoint.with_name("weights.pt")
    torch.save({"ema": {k: v.half() for k, v in checkpoints.load(checkpoint)["ema"].items()}}, small)
    print(f"{small}: {small.stat().st_size / 2**20:.1f} MiB")
PYTHON
exit $failed
