//! La orden `taller`: el libro, los ejercicios y la revisión del curso.
//!
//! Aquí solo se lee la línea de órdenes y se decide con qué código se termina;
//! cada orden vive en su módulo de [`command`]. Nada del curso depende de este
//! programa: `cargo test -p paso1` corrige sin él.

mod book;
mod cli;
mod command;
mod compile;
mod exercise;
mod explore;
mod fingerprint;
mod grade;
mod outcome;
mod progress;
mod review;
mod root;
mod run;
mod server;
mod step;
mod terminal;

use std::process::ExitCode;

use calificador::durable;

fn main() -> ExitCode {
    // El vigía lo lanza el propio servidor, muchas veces y con prisa: no pasa por la
    // línea de órdenes, que es para personas.
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|order| order == run::vigil::ORDER) {
        return outcome::report(run::vigil::run(args));
    }
    outcome::report(command::run(cli::parse()))
}
