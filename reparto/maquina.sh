#!/usr/bin/env bash
# Lo que hace cada máquina de un reparto. La llama parallel.sh: a mano no hace falta.
#
#   maquina.sh preparar         dice el compilador que hay y compila el taller
#   maquina.sh parte I/N ARGS…  califica una parte y lo cuenta en una línea
#
# Termina con el código de «taller calificar», o con 3 si la máquina no sirve.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 3
# Lo que se lanza por ssh no suele leer ~/.profile, que es donde lo apunta rustup.
PATH=$PATH:$HOME/.cargo/bin

missing() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || printf '%s ' "$program"
  done
}

prepare() {
  local absent
  absent=$(missing cargo "${RUSTC:-rustc}" cc bwrap)
  if [ -n "$absent" ]; then
    echo "le falta: ${absent% } (bwrap está en el paquete bubblewrap)" >&2
    return 3
  fi
  "${RUSTC:-rustc}" -vV || return 3
  [ -n "${TALLER:-}" ] || cargo build --quiet --locked >&2 || return 3
}

# Lo que diga taller se guarda: entero solo interesa si algo va mal.
part() {
  local part=$1 where=${PARALLEL_SSHHOST:-$(hostname)} told warned code
  shift
  warned=$(mktemp) || return 3
  # shellcheck disable=SC2086 # TALLER puede llevar argumentos
  told=$(${TALLER:-cargo run --quiet --locked --} calificar "$@" --parte "$part" 2>"$warned")
  code=$?
  if [ "$code" -eq 0 ]; then
    echo "✓ $where, parte $part: $(head -n 1 <<<"$told")"
    # Los avisos son de la clase, y los mismos en todas las partes.
    [ "${part%%/*}" != 1 ] || cat "$warned" >&2
  else
    printf '✗ %s, parte %s (código %s)\n' "$where" "$part" "$code" >&2
    cat "$warned" >&2
  fi
  rm -f "$warned"
  return "$code"
}

action=${1:-}
shift || true
case $action in
  preparar) prepare ;;
  parte) part "$@" ;;
  *)
    echo 'Uso: maquina.sh preparar | maquina.sh parte I/N ARGUMENTOS…' >&2
    exit 2
    ;;
esac
