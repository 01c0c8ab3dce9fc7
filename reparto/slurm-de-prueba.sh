#!/usr/bin/env bash
# Levanta un Slurm de un solo nodo, para probar slurm.sh sin un centro de cálculo; ejecuta
# dentro la orden que se le dé, y lo apaga al acabar. Solo atiende en esta máquina.
#
#   sudo apt install slurm-wlm munge
#   sudo reparto/slurm-de-prueba.sh sbatch --wait --array=1-4 reparto/slurm.sh \
#     ejemplo/entregas --tarea ejemplo/tarea.toml --salida /tmp/prueba
#
# No es una instalación: es root, sin contabilidad ni cgroups, y lo que guarda se borra.
# Escrito para una máquina virtual o un contenedor que no tenga otro Slurm. El nombre de
# la máquina debe llevar a 127.0.0.1 en /etc/hosts.
set -euo pipefail

[ "$(id -u)" -eq 0 ] || { echo 'Hace falta ser root: slurmd cambia de usuario.' >&2; exit 3; }
[ $# -gt 0 ] || { echo 'Uso: slurm-de-prueba.sh ORDEN…' >&2; exit 2; }
for program in munged slurmctld slurmd sbatch; do
  command -v "$program" >/dev/null ||
    { echo "Falta $program: sudo apt install slurm-wlm munge" >&2; exit 3; }
done

node=$(hostname -s)
room=$(mktemp -d)
chmod 755 "$room"
export SLURM_CONF=$room/slurm.conf
cat >"$SLURM_CONF" <<CONF
ClusterName=prueba
SlurmctldHost=$node
AuthType=auth/munge
AuthInfo=socket=$room/munge/socket
CryptoType=crypto/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$room/state
SlurmdSpoolDir=$room/spool
SlurmctldPidFile=$room/slurmctld.pid
SlurmdPidFile=$room/slurmd.pid
SlurmctldLogFile=$room/slurmctld.log
SlurmdLogFile=$room/slurmd.log
SlurmctldPort=16817
SlurmdPort=16818
# Solo en 127.0.0.1.
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
# Ni cgroups ni systemd; y sin proctrack/pgid, con el que cada tarea tarda 4 s en cerrarse.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
ReturnToService=2
MpiDefault=none
# Que no espere para lanzar ni para dar por acabado.
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1
EpilogMsgTime=1
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=prueba Nodes=$node Default=YES MaxTime=60 State=UP
CONF
mkdir "$room/state" "$room/spool"
install -d -o munge -g munge "$room/munge"
install -o munge -g munge -m 400 <(head -c 1024 /dev/urandom) "$room/munge/key"

# Los tres, en primer plano y por su número: al salir no queda ninguno.
started=()
# shellcheck disable=SC2317,SC2329 # la llama trap
close() {
  local index
  scancel --user=root 2>/dev/null || true
  for ((index = ${#started[@]} - 1; index >= 0; index--)); do
    kill "${started[index]}" 2>/dev/null || true
    wait "${started[index]}" 2>/dev/null || true
  done
  rm -rf -- "$room"
}
trap close EXIT
trap 'exit 130' INT TERM

setpriv --reuid munge --regid munge --clear-groups munged --foreground --force \
  --socket="$room/munge/socket" --key-file="$room/munge/key" --pid-file="$room/munge/pid" \
  --seed-file="$room/munge/seed" >"$room/munge.log" 2>&1 &
started+=($!)
slurmctld -D -c >/dev/null 2>&1 &
started+=($!)
slurmd -D >/dev/null 2>&1 &
started+=($!)
for _ in $(seq 300); do
  state=$(sinfo --noheader --format %T 2>/dev/null || true)
  [ "$state" != idle ] || break
  sleep 0.1
done
if [ "$state" != idle ]; then
  echo "Slurm no arranca: ${state:-no contesta}." >&2
  tail -n 5 "$room"/*.log >&2 || true
  exit 3
fi
code=0
"$@" || code=$?
exit "$code"
