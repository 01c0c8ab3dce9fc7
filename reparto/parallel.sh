#!/usr/bin/env bash
# Reparte una clase entre varias máquinas por ssh, con GNU parallel, y la reúne.
# Qué hace falta y qué hace cuando algo falla: reparto/LEEME.md, o --ayuda.
#
# No guarda ninguna cuenta propia de lo hecho: cada parte lleva su diario, viaja con
# él y sigue donde estaba. Por eso repetir la orden solo hace lo que falta.
set -euo pipefail

help() {
  cat <<'TEXT'
Reparte una clase entre varias máquinas por ssh, con GNU parallel, y la reúne.

Uso: reparto/parallel.sh ENTREGAS --maquinas ARCHIVO --salida CARPETA [opciones]

  ENTREGAS            lo mismo que para «taller calificar»
  --maquinas ARCHIVO  una máquina por línea, como se la nombra a ssh (aula01,
                      docente@aula02); lo que sigue a # no cuenta
  --salida CARPETA    dónde quedan las partes y los informes, en esta máquina
  --tarea ARCHIVO     la tarea
  --pasos P1,P2       los pasos, si no hay tarea
  --hoja ARCHIVO      la hoja de calificaciones de Moodle
  --formato F1,F2     los informes que se quieren
  --partes N          en cuántas partes [por omisión: una por máquina]
  --intentos N        en cuántas máquinas se prueba cada parte [por omisión: 2]
  --curso CARPETA     las máquinas ya tienen el curso ahí (una carpeta compartida por
                      red): no se copia ni se comprueba que sea igual
  --carpeta CARPETA   dónde se trabaja en cada máquina [por omisión:
                      /var/tmp/taller-USUARIO]

Se lanza desde la carpeta del curso. Termina como «taller reunir»: con 0 si hay
informes, con 1 si además hay entregas que mirar a mano, con 3 si falta algo; y con
2 si la orden está mal escrita.
TEXT
}

misuse() {
  printf 'error: %s\n\nCon --ayuda se dice cómo se usa.\n' "$1" >&2
  exit 2
}

trouble() {
  printf 'error: %s\n' "$1" >&2
  exit 3
}

input='' machines='' output='' task='' steps='' sheet='' formats='' parts='' attempts=2
course='' base=/var/tmp/taller-$(id -un)
while [ $# -gt 0 ]; do
  case $1 in
    --ayuda | --help | -h) help; exit ;;
    --maquinas | --salida | --tarea | --pasos | --hoja | --formato | --partes | --intentos | --curso | --carpeta)
      [ $# -ge 2 ] || misuse "a $1 le falta su valor"
      case $1 in
        --maquinas) machines=$2 ;;
        --salida) output=$2 ;;
        --tarea) task=$2 ;;
        --pasos) steps=$2 ;;
        --hoja) sheet=$2 ;;
        --formato) formats=$2 ;;
        --partes) parts=$2 ;;
        --intentos) attempts=$2 ;;
        --curso) course=$2 ;;
        --carpeta) base=$2 ;;
      esac
      shift 2
      ;;
    -*) misuse "no se conoce la opción $1" ;;
    *)
      [ -z "$input" ] || misuse "sobra «$1»: las entregas son «$input»"
      input=$1
      shift
      ;;
  esac
done

[ -n "$input" ] || misuse 'falta decir qué entregas'
[ -n "$machines" ] || misuse 'falta decir en qué máquinas, con --maquinas'
[ -n "$output" ] || misuse 'falta decir dónde, con --salida'
for file in "$input" "$machines" ${task:+"$task"} ${sheet:+"$sheet"}; do
  [ -e "$file" ] || misuse "no existe $file"
done
for count in "${parts:-1}" "$attempts"; do
  [[ $count =~ ^[1-9][0-9]{0,3}$ ]] || misuse "«$count» no es una cantidad: se espera 1, 2, 3…"
done
[[ $steps =~ ^[A-Za-z0-9_,-]*$ ]] || misuse "«$steps» no es una lista de pasos"
# Estas rutas las lee también el intérprete de órdenes de las otras máquinas.
for folder in "$base" ${course:+"$course"}; do
  [[ $folder =~ ^/[A-Za-z0-9_./-]+$ ]] ||
    misuse "«$folder» no vale: tiene que ser una ruta absoluta, sin espacios ni tildes"
