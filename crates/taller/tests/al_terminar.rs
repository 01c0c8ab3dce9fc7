//! Lo que queda cuando el servidor termina a media ejecución o a media exploración: nada.
//! Si se lo piden, lo recoge él; si lo matan de golpe, lo recogen los vigías, y lo que era
//! suyo y no puede recoger nadie, el arranque siguiente. (De una corrección, en
//! `ejercicio_hostil`.)

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use common::Course;
use common::runs::{Reader, Run, nothing_left, running_from};
use common::server::{DEADLINE, Server, free_port, until_empty};
use nix::sys::signal::Signal;

/// Crea de todo (memoria con nombre, un archivo, un hijo en otra sesión que no atiende a
/// señales) y no acaba: ni de ejecutarse ni de explorarse.
const HOARDER: &str = r#"
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
int main(void) {
    int f = shm_open("/NOMBRE", O_RDWR | O_CREAT, 0600);
    if (f == -1 || ftruncate(f, 4096)) return 1;
    FILE *note = fopen("nota", "w");
    if (!note || fclose(note)) return 2;
    volatile int *n = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
    if (n == MAP_FAILED) return 3;
    puts("todo creado");
    fflush(stdout);
    if (fork() == 0) { setsid(); signal(SIGTERM, SIG_IGN); signal(SIGHUP, SIG_IGN); }
    for (int i = 0; i < 40; i++) n[0] = n[0] + 1;
    for (;;) pause();
}
"#;

/// Lo que se le pide al servidor antes de que termine.
#[derive(Debug, Clone, Copy)]
enum Work {
    Running,
    Exploring,
}

const ALL_WORK: [Work; 2] = [Work::Running, Work::Exploring];

fn shared_memory() -> PathBuf {
    Path::new("/dev/shm").join(format!("taller-final-{}", std::process::id()))
}

/// Encarga el trabajo y espera a que esté a medias.
fn half_way(work: Work, reader: &Reader, course: &Course) -> Run {
    let name = shared_memory()
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let code = HOARDER.replace("NOMBRE", &name);
    match work {
        Work::Running => {
            let mut run = reader.run("c", &code);
            assert_eq!(run.first_line(), "todo creado\n");
            run
        }
        Work::Exploring => {
            let run = reader.explore("c", &code);
            let start = Instant::now();
            while running_from(course).is_empty() {
                assert!(start.elapsed() < DEADLINE, "no está explorando nada");
            }
            run
        }
    }
}

/// Las carpetas temporales que quedan, sin la parte que cambia del nombre.
fn kinds_of_folders(temporary: &Path) -> Vec<String> {
    let entries = fs::read_dir(temporary).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut kinds: Vec<String> = names
        .map(|name| name.rsplit_once('-').unwrap().0.to_owned())
        .collect();
    kinds.sort();
    kinds
}

fn until_folders_are(temporary: &Path, expected: &[&str]) {
    let start = Instant::now();
    while kinds_of_folders(temporary) != expected {
        let left = kinds_of_folders(temporary);
        assert!(start.elapsed() < DEADLINE, "quedan: {left:?}");
        std::thread::yield_now();
    }
}

#[test]
fn pedirle_que_termine_no_deja_nada() {
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        for work in ALL_WORK {
            let course = Course::new();
            let mut server = Server::start(&course, free_port());
            let _run = half_way(work, &Reader::open(&server), &course);

            let (code, _) = server.stop(signal);

            assert_eq!(code, Some(0), "{signal} {work:?}");
            nothing_left(&course);
            until_empty(server.temporary.path());
            assert!(!shared_memory().exists(), "{signal} {work:?}");
        }
    }
}

#[test]
fn matarlo_de_golpe_no_deja_procesos_y_lo_demas_lo_recoge_el_siguiente() {
    for work in ALL_WORK {
        let course = Course::new();
        let mut server = Server::start(&course, free_port());
        let _run = half_way(work, &Reader::open(&server), &course);

        let (code, _) = server.stop(Signal::SIGKILL);

        assert_eq!(code, None, "{work:?}");
        nothing_left(&course);
        assert!(!shared_memory().exists(), "{work:?}");
        // Los vigías recogen lo de los programas; la carpeta del libro era del servidor.
        until_folders_are(server.temporary.path(), &["taller-libro"]);
        let old = fs::read_dir(server.temporary.path()).unwrap().next();
        let old = old.unwrap().unwrap().path();
        let temporary = server.leave_temporary();

        let mut next = Server::launch_in(temporary, course.command(), server.port);

        assert!(!old.exists(), "{work:?}");
        assert_eq!(next.stop(Signal::SIGINT).0, Some(0));
        until_empty(next.temporary.path());
    }
}

/// Los que viven no son de nadie más: quien arranca no les quita la carpeta.
#[test]
fn quien_arranca_no_recoge_lo_de_otro_que_sigue_en_marcha() {
    let (course, other) = (Course::new(), Course::new());
    let mut first = Server::start(&course, free_port());
    let mut news = first.news();
    let before = news.next();
    let folders = kinds_of_folders(first.temporary.path());
    assert_eq!(folders, ["taller-libro"]);

    let shared = first.leave_temporary();
    let place = shared.path().to_owned();
    let second = Server::launch_in(shared, other.command(), free_port());

    assert_eq!(kinds_of_folders(&place), ["taller-libro", "taller-libro"]);
    // Y el primero sigue pudiendo construir en la suya.
    course.append("book/cierre.md", "\nUna frase recién escrita.\n");
    assert_ne!(news.next()["version"], before["version"]);
    drop(second);
}

/// Compilar esto dura lo bastante para verlo: no se acaba nunca de leer.
#[test]
fn matarlo_mientras_compila_tampoco_deja_nada() {
    let course = Course::new();
    let mut server = Server::start(&course, free_port());
    let bench = course.path("target/taller/bloques");
    let benches = || {
        let entries = fs::read_dir(&bench).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.path())
            .filter(|path| {
                path.file_name()
                    .unwrap()
                    .to_string_lossy()
                    .starts_with("obra-")
            })
            .collect::<Vec<_>>()
    };
    let _run =
        Reader::open(&server).run("c", "#include \"/dev/zero\"\nint main(void) { return 0; }");
    let start = Instant::now();
    while compilers_in(&bench) == 0 {
        assert!(start.elapsed() < DEADLINE, "no llega a compilar");
    }

    server.stop(Signal::SIGKILL);

    let start = Instant::now();
    while compilers_in(&bench) > 0 {
        assert!(start.elapsed() < DEADLINE, "el compilador sigue en marcha");
    }
    assert_eq!(benches().len(), 1);
    let again = Server::start(&course, free_port());
    let start = Instant::now();
    while !benches().is_empty() {
        assert!(start.elapsed() < DEADLINE, "quedan: {:?}", benches());
    }
    drop(again);
}

/// Los procesos que trabajan en una carpeta de ahí.
fn compilers_in(folder: &Path) -> usize {
    let Ok(folder) = folder.canonicalize() else {
        return 0;
    };
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|entry| fs::read_link(entry.path().join("cwd")).ok())
        .filter(|place| place.starts_with(&folder))
        .count()
}
