//! Lo que ocurrió en un plan, paso a paso y con su estructura: de aquí salen
//! los dibujos y aquí mira el juez. El texto en español está en
//! [`Event::label`].

use std::fmt;

/// Una región de memoria compartida. Dos proyecciones del mismo objeto (el
/// mismo `memfd`, el mismo archivo) son la misma región. Se llama `A`, `B`… por
/// orden de aparición en el plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionId(pub usize);

impl fmt::Display for RegionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut number = self.0;
        let mut name = Vec::new();
        loop {
            name.push(b'A' + u8::try_from(number % 26).unwrap_or(0));
            if number < 26 {
                break;
            }
            number = number / 26 - 1;
        }
        name.reverse();
        f.write_str(&String::from_utf8_lossy(&name))
    }
}

/// Un proceso del plan. El carril 0 es el programa; los demás, sus
/// descendientes por orden de creación.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneInfo {
    /// El número de carril.
    pub lane: usize,
    /// El carril del proceso que lo creó; el 0 no tiene.
    pub parent: Option<usize>,
    /// El PID tal como lo ve el programa. El explorador da a cada proceso un
    /// PID fijo según su lugar en el árbol, para que el mismo plan imprima
    /// siempre lo mismo.
    pub pid: i32,
}

/// Algo que ocurrió.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// El lugar en el plan, desde 0 y sin huecos.
    pub seq: usize,
    /// El proceso al que le ocurrió.
    pub lane: usize,
    /// Su PID, tal como lo ve el programa.
    pub pid: i32,
    /// Qué ocurrió.
    pub kind: EventKind,
    /// Es un fallo provocado por el explorador, o algo que está mal (una caída,
    /// una señal a un proceso ajeno que se impidió).
    pub fault: bool,
}

/// Qué ocurrió.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// Una llamada al sistema, terminada.
    Call(Call),
    /// Un acceso a memoria compartida.
    Memory {
        /// La región.
        region: RegionId,
        /// El primer byte, desde el principio de la región.
        offset: u64,
        /// Si leyó, escribió o ambas cosas (una instrucción atómica).
        access: Access,
        /// Los bytes tocados, antes.
        before: Vec<u8>,
        /// Los mismos, después (iguales a `before` si solo leyó).
        after: Vec<u8>,
    },
    /// El proceso empieza a esperar dentro de una llamada que no puede terminar
    /// todavía.
    Blocked(BlockedOn),
    /// El proceso, que esperaba, puede seguir.
    Woken {
        /// El carril cuya acción lo despertó, si fue uno.
        by: Option<usize>,
    },
    /// Miró lo mismo muchas veces seguidas, sin que a nadie más le tocara: esas veces
    /// no se cuentan una a una.
    Insisted {
        /// Cuántas operaciones fueron.
        times: usize,
    },
    /// Le llega una señal.
    Signal {
        /// El número de señal.
        signal: i32,
        /// Quién la mandó, si fue un proceso del plan.
        from: Option<usize>,
    },
    /// El proceso terminó.
    Exited(End),
    /// El explorador pasa de un proceso (`lane` del acontecimiento) a otro que
    /// no es el que venía ejecutándose.
    Switch {
        /// El carril que venía ejecutándose, si aún podía seguir: entonces el
        /// cambio es una expropiación.
        preempted: Option<usize>,
    },
}

/// Cómo se tocó la memoria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// Solo leyó.
    Read,
    /// Escribió.
    Write,
    /// Leyó y escribió en una sola instrucción atómica.
    Update,
}

/// Una llamada al sistema ya terminada.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Call {
    /// El nombre que le da el núcleo: `mmap`, `wait4`, `futex`…
    pub name: &'static str,
    /// Sus argumentos, con nombre, tal como los pasó el programa.
    pub args: Vec<(&'static str, u64)>,
    /// Lo que devolvió, o el `errno` con que falló.
    pub result: Result<i64, i32>,
    /// Lo que significó.
    pub effect: Effect,
}

/// Qué hay detrás de una proyección compartida.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Backing {
    /// `MAP_ANONYMOUS` (o `/dev/zero`).
    Anonymous,
    /// Un archivo, un `memfd` o memoria POSIX: su nombre.
    File(String),
    /// Memoria System V (`shmat`).
    SystemV,
}

