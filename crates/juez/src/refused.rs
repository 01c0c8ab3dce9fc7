//! Cada llamada al sistema, rechazada por turno, en todos los órdenes.
//!
//! El sistema puede decir que no en cualquier momento. Un programa bien hecho lo
//! cuenta, termina con un error, y no deja memoria ni procesos detrás.

use nix::errno::Errno;

use crate::bench::Bench;
use crate::failure::{CheckResult, Failure};
use crate::schedules::{Ending, Exit, Fault, Verdict};

/// Veces que se rechaza cada llamada, como mucho: ningún programa del curso hace
/// tantas, así que llegar aquí es que no se acaban nunca.
const MOST: usize = 60;

/// Una llamada que se va a rechazar, y lo que entonces no se le puede exigir al
/// programa.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// La llamada, con su nombre de la biblioteca de C.
    pub call: &'static str,
    /// El error que devuelve.
    pub errno: Errno,
    /// Puede quedar un hijo sin recoger: con `waitpid` rechazada no hay otra forma.
    pub may_leave_zombie: bool,
    /// Puede quedar memoria sin soltar: con `munmap` rechazada no hay otra forma.
    pub may_leak: bool,
    /// El programa puede terminar con código 0: lo que se rechaza es cosa del hijo,
    /// y el padre lo cuenta por la salida.
    pub may_succeed: bool,
}

impl Attempt {
    /// Rechazar `call` con `errno`, sin perdonar nada.
    pub const fn new(call: &'static str, errno: Errno) -> Self {
        Self {
            call,
            errno,
            may_leave_zombie: false,
            may_leak: false,
            may_succeed: false,
        }
    }

    /// Perdona que quede un hijo sin recoger.
    #[must_use]
    pub const fn leaving_a_zombie(mut self) -> Self {
        self.may_leave_zombie = true;
        self
    }

    /// Perdona que quede memoria sin soltar.
    #[must_use]
    pub const fn leaking(mut self) -> Self {
        self.may_leak = true;
        self
    }

    /// Perdona que el código de salida sea 0.
    #[must_use]
    pub const fn succeeding(mut self) -> Self {
        self.may_succeed = true;
        self
    }
}

impl Bench {
    /// Rechaza cada una de las llamadas de `attempts`, la primera vez que se hace,
    /// la segunda… hasta que ya no se hace más, y exige que el programa lo aguante.
    ///
    /// Los atascos que ya hay sin rechazar nada no se cuentan otra vez: los explica
    /// mejor otra comprobación.
    ///
    /// # Errores
    /// El fallo, con el primer orden en el que no lo aguanta.
    pub fn copes_with_refusals(&self, args: &[&str], attempts: &[Attempt]) -> CheckResult {
        let usual = self.all_schedules(args, None)?;
        usual.nobody_stuck_always()?;
        let stuck = usual.nobody_stuck().is_err();
        let excused = |ending: &Ending| stuck && ending.is_stuck();
        for attempt in attempts {
            for nth in 1..=MOST {
                let fault = Fault::errno(attempt.call, nth, attempt.errno as i32);
                let schedules = self.all_schedules(args, Some(&fault))?;
                let refused = || schedules.endings.iter().filter(|end| end.was_disturbed());
                let traced = |ending: &Ending| attempt.call == "write" && is_a_trace(ending);
                let judged = |ending: &&Ending| !excused(ending) && !traced(ending);
                for ending in refused().filter(judged) {
                    copes(ending, attempt, nth)?;
                }
                if refused().next().is_none() {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Si la llamada rechazada era de un `println!` o un `eprintln!`, que entonces entran en
/// pánico: los pone quien depura, y no dicen nada de cómo trata el programa los errores.
fn is_a_trace(ending: &Ending) -> bool {
    ending.stderr.contains("failed printing to std")
}

fn copes(ending: &Ending, attempt: &Attempt, nth: usize) -> CheckResult {
    let Some((happened, cause)) = problem(ending, attempt) else {
        return Ok(());
    };
    let seen = ending.shown();
    Err(ending.picture(
        Failure::expected(format!(
            "Que si la llamada {nth} a {} falla con {} ({}), el programa lo contara, terminara \
             y no dejara nada detrás.",
            attempt.call,
            castellano::errno::symbol(attempt.errno),
            castellano::errno::describe(attempt.errno)
        ))
        .happened(format!("{happened}\n{seen}"))
        .cause(cause)
        .next("Busca en el dibujo la llamada rechazada y sigue lo que ocurre después."),
    ))
}

fn problem(ending: &Ending, attempt: &Attempt) -> Option<(&'static str, &'static str)> {
    let panicked = ending.panicked() || ending.stderr.contains("panicked at");
    if panicked {
        return Some((
            "El programa entró en pánico.",
            "Un `unwrap` o un `expect` sobre una llamada que puede fallar.",
        ));
    }
    if ending.verdict != Verdict::Ok {
        return Some((
            "El programa no llegó a terminar por sí mismo.",
            "Alguien espera a quien ya no va a llegar, o toca lo que no se reservó.",
        ));
    }
    if ending.exit == Exit::Code(0) && !attempt.may_succeed {
        return Some((
            "El programa terminó con código 0, como si nada.",
            "El error de esa llamada se ignora.",
        ));
    }
    if ending.zombies + ending.children_left > 0 && !attempt.may_leave_zombie {
        return Some((
            "Quedó un hijo sin recoger.",
            "El camino de error se va sin esperar al hijo.",
        ));
    }
    (ending.leaked_mappings > 0 && !attempt.may_leak).then_some((
        "Quedó memoria sin soltar.",
        "El camino de error se va sin soltar la región.",
    ))
}
