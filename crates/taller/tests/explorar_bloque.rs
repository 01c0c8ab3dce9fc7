//! Explorar desde una página: qué se encuentra, qué se cuenta y qué queda después.

mod common;

use std::process::Command;
use std::time::Instant;

use common::Course;
use common::runs::{Reader, Story, nothing_left, running_from};
use common::server::{DEADLINE, Server, free_port};
use serde_json::Value;

/// El programa del libro con la carrera.
const RACE: &str = include_str!("../../../solutions/programas/c/original.c");

/// Ninguno de los dos para de trabajar con la memoria compartida: explorarlo no acaba.
const ENDLESS: &str = r"
#define _DEFAULT_SOURCE
#include <sys/mman.h>
#include <unistd.h>
int main(void) {
    volatile int *n = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (n == MAP_FAILED) return 1;
    if (fork() == 0) { for (int i = 0; i < 40; i++) n[0] = n[0] + 1; _exit(0); }
    for (int i = 0; i < 40; i++) n[0] = n[0] + 1;
    return 0;
}
";

fn explore(code: &str) -> Story {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    Reader::open(&server).explore("c", code).rest()
}

fn endings<'a>(story: &'a Story, field: &str) -> Vec<&'a str> {
    let all = story.steps["endings"].as_array();
    let all = all.unwrap_or_else(|| panic!("no exploró: {story:?}"));
    all.iter().map(|one| one[field].as_str().unwrap()).collect()
}

#[test]
fn la_carrera_original_tiene_exactamente_sus_finales() {
    let story = explore(RACE);

    assert_eq!(story.diagnostics, "");
    assert_eq!(story.end["ok"], true);
    assert_eq!(story.steps["complete"], true);
    let shown = endings(&story, "shown");
    let times = |wanted: &dyn Fn(&str) -> bool| shown.iter().filter(|one| wanted(one)).count();
    assert_eq!(times(&|one| one == "«El hijo lee: »"), 1, "{shown:?}");
    let whole = "«El hijo lee: ¡Hola, proceso hijo!»";
    assert_eq!(times(&|one| one == whole), 1, "{shown:?}");
    // Los demás son trozos del mensaje; cuántos, lo deciden el compilador y la máquina.
    let torn = |one: &str| whole.starts_with(one.trim_end_matches('»')) && one != whole;
    assert_eq!(times(&torn), shown.len() - 1, "{shown:?}");
    assert!(shown.len() >= 3, "{shown:?}");
    // El fin de la historia y el resumen dicen lo mismo.
    assert_eq!(story.summary(), story.steps["explored"].as_str().unwrap());
    // Y se empieza por uno de los que hay que mirar.
    let first = story.steps["selected"].as_u64().unwrap();
    let tones = endings(&story, "tone");
    assert_eq!(tones[usize::try_from(first).unwrap()], "notable");
}

#[test]
fn la_orden_que_se_da_repite_el_final_en_la_consola() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let story = Reader::open(&server).explore("c", RACE).rest();
    let empty = story.steps["endings"].as_array().unwrap().iter();
    let empty: Vec<&Value> = empty
        .filter(|one| one["shown"] == "«El hijo lee: »")
        .collect();

    let order = empty[0]["replay"].as_str().unwrap();
    let arguments = order.strip_prefix("cargo run -- ").unwrap();
    let output = Command::new("sh")
        .args(["-c", &format!("\"$TALLER\" {arguments}")])
        .env("TALLER", env!("CARGO_BIN_EXE_taller"))
        .current_dir(course.path("."))
        .output()
        .unwrap();

    let said = String::from_utf8_lossy(&output.stdout);
    let caption = empty[0]["caption"].as_str().unwrap();
    assert!(said.contains(caption), "{order}: {output:?}");
}

