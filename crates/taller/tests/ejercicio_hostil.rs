//! Lo que una respuesta no puede hacer cuando se corrige desde su página, aunque lo
//! intente. Corregir es ejecutar lo que ha escrito alguien.
//!
//! Ninguna de estas pruebas puede dañar la máquina aunque fallen los límites: lo que se
//! pide está acotado también en la propia respuesta.

mod common;

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use common::desk::{Page, outcomes, settled};
use common::exercises::{Exercises, LIB};
use common::server::{DEADLINE, Server, until_empty};
use nix::sys::signal::Signal;
use serde_json::Value;

/// Lo de la biblioteca de C que usan las respuestas, que no tienen dependencias.
const C: &str = r#"
use std::os::raw::{c_char, c_int, c_uint};
unsafe extern "C" {
    safe fn alarm(seconds: c_uint) -> c_uint;
    safe fn close(fd: c_int) -> c_int;
    safe fn fork() -> c_int;
    safe fn pause() -> c_int;
    safe fn setsid() -> c_int;
    safe fn shm_open(name: *const c_char, flags: c_int, mode: c_uint) -> c_int;
}
"#;

/// Guarda la respuesta, que se corrige; dice qué corrección es.
fn save(server: &Server, body: &str) -> Value {
    let page = Page::open(server);
    let seen = page.read("eco")["hash"].clone();
    let saved = page.save("eco", &seen, &format!("{C}\n{body}\n"));
    assert_eq!(saved.status, 200, "{saved:?}");
    saved.json()["turn"].clone()
}

/// Guarda la respuesta y espera a que acabe su corrección, con nota o sin ella.
fn correct(server: &Server, body: &str) -> Value {
    let mut news = server.news_about("eco");
    let turn = save(server, body);
    news.until("ejercicio", |now| {
        let over = settled(now) || (now["grading"].is_null() && !now["note"].is_null());
        now["turn"] == turn && over
    })
}

fn all_right(end: &Value) {
    let right = [("tres", "passed"), ("cero", "passed")];
    let right = right.map(|(id, status)| (id.to_owned(), status.to_owned()));
    assert_eq!(outcomes(end), right, "{end}");
}

/// Los procesos que trabajan en el curso o ejecutan algo suyo, menos el servidor.
fn busy_with(course: &Exercises, server: &Server) -> Vec<PathBuf> {
    let root = course.root().canonicalize().unwrap();
    let ours = [server.child.id(), std::process::id()].map(|pid| pid.to_string());
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let is_in = |link: PathBuf| fs::read_link(link).is_ok_and(|path| path.starts_with(&root));
    entries
        .map(|entry| entry.path())
        .filter(|process| !ours.iter().any(|pid| process.ends_with(pid)))
        .filter(|process| is_in(process.join("exe")) || is_in(process.join("cwd")))
        .filter_map(|process| fs::read_link(process.join("exe")).ok())
        // El cuartel trabaja donde el servidor, y se va con él.
        .filter(|program| !program.ends_with("taller"))
        .collect()
}

fn until_nobody(course: &Exercises, server: &Server) {
    let start = Instant::now();
    loop {
        let left = busy_with(course, server);
        if left.is_empty() {
            return;
        }
        assert!(start.elapsed() < DEADLINE, "siguen en marcha: {left:?}");
        std::thread::yield_now();
    }
}

/// Antes de soltarlo se comprueba que el núcleo le ha puesto un tope; y, si algo
/// fallara, una alarma acaba con cada proceso a los veinte segundos.
#[test]
fn un_fork_sin_fin_se_para_y_no_hay_nota() {
    let course = Exercises::with_book();
    let server = course.serve();
    let canary = "pub fn double(n: u32) -> u32 {
        let limits = std::fs::read_to_string(\"/proc/self/limits\").unwrap();
        let status = std::fs::read_to_string(\"/proc/self/status\").unwrap();
        std::fs::write(\"canario\", format!(\"{limits}\\n{status}\")).unwrap();
        n + n
    }";
    all_right(&correct(&server, canary));
    let told = course.read("canario");
    let field = |name: &str, at: usize| {
        let line = told.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..]
            .split_whitespace()
            .nth(at)
            .unwrap()
            .to_owned()
    };
    let limit: u64 = field("Max processes", 0).parse().unwrap();
    assert!(limit < 20_000, "{limit}");
    let root_is_real = fs::read_to_string("/proc/self/uid_map").unwrap();
    let root_is_real = root_is_real.split_whitespace().take(2).eq(["0", "0"]);
    assert!(
        field("Uid:", 0) != "0" || !root_is_real,
        "el núcleo no cuenta los procesos de root"
    );

    let end = correct(
        &server,
        "pub fn double(_: u32) -> u32 {
            alarm(20); loop { if fork() == 0 { alarm(20); setsid(); } }
        }",
    );

    let note = end["note"].as_str().unwrap();
    assert!(note.contains("más de 256 procesos a la vez"), "{note}");
    assert!(end["report"].is_null() || end["stale"] == true, "{end}");
    until_nobody(&course, &server);
    // Y se sigue corrigiendo.
    all_right(&correct(&server, "pub fn double(n: u32) -> u32 { n + n }"));
}

