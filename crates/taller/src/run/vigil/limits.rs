//! Los límites del núcleo para un programa y lo que cree (setrlimit(2)).

use std::io;

use nix::errno::Errno;
use nix::libc;
use nix::sys::resource::{Resource, rlim_t, setrlimit};

use super::super::allowance::Allowance;
use super::persona::Persona;

/// Procesador que puede gastar cada proceso, en plazos: es la última barrera, por
/// si matan al propio vigía y no queda nadie mirando el reloj.
const CPU_PER_DEADLINE: u64 = 2;

/// Procesos de más que deja crear el núcleo: así el recuento llega a ver que el
/// programa se pasa, y se puede contar por qué se le para.
const SPARE_TASKS: rlim_t = 8;

/// Los límites, ya calculados: después de fork no se puede calcular nada.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    memory: Option<rlim_t>,
    file: rlim_t,
    cpu: rlim_t,
    tasks: Option<Tasks>,
    persona: Option<Persona>,
}

/// Cuántas tareas puede haber.
#[derive(Debug, Clone, Copy)]
struct Tasks {
    /// Si se le cuentan solo las suyas.
    own: rlim_t,
    /// Si se le cuentan las de todo el usuario.
    of_user: Option<rlim_t>,
}

impl Limits {
    /// Para lo que ha escrito alguien.
    pub fn of_stranger(allowance: &Allowance) -> Self {
        let own = allowance.processes as rlim_t + SPARE_TASKS;
        let of_user = tasks_in_the_machine().map(|now| now + own);
        Self {
            tasks: Some(Tasks { own, of_user }),
            persona: Persona::borrowed(),
            ..Self::ours(allowance)
        }
    }

    /// Para algo nuestro. Sus procesos se cuentan, pero el núcleo no le pone tope: un
    /// compilador tiene tantos hilos como procesadores la máquina.
    pub fn ours(allowance: &Allowance) -> Self {
        Self {
            memory: allowance.memory_mib.map(|mib| mib << 20),
            file: allowance.file_mib << 20,
            cpu: (allowance.milliseconds * CPU_PER_DEADLINE).div_ceil(1000),
            tasks: None,
            persona: None,
        }
    }

    /// Se los pone al proceso que llama, que a continuación hará `execve`.
    pub fn impose(self) -> io::Result<()> {
        let alone = self.persona.map_or(Ok(false), Persona::assume)?;
        // Después de cambiar de usuario, que lo olvida.
        // Si el vigía muere de golpe, el proceso principal no le sobrevive.
        // SEGURIDAD: prctl con PR_SET_PDEATHSIG no toca memoria.
        Errno::result(unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) })?;
        lower(Resource::RLIMIT_CORE, 0)?;
        lower(Resource::RLIMIT_FSIZE, self.file)?;
        lower(Resource::RLIMIT_CPU, self.cpu)?;
        if let Some(memory) = self.memory {
            lower(Resource::RLIMIT_AS, memory)?;
        }
        let of_those = |tasks: Tasks| {
            if alone {
                Some(tasks.own)
            } else {
                tasks.of_user
            }
        };
        if let Some(tasks) = self.tasks.and_then(of_those) {
            lower(Resource::RLIMIT_NPROC, tasks)?;
        }
        Ok(())
    }
}

/// Baja un límite; si el que había es más estricto, se queda.
fn lower(resource: Resource, value: rlim_t) -> nix::Result<()> {
    let (_, hard) = nix::sys::resource::getrlimit(resource)?;
    let value = value.min(hard);
    setrlimit(resource, value, value)
}

/// Las tareas que hay ahora en la máquina. `RLIMIT_NPROC` cuenta todas las del
/// usuario, no las del programa: partir de las de la máquina es quedarse largo,
/// pero nunca corto. (Con root no tiene efecto: de eso se ocupa [`Persona`].)
pub fn tasks_in_the_machine() -> Option<rlim_t> {
    let load = std::fs::read_to_string("/proc/loadavg").ok()?;
    let (_, total) = load.split_whitespace().nth(3)?.split_once('/')?;
    total.parse().ok()
}
