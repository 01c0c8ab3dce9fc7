//! Los tropiezos frecuentes, contados en español junto al texto original.

mod c;
mod panic;

use nix::sys::signal::Signal;

use super::allowance::PROGRAM;
use super::event::Explanation;
use super::frames::{Ending, Outcome};
use super::job::Language;

/// Explicaciones que se dan de una vez: más no se leen.
const MOST: usize = 3;

/// Lo que significan los errores o, si no hay, los avisos del compilador, por orden
/// de aparición.
pub fn compiler(language: Language, said: &str) -> Vec<Explanation> {
    let mut found = match language {
        Language::Rust => castellano::rustc::explain_all(said)
            .into_iter()
            .map(|known| Explanation {
                name: known.name(),
                text: known.text.into(),
            })
            .collect(),
        Language::C => c::explain(said),
    };
    found.truncate(MOST);
    found
}

/// Por qué no hay programa que ejecutar.
pub fn compile_failure(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Exited { .. } => "No compila: no hay nada que ejecutar.".into(),
        Outcome::Deadline => "El compilador no terminaba, y hubo que pararlo.".into(),
        Outcome::NotStarted { reason } => {
            format!("No se ha podido lanzar el compilador: {reason}. ¿Está instalado?")
        }
        _ => "El compilador se ha quedado a medias: no hay nada que ejecutar.".into(),
    }
}

/// Cómo acabó una ejecución, en una o dos frases.
pub fn summary(ending: &Ending) -> String {
    let mut text = match &ending.outcome {
        Outcome::Exited { code: 0 } => "Terminó bien (código 0).".into(),
        Outcome::Exited { code } => format!("Terminó con código {code}."),
        Outcome::Killed { signal } => format!("Lo mató {}.", name_of(*signal)),
        Outcome::Deadline => format!(
            "Seguía sin terminar a los {} segundos, y hubo que pararlo.",
            PROGRAM.milliseconds / 1000
        ),
        Outcome::Flood => format!(
            "No dejaba de escribir, y hubo que pararlo a los {} KiB.",
            PROGRAM.output_kib
        ),
        Outcome::Crowd => format!(
            "Tenía más de {} procesos a la vez, y hubo que pararlos.",
            PROGRAM.processes
        ),
        Outcome::Heavy => format!(
            "Entre todos sus procesos ocupaban más de {} MiB, y hubo que pararlos.",
            PROGRAM.together_mib.unwrap_or_default()
        ),
        Outcome::Cancelled => "Parado.".into(),
        Outcome::NotStarted { reason } => format!("No se ha podido empezar: {reason}."),
    };
    // De lo que se paró a la fuerza ya se sabe que dejaba cosas a medias.
    if matches!(
        ending.outcome,
        Outcome::Exited { .. } | Outcome::Killed { .. }
    ) {
        if let Some(left) = counted(ending.left_running, "un proceso vivo", "procesos vivos") {
            text.push_str(&format!(" Dejó {left}: se ha terminado por él."));
        }
        if let Some(left) = counted(ending.zombies, "un hijo", "hijos") {
            text.push_str(&format!(" Dejó {left} sin recoger con wait."));
        }
    }
    text
}

fn counted(count: usize, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(one.to_owned()),
        n => Some(format!("{n} {many}")),
    }
}

fn name_of(signal: i32) -> String {
    match Signal::try_from(signal) {
        Ok(known) => format!("{known} ({})", castellano::signal::describe(known)),
        Err(_) => format!("la señal {signal}"),
    }
}

/// Qué significa un mal final, con lo que el programa dejó dicho por la salida de
/// errores, y qué probar.
pub fn runtime(language: Language, ending: &Ending, stderr: &str) -> Vec<Explanation> {
    let known = match &ending.outcome {
        Outcome::Exited { code: 101 } if language == Language::Rust => Some(panic::explain(stderr)),
        // Rust no deja seguir a quien ya ha roto una promesa: pánico, y abort.
        Outcome::Killed { .. } if language == Language::Rust && stderr.contains("panicked at") => {
            Some(panic::explain(stderr))
        }
        Outcome::Killed { signal } => signal_advice(*signal),
        Outcome::Deadline => Some((
            "plazo agotado",
            "O hay un bucle que no acaba, o algún proceso espera a otro que nunca le avisa. Mira \
             qué condición debería cumplirse para salir y quién debería cumplirla.",
        )),
        Outcome::Flood => Some((
            "demasiada salida",
            "Casi siempre es un bucle que escribe y no acaba. Arriba está lo primero que escribió.",
        )),
        Outcome::Crowd => Some((
            "demasiados procesos",
            "Un fork dentro de un bucle lo ejecutan también los hijos, y se multiplican. Haz que \
             el hijo termine antes de volver al bucle.",
        )),
        Outcome::Heavy => Some((
            "demasiada memoria",
            "Después de fork, cada página que escribe uno de los dos deja de ser compartida y \
             cuesta otra. Reserva menos, o no escribas en todo lo que reservas.",
        )),
        Outcome::Exited { .. } | Outcome::Cancelled | Outcome::NotStarted { .. } => None,
    };
    known
        .map(|(name, text)| Explanation {
            name: name.into(),
            text: text.into(),
        })
        .into_iter()
        .collect()
}

