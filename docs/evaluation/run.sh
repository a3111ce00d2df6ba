#!/bin/sh
# Makes every figure of this folder's README: docs/evaluation/run.sh SETS FEATURES MODELS OUT
#   SETS      folder of folders of sharp pictures, kodak24 among them
#   FEATURES  the feature network
#   MODELS    folder with diffsr-small and imdn: model.onnx and, as method.json,
#             {"kind":"regression","scale":4,"range":[0,1]}
#   OUT       a report each, in a folder of its own
# Two run at a time, on one core each. The figures do not depend on that, except for the seconds.
set -eu
[ $# -eq 4 ] || { sed -n 2,8p "$0"; exit 2; }
sets=$1 features=$2 models=$3 out=$4
engine="$(dirname "$0")/../../deploy/diffsr-engine"
mkdir -p "$out"

"$engine" --help >/dev/null # built before two run at once
# The two sets that the defaults were chosen on, as one.
mkdir -p "$out/pictures"
for picture in "$sets"/kodak24/* "$sets"/set5_14/*; do
  ln -sf "$(readlink -f "$picture")" "$out/pictures/"
done
{
  echo "both $out/pictures --scales 2,2.7,4 --methods bicubic,pinv,imdn,diff-sr --figures none"
  for set in "$sets"/*/; do
    name=$(basename "$set")
    if [ "$name" = kodak24 ]; then
      echo "kodak24 $set --methods bicubic,lanczos,pinv,imdn,diff-sr --consistency project,none --figures 4"
    else
      echo "$name $set --scales 2,2.7,4 --methods bicubic,pinv,imdn,diff-sr --figures none"
    fi
  done
  few="--scales 2,4 --methods diff-sr --figures none"
  echo "ddim $sets/kodak24 $few --sampler ddim"
  echo "ddpm $sets/kodak24 $few --sampler ddpm"
  echo "steps-5 $sets/kodak24 $few --steps 5"
  echo "steps-20 $sets/kodak24 $few --steps 20"
  for level in 0.1 0.2 0.3 0.4; do
    echo "level-$level $sets/kodak24 $few --noise-level $level"
  done
  echo "samples-4 $sets/kodak24 $few --samples 4"
  noisy="--scales 2,4 --methods bicubic,pinv,diff-sr --figures none --input-noise 0.05"
  echo "noisy $sets/kodak24 $noisy"
  echo "noisy-told $sets/kodak24 $noisy --noise-sigma 0.05"
  echo "figure-6 $sets/kodak24 --limit 12 --scales 2,4 --methods diff-sr --figures 6"
  echo "figure-7 $sets/kodak24 --limit 8 --scales 4 --methods diff-sr --figures 7"
} | while read -r report pictures options; do
  echo "--images $pictures --out $out/$report --features $features --models $models --threads 1 $options"
done | xargs -P 2 -L 1 "$engine" evaluate --quiet
