//! Qué suele haber detrás de un atasco o de una caída, para contárselo a su autor.

use explorador::Verdict;
use nix::libc;

use super::Ending;
use crate::failure::{Failure, died_of};

/// Por qué se quedó atascado, según cómo.
pub fn stuck(ending: &Ending) -> Failure {
    let failure = Failure::expected("Que en todos los órdenes posibles el programa terminara.");
    match ending.verdict {
        Verdict::Deadlock if ending.waits_in_own_memory() => failure
            .happened("Hay un orden en el que todos esperan y nadie puede seguir: interbloqueo.")
            .cause(
                "Se espera en memoria que no es de los dos: un `Mutex`, un `Condvar` o un \
                     `static` no se comparten, y un semáforo o un futex privados, tampoco.",
            )
            .next(
                "Pon lo que se espera en la memoria compartida, y di que lo usan varios \
                     procesos (el 1 de sem_init; un futex sin FUTEX_PRIVATE_FLAG).",
            ),
        Verdict::Deadlock => failure
            .happened("Hay un orden en el que todos esperan y nadie puede seguir: interbloqueo.")
            .cause("Se espera algo que ya pasó, o que solo puede hacer quien también espera.")
            .next("Mira en el dibujo a qué espera cada uno, y quién tendría que despertarlo."),
        Verdict::Livelock => failure
            .happened("Hay un orden en el que un proceso da vueltas sin parar y no deja avanzar.")
            .cause(
                "Un bucle de espera que no cede el procesador, o que mira lo que nadie cambia: \
                     un campo, un `static` o un `Arc` no se comparten, cada proceso tiene el suyo.",
            )
            .next("Mira la memoria compartida, y cede el procesador en el bucle (sched_yield)."),
        _ if ending.spins_blindly() => failure
            .happened(
                "Hay un orden en el que un proceso lee la memoria una vez y da vueltas sin \
                     volver a mirarla.",
            )
            .cause(
                "El bucle mira con una lectura corriente. El compilador da por hecho que nadie \
                     más cambia esa memoria: lee una vez, antes del bucle, y ya no vuelve.",
            )
            .next(
                "Mira con un atómico (`AtomicU32::load`), y cede el procesador entre mirada y \
                     mirada (sched_yield).",
            ),
        _ => failure
            .happened("Hay un orden en el que el programa no termina.")
            .cause("Un bucle que no acaba nunca, o una espera que nadie atiende.")
            .next("Busca el bucle, y qué tendría que pasar para que acabara."),
    }
}

/// Por qué murió alguien.
pub fn crashed(ending: &Ending) -> Failure {
    let failure =
        Failure::expected("Que en todos los órdenes los procesos terminaran por sí mismos.");
    match ending.deadly_signal() {
        None | Some(libc::SIGSEGV | libc::SIGBUS) => failure
            .happened("Hay un orden en el que un proceso muere por un acceso a memoria prohibido.")
            .cause("Se toca una región que ya se liberó, o fuera de sus límites.")
            .next("Mira en el dibujo qué se liberó antes de ese acceso."),
        Some(signal) => {
            let death = died_of(signal);
            death.explain(failure.happened(format!(
                "Hay un orden en el que un proceso muere {}.",
                death.describe()
            )))
        }
    }
}
