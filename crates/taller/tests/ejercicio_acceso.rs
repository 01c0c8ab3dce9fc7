//! Quién puede tocar el archivo de un ejercicio y qué archivos se pueden tocar: cada
//! intento hostil, con su respuesta y con el curso intacto.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use common::desk::{ACTIONS, Page};
use common::exercises::{Exercises, LIB};
use common::files;
use serde_json::json;

/// La huella de todo lo que hay en el curso, salvo lo que compila `cargo`.
fn everything(course: &Exercises) -> BTreeMap<PathBuf, u64> {
    let compiled = [course.path("target"), course.path("Cargo.lock")];
    files(course.root())
        .into_iter()
        .filter(|path| !compiled.iter().any(|known| path.starts_with(known)))
        .map(|path| {
            let mut hasher = DefaultHasher::new();
            fs::read(&path).unwrap().hash(&mut hasher);
            (path, hasher.finish())
        })
        .collect()
}

#[test]
fn solo_una_pagina_de_este_arranque_toca_los_ejercicios() {
    let course = Exercises::with_book();
    let server = course.serve();
    let page = Page::open(&server);
    let before = everything(&course);
    let wrong_token = "0".repeat(32);
    let cases = [
        ("Origin", None, 403),
        ("Origin", Some("http://malo.example"), 403),
        ("Origin", Some("http://127.0.0.1:1"), 403),
        ("Host", Some("malo.example"), 421),
        ("Sec-Fetch-Site", Some("cross-site"), 403),
        ("X-Taller-Token", None, 403),
        ("X-Taller-Token", Some(wrong_token.as_str()), 403),
        ("Content-Type", Some("text/plain"), 415),
    ];

    for (action, body) in ACTIONS {
        for (name, value, expected) in cases {
            let mut headers = page.headers.clone();
            headers.retain(|(known, _)| known != name);
            headers.extend(value.map(|value| (name.to_owned(), value.to_owned())));
            let reply = page.post_with(&headers, action, body);
            assert_eq!(
                reply.status, expected,
                "{action} {name} {value:?}: {reply:?}"
            );
            assert!(!reply.text.contains("fn double"), "{action} {name}");
        }
        for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
            let host = format!("Host: 127.0.0.1:{}\r\n", server.port);
            let answer = server.ask(method, &format!("/_taller/ejercicio/{action}"), &host);
            assert!(
                answer.starts_with("HTTP/1.1 405"),
                "{method} {action}: {answer}"
            );
        }
    }

    assert_eq!(everything(&course), before);
    // Y no es que no funcione nada.
    assert_eq!(page.post("leer", r#"{"step":"eco"}"#).status, 200);
}

#[test]
fn de_la_pagina_solo_llega_el_nombre_de_un_paso() {
    let course = Exercises::with_book();
    let server = course.serve();
    let page = Page::open(&server);
    let before = everything(&course);
    let names = [
        "",
        ".",
        "..",
        "../eco",
        "../exercises/eco",
        "eco/",
        "eco/../eco",
        "eco/src",
        "./eco",
        "/etc",
        "/etc/passwd",
        "..%2feco",
        "%2e%2e/eco",
        "eco\0",
        "ECO",
        "éco",
        "eco ",
        "solutions/eco",
        "programas",
    ];

    for name in names {
        for (action, body) in ACTIONS {
            let mut body: serde_json::Value = serde_json::from_str(body).unwrap();
            body["step"] = name.into();
            let reply = page.post(action, &body.to_string());
            assert_eq!(reply.status, 404, "{action} {name:?}: {reply:?}");
            assert!(reply.text.contains("no hay ningún paso así"), "{reply:?}");
        }
    }
    // Un paso sin archivo propio tampoco lo gana por pedirlo.
    for action in ["leer", "reiniciar"] {
        assert_eq!(
            page.post(action, r#"{"step":"fin"}"#).status,
            404,
            "{action}"
        );
    }
    assert_eq!(page.save("fin", &json!(null), "x").status, 404);
    let aside = page.post("apartar", r#"{"step":"fin","text":"x"}"#);
    assert_eq!(aside.status, 404, "{aside:?}");

    assert_eq!(everything(&course), before);
}

#[test]
fn una_peticion_que_no_se_entiende_no_toca_nada() {
    let course = Exercises::with_book();
    let server = course.serve();
    let page = Page::open(&server);
    let before = everything(&course);

    for (action, _) in ACTIONS {
        for body in [
            "",
            "{",
            "[]",
            "\"eco\"",
            r#"{"step":["eco"]}"#,
            r#"{"step":"eco","path":"/etc/passwd","base":null,"text":"x","level":1}"#,
        ] {
            let reply = page.post(action, body);
            assert_eq!(reply.status, 400, "{action} {body}: {reply:?}");
        }
    }

    assert_eq!(everything(&course), before);
}

#[test]
fn lo_enorme_no_se_guarda() {
    let course = Exercises::with_book();
    let server = course.serve();
    let page = Page::open(&server);
    let seen = page.read("eco")["hash"].clone();
    let before = course.read(LIB);

    let large = page.save("eco", &seen, &"/".repeat(300 * 1024));
    let aside = json!({ "step": "eco", "text": "/".repeat(300 * 1024) });
    let aside = page.post("apartar", &aside.to_string());
    let huge = page.save("eco", &seen, &"/".repeat(50 * 1024 * 1024));

    for reply in [large, aside, huge] {
        assert_eq!(reply.status, 413, "{}", reply.text);
    }
    assert_eq!(course.read(LIB), before);
    assert!(!course.path("exercises/eco/copias").exists());
    assert_eq!(page.post("leer", r#"{"step":"eco"}"#).status, 200);
}
