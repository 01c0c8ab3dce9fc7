//! Lo que un programa no puede hacer desde una página, aunque lo intente.
//!
//! Ninguna de estas pruebas puede dañar la máquina aunque fallen los límites: lo que
//! se pide está acotado también en el propio programa.

mod common;

use std::path::PathBuf;

use common::Course;
use common::runs::{Reader, Story, gone, running_from};
use common::server::{Server, free_port};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

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

/// Cada hijo cabe en su límite; entre todos, no. El propio programa no pasa de 1,5 GB ni
/// de veinte segundos.
#[test]
fn muchos_procesos_no_juntan_la_memoria_que_no_cabe_en_uno() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let code = "#define _DEFAULT_SOURCE\n#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n\
                int main(void) { alarm(20);\n\
                for (int i = 0; i < 5; i++) if (fork() == 0) { alarm(20);\n\
                char *p = malloc(300 << 20); if (p) memset(p, 1, 300 << 20); for (;;) pause(); }\n\
                for (;;) pause(); }";

    let story = Reader::open(&server).run("c", code).rest();

    assert_eq!(
        story.summary(),
        "Entre todos sus procesos ocupaban más de 1024 MiB, y hubo que pararlos."
    );
    assert_eq!(story.explained, ["demasiada memoria"]);
    assert_eq!(running_from(&course), Vec::<PathBuf>::new());
}

/// Lo que comparten cuenta una vez: veinte hijos que miran la misma memoria no la
/// multiplican.
#[test]
fn la_memoria_compartida_se_cuenta_una_vez() {
    let story = run(
        "#define _DEFAULT_SOURCE\n#include <stdio.h>\n#include <string.h>\n#include <sys/mman.h>\n\
         #include <sys/wait.h>\n#include <unistd.h>\n\
         enum { SIZE = 100 << 20 };\n\
         int main(void) { char *p = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);\n\
         if (p == MAP_FAILED) return 1;\n memset(p, 1, SIZE);\n\
         for (int i = 0; i < 20; i++) if (fork() == 0) { long n = 0; for (long j = 0; j < SIZE; j += 4096) n += p[j];\n\
         usleep(900000); _exit(n != SIZE / 4096); }\n\
         int bad = 0, s; while (wait(&s) > 0) bad |= s; return bad != 0; }",
    );

    assert_eq!(story.summary(), "Terminó bien (código 0).", "{story:?}");
}

/// Compilar también es trabajo que pide la página.
#[test]
fn el_compilador_tampoco_se_queda_con_la_maquina() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let cases = [
        ("c", "#include \"/dev/zero\"\nint main(void) { return 0; }"),
        (
            "c",
            "char big[1 << 30] = {1};\nint main(void) { return 0; }",
        ),
        ("c", "#include __FILE__\nint main(void) { return 0; }"),
        (
            "rust",
            "const N: u32 = loop {};\nfn main() { println!(\"{N}\"); }",
        ),
    ];

    for (language, code) in cases {
        let story = reader.run(language, code).rest();

        assert_eq!(story.end["ok"], false, "{code}: {story:?}");
        assert!(story.diagnostics.len() <= 256 * 1024, "{code}");
        assert!(!story.phases.contains(&"running".to_owned()), "{code}");
    }
    let bench = course.path("target/taller/bloques");
    let left: Vec<_> = std::fs::read_dir(bench)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with("obra-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    let good = reader.run("c", "int main(void) { return 0; }").rest();
    assert_eq!(good.end["ok"], true);
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

/// Crea de todo lo que tiene nombre y no lo borra.
const NAMED: &str = r#"#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>
int main(void) {
    int f = shm_open("/NOMBRE", O_RDWR | O_CREAT | O_EXCL, 0600);
    if (f == -1 || ftruncate(f, 4096)) return 1;
    int s = shmget(0x7a11e5, 4096, IPC_CREAT | IPC_EXCL | 0600);
    if (s == -1) return 2;
    return 0;
}
"#;

#[test]
fn la_memoria_con_nombre_se_va_con_el_programa() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let name = format!("taller-prueba-{}", std::process::id());
    let code = NAMED.replace("NOMBRE", &name);

    // Dos veces: la segunda no encuentra lo que dejó la primera.
    for _ in 0..2 {
        let story = reader.run("c", &code).rest();
        assert_eq!(story.end["ok"], true, "{story:?}");
    }
    // Al explorar, la segunda vez que se repite un plan ya está lo de la primera.
    let code = code.replace(" | O_EXCL", "").replace(" | IPC_EXCL", "");
    let explored = reader.explore("c", &code).rest();

    assert_eq!(explored.end["ok"], true, "{explored:?}");
    assert!(!std::path::Path::new("/dev/shm").join(name).exists());
}

#[test]
fn el_entorno_del_servidor_no_llega_al_programa() {
    let story = run(
        "#include <stdio.h>\n#include <stdlib.h>\nint main(void) { puts(getenv(\"MDBOOK_BOOK__TITLE\") ? \"llega\" : \"no llega\"); return 0; }",
    );

    assert_eq!(story.stdout, "no llega\n");
}

#[test]
fn un_bucle_sin_fin_agota_su_plazo() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let endless = "#include <unistd.h>\nint main(void) { fork(); setsid(); for (;;); }";

    let story = Reader::open(&server).run("c", endless).rest();

    assert_eq!(
        story.summary(),
        "Seguía sin terminar a los 10 segundos, y hubo que pararlo."
    );
    assert_eq!(story.explained, ["plazo agotado"]);
    assert_eq!(running_from(&course), Vec::<PathBuf>::new());
}

/// Sin cuartel no hay vigías, y quien lo mata no deja al lector sin ▶.
#[test]
fn si_matan_al_cuartel_se_abre_otro() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let run = || reader.run("c", "int main(void) { return 0; }").rest();
    assert_eq!(run().end["ok"], true);
    let barracks = children(server.child.id(), "cuartel");
    assert_eq!(barracks.len(), 1);

    kill(barracks[0], Signal::SIGKILL).unwrap();

    assert_eq!(run().end["ok"], true);
    assert_ne!(children(server.child.id(), "cuartel"), barracks);
}

/// Los hijos vivos de un proceso que se lanzaron con esa orden.
fn children(parent: u32, order: &str) -> Vec<Pid> {
    let list = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap();
    let of_that_order = |pid: &&str| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0)
            .any(|word| word == order.as_bytes())
    };
    list.split_whitespace()
        .filter(of_that_order)
        .map(|pid| Pid::from_raw(pid.parse().unwrap()))
        .collect()
}

#[test]
fn el_vigia_no_aparece_en_la_ayuda() {
    let course = Course::new();

    let help = course.run(&["--help"]);

    assert_eq!(help.code, Some(0));
    for order in ["vigia", "cuartel", "preparador"] {
        assert!(!help.stdout.contains(order), "{}", help.stdout);
    }
}