done
[ -f Cargo.toml ] && [ -f book.toml ] ||
  misuse 'aquí no está el curso: lanza la orden desde la carpeta que clonaste'
for program in parallel ssh rsync; do
  command -v "$program" >/dev/null ||
    trouble "falta $program. En Debian o Ubuntu: sudo apt install parallel openssh-client rsync"
done

mapfile -t hosts < <(sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$machines" | sort -u)
[ ${#hosts[@]} -gt 0 ] || misuse "en $machines no hay ninguna máquina"
for host in "${hosts[@]}"; do
  [[ $host =~ ^[A-Za-z0-9_][A-Za-z0-9_.@-]*$ ]] ||
    misuse "«$host» no es una máquina: se escribe como a ssh (aula01, docente@aula02). Los puertos y lo demás van en ~/.ssh/config; esta máquina es localhost"
done

mkdir -p "$output"
output=$(realpath "$output")
exec {lock}>"$output/.reparto"
flock -n "$lock" || trouble "otro reparto está trabajando en $output: espera a que acabe"
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
trap 'echo "Interrumpido. Lo calificado está a salvo: repite la misma orden." >&2; exit 130' INT TERM

# Sin nadie delante: ni preguntar contraseñas, ni esperar para siempre a una máquina
# que se ha apagado.
ssh='ssh -oBatchMode=yes -oConnectTimeout=10 -oServerAliveInterval=15 -oServerAliveCountMax=4'
export RSYNC_RSH=$ssh TALLER=${TALLER:-} PARALLEL_HOME=$scratch
here=${course:-$base/curso}
# El curso, sin lo que se compila ni lo que haya dejado en la carpeta quien califica.
pieces=(Cargo.toml Cargo.lock rust-toolchain.toml book.toml benches book crates ejemplo
  exercises reparto solutions)
class=$base/clases/$(printf %s "$output" | sha256sum | cut -c1-16)
compiler=$("${RUSTC:-rustc}" -vV) || trouble 'no se puede ejecutar rustc'

# Allí todo se llama siempre igual: los nombres que haya aquí no tienen que entenderlos
# otros intérpretes de órdenes.
if [ -d "$input" ]; then
  input=${input%/}/ there=entregas/
elif [[ $input =~ \.([A-Za-z0-9]+)$ ]]; then
  there=entregas.${BASH_REMATCH[1]}
else
  misuse "no se sabe qué es $input: se espera una carpeta o un zip"
fi

# Varias máquinas pueden compartir la carpeta: allí, de una en una.
copy=(rsync -a --delete "--rsync-path=flock $base/cerrojo rsync")

# Lleva a una máquina lo que necesita.
deliver() {
  local host=$1
  # La carpeta es nuestra, o no se usa: en un aula la podría haber puesto otro.
  $ssh "$host" "umask 077; mkdir -p $class/entrada && test -O $base && test ! -L $base || { echo 'no se puede usar $base' >&2; exit 1; }" &&
    { [ -n "$course" ] || "${copy[@]}" --exclude=copias "${pieces[@]}" "$host:$here/"; } &&
    "${copy[@]}" "$input" "$host:$class/entrada/$there" &&
    { [ -z "$task" ] || "${copy[@]}" "$task" "$host:$class/entrada/tarea.toml"; } &&
    { [ -z "$sheet" ] || "${copy[@]}" "$sheet" "$host:$class/entrada/hoja.csv"; }
}

# Lo que quedó allí de un reparto que se interrumpió: así puede seguirlo cualquier otra.
recover() {
  rsync -rlptDz --update --exclude=bloqueo --include='/parte-*' --include='/parte-*/**' \
    --exclude='*' "$1:$class/" "$output/"
}

# Deja lista una máquina, o dice por qué no se cuenta con ella.
prepare() {
  local host=$1 theirs why=$scratch/$1.por-que
  if ! { deliver "$host" && recover "$host"; } >/dev/null 2>"$why" ||
    ! theirs=$($ssh "$host" "TALLER='$TALLER' bash $here/reparto/maquina.sh preparar" 2>"$why"); then
    printf '✗ %s: no se cuenta con ella. %s\n' "$host" "$(tail -n 3 "$why")" >&2
  elif [ "$theirs" != "$compiler" ]; then
    printf '✗ %s: no se cuenta con ella. Su compilador es %s, y aquí es %s: ponlos iguales con rustup\n' \
      "$host" "$(head -n 1 <<<"$theirs")" "$(head -n 1 <<<"$compiler")" >&2
  else
    echo "$host" >"$scratch/$host.lista"
  fi
}

count() {
  case $1 in 1) echo "1 $2" ;; *) echo "$1 $3" ;; esac
}
echo "Preparando $(count ${#hosts[@]} máquina máquinas) (la primera vez compilan el curso)…"
for host in "${hosts[@]}"; do prepare "$host" & done
wait
cat "$scratch"/*.lista >"$scratch/listas" 2>/dev/null ||
  trouble 'no hay ninguna máquina con la que contar'
ready=$(wc -l <"$scratch/listas")

# Las partes ya empezadas mandan: con otro número sería repetir lo hecho.
if [ -z "$parts" ]; then
  parts=$(find "$output" -maxdepth 1 -name 'parte-*-de-*' | sed 's/.*-de-//' | sort -n | tail -n 1)
  parts=${parts:-$ready}
fi
for number in $(seq "$parts"); do mkdir -p "$output/parte-$number-de-$parts"; done

arguments=("$class/entrada/$there")
[ -z "$task" ] || arguments+=(--tarea "$class/entrada/tarea.toml")
[ -z "$steps" ] || arguments+=(--pasos "$steps")
[ -z "$sheet" ] || arguments+=(--hoja "$class/entrada/hoja.csv")

echo "Calificando en $(count "$parts" parte partes), con $(count "$ready" máquina máquinas)…"
cd "$output"
# El cerrojo de cada parte no viaja, ni un diario viejo pisa a uno más nuevo.
parallel --will-cite --plain --ssh "$ssh" --sshloginfile "$scratch/listas" --jobs 1 \
  --retries "$attempts" --joblog "$scratch/partes" --env TALLER --workdir "$class" \
  --rsync-opts '-rlptDzR --update --exclude=bloqueo' \
  --transferfile "./parte-{}-de-$parts" --return "./parte-{}-de-$parts" \
  "bash $here/reparto/maquina.sh parte {}/$parts ${arguments[*]} --salida $class" \
  ::: $(seq "$parts") || true
cd "$OLDPWD"

# Lo que fue mal, y dónde. Lo que dijo taller ya se ha visto: aquí, lo que no pudo decir.
reason() {
  case $1 in
    2) echo 'la orden o la tarea están mal escritas' ;;
    3) echo 'no se pudo calificar' ;;
    130 | 143) echo 'se interrumpió' ;;
    137) echo 'la mataron (¿sin memoria?, ¿se apagaba la máquina?)' ;;
    255) echo 'se perdió la conexión' ;;
    *) echo "terminó con el código $1" ;;
  esac
}
failed=0
while IFS=$'\t' read -r number host _ _ _ _ code signal _; do
  [ "$code$signal" != 00 ] || continue
  failed=$((failed + 1))
  [ "$signal" = 0 ] || code=$((128 + signal))
  echo "✗ No acabó la parte $number de $parts, en $host: $(reason "$code")." >&2
done < <(tail -n +2 "$scratch/partes" | sort -n)

merge=(reunir "$output")
[ -z "$task" ] || merge+=(--tarea "$task")
[ -z "$sheet" ] || merge+=(--hoja "$sheet")
[ -z "$formats" ] || merge+=(--formato "$formats")
code=0
# shellcheck disable=SC2086 # TALLER puede llevar argumentos
${TALLER:-cargo run --quiet --locked --} "${merge[@]}" || code=$?
if [ "$code" -le 1 ]; then
  # Aquí está todo: en las otras máquinas ya no hacen falta las entregas.
  parallel --will-cite --plain --ssh "$ssh" --sshloginfile "$scratch/listas" --nonall \
    "rm -rf -- $class" || echo "Quedan copias de las entregas en $class de alguna máquina." >&2
elif [ "$failed" -gt 0 ]; then
  echo 'Cuando esté arreglado, repite la misma orden: solo se hará lo que falta.' >&2
fi
exit "$code"