fn signal_advice(signal: i32) -> Option<(&'static str, &'static str)> {
    match Signal::try_from(signal).ok()? {
        Signal::SIGSEGV => Some((
            "SIGSEGV",
            "El programa leyó o escribió en una dirección que no es suya: un puntero nulo, una \
             región que ya se devolvió con munmap, o más allá de su final.",
        )),
        Signal::SIGBUS => Some((
            "SIGBUS",
            "La dirección está en el mapa del proceso, pero no hay nada detrás: suele pasar al \
             tocar una proyección más allá del final de su archivo.",
        )),
        Signal::SIGABRT => Some((
            "SIGABRT",
            "El programa se detuvo a sí mismo al notar algo imposible de arreglar: un abort, una \
             memoria que no se pudo reservar o un pánico dentro de otro.",
        )),
        Signal::SIGFPE => Some((
            "SIGFPE",
            "En C, dividir un entero entre cero mata al proceso.",
        )),
        Signal::SIGPIPE => Some((
            "SIGPIPE",
            "Escribió en una tubería cuyo otro extremo ya nadie tiene abierto para leer. O el lector \
             terminó antes, o su extremo se cerró en el proceso que no era.",
        )),
        Signal::SIGKILL => Some((
            "SIGKILL",
            "Alguien lo mató sin darle opción: otro proceso con kill, o el sistema, por quedarse la \
             máquina sin memoria.",
        )),
        Signal::SIGALRM => Some((
            "SIGALRM",
            "Venció una alarma que pidió el propio programa y que nadie recogió con una función.",
        )),
        Signal::SIGILL | Signal::SIGTRAP => Some((
            "instrucción imposible",
            "El procesador llegó a una instrucción que no se puede ejecutar. El compilador las pone \
             donde cree que no se llega nunca, como el final de una función sin return.",
        )),
        Signal::SIGXCPU => Some((
            "SIGXCPU",
            "Gastó todo el tiempo de procesador que se deja aquí: casi siempre es un bucle que no acaba.",
        )),
        Signal::SIGXFSZ => Some((
            "SIGXFSZ",
            "Quiso escribir un archivo más grande de lo que se deja aquí.",
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ending(outcome: Outcome, left_running: usize, zombies: usize) -> Ending {
        Ending {
            outcome,
            elapsed_us: 0,
            left_running,
            zombies,
        }
    }

    #[test]
    fn el_final_se_cuenta_con_lo_que_deja() {
        let cases = [
            (
                Outcome::Exited { code: 0 },
                0,
                0,
                "Terminó bien (código 0).",
            ),
            (
                Outcome::Exited { code: 3 },
                1,
                2,
                "Terminó con código 3. Dejó un proceso vivo: se ha terminado por él. Dejó 2 hijos \
                 sin recoger con wait.",
            ),
            (
                Outcome::Killed { signal: 11 },
                0,
                0,
                "Lo mató SIGSEGV (acceso a memoria no permitido).",
            ),
            (Outcome::Killed { signal: 40 }, 0, 0, "Lo mató la señal 40."),
            (Outcome::Cancelled, 3, 1, "Parado."),
        ];
        for (outcome, running, zombies, expected) in cases {
            assert_eq!(summary(&ending(outcome, running, zombies)), expected);
        }
    }

    #[test]
    fn el_101_solo_es_un_panico_en_rust() {
        let ended = ending(Outcome::Exited { code: 101 }, 0, 0);

        assert_eq!(runtime(Language::Rust, &ended, "")[0].name, "pánico");
        assert_eq!(runtime(Language::C, &ended, ""), []);
    }
}
