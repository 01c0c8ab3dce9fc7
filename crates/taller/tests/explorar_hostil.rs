//! Lo que un programa no puede hacer cuando se explora desde una página, aunque lo intente.
//! Explorar es ejecutar muchas veces lo que ha escrito alguien.
//!
//! Ninguna de estas pruebas puede dañar la máquina aunque fallen los límites: lo que se
//! pide está acotado también en el propio programa.

mod common;

use std::path::PathBuf;

use common::Course;
use common::runs::{Reader, Story, nothing_left, running_from};
use common::server::{Server, free_port};
use serde_json::Value;

fn explore(code: &str) -> Story {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let story = Reader::open(&server).explore("c", code).rest();
    assert_eq!(running_from(&course), Vec::<PathBuf>::new(), "{story:?}");
    story
}

/// Lo que se dice de cada final.
fn endings<'a>(story: &'a Story, field: &str) -> Vec<&'a str> {
    let all = story.steps["endings"].as_array();
    let all = all.unwrap_or_else(|| panic!("no exploró: {story:?}"));
    all.iter().map(|one| one[field].as_str().unwrap()).collect()
}

#[test]
fn escribir_sin_fin_se_corta() {
    let story = explore(
        "#include <stdio.h>\nint main(void) { for (long i = 0; i < 100000000; i++) puts(\"hola\"); return 0; }",
    );

    assert_eq!(endings(&story, "ending"), ["✗ no termina"]);
    // Y de lo que escribió, a la página solo le llega el principio.
    let size = story.steps.to_string().len();
    assert!(size < 1 << 20, "{size} bytes");
}

#[test]
fn un_gigabyte_no_cabe_y_lo_mismo_que_al_ejecutar() {
    let code = "#include <stdio.h>\n#include <stdlib.h>\nint main(void) {\n\
                char *one = malloc(400000000), *other = malloc(1000000000);\n\
                printf(\"%d %d\\n\", one != NULL, other != NULL); return 0; }";

    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let run = reader.run("c", code).rest();
    let explored = reader.explore("c", code).rest();

    assert_eq!(run.stdout, "1 0\n");
    assert_eq!(endings(&explored, "shown"), ["«1 0»"]);
}

#[test]
fn un_bucle_sin_fin_se_da_por_perdido() {
    // El tope de procesador es por si fallara el explorador. Una alarma no serviría: la ve
    // sonar, que es otro final, si le da tiempo a explorarlo.
    let story = explore(
        "#include <sys/resource.h>\n#include <unistd.h>\n\
         int main(void) { struct rlimit l = {60, 60}; if (setrlimit(RLIMIT_CPU, &l)) return 1;\n\
         fork(); for (;;); }",
    );

    assert_eq!(endings(&story, "ending"), ["✗ no termina"]);
}

/// Antes de soltarlo se comprueba que el núcleo le ha puesto un tope; y, si algo
/// fallara, una alarma acaba con cada proceso a los veinte segundos.
#[test]
fn un_fork_sin_fin_se_para_y_no_deja_nada() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let canary = "#include <stdio.h>\n#include <sys/resource.h>\n#include <unistd.h>\n\
                  int main(void) { struct rlimit l; if (getrlimit(RLIMIT_NPROC, &l)) return 1;\n\
                  printf(\"%d:%lu\\n\", getuid() != 0, (unsigned long)l.rlim_cur); return 0; }";
    let canary = reader.explore("c", canary).rest();
    let shown = endings(&canary, "shown")[0].trim_matches(['«', '»']);
    let (borrowed, limit) = shown.split_once(':').unwrap();
    assert!(borrowed == "1" || !root_is_real(), "root no tiene tope");
    assert!(limit.parse::<u64>().unwrap() < 20_000, "{limit}");

    for escape in ["", "setsid();"] {
        let bomb = format!(
            "#define _DEFAULT_SOURCE\n#include <unistd.h>\n\
             int main(void) {{ alarm(20); for (;;) if (fork() == 0) {{ alarm(20); {escape} }} }}"
        );

        let story = reader.explore("c", &bomb).rest();

        // O lo deja el explorador, que no sigue a tantos, o los para el vigía.
        let given_up = story.steps["endings"]
            .as_array()
            .is_some_and(|all| all.iter().all(|one| one["tone"] == "wrong"));
        assert!(given_up || story.end["ok"] == false, "{story:?}");
        nothing_left(&course);
    }
    assert_eq!(
        endings(
            &reader.explore("c", "int main(void) { return 0; }").rest(),
            "ending"
        ),
        ["termina"]
    );
}

