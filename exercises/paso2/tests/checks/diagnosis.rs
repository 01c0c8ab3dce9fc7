//! Qué hay detrás de un programa que no acabó bien, o que hizo algo dos veces.

use juez::process::{End, Finished};
use juez::{Bench, CheckResult, Failure, quote};

use crate::ASKED_PANIC;
use crate::story::Story;

/// El programa espera a su hijo: si queda alguno, no lo creó él.
pub fn nobody_left(bench: &Bench, run: &Finished) -> CheckResult {
    bench.nobody_left(run).map_err(|failure| {
        failure
            .cause("`spawn` crea más de un hijo, o un nieto, y el programa solo espera a uno.")
            .next("Llama a fork una sola vez.")
    })
}

/// Por qué el programa no acabó bien. Sin hijo al que esperar, la culpa es del PID.
pub fn ended_badly(bench: &Bench, run: &Finished) -> Failure {
    if run.err().contains(ASKED_PANIC) && run.panicked() {
        return Failure::expected("Que el pánico de la clausura lo sufriera solo el hijo.")
            .happened(format!(
                "Lo sufrió el padre, y terminó con código 101:\n{}",
                quote(&without_notes(&run.err()))
            ))
            .cause("La clausura se ejecuta en el padre.")
            .next("Llámala solo donde fork devuelve ForkResult::Child.");
    }
    if !run.err().contains("waitpid: ECHILD") {
        return bench.explain_end(run);
    }
    Failure::expected("Que quien llama a `spawn` pudiera esperar a su hijo.")
        .happened(format!(
            "Con lo que devolvió `spawn` no hay ningún hijo al que esperar:\n{}",
            quote(&without_notes(&run.err()))
        ))
        .cause(
            "Se devuelve otro PID, o ya no queda a quién esperar: `spawn` recogió al hijo, o \
             ignora SIGCHLD.",
        )
        .next("Devuelve el PID que trae ForkResult::Parent, sin esperar a nadie.")
}

/// Si el hijo hizo también lo del padre, y por dónde se escapó.
pub fn went_on(run: &Finished) -> Option<Failure> {
    let story = Story::of(run);
    // El hijo que sigue se pone a esperar a un hijo que no tiene; si fuera el padre
    // quien no lo tiene, el programa no acabaría bien.
    let lost = run.end == End::Exited(0) && run.err().contains("waitpid");
    let failure = Failure::expected("Que solo el padre siguiera después de `spawn`.");
    if lost || story.times("El padre se despide") > 1 {
        return Some(
            failure
                .happened(format!(
                    "El hijo también siguió:\n{}{}",
                    quote(&story.out),
                    quote(&without_notes(&run.err()))
                ))
                .cause(
                    "En la rama del hijo, `spawn` devuelve algo en lugar de terminar el proceso.",
                )
                .next(
                    "Termina el hijo dentro de `spawn`, con _exit, justo después de la clausura.",
                ),
        );
    }
    (story.times("El padre apaga la luz") > 1).then(|| {
        failure
            .happened(format!(
                "El hijo hizo también lo que el padre dejó preparado para su final:\n{}",
                quote(&story.out)
            ))
            .cause(
                "El hijo termina con `exit`, que ejecuta lo registrado con atexit y lo copiado \
                 del padre.",
            )
            .next("Termínalo con `nix::libc::_exit`, que no ejecuta nada de eso.")
    })
}

/// Sin las líneas con las que Rust cuenta cómo pedirle más detalles.
pub fn without_notes(stderr: &str) -> String {
    let useful = stderr.lines().filter(|line| !line.starts_with("note: "));
    useful.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Lo que el padre cuenta de su hijo: lo demás puede salir cada vez en otro orden, si hay
/// algún proceso que no debería. Todo, si no cuenta nada.
pub fn about_the_child(out: &str) -> String {
    let told: Vec<&str> = out
        .lines()
        .filter(|line| line.contains("i hijo "))
        .collect();
    match told.as_slice() {
        [] => out.to_owned(),
        told => told.join("\n"),
    }
}
