#!/bin/sh
# Makes every figure of this folder's README: docs/evaluation/run.sh SETS FEATURES MODELS OUT
#   SETS      folder of folders of sharp pictures, kodak24 and set5_14 among them
#   FEATURES  the feature network
#   MODELS    folder with diffsr-small, and as methods imdn, esrgan-x4 and realesrgan-x4plus: model.onnx and, as
#             method.json, {"kind":"regression","scale":4,"range":[0,1]}, the last with "padding":10
#   OUT       a report each, in a folder of its own
# One after the other, so that the seconds mean something: some hours on two cores.
set -eu
[ $# -eq 4 ] || { sed -n 2,9p "$0"; exit 2; }
sets=$1 features=$2 models=$3 out=$4
engine="$(dirname "$0")/../../deploy/diffsr-engine"
mkdir -p "$out"

# The two sets that the defaults were chosen on, as one.
mkdir -p "$out/pictures"
for picture in "$sets"/kodak24/* "$sets"/set5_14/*; do
  ln -sf "$(readlink -f "$picture")" "$out/pictures/"
done

evaluate() { # REPORT PICTURES OPTIONS...
  report=$1 pictures=$2
  shift 2
  [ -f "$out/$report/report.json" ] || "$engine" evaluate --quiet --images "$pictures" --out "$out/$report" \
    --features "$features" --models "$models" "$@"
}

own=diff-sr:fidelity=0,diff-sr,diff-sr:fidelity=0.5,diff-sr:fidelity=1,predictor:fidelity=0,predictor
paper=diff-sr:start=bicubic:consistency=none
teacher=realesrgan-x4plus:consistency=none,realesrgan-x4plus,diff-sr:start=realesrgan-x4plus
others=imdn:consistency=none,imdn,esrgan-x4:consistency=none
all=1.5,2,2.7,3.5,4

evaluate both "$out/pictures" --scales "$all" --methods "bicubic,pinv,$own" --figures 8
evaluate peers "$sets/kodak24" --scales 2,4 --methods "bicubic,pinv,$own,$paper,$others,$teacher" --figures 5,8
for set in "$sets"/*/; do
  evaluate "$(basename "$set")" "$set" --scales 2,2.7,4 --figures none \
    --methods bicubic,pinv,diff-sr:fidelity=0,diff-sr,diff-sr:fidelity=1,predictor
done
for quality in 60 75 90; do
  evaluate "jpeg-$quality" "$sets/kodak24" --scales 2 --input-jpeg "$quality" --figures none \
    --methods "bicubic,pinv,$own,$teacher,realesrgan-x4plus:consistency=project"
done