#[test]
fn un_demonio_no_sobrevive_a_la_correccion() {
    let course = Exercises::with_book();
    let server = course.serve();

    let end = correct(
        &server,
        "pub fn double(n: u32) -> u32 {
            if fork() == 0 {
                setsid();
                for fd in 0..3 { close(fd); }
                loop { pause(); }
            }
            n + n
        }",
    );

    all_right(&end);
    until_nobody(&course, &server);
}

#[test]
fn no_se_le_da_toda_la_memoria() {
    let course = Exercises::with_book();
    let server = course.serve();

    // Solo acierta si se la niegan.
    let end = correct(
        &server,
        "pub fn double(n: u32) -> u32 {
            let refused = Vec::<u8>::new().try_reserve_exact(3_000_000_000).is_err();
            if refused { n + n } else { 1 }
        }",
    );

    all_right(&end);
}

/// Si no se la corta nadie, acaba sola: son 64 MiB.
#[test]
fn escribir_sin_fin_no_llena_nada() {
    let course = Exercises::with_book();
    let server = course.serve();

    let end = correct(
        &server,
        "pub fn double(n: u32) -> u32 {
            let page = [b'a'; 4096];
            let mut told = 0;
            while told < 64 << 20 {
                use std::io::Write;
                if std::io::stdout().write_all(&page).is_err() { break; }
                told += page.len();
            }
            n + n
        }",
    );

    // Lo escrito no es la respuesta, y ni la nota ni lo que se guarda crecen con ello.
    assert!(
        end["report"].is_null() || outcomes(&end).iter().all(|(_, status)| status == "failed"),
        "{}",
        &end.to_string()[..400]
    );
    until_nobody(&course, &server);
    all_right(&correct(&server, "pub fn double(n: u32) -> u32 { n + n }"));
}

#[test]
fn la_memoria_con_nombre_se_va_con_la_correccion() {
    let course = Exercises::with_book();
    let server = course.serve();
    let name = format!("taller-corregir-{}", std::process::id());

    let end = correct(
        &server,
        &format!(
            "pub fn double(n: u32) -> u32 {{
                let f = shm_open(c\"/{name}\".as_ptr(), 0o102, 0o600);
                if f == -1 {{ 1 }} else {{ n + n }}
            }}"
        ),
    );

    all_right(&end);
    assert!(!PathBuf::from("/dev/shm").join(name).exists());
}

/// Espera en el juez a que exista un archivo: así se sabe en qué está.
const WAITING: &str = "pub fn double(_: u32) -> u32 {
    std::fs::write(\"esperando\", \"\").unwrap();
    loop { pause(); }
}";

fn judging(course: &Exercises) {
    let start = Instant::now();
    while !course.path("esperando").exists() {
        assert!(start.elapsed() < 3 * DEADLINE, "no llega a ejecutarse");
        std::thread::yield_now();
    }
    fs::remove_file(course.path("esperando")).unwrap();
}

#[test]
fn lo_que_no_acaba_se_puede_parar_y_no_queda_nada() {
    let course = Exercises::with_book();
    let server = course.serve();
    save(&server, WAITING);
    judging(&course);

    let page = Page::open(&server);
    assert_eq!(page.post("parar", r#"{"step":"eco"}"#).status, 200);

    until_nobody(&course, &server);
}

#[test]
fn matar_al_servidor_a_media_correccion_no_deja_nada() {
    let course = Exercises::with_book();
    let mut server = course.serve();
    save(&server, WAITING);
    judging(&course);
    assert_ne!(busy_with(&course, &server), Vec::<PathBuf>::new());

    let (code, _) = server.stop(Signal::SIGKILL);

    assert_eq!(code, None);
    until_nobody(&course, &server);
    assert!(
        course.read(LIB).contains("esperando"),
        "lo guardado sigue guardado"
    );
}

#[test]
fn pedirle_al_servidor_que_termine_a_media_correccion_tampoco_deja_nada() {
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        let course = Exercises::with_book();
        let mut server = course.serve();
        save(&server, WAITING);
        judging(&course);

        let (code, _) = server.stop(signal);

        assert_eq!(code, Some(0), "{signal}");
        until_nobody(&course, &server);
        until_empty(server.temporary.path());
    }
}

#[test]
fn matarlo_mientras_compila_tampoco() {
    let course = Exercises::with_book();
    let mut server = course.serve();
    let mut news = server.news_about("eco");
    save(&server, "pub fn double(n: u32) -> u32 { n + n }");
    news.until("ejercicio", |now| now["grading"]["stage"] == "compiling");

    server.stop(Signal::SIGKILL);

    until_nobody(&course, &server);
}

#[test]
fn pedirlo_cincuenta_veces_es_corregirlo_una_vez_mas() {
    let course = Exercises::with_book();
    let server = course.serve();
    let mut news = server.news_about("eco");
    save(&server, "pub fn double(n: u32) -> u32 { n + n }");

    std::thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| {
                let page = Page::open(&server);
                assert_eq!(page.post("corregir", r#"{"step":"eco"}"#).status, 200);
            });
        }
    });

    all_right(&news.until("ejercicio", settled));
    until_nobody(&course, &server);
}
