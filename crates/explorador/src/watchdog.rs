//! Quien vigila que un proceso no calcule para siempre sin hacer nada visible:
//! el hilo que explora está entonces dormido en `waitpid` y no puede mirar el
//! reloj. Se mide tiempo de procesador, no de reloj: una máquina cargada no
//! cambia ningún veredicto.

use std::cell::Cell;
use std::ops::DerefMut;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::sys::{self, Pid};

/// Cada cuánto mira el vigilante.
const TICK: Duration = Duration::from_millis(20);

/// Un proceso al que se ve dormido en el núcleo, sin despertar, más de esto hace una
/// llamada que el explorador no sabe que espera.
const ASLEEP: Duration = Duration::from_secs(2);

struct Shared {
    /// Cuándo se acaba el tiempo de todos. Quien explora lo puede alargar.
    deadline: Mutex<Instant>,
    /// El proceso al que se espera ahora; 0, ninguno.
    waiting_for: AtomicI32,
    /// Cambia con cada espera.
    turn: AtomicU64,
    /// A quién se paró por silencioso; 0, a nadie.
    stopped: AtomicI32,
    finished: AtomicBool,
}

/// El vigilante de una exploración.
pub(crate) struct Watch {
    shared: Arc<Shared>,
    thread: Cell<Option<JoinHandle<()>>>,
}

impl Watch {
    /// Empieza a vigilar: un proceso que gaste `silence` de procesador entre
    /// dos paradas recibe `SIGSTOP`; pasado `deadline`, también.
    pub fn start(silence: Duration, deadline: Instant) -> Self {
        let shared = Arc::new(Shared {
            deadline: Mutex::new(deadline),
            waiting_for: AtomicI32::default(),
            turn: AtomicU64::default(),
            stopped: AtomicI32::default(),
            finished: AtomicBool::default(),
        });
        let seen = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("vigilante".to_string())
            .spawn(move || patrol(&seen, silence))
            .ok();
        Self {
            shared,
            thread: Cell::new(thread),
        }
    }

    /// Nadie recibe `SIGSTOP` por la hora antes de `until`.
    pub fn extend(&self, until: Instant) {
        let mut deadline = self.shared.deadline();
        *deadline = until.max(*deadline);
    }

    pub fn enter(&self, pid: Pid) {
        self.shared.turn.fetch_add(1, Ordering::Relaxed);
        self.shared.waiting_for.store(pid, Ordering::Release);
    }

    pub fn leave(&self) {
        self.shared.waiting_for.store(0, Ordering::Release);
    }

    /// ¿Es nuestro el `SIGSTOP` que acaba de recibir este proceso?
    pub fn stopped(&self, pid: Pid) -> bool {
        self.shared
            .stopped
            .compare_exchange(pid, 0, Ordering::AcqRel, Ordering::Relaxed)
            .is_ok()
    }
}

impl Shared {
    fn deadline(&self) -> impl DerefMut<Target = Instant> {
        self.deadline.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.shared.finished.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // El vigilante no puede entrar en pánico; si lo hiciera, da igual ya.
            let _ = thread.join();
        }
    }
}

fn patrol(shared: &Shared, silence: Duration) {
    let mut last_turn = 0;
    // Desde cuándo se le ve dormido. No desde que se le dejó seguir: en una máquina
    // cargada puede haber pasado ese rato esperando a que le toque el procesador.
    let mut asleep_since = None;
    let mut cpu_then = Duration::ZERO;
    while !shared.finished.load(Ordering::Acquire) {
        std::thread::park_timeout(TICK);
        let pid = shared.waiting_for.load(Ordering::Acquire);
        let turn = shared.turn.load(Ordering::Relaxed);
        if pid == 0 || turn != last_turn {
            last_turn = turn;
            asleep_since = None;
            cpu_then = cpu_time(pid).map_or(Duration::ZERO, |(cpu, _)| cpu);
            continue;
        }
        let Some((cpu, asleep)) = cpu_time(pid) else {
            continue;
        };
        let now = Instant::now();
        asleep_since = asleep.then(|| asleep_since.unwrap_or(now));
        let silent = cpu.saturating_sub(cpu_then) >= silence
            || asleep_since.is_some_and(|since| now - since >= ASLEEP)
            || now >= *shared.deadline();
        if silent && shared.stopped.load(Ordering::Acquire) != pid {
            shared.stopped.store(pid, Ordering::Release);
            // Si justo acaba de terminar, la señal no le llega a nadie: el
            // proceso aún no se ha recogido mientras se le espera.
            let _ = sys::kill(pid, libc::SIGSTOP);
        }
    }
}

/// Lo que ha gastado el proceso, y si está dormido en el núcleo.
fn cpu_time(pid: Pid) -> Option<(Duration, bool)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let asleep = fields.next()? == "S";
    let mut ticks = fields.skip(10);
    let user: u64 = ticks.next()?.parse().ok()?;
    let system: u64 = ticks.next()?.parse().ok()?;
    // Linux siempre cuenta a 100 tics por segundo de cara a los programas.
    Some((Duration::from_millis((user + system) * 10), asleep))
}
