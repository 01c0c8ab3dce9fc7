//! Lo que un programa no puede hacer desde una página, aunque lo intente.
//!
//! Ninguna de estas pruebas puede dañar la máquina aunque fallen los límites: lo que
//! se pide está acotado también en el propio programa.

mod common;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use common::Course;
use common::runs::{Reader, Story, gone, running_from};
use common::server::{Server, free_port};

fn run(code: &str) -> Story {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    Reader::open(&server).run("c", code).rest()
}

#[test]
fn escribir_sin_fin_se_corta() {
    let story = run(
        "#include <stdio.h>\nint main(void) { for (long i = 0; i < 100000000; i++) puts(\"hola\"); return 0; }",
    );

    assert_eq!(
        story.summary(),
        "No dejaba de escribir, y hubo que pararlo a los 256 KiB."
    );
    assert_eq!(story.stdout.len(), 256 * 1024);
    assert_eq!(story.explained, ["demasiada salida"]);
}

#[test]
fn un_gigabyte_no_cabe() {
    let story = run(
        "#include <stdio.h>\n#include <stdlib.h>\nint main(void) {\n\
         char *p = malloc(1000000000); printf(\"%s\\n\", p ? \"cabe\" : \"no cabe\"); return 0; }",
    );

    assert_eq!(story.stdout, "no cabe\n");
}

#[test]
fn un_fichero_enorme_tampoco() {
    let story = run(
        "#define _DEFAULT_SOURCE\n#include <fcntl.h>\n#include <unistd.h>\nint main(void) {\n\
         int f = open(\"grande\", O_RDWR | O_CREAT, 0600); return ftruncate(f, 1 << 30) == 0 ? 0 : 1; }",
    );

    assert!(story.summary().contains("SIGXFSZ"), "{}", story.summary());
}

/// Crea 200 procesos quietos: pasan del límite y no llegan a molestar a nadie.
#[test]
fn demasiados_procesos_se_paran_todos() {
    let story = run(
        "#define _DEFAULT_SOURCE\n#include <stdio.h>\n#include <unistd.h>\nint main(void) {\n\
         for (int i = 0; i < 200; i++) { pid_t p = fork(); if (p == -1) break;\n\
         if (p == 0) for (;;) pause();\n printf(\"%d\\n\", p); fflush(stdout); }\n\
         for (;;) pause(); }",
    );

    assert_eq!(
        story.summary(),
        "Tenía más de 128 procesos a la vez, y hubo que pararlos."
    );
    gone(&story.stdout);
}

/// Un `fork` sin fin de verdad, en el mismo grupo y escapándose cada hijo al suyo.
/// Antes de soltarlo se comprueba que el núcleo le ha puesto un tope; y, si algo
/// fallara, una alarma acaba con cada proceso a los veinte segundos.
#[test]
fn un_fork_sin_fin_se_para_y_no_deja_nada() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let canary = reader
        .run(
            "c",
            "#define _GNU_SOURCE\n#include <stdio.h>\n#include <sys/resource.h>\n#include <unistd.h>\n\
             int main(void) { struct rlimit l; if (getrlimit(RLIMIT_NPROC, &l)) return 1;\n\
             printf(\"%d %lu\\n\", getuid(), (unsigned long)l.rlim_cur); return 0; }",
        )
        .rest();
    let (user, limit) = canary.stdout.trim().split_once(' ').unwrap();
    assert!(
        user != "0" || !root_is_real(),
        "el núcleo no cuenta los procesos de root"
    );
    assert!(limit.parse::<u64>().unwrap() < 20_000, "{limit}");

    for escape in ["", "setsid();"] {
        let bomb = format!(
            "#define _DEFAULT_SOURCE\n#include <unistd.h>\n\
             int main(void) {{ alarm(20); for (;;) if (fork() == 0) {{ alarm(20); {escape} }} }}"
        );
        let story = reader.run("c", &bomb).rest();

        assert_eq!(
            story.summary(),
            "Tenía más de 128 procesos a la vez, y hubo que pararlos."
        );
        assert_eq!(running_from(&course), Vec::<PathBuf>::new());
    }
    // Y el servidor sigue atendiendo.
    assert_eq!(
        reader.run("c", "int main(void) { return 0; }").rest().end["ok"],
        true
    );
}

/// Si el root de aquí lo es también para el núcleo, y no el de un contenedor sin
/// privilegios (user_namespaces(7)).
fn root_is_real() -> bool {
    let map = std::fs::read_to_string("/proc/self/uid_map").unwrap();
    let first: Vec<&str> = map.split_whitespace().take(2).collect();
    first == ["0", "0"]
}

#[test]
fn un_programa_trabaja_en_una_carpeta_que_desaparece() {
    let story = run(
        "#define _DEFAULT_SOURCE\n#include <stdio.h>\n#include <unistd.h>\nint main(void) {\n\
         char b[4096]; fclose(fopen(\"nota\", \"w\")); puts(getcwd(b, sizeof b)); return 0; }",
    );

    let folder = story.stdout.trim();
    assert!(folder.contains("taller-bloque-"), "{folder}");
    assert!(!std::path::Path::new(folder).exists(), "{folder}");
}

#[test]
fn el_entorno_del_servidor_no_llega_al_programa() {
    let story = run(
        "#include <stdio.h>\n#include <stdlib.h>\nint main(void) { puts(getenv(\"MDBOOK_BOOK__TITLE\") ? \"llega\" : \"no llega\"); return 0; }",
    );

    assert_eq!(story.stdout, "no llega\n");
}

/// El vigía solo, con un plazo corto: el del servidor son diez segundos.
#[test]
fn un_bucle_sin_fin_agota_su_plazo() {
    let mut vigil = Command::new(env!("CARGO_BIN_EXE_taller"))
        .arg("vigia")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // La tubería no se cierra hasta el final: el servidor sigue ahí.
    let mut lifeline = vigil.stdin.take().unwrap();
    lifeline
        .write_all(&order(&[
            r#"{"milliseconds":300,"memory_mib":null,"file_mib":1,"output_kib":4,"processes":8}"#,
            "",  // en una carpeta suya
            "0", // sin entorno
            "/bin/sh",
            "-c",
            "sleep 1000 & echo $$ $!; while :; do :; done",
        ]))
        .unwrap();
    let mut output = Vec::new();
    vigil
        .stdout
        .take()
        .unwrap()
        .read_to_end(&mut output)
        .unwrap();
    vigil.wait().unwrap();

    let said = String::from_utf8_lossy(&output).into_owned();
    assert!(said.contains("\"kind\":\"deadline\""), "{said}");
    let pids = said.split('\n').next().unwrap();
    gone(&pids[pids.len() - pids.trim_start_matches(|c: char| !c.is_ascii_digit()).len()..]);
}

/// Un encargo para el vigía: la longitud y las piezas, cada una con su cero.
fn order(pieces: &[&str]) -> Vec<u8> {
    let body = pieces.join("\0") + "\0";
    let length = u32::try_from(body.len()).unwrap();
    [&length.to_be_bytes(), body.as_bytes()].concat()
}

#[test]
fn el_vigia_no_aparece_en_la_ayuda() {
    let course = Course::new();

    let help = course.run(&["--help"]);

    assert_eq!(help.code, Some(0));
    assert!(!help.stdout.contains("vigia"), "{}", help.stdout);
}
