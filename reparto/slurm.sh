#!/usr/bin/env bash
#SBATCH --job-name=calificar
#SBATCH --cpus-per-task=2
#SBATCH --output=calificar-%A-%a.txt
# Una clase, repartida en un vector de trabajos de Slurm. Desde la carpeta del curso, que
# tiene que estar en un disco que vean todos los nodos:
#
#   cargo build
#   sbatch --wait --array=1-8 reparto/slurm.sh entregas.zip --tarea semana3.toml \
#     --hoja hoja.csv --salida semana3
#   cargo run -- reunir semana3 --tarea semana3.toml --hoja hoja.csv
#
# Detrás de slurm.sh va lo mismo que detrás de «calificar», sin --parte. Lo que pida tu
# centro (--partition, --account, --time…) se añade a sbatch, y manda sobre lo de arriba.
#
# Si algo falla, o se acaba el tiempo, repite las dos órdenes con el mismo --array: cada
# parte sigue donde estaba, y las que habían acabado lo dicen y terminan. Lo que diga Slurm
# de cada trabajo da igual: cuentan los diarios, y reunir no da notas si falta algo.
#
# TALLER dice dónde está la orden, si no es la del curso: TALLER=~/bin/taller sbatch …
#
# Probado con Slurm 22.05.8 en un solo nodo (slurm-de-prueba.sh), no en un centro de
# cálculo. Qué se probó, y cómo quedó, en reparto/LEEME.md.
set -euo pipefail

: "${SLURM_ARRAY_TASK_ID:?se lanza con sbatch --array=1-N; está explicado al principio}"
# Con --array=2,5 las partes no serían las mismas, y se calificaría dos veces lo que no es.
total=$SLURM_ARRAY_TASK_COUNT
if [ "$SLURM_ARRAY_TASK_MIN" != 1 ] || [ "$SLURM_ARRAY_TASK_MAX" != "$total" ]; then
  echo 'Con --array se piden todas las partes, de 1 a N: las que ya estén no se repiten.' >&2
  exit 2
fi

cd "$SLURM_SUBMIT_DIR"
PATH=$PATH:$HOME/.cargo/bin
echo "Parte $SLURM_ARRAY_TASK_ID de $total, en $(hostname)."
# shellcheck disable=SC2086 # TALLER puede llevar argumentos
exec ${TALLER:-cargo run --quiet --locked --} calificar "$@" \
  --parte "$SLURM_ARRAY_TASK_ID/$total" --trabajadores "${SLURM_CPUS_PER_TASK:-1}"
