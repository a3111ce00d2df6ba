#!/bin/sh
# Trains networks side by side, as long as a short loan of a GPU lasts:
#   deploy/training/gpu_run.sh DATA TEACHER OUT [SECONDS]
#   DATA     folder with MANIFEST.tsv and its pictures
#   TEACHER  Real-ESRGAN x4plus as ONNX
#   OUT      a folder for each run: checkpoint.pt; weights.pt, without the optimizer's state; and log.txt with the
#            held-out figures before and after
#   SECONDS  for all of it, 480 unless given
# RUNS says which: "start predictor base" unless given; small is the bundled denoiser, start:0.1 and texture:0.2 have that
# weight of the discriminator. A run goes on from OUT/NAME/checkpoint.pt, OUT/NAME/weights.pt or STARTS/NAME where there
# is one (STARTS: ../models/diffsr-small), else anew. DEVICE=cpu COMPILE= tries it without a GPU and a compiler.
# A run that fails ends them all: the loan is short.
set -eu
[ $# -ge 3 ] || { sed -n 2,12p "$0" >&2; exit 2; }
data=$(readlink -f "$1") teacher=$(readlink -f "$2") out=$3 seconds=${4:-480}
starts=$(readlink -f "${STARTS:-$(dirname "$0")/../models/diffsr-small}") || starts=
# Runs beside each other share the cores.
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-4}"
mkdir -p "$out"
out=$(readlink -f "$out")
cd "$(dirname "$0")"
# Loading and the last validation and checkpoint take their part.
minutes=$(awk "BEGIN { m = ($seconds - 60) / 60; print (m > 0.1 ? m : 0.1) }")

train() { # NAME ARCH TASK START OPTIONS...
  name=$1 arch=$2 task=$3 weights=
  start=$4
  shift 4
  mkdir -p "$out/$name"
  for found in ${start:+"$start"} "$out/$name/weights.pt" "$out/$name/checkpoint.pt"; do
    if [ -e "$found" ]; then weights=$found; fi
  done
  python3 train.py --arch "$arch" --task "$task" ${weights:+--resume "$weights"} --data "$data" --out "$out/$name" \
    --device "${DEVICE:-auto}" --minutes "$minutes" --save-every 2 --val-every 1000 ${COMPILE---compile} \
    "$@" >"$out/$name/log.txt" 2>&1 &
  pids="${pids:-} $!"
}

for run in ${RUNS:-start predictor base}; do
  name=$(echo "$run" | tr : -)
  case $run in
    start | start:* | texture | texture:*)
      task=${run%%:*}
      weight=${run#"$task"}
      weight=${weight#:}
      from=${starts:+$starts/$task}
      if [ -n "$from" ] && [ ! -e "$from" ]; then from=$starts/texture; fi
      train "$name" small "$task" "$from" --teacher "$teacher" --crop 96 --batch "${BATCH:-64}" \
        --val-size 96 --reuse 8 --jpeg-share 0.5 --lr 3e-4 --discriminator-weight "${weight:-0.05}"
      ;;
    predictor)
      train "$name" small predictor "${starts:+$starts/predictor}" --crop 96 --batch "${BATCH:-64}" --val-size 96 \
        --jpeg-share 0.5 --lr 3e-4
      ;;
    small) train "$name" small diffusion "$starts" --crop 64 --batch "${BATCH:-64}" --lr 3e-4 ;;
    base) train "$name" base diffusion "" --crop 64 --batch "${BATCH:-64}" ;;
    *) echo "no run $run" >&2; kill ${pids:-} 2>/dev/null; exit 2 ;;
  esac
done
trap 'kill $pids 2>/dev/null' INT TERM
deadline=$(($(date +%s) + seconds))
failed=0
waiting=$pids
while [ -n "$waiting" ]; do
  left=
  for pid in $waiting; do
    if kill -0 "$pid" 2>/dev/null; then left="$left $pid"; else wait "$pid" || failed=1; fi
  done
  waiting=$left
  if [ -n "$waiting" ] && { [ $failed = 1 ] || [ "$(date +%s)" -ge $deadline ]; }; then
    kill $waiting 2>/dev/null || true
    for pid in $waiting; do wait "$pid" || [ $? = 143 ] || failed=1; done
    break
  fi
  sleep 1
done
for log in "$out"/*/log.txt; do
  echo "== $(basename "$(dirname "$log")")"
  grep -E '^(E_t|PSNR)' "$log" | sed -n '1p;$p'
  tail -n 5 "$log"
done
python3 - "$out" <<'PYTHON'
import sys
from pathlib import Path

import checkpoints

for checkpoint in sorted(Path(sys.argv[1]).glob("*/checkpoint.pt")):
    small = checkpoint.with_name("weights.pt")
    checkpoints.save(small, checkpoints.without_optimizer(checkpoints.load(checkpoint)))
    print(f"{small}: {small.stat().st_size / 2**20:.1f} MiB")
PYTHON
exit $failed