/// Lo que una llamada significó, ya descifrado.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nada que el explorador sepa contar mejor que la propia llamada.
    None,
    /// `mmap`, `mremap` o `shmat` de memoria compartida.
    Map {
        /// La región proyectada; `None` si la llamada falló.
        region: Option<RegionId>,
        /// Dónde quedó (0 si falló).
        address: u64,
        /// Bytes pedidos.
        length: u64,
        /// `PROT_*`.
        protection: i32,
        /// `MAP_*`.
        flags: i32,
        /// Qué hay detrás.
        backing: Backing,
    },
    /// `munmap` (o `shmdt`) que toca, o quiso tocar, memoria compartida.
    Unmap {
        /// Dirección pasada.
        address: u64,
        /// Bytes pasados.
        length: u64,
        /// Las regiones que dejan de estar, en todo o en parte.
        regions: Vec<RegionId>,
    },
    /// `mprotect` de memoria compartida.
    Protect {
        /// Dirección.
        address: u64,
        /// Bytes.
        length: u64,
        /// `PROT_*`.
        protection: i32,
    },
    /// `fork`, `vfork` o `clone`.
    Fork {
        /// El carril del hijo; `None` si falló.
        child: Option<usize>,
    },
    /// `wait4` o `waitid`.
    Wait {
        /// A quién se esperaba: el PID pasado (−1, cualquiera).
        target: i64,
        /// El carril recogido y cómo terminó; `None` si no recogió a nadie.
        reaped: Option<(usize, End)>,
    },
    /// `wait4` o `waitid` que supo de un hijo que se paró o que siguió.
    WaitJob {
        /// El carril del hijo.
        child: usize,
        /// La señal que lo paró; `None` si siguió.
        stopped: Option<i32>,
    },
    /// Escribió bytes en un descriptor.
    Output {
        /// El descriptor.
        fd: i32,
        /// Los bytes aceptados.
        bytes: Vec<u8>,
    },
    /// Leyó bytes de un descriptor.
    Input {
        /// El descriptor.
        fd: i32,
        /// Los bytes recibidos.
        bytes: Vec<u8>,
    },
    /// Durmió (en tiempo virtual: nadie espera de verdad).
    Sleep {
        /// Nanosegundos pedidos.
        nanoseconds: u64,
    },
    /// Esperó en un futex.
    FutexWait {
        /// La región y el desplazamiento de la palabra, si es compartida.
        place: Option<(RegionId, u64)>,
        /// El valor con el que aceptaba dormir.
        expected: u32,
    },
    /// Despertó a quienes esperaban en un futex.
    FutexWake {
        /// La región y el desplazamiento de la palabra, si es compartida.
        place: Option<(RegionId, u64)>,
        /// Los carriles despertados.
        woken: Vec<usize>,
    },
    /// Mandó una señal.
    Kill {
        /// El PID pasado.
        target: i64,
        /// El carril al que iba, si es del plan.
        lane: Option<usize>,
        /// La señal.
        signal: i32,
        /// El explorador la impidió por ir a un proceso ajeno.
        refused: bool,
    },
    /// Creó descriptores (`pipe`, `eventfd`, `memfd_create`, `open`, `dup`).
    Descriptors {
        /// Los descriptores nuevos.
        fds: Vec<i32>,
    },
    /// Cerró un descriptor.
    Close {
        /// El descriptor.
        fd: i32,
    },
}

/// A qué espera un proceso bloqueado.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BlockedOn {
    /// A que termine un hijo (`None`, uno cualquiera).
    Child(Option<usize>),
    /// A que alguien escriba en la tubería o descriptor.
    Readable(i32),
    /// A que haya sitio en la tubería o descriptor.
    Writable(i32),
    /// A que lo despierten en un futex o semáforo.
    Futex(Option<(RegionId, u64)>),
    /// A que alguien cambie unos bytes de memoria compartida (espera activa).
    Memory(RegionId, u64),
    /// A una señal.
    Signal,
    /// A que le manden `SIGCONT`: está parado (`SIGSTOP`).
    Continue,
    /// A otra cosa dentro de esta llamada.
    Call(&'static str),
}

/// Cómo terminó un proceso.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// Con este código de salida.
    Code(i32),
    /// Por esta señal.
    Killed {
        /// La señal.
        signal: i32,
        /// La dirección del acceso, si fue una caída de memoria.
        address: Option<u64>,
        /// La región que ya no estaba: «después de munmap».
        after_unmap: Option<RegionId>,
    },
}