#[test]
fn lo_que_no_compila_se_dice_como_al_ejecutar() {
    let story = explore("int main(void) { return x; }");

    assert_eq!(story.phases, ["compiling"]);
    assert_eq!(story.summary(), "No compila: no hay nada que ejecutar.");
    assert_eq!(story.explained, ["nombre sin declarar"]);
    assert_eq!(story.steps, Value::Null);
}

#[test]
fn un_programa_sin_fork_recibe_una_respuesta_sincera() {
    let story = explore("#include <stdio.h>\nint main(void) { puts(\"sola\"); return 3; }");

    assert_eq!(endings(&story, "ending"), ["termina (código 3)"]);
    let note = story.steps["note"].as_str().unwrap();
    assert!(note.starts_with("Este programa no crea ningún otro proceso"));
}

#[test]
fn lo_que_no_se_puede_explorar_se_explica() {
    let threads = "#include <pthread.h>\nstatic void *f(void *p) { return p; }\n\
                   int main(void) { pthread_t t; pthread_create(&t, 0, f, 0); return pthread_join(t, 0); }";

    let story = explore(threads);

    assert_eq!(story.end["ok"], false);
    assert!(
        story.summary().starts_with("El programa crea hilos"),
        "{}",
        story.summary()
    );
}

#[test]
fn rust_tambien_se_explora() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let code = "fn main() { println!(\"{}\", 40 + 2); }";

    let story = Reader::open(&server).explore("rust", code).rest();

    assert_eq!(endings(&story, "shown"), ["«42»"], "{story:?}");
}

/// Una exploración en marcha que ya ha contado varios planes.
fn explore_without_end(reader: &Reader, course: &Course) -> common::runs::Run {
    let mut run = reader.explore("c", ENDLESS);
    loop {
        let news = run.next().expect("debía contar por dónde va");
        assert_ne!(news["event"], "end", "{news}");
        if news["event"] == "exploring" && news["schedules"].as_u64() > Some(1) {
            break;
        }
    }
    let start = Instant::now();
    while running_from(course).is_empty() {
        // Entre un plan y el siguiente no hay nadie.
        assert!(start.elapsed() < DEADLINE, "no está explorando nada");
    }
    run
}

#[test]
fn se_cuenta_por_donde_va_y_si_la_pagina_se_va_no_queda_nada() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let run = explore_without_end(&reader, &course);

    drop(run);

    nothing_left(&course);
}

#[test]
fn explorar_exige_lo_mismo_que_ejecutar() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let body = "{\"language\":\"c\",\"code\":\"int main(void) { return 0; }\"}";
    for (name, value, expected) in [
        ("Origin", None, "403"),
        ("Origin", Some("http://malo.example"), "403"),
        ("Host", Some("malo.example"), "421"),
        ("Sec-Fetch-Site", Some("cross-site"), "403"),
        ("X-Taller-Token", None, "403"),
        ("X-Taller-Token", Some("0"), "403"),
        ("Content-Type", Some("text/plain"), "415"),
    ] {
        let mut headers = reader.headers();
        headers.retain(|(known, _)| known != name);
        headers.extend(value.map(|value: &str| (name.to_owned(), value.to_owned())));

        let status = reader.post_to("explorar", &headers, body).status;

        let expected = format!("HTTP/1.1 {expected}");
        assert!(status.starts_with(&expected), "{name} {value:?}: {status}");
    }
    let host = format!("Host: 127.0.0.1:{}\r\n", server.port);
    let answer = server.ask("GET", "/_taller/explorar", &host);
    assert!(answer.starts_with("HTTP/1.1 405"), "{answer}");
}

#[test]
fn explorar_guarda_la_misma_cola_que_ejecutar() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let both = [(); 2].map(|()| explore_without_end(&reader, &course));

    let mut third = reader.run("c", "int main(void) { return 0; }");

    assert_eq!(third.next().unwrap()["event"], "queued");
    drop(both);
    nothing_left(&course);
    assert_eq!(third.rest().end["ok"], true);
}
