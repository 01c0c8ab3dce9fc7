//! Hacer un ejercicio desde una página, visto por el servidor: qué se guarda, qué no, y
//! cómo se entera cada página abierta.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;

use common::desk::{Page, outcomes, settled};
use common::exercises::{Exercises, LIB, RIGHT, SQUARE, STUB};
use nix::sys::signal::Signal;
use serde_json::{Value, json};

fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(id, status): &(&str, &str)| ((*id).to_owned(), (*status).to_owned());
    given.iter().map(own).collect()
}

fn copies(course: &Exercises) -> Vec<String> {
    let entries = fs::read_dir(course.path("exercises/eco/copias"));
    let entries = entries.into_iter().flatten();
    let mut texts: Vec<String> = entries
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    texts.sort();
    texts
}

/// El cuadrado, que con el cero espera a que exista un archivo (o a que muera el juez).
const SLOW_SQUARE: &str = "pub fn double(n: u32) -> u32 {
    let judge = std::os::unix::process::parent_id();
    while n == 0
        && !std::path::Path::new(\"seguir\").exists()
        && std::os::unix::process::parent_id() == judge
    {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    n * n
}
";

#[test]
fn guardar_corrige_y_cada_comprobacion_llega_en_cuanto_se_hace() {
    let course = Exercises::with_book();
    let server = course.serve();
    let page = Page::open(&server);
    let mut news = server.news_about("eco");
    let start = news.next_about("ejercicio");
    assert_eq!(start["file"], LIB);
    assert!(start["report"].is_null() && start["grading"].is_null());

    let read = page.read("eco");
    assert_eq!(read["text"], course.read(STUB).as_str());
    assert_eq!(read["hash"], start["hash"]);
    fs::set_permissions(course.path(LIB), fs::Permissions::from_mode(0o640)).unwrap();
    let saved = page.save("eco", &read["hash"], SLOW_SQUARE);

    assert_eq!(saved.status, 200, "{saved:?}");
    assert_eq!(course.read(LIB), SLOW_SQUARE);
    let mode = fs::metadata(course.path(LIB)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    // La segunda aún no se ha hecho, y de la primera ya se sabe todo.
    let half = news.until("ejercicio", |now| {
        now["grading"]["done"]
            .as_array()
            .is_some_and(|done| done.len() == 1)
    });
    assert_eq!(half["grading"]["done"][0]["message"]["happened"], "Da 9.");
    assert_eq!(half["grading"]["announced"][1]["id"], "cero");
    assert!(half["report"].is_null());
    course.write("seguir", "");
    let end = news.until("ejercicio", settled);
    assert_eq!(
        outcomes(&end),
        pairs(&[("tres", "failed"), ("cero", "passed")])
    );
    assert_eq!(end["hash"], saved.json()["hash"]);
    let first = &end["report"]["verdict"]["checks"][0]["message"];
    assert_eq!(first["happened"], "Da 9.");
    // Es la misma nota que ve la terminal.
    let told = course.run(&["estado"]);
    assert!(told.stdout.contains("4/10"), "{}", told.stdout);
}

#[test]
fn no_se_guarda_encima_de_una_version_que_la_pagina_no_ha_visto() {
    let course = Exercises::with_book();
    let server = course.serve();
    let page = Page::open(&server);
    let seen = page.read("eco")["hash"].clone();
    course.write(LIB, "// de mi editor\n");

    let refused = page.save("eco", &seen, RIGHT);
    let blind = page.save("eco", &Value::Null, RIGHT);

    for reply in [&refused, &blind] {
        assert_eq!(reply.status, 409, "{reply:?}");
        assert_eq!(reply.json()["disk"]["text"], "// de mi editor\n");
    }
    assert_eq!(course.read(LIB), "// de mi editor\n");
    // Quien ya ha visto las dos y se queda con la suya guarda la otra aparte.
    let body = json!({
        "step": "eco", "base": refused.json()["disk"]["hash"], "text": RIGHT, "keep_replaced": true,
    });
    let kept = page.post("guardar", &body.to_string());
    assert_eq!(kept.status, 200, "{kept:?}");
    assert_eq!(course.read(LIB), RIGHT);
    assert_eq!(copies(&course), ["// de mi editor\n"]);
    let copy = kept.json()["copy"].as_str().unwrap().to_owned();
    assert!(copy.starts_with("exercises/eco/copias/lib-"), "{copy}");
    // Y quien se queda con la del disco guarda aparte la suya.
    let aside = page.post(
        "apartar",
        &json!({"step": "eco", "text": "// mía\n"}).to_string(),
    );
    assert_eq!(aside.status, 200, "{aside:?}");
    assert_eq!(copies(&course), ["// de mi editor\n", "// mía\n"]);
    assert_eq!(course.read(LIB), RIGHT);
}

#[test]
fn de_varios_que_guardan_a_la_vez_gana_uno_y_los_demas_lo_saben() {
    let course = Exercises::with_book();
    let server = course.serve();
    let page = Page::open(&server);
    let seen = page.read("eco")["hash"].clone();
    let texts: Vec<String> = (0..8).map(|n| format!("// {n}\n{RIGHT}")).collect();

    let replies: Vec<_> = thread::scope(|scope| {
        let saves: Vec<_> = texts
            .iter()
            .map(|text| scope.spawn(|| page.save("eco", &seen, text)))
            .collect();
        saves.into_iter().map(|save| save.join().unwrap()).collect()
    });

    let winners: Vec<usize> = (0..8).filter(|&n| replies[n].status == 200).collect();
    assert_eq!(winners.len(), 1, "{replies:?}");
    assert_eq!(course.read(LIB), texts[winners[0]]);
    for reply in replies.iter().filter(|reply| reply.status != 200) {
        assert_eq!(reply.status, 409);
        assert_eq!(reply.json()["disk"]["text"], texts[winners[0]].as_str());
    }
    assert!(copies(&course).is_empty());
}

#[test]
fn lo_que_se_guarda_con_otro_editor_se_corrige_solo_si_alguien_lo_mira() {
    let course = Exercises::with_book();
    let server = course.serve();
    let mut home = server.news();

    // Nadie mira: se sabe que ha cambiado, y nada más.
    course.write(LIB, SQUARE);
    let course_now = home.until("curso", |now| now["steps"][0]["place"] == "ungraded");
    assert_eq!(course_now["steps"][0]["grading"], false);
    assert_eq!(course_now["next"], "eco");

    // Con la página abierta, se corrige; y lo que depende de él queda anticuado.
    let mut news = server.news_about("eco");
    course.write(LIB, RIGHT);
    let end = news.until("ejercicio", settled);
    assert_eq!(
        outcomes(&end),
        pairs(&[("tres", "passed"), ("cero", "passed")])
    );
    let course_now = home.until("curso", |now| now["steps"][0]["passed"] == true);
    assert_eq!(course_now["steps"][0]["mark"]["points"], 10);
    assert_eq!(course_now["steps"][0]["mark"]["passed"], 2);
    assert_eq!(course_now["passed"], 1);
    assert_eq!(course_now["next"], "fin");

    // Lo que corrige otra orden llega igual, y lo que cambia después queda anticuado.
    course.run(&["probar", "fin"]).expect(0);
    let course_now = home.until("curso", |now| now["passed"] == 2);
    assert_eq!(course_now["percent"], 100);
    drop(news);
    course.write(LIB, SQUARE);
    let course_now = home.until("curso", |now| now["steps"][1]["stale"] == true);
    assert_eq!(course_now["steps"][1]["mark"]["points"], 10);
    assert_eq!(course_now["steps"][1]["passed"], true);
}

#[test]
fn la_nota_sobrevive_al_servidor_con_sus_explicaciones() {
    let course = Exercises::with_book();
    course.write(LIB, SQUARE);
    let mut first = course.serve();
    {
        let page = Page::open(&first);
        assert_eq!(page.post("corregir", r#"{"step":"eco"}"#).status, 200);
        first.news_about("eco").until("ejercicio", settled);
    }
    first.stop(Signal::SIGTERM);

    let second = course.serve();

    let now = second.news_about("eco").next_about("ejercicio");
    assert!(settled(&now), "{now}");
    assert_eq!(
        now["report"]["verdict"]["checks"][0]["message"]["happened"],
        "Da 9."
    );
    // Lo que corrige la terminal se ve con el mismo detalle.
    course.write(LIB, RIGHT);
    course.run(&["probar", "eco"]).expect(0);
    let now = second.news_about("eco").until("ejercicio", settled);
    assert_eq!(now["report"]["verdict"]["points"], 10);
}

#[test]
fn si_no_compila_se_dice_donde_y_que_significa() {
    let course = Exercises::with_book();
    let server = course.serve();
    let page = Page::open(&server);
    let mut news = server.news_about("eco");
    let seen = page.read("eco")["hash"].clone();

    page.save("eco", &seen, "\n\npub fn double(n: u32) -> u32 { nada }\n");

    let end = news.until("ejercicio", settled);
    assert_eq!(end["report"]["kind"], "does_not_compile");
    let error = &end["report"]["errors"][0];
    assert_eq!(error["line"], 3);
    assert!(
        error["text"]
            .as_str()
            .unwrap()
            .contains("cannot find value `nada`")
    );
    let explained = &end["report"]["explanations"][0];
    assert_eq!(explained["name"], "E0425, nombre que no existe");
    assert!(
        explained["text"]
            .as_str()
            .unwrap()
            .contains("no existe aquí")
    );
}

/// Espera mientras viva el juez que lo lanzó; así no queda nada de la prueba.
const WAITS: &str = "pub fn double(_: u32) -> u32 {
    let judge = std::os::unix::process::parent_id();
    while std::os::unix::process::parent_id() == judge {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    0
}
";

#[test]
fn una_correccion_se_para_y_la_siguiente_no_espera_a_la_anterior() {
    let course = Exercises::with_book();
    let server = course.serve();
    let page = Page::open(&server);
    let mut news = server.news_about("eco");
    let judging = |now: &Value| now["grading"]["stage"] == "judging";
    let seen = page.read("eco")["hash"].clone();

    let saved = page.save("eco", &seen, WAITS).json();
    news.until("ejercicio", judging);
    assert_eq!(page.post("parar", r#"{"step":"eco"}"#).status, 200);
    let stopped = news.until("ejercicio", |now| now["grading"].is_null());
    assert!(
        stopped["note"].as_str().unwrap().contains("parada"),
        "{stopped}"
    );
    assert!(stopped["report"].is_null());

    // Otra que no acabaría, y una versión nueva que la deja sin sentido.
    page.post("corregir", r#"{"step":"eco"}"#);
    news.until("ejercicio", judging);
    page.save("eco", &saved["hash"], RIGHT);
    let end = news.until("ejercicio", settled);
    assert_eq!(end["report"]["verdict"]["points"], 10);
}

#[test]
fn los_pasos_esperan_su_turno_y_se_sabe_cual_es() {
    let course = Exercises::with_book();
    let server = course.serve();
    let page = Page::open(&server);
    let (mut eco, mut fin) = (server.news_about("eco"), server.news_about("fin"));
    let seen = page.read("eco")["hash"].clone();

    page.save("eco", &seen, WAITS);
    eco.until("ejercicio", |now| now["grading"]["stage"] == "judging");
    page.post("corregir", r#"{"step":"fin"}"#);
    let waiting = fin.until("ejercicio", |now| now["grading"]["stage"] == "queued");
    assert_eq!(waiting["grading"]["place"], 1);
    assert!(waiting["file"].is_null(), "el final no tiene archivo");
    page.post("parar", r#"{"step":"fin"}"#);
    fin.until("ejercicio", |now| now["grading"].is_null());
    page.post("parar", r#"{"step":"eco"}"#);
    eco.until("ejercicio", |now| now["grading"].is_null());
}

#[test]
fn lo_que_le_pasa_al_archivo_se_cuenta_y_no_tira_nada() {
    let course = Exercises::with_book();
    let server = course.serve();
    let page = Page::open(&server);
    let mut news = server.news_about("eco");
    let trouble = |now: &Value| now["trouble"].as_str().unwrap_or_default().to_owned();
    let seen = page.read("eco")["hash"].clone();

    fs::remove_file(course.path(LIB)).unwrap();
    let gone = news.until("ejercicio", |now| !trouble(now).is_empty());
    assert!(trouble(&gone).contains("ya no está en el disco"), "{gone}");
    assert_eq!(gone["missing"], true);
    assert_eq!(page.save("eco", &seen, RIGHT).status, 410);
    assert_eq!(page.save("eco", &Value::Null, RIGHT).status, 200);
    assert_eq!(course.read(LIB), RIGHT);

    course.write(LIB, b"pub fn a() {}\n\xff");
    let broken = news.until("ejercicio", |now| trouble(now).contains("UTF-8"));
    assert_eq!(broken["missing"], false);
    let reply = page.save("eco", &seen, RIGHT);
    assert_eq!(reply.status, 422, "{reply:?}");

    course.write(LIB, "/".repeat(300 * 1024));
    news.until("ejercicio", |now| trouble(now).contains("ocupa 300 KiB"));
    assert_eq!(page.post("leer", r#"{"step":"eco"}"#).status, 413);

    course.write(LIB, RIGHT);
    let fine = news.until("ejercicio", |now| trouble(now).is_empty());
    fs::set_permissions(course.path(LIB), fs::Permissions::from_mode(0o444)).unwrap();
    let reply = page.save("eco", &fine["hash"], SQUARE);
    assert_eq!(reply.status, 403, "{reply:?}");
    assert!(
        reply.json()["error"]
            .as_str()
            .unwrap()
            .contains("solo lectura")
    );
    assert_eq!(course.read(LIB), RIGHT);
}

#[test]
fn volver_a_empezar_guarda_lo_escrito_y_las_pistas_vistas_se_recuerdan() {
    let course = Exercises::with_book();
    course.write(LIB, "// lo mío\n");
    let server = course.serve();
    let page = Page::open(&server);
    let mut news = server.news_about("eco");

    let restored = page.post("reiniciar", r#"{"step":"eco"}"#);

    assert_eq!(restored.status, 200, "{restored:?}");
    assert_eq!(restored.json()["text"], course.read(STUB).as_str());
    assert_eq!(course.read(LIB), course.read(STUB));
    assert_eq!(copies(&course), ["// lo mío\n"]);
    assert_eq!(page.post("reiniciar", r#"{"step":"fin"}"#).status, 404);

    page.post("pista", r#"{"step":"eco","level":2}"#);
    news.until("ejercicio", |now| now["hint"] == 2);
    // Ni se olvidan ni se pasan del final; la terminal da la siguiente.
    page.post("pista", r#"{"step":"eco","level":1}"#);
    let told = course.run(&["pista", "eco"]);
    assert!(told.stdout.starts_with("Pista 3 de 3"), "{}", told.stdout);
    page.post("pista", r#"{"step":"eco","level":99}"#);
    assert!(
        course
            .run(&["pista", "eco"])
            .stdout
            .starts_with("Pista 3 de 3")
    );
}

#[test]
fn escribir_en_un_ejercicio_no_recarga_el_libro() {
    let course = Exercises::with_book();
    let server = course.serve();
    let mut news = server.news();
    let first = news.next();

    course.write(LIB, RIGHT);
    // El rastro que deja un editor tampoco cambia ninguna página.
    course.write("exercises/eco/src/.lib.rs.swp", "x");
    course.write("book/muestra.md", "# Muestra\n\nCambiada.\n");

    let second = news.next();
    assert_ne!(second["version"], first["version"]);
    assert!(server.get("/muestra.html").contains("Cambiada."));
}