/// Si el root de aquí lo es también para el núcleo, y no el de un contenedor sin
/// privilegios (user_namespaces(7)).
fn root_is_real() -> bool {
    let map = std::fs::read_to_string("/proc/self/uid_map").unwrap();
    map.split_whitespace().take(2).eq(["0", "0"])
}

#[test]
fn un_demonio_no_sobrevive_a_su_exploracion() {
    let story = explore(
        "#define _DEFAULT_SOURCE\n#include <signal.h>\n#include <unistd.h>\nint main(void) {\n\
         if (fork() == 0) { setsid(); signal(SIGTERM, SIG_IGN);\n\
         if (fork() == 0) { close(0); close(1); close(2); for (;;) pause(); } _exit(0); }\n\
         return 0; }",
    );

    assert!(!endings(&story, "ending").is_empty(), "{story:?}");
}

/// Cada plan deja un huérfano. Hay muchos más planes que procesos se permiten a la vez,
/// y a la vez nunca hay más de dos.
#[test]
fn explorar_cientos_de_planes_no_es_tener_cientos_de_procesos() {
    let story = explore(
        "#define _DEFAULT_SOURCE\n#include <sys/mman.h>\n#include <unistd.h>\n\
         int main(void) {\n\
         volatile int *n = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);\n\
         if (n == MAP_FAILED) return 1;\n\
         if (fork() == 0) { for (int i = 0; i < 5; i++) n[0] = n[0] + 1; _exit(0); }\n\
         for (int i = 0; i < 5; i++) n[0] = n[0] + 1;\n\
         return 0; }",
    );

    assert_eq!(story.end["ok"], true, "{}", story.summary());
    let explored = story.steps["explored"].as_str().unwrap();
    let plans: u32 = explored
        .split(' ')
        .next()
        .unwrap()
        .replace('.', "")
        .parse()
        .unwrap();
    assert!(plans > 300, "{explored}");
}

#[test]
fn cincuenta_a_la_vez_guardan_cola() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let code = "#include <unistd.h>\nint main(void) { return fork() == 0 ? 0 : 3; }";

    let runs: Vec<_> = (0..50).map(|_| reader.explore("c", code)).collect();
    let stories: Vec<_> = runs.into_iter().map(common::runs::Run::rest).collect();

    for story in &stories {
        assert_eq!(story.end["ok"], true, "{story:?}");
    }
    let waited = stories
        .iter()
        .filter(|story| story.phases.contains(&"queued".to_owned()));
    assert!(waited.count() > 40);
    nothing_left(&course);
}

#[test]
fn quien_no_cabe_en_la_cola_lo_sabe_y_los_demas_siguen() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let waiting = "#include <stdio.h>\n#include <unistd.h>\nint main(void) { puts(\"aquí\"); fflush(stdout); for (;;) pause(); }";
    let mut line: Vec<_> = (0..2).map(|_| reader.run("c", waiting)).collect();
    for run in &mut line {
        assert_eq!(run.first_line(), "aquí\n");
    }
    line.extend((2..100).map(|_| reader.explore("c", waiting)));

    let refused = reader.explore("c", waiting);

    assert!(
        refused.status.starts_with("HTTP/1.1 503"),
        "{}",
        refused.status
    );
    // Quien se va deja su sitio.
    let last = line.pop();
    drop(last);
    let mut next = reader.explore("c", waiting);
    while next.status.starts_with("HTTP/1.1 503") {
        next = reader.explore("c", waiting);
    }
    assert_eq!(
        next.next().map(|news| news["event"].clone()),
        Some(Value::from("queued"))
    );
    drop((line, next));
    nothing_left(&course);
}
