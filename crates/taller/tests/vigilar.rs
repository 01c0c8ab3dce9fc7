//! `taller vigilar`, y la pregunta de `taller reiniciar`, en una terminal y fuera
//! de ella.

mod common;

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use common::exercises::{Exercises, LIB, RIGHT, SQUARE, STUB};
use common::terminal::Terminal;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

#[test]
fn sin_terminal_cada_veredicto_va_detras_del_anterior() {
    let course = Exercises::new();
    course.write(LIB, SQUARE);
    let mut child = course
        .command(&["vigilar", "eco"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut until = |text: &str| {
        let mut seen = Vec::new();
        for line in lines.by_ref() {
            seen.push(line.unwrap());
            if seen.last().unwrap().contains(text) {
                return seen;
            }
        }
        panic!("no ha salido «{text}»: {seen:?}");
    };

    let first = until("0 de 2 pasos superados");
    course.write(LIB, "pub fn double(n: u32) -> u32 { n + }\n");
    let second = until("0 de 2 pasos superados");
    course.write(LIB, RIGHT);
    let third = until("1 de 2 pasos superados");
    kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGINT).unwrap();
    until("Hasta luego.");

    assert_eq!(child.wait().unwrap().code(), Some(0));
    let has = |seen: &[String], text: &str| seen.iter().any(|line| line.contains(text));
    assert!(has(&first, "Resultado: 4 de 10 puntos"), "{first:?}");
    assert!(has(&second, "✗ eco no compila"), "{second:?}");
    assert!(has(&third, "Resultado: 10 de 10 puntos"), "{third:?}");
    let all = [first, second, third].concat();
    assert!(!has(&all, "\u{1b}"), "{all:?}");
    assert!(!has(&all, "salir"), "{all:?}");
}

#[test]
fn las_teclas_dan_pista_lista_siguiente_y_salida() {
    let course = Exercises::new();
    let mut terminal = Terminal::start(course.command(&["vigilar"]));

    terminal.wait_for("\u{1b}[2J");
    terminal.wait_for("Resultado: 0 de 10 puntos");
    terminal.wait_for("p pista · s siguiente · l lista · q salir");
    assert!(!terminal.is_calm());
    terminal.type_in("p");
    terminal.wait_for("Pista 1 de 3");
    terminal.type_in("p");
    terminal.wait_for("Pista 2 de 3");
    terminal.type_in("\n");
    terminal.wait_for("Resultado: 0 de 10 puntos");
    terminal.type_in("L");
    terminal.wait_for("Los pasos");
    terminal.wait_for("El final");
    terminal.type_in("s");
    terminal.wait_for("fin · El final");
    terminal.wait_for("Resultado: 0 de 10 puntos");
    terminal.type_in("p");
    terminal.wait_for("«fin» no tiene pistas propias.");
    // Una flecha no es ninguna de las teclas.
    terminal.type_in("\u{1b}[A");
    course.write(LIB, RIGHT);
    terminal.wait_for("Resultado: 10 de 10 puntos");
    terminal.type_in("q");
    terminal.wait_for("Hasta luego.");

    assert_eq!(terminal.end().code(), Some(0));
    assert!(terminal.is_calm());
}

#[test]
fn interrumpir_deja_la_terminal_como_estaba() {
    let course = Exercises::new();
    let mut terminal = Terminal::start(course.command(&["vigilar", "eco"]));
    terminal.wait_for("Resultado:");
    assert!(!terminal.is_calm());

    kill(Pid::from_raw(terminal.id()), Signal::SIGINT).unwrap();
    terminal.wait_for("Hasta luego.");

    assert_eq!(terminal.end().code(), Some(0));
    assert!(terminal.is_calm());
}

#[test]
fn vigilar_lo_que_no_existe_es_un_mal_uso() {
    let told = Exercises::new().run(&["vigilar", "paso9"]);

    told.expect(2);
    assert!(told.stderr.contains("no hay ningún paso «paso9»"));
}

#[test]
fn en_una_terminal_reiniciar_pregunta_y_solo_vale_un_si() {
    let course = Exercises::new();
    course.write(LIB, "// lo mío\n");

    let mut doubtful = Terminal::start(course.command(&["reiniciar", "eco"]));
    doubtful.wait_for("¿Seguro? [s/N]");
    doubtful.type_in("\n");
    doubtful.wait_for("No se ha tocado nada.");
    assert_eq!(doubtful.end().code(), Some(0));
    assert_eq!(course.read(LIB), "// lo mío\n");
    let mut sure = Terminal::start(course.command(&["reiniciar", "eco"]));
    sure.wait_for("¿Seguro? [s/N]");
    sure.type_in("sí\n");
    sure.wait_for("vuelve a estar como vino");
    assert_eq!(sure.end().code(), Some(0));

    assert_eq!(course.read(LIB), course.read(STUB));
}
