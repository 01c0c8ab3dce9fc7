//! El informe de una exploración y cada final distinto que encontró.

use std::time::Duration;

use crate::event::{Event, LaneInfo};
use crate::gap::Gap;
use crate::limits::LimitKind;
use crate::reach::Reach;
use crate::schedule::ScheduleId;

/// El informe de una exploración.
#[derive(Debug, Clone)]
pub struct Report {
    /// La orden explorada.
    pub program: Vec<String>,
    /// Planes ejecutados: los que llegaron a un final (la suma de
    /// [`Outcome::count`]) y los [`abandoned`](Self::abandoned).
    pub schedules: usize,
    /// De ellos, los que se dejaron a medias: repetían otro, o se acabó el tiempo.
    pub abandoned: usize,
    /// Por fuerza bruta, cuántos de los que llegaron a un final son esencialmente
    /// distintos: los demás solo cambian de orden pasos que no chocan. `None` si la
    /// búsqueda ya se los ahorra.
    pub distinct: Option<usize>,
    /// Se vieron todos los finales posibles (secuencialmente consistentes). Es
    /// falso si se alcanzó un límite o si un proceso gira contando sus vueltas:
    /// entonces se le hace esperar y no se ve que se rinda.
    pub exhaustive: bool,
    /// Con cota: se vieron todos los planes de hasta este número de
    /// expropiaciones. `None`: sin cota.
    pub preemption_bound: Option<usize>,
    /// Lo que tardó.
    pub elapsed: Duration,
    /// Los finales distintos; el primero, el de menos cambios de proceso entre
    /// los que están mal, y si ninguno lo está, el de menos cambios.
    pub outcomes: Vec<Outcome>,
    /// El límite que paró la búsqueda antes de tiempo.
    pub stopped_by: Option<LimitKind>,
    /// Por qué pueden faltar finales, sin repetir y en orden: en algún plan se hizo
    /// esperar a quien podía moverse, o se fijó un orden que el núcleo no promete.
    /// Llegar hasta la cota no lo remedia.
    pub gaps: Vec<Gap>,
    /// En algún plan, un proceso esperó dando vueltas sin ceder el procesador
    /// (`sched_yield`) ni dormir. Aquí se le trata como a quien espera, así que no
    /// cambia ningún final; en una máquina de verdad gasta un procesador entero, y
    /// con prioridades puede no dejar avanzar a quien tiene que sacarlo de ahí.
    pub busy_wait: bool,
    /// Qué llamadas hace el programa, y cuántas veces. Solo dice algo si la
    /// exploración fue exhaustiva y sin provocar ningún fallo.
    pub reach: Reach,
}

impl Report {
    /// Los planes que llegaron a un final: lo que suman los
    /// [`Outcome::count`] de sus finales.
    pub fn completed(&self) -> usize {
        self.schedules.saturating_sub(self.abandoned)
    }
}

/// El veredicto sobre un plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Todos los procesos terminaron.
    Ok,
    /// Quedan procesos y ninguno puede seguir.
    Deadlock,
    /// Quedan procesos que giran sin que nadie pueda sacarlos.
    Livelock,
    /// Un proceso cayó por una señal que nadie le mandó.
    Crash,
    /// Se alcanzó un límite del plan (ver [`Outcome::limit`]).
    Timeout,
}

impl Verdict {
    /// El nombre en el JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Deadlock => "deadlock",
            Self::Livelock => "livelock",
            Self::Crash => "crash",
            Self::Timeout => "timeout",
        }
    }
}

/// Cómo terminó el programa (el carril 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    /// Con este código.
    Code(i32),
    /// Por esta señal.
    Signal(i32),
    /// No llegó a terminar (interbloqueo, giro sin fin, límite).
    Unfinished,
}

/// Un final del programa y el plan más sencillo que lleva a él.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// El veredicto.
    pub verdict: Verdict,
    /// Lo escrito en la salida estándar por todos los procesos.
    pub stdout: Vec<u8>,
    /// Lo escrito en la salida de error.
    pub stderr: Vec<u8>,
    /// Cómo terminó el programa.
    pub exit: Exit,
    /// Hijos que terminaron y que su padre no recogió antes de terminar él.
    pub zombies: usize,
    /// Proyecciones compartidas que un proceso tenía al terminar y no había
    /// soltado con `munmap`, sumadas sobre los procesos.
    pub leaked_mappings: usize,
    /// Descriptores distintos de 0, 1 y 2 abiertos al terminar cada proceso,
    /// sumados.
    pub leaked_descriptors: usize,
    /// Hijos que seguían vivos cuando su padre terminó.
    pub children_left: usize,
    /// Señales a procesos ajenos (o a todos) que el explorador impidió.
    pub refused_signals: usize,
    /// En cuántos de los planes ejecutados se vio este final.
    pub count: usize,
    /// Cambios de proceso del plan testigo.
    pub switches: usize,
    /// Cuántos de ellos fueron expropiaciones: se quitó el turno a quien podía
    /// seguir.
    pub preemptions: usize,
    /// El límite alcanzado, si el veredicto es [`Verdict::Timeout`].
    pub limit: Option<LimitKind>,
    /// Los procesos.
    pub lanes: Vec<LaneInfo>,
    /// El plan que lo reproduce.
    pub schedule: ScheduleId,
    /// Lo que ocurrió, en orden.
    pub events: Vec<Event>,
}

impl Outcome {
    /// La salida estándar como texto; los bytes que no son UTF-8 se sustituyen.
    pub fn stdout_text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// La salida de error como texto; los bytes que no son UTF-8 se sustituyen.
    pub fn stderr_text(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// Lo que hace distinto a un final de otro.
    pub fn same_ending(&self, other: &Self) -> bool {
        self.verdict == other.verdict
            && self.stdout == other.stdout
            && self.exit == other.exit
            && self.zombies == other.zombies
            && self.leaked_mappings == other.leaked_mappings
            && self.leaked_descriptors == other.leaked_descriptors
            && self.children_left == other.children_left
            && self.refused_signals == other.refused_signals
            && self.limit == other.limit
    }
}
