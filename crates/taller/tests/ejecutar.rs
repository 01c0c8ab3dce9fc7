//! Ejecutar desde una página: qué se cuenta y qué queda después.

mod common;

use std::fs;

use common::Course;
use common::runs::{Reader, nothing_left};
use common::server::{Server, free_port};

/// El programa, un hijo y un nieto que se escapa a otra sesión; escribe sus PID y
/// después ninguno hace nada más, para siempre.
const FAMILY: &str = r#"
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <signal.h>
#include <unistd.h>
int main(void) {
    int channel[2];
    if (pipe(channel) == -1) return 1;
    if (fork() == 0) {
        if (fork() == 0) { setsid(); signal(SIGTERM, SIG_IGN); signal(SIGHUP, SIG_IGN); }
        pid_t me = getpid();
        if (write(channel[1], &me, sizeof me) != sizeof me) return 1;
        for (;;) pause();
    }
    pid_t child, grandchild;
    if (read(channel[0], &child, sizeof child) <= 0) return 1;
    if (read(channel[0], &grandchild, sizeof grandchild) <= 0) return 1;
    printf("%d %d %d\n", getpid(), child, grandchild);
    fflush(stdout);
    FINAL
}
"#;

fn family(last: &str) -> String {
    FAMILY.replace("FINAL", last)
}

#[test]
fn las_dos_salidas_llegan_separadas_con_su_final() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let code = "#include <stdio.h>\nint main(void) { printf(\"¡Hola!\\n\"); fprintf(stderr, \"ay\\n\"); return 3; }\n";

    let story = reader.run("c", code).rest();

    assert_eq!(story.phases, ["compiling", "running"]);
    assert_eq!(
        (story.stdout.as_str(), story.stderr.as_str()),
        ("¡Hola!\n", "ay\n")
    );
    assert_eq!(story.summary(), "Terminó con código 3.");
    assert_eq!(story.end["ok"], false);
    // El mismo código no se compila otra vez; otro, sí.
    let again = reader.run("c", code).rest();
    assert_eq!(
        (again.phases.as_slice(), again.cached),
        (["running".to_owned()].as_slice(), true)
    );
    assert!(!reader.run("c", &code.replace("ay", "uy")).rest().cached);
}

#[test]
fn la_salida_llega_mientras_el_programa_sigue() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let mut run = Reader::open(&server).run("c", &family("for (;;) pause();"));

    // Si no llegara hasta el final, aquí no llegaría nunca.
    assert_eq!(run.first_line().split_whitespace().count(), 3);
}

#[test]
fn rust_se_compila_y_sus_errores_se_explican() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);

    let good = reader
        .run("rust", "fn main() { println!(\"{}\", 40 + 2); }")
        .rest();
    assert_eq!(
        (good.stdout.as_str(), good.summary()),
        ("42\n", "Terminó bien (código 0)."),
        "{good:?}"
    );

    let moved = reader
        .run(
            "rust",
            "fn main() { let a = String::new(); drop(a); drop(a); }",
        )
        .rest();
    assert_eq!(moved.explained, ["E0382, valor ya movido"]);
    assert!(
        moved.diagnostics.contains("programa.rs:1:"),
        "{}",
        moved.diagnostics
    );
    assert_eq!(moved.summary(), "No compila: no hay nada que ejecutar.");

    let unchecked = reader
        .run("rust", "fn main() { \"1\".parse::<u8>(); }")
        .rest();
    assert_eq!(
        unchecked.explained,
        ["unused_must_use, resultado sin mirar"]
    );
    assert_eq!(unchecked.summary(), "Terminó bien (código 0).");

    let panic = reader.run("rust", "fn main() { panic!(\"vaya\"); }").rest();
    assert_eq!(panic.explained, ["pánico"]);
    assert!(panic.stderr.contains("vaya"), "{}", panic.stderr);
}

#[test]
fn los_errores_de_c_se_explican() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let cases = [
        ("int main(void) { return x; }", "nombre sin declarar"),
        (
            "#include <no.h>\nint main(void) { return 0; }",
            "archivo de cabecera",
        ),
        ("int main(void) { return 0 }", "falta un punto y coma"),
    ];
    for (code, expected) in cases {
        let story = reader.run("c", code).rest();
        assert_eq!(story.explained, [expected], "{}", story.diagnostics);
    }
    let crash = reader
        .run("c", "int main(void) { return *(volatile int *)0; }")
        .rest();
    assert_eq!(crash.explained, ["SIGSEGV"]);
}

#[test]
fn cerrar_la_pagina_lo_termina_todo() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let mut run = Reader::open(&server).run("c", &family("for (;;) pause();"));
    run.first_line();

    drop(run);

    nothing_left(&course);
}

#[test]
fn un_demonio_no_sobrevive_a_su_programa() {
    let course = Course::new();
    let server = Server::start(&course, free_port());

    let story = Reader::open(&server).run("c", &family("return 0;")).rest();

    assert_eq!(
        story.summary(),
        "Terminó bien (código 0). Dejó 2 procesos vivos: se ha terminado por él."
    );
    nothing_left(&course);
}

#[test]
fn un_hijo_sin_esperar_puede_acabar_de_escribir_y_se_cuenta() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let code = "#include <stdio.h>\n#include <unistd.h>\nint main(void) {\n\
                int c[2]; if (pipe(c)) return 1;\n\
                if (fork() == 0) { char b; close(c[1]); (void)!read(c[0], &b, 1); printf(\"tarde\\n\"); }\n\
                return 0; }";

    let story = Reader::open(&server).run("c", code).rest();

    // El hijo no sigue hasta que el padre ya no está.
    assert_eq!(story.stdout, "tarde\n", "{story:?}");
}

#[test]
fn las_ejecuciones_guardan_cola_y_van_de_dos_en_dos() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    // Cada uno apunta que entra y que sale; nadie se cuela entre medias de una línea.
    let log = course.path("registro");
    let code = format!(
        "#include <fcntl.h>\n#include <unistd.h>\nint main(void) {{\n\
         int f = open(\"{}\", O_WRONLY | O_CREAT | O_APPEND, 0600);\n\
         (void)!write(f, \"+\", 1); usleep(5000); (void)!write(f, \"-\", 1); return 0; }}",
        log.display()
    );
    let code = format!("#define _DEFAULT_SOURCE\n{code}");
    assert_eq!(reader.run("c", &code).rest().end["ok"], true);
    fs::write(&log, "").unwrap();

    let runs: Vec<_> = (0..50).map(|_| reader.run("c", &code)).collect();
    let stories: Vec<_> = runs.into_iter().map(common::runs::Run::rest).collect();

    assert!(
        stories.iter().all(|story| story.end["ok"] == true),
        "{stories:?}"
    );
    assert!(
        stories
            .iter()
            .any(|story| story.phases.contains(&"queued".to_owned()))
    );
    let (mut inside, mut most) = (0, 0);
    for mark in fs::read_to_string(&log).unwrap().chars() {
        inside += if mark == '+' { 1 } else { -1 };
        most = most.max(inside);
    }
    assert_eq!((inside, most), (0, 2));
}
