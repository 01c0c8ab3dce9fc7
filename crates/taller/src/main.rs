//! La orden `taller`: el libro, los ejercicios y la revisión del curso.
//!
//! Aquí solo se lee la línea de órdenes y se decide con qué código se termina;
//! cada orden vive en su módulo de [`command`]. Nada del curso depende de este
//! programa: `cargo test -p paso1` corrige sin él.

// `println!` entra en pánico si quien lee se va (`| head`): aquí se usan [`terminal::say`]
// y [`terminal::print`].
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod book;
mod cli;
mod command;
mod exercise;
mod explore;
mod fingerprint;
mod grade;
mod marking;
mod outcome;
mod progress;
mod review;
mod root;
mod run;
mod server;
mod terminal;

use std::process::ExitCode;

use calificador::{compile, durable, scratch, step};

fn main() -> ExitCode {
    // Al vigía y a quienes trabajan bajo él los lanza el propio servidor, muchas veces
    // y con prisa: no pasan por la línea de órdenes, que es para personas.
    let mut args = std::env::args_os().skip(1);
    match args.next() {
        Some(order) if order == run::BARRACKS_ORDER => {
            return outcome::report(run::barracks());
        }
        Some(order) if order == exercise::CORRECT_ORDER => {
            return outcome::report(exercise::correct(args));
        }
        Some(order) if order == run::EXPLORE_ORDER => {
            return outcome::report(run::explore_block(args));
        }
        Some(order) if order == run::PREPARE_ORDER => {
            return outcome::report(run::prepare_libraries(args));
        }
        _ => {}
    }
    outcome::report(command::run(cli::parse()))
}
