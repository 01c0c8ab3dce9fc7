//! `taller servir`, como proceso de verdad: qué responde, a quién y cómo termina.

mod common;

use std::net::{TcpListener, TcpStream};

use common::Course;
use common::server::{Server, free_port};
use nix::sys::signal::Signal;

#[test]
fn las_paginas_llegan_con_sus_cabeceras() {
    let server = Server::start(&Course::new(), free_port());

    let home = server.get("/");
    let chapter = server.get("/muestra.html?highlight=x");

    assert!(home.starts_with("HTTP/1.1 200"), "{home}");
    assert!(chapter.starts_with("HTTP/1.1 200"), "{chapter}");
    for header in [
        "content-type: text/html; charset=utf-8",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "cross-origin-resource-policy: same-origin",
        "content-security-policy: default-src 'none'; script-src 'self' 'sha256-",
        "frame-ancestors 'self'",
    ] {
        assert!(chapter.contains(header), "falta {header}");
    }
    let policy = chapter
        .split("script-src")
        .nth(1)
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!chapter.contains("access-control"));
    assert!(chapter.contains("/_taller/vivo.js"));
}

#[test]
fn solo_se_responde_a_quien_llama_por_el_nombre_exacto() {
    let server = Server::start(&Course::new(), free_port());
    let port = server.port;

    for path in ["/", "/_taller/quien", "/_taller/novedades"] {
        for host in [
            "malo.example",
            &format!("malo.example:{port}"),
            "127.0.0.1",
            "127.0.0.1:1",
        ] {
            let answer = server.ask("GET", path, &format!("Host: {host}\r\n"));
            assert!(
                answer.starts_with("HTTP/1.1 421"),
                "{path} {host}: {answer}"
            );
        }
    }
    let answer = server.ask("GET", "/", &format!("Host: localhost:{port}\r\n"));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn no_se_sale_de_la_carpeta_ni_se_hace_otra_cosa_que_leer() {
    let server = Server::start(&Course::new(), free_port());
    let host = format!("Host: 127.0.0.1:{}\r\n", server.port);

    for path in [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fbook.toml",
        "/sub/../../book.toml",
        "//etc/passwd",
        "/%00",
        "/%ff",
        "/nada.html",
    ] {
        let answer = server.get(path);
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        assert!(answer.contains("Aquí no hay ninguna página"), "{path}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = server.ask(method, "/", &format!("{host}Content-Length: 0\r\n"));
        assert!(answer.starts_with("HTTP/1.1 405"), "{method}: {answer}");
    }
}

#[test]
fn un_puerto_ocupado_pasa_al_siguiente_y_se_dice() {
    let other = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let busy = other.local_addr().unwrap().port();

    let server = Server::start(&Course::new(), busy);

    assert!(server.port > busy);
    assert!(
        server
            .greeting
            .contains(&format!("El puerto {busy} está ocupado"))
    );
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
}

#[test]
fn el_segundo_encuentra_al_primero() {
    let course = Course::new();
    let first = Server::start(&course, free_port());

    let second = course.run(&["servir", "--sin-abrir", "--puerto", &first.port.to_string()]);

    assert_eq!(second.code, Some(0), "{second:?}");
    let expected = format!(
        "ya se está sirviendo desde otra terminal: http://127.0.0.1:{}/",
        first.port
    );
    assert!(second.stdout.contains(&expected), "{second:?}");
    // Otro curso no se confunde con este.
    let other = Server::start(&Course::new(), first.port);
    assert_ne!(other.port, first.port);
}

#[test]
fn los_cambios_llegan_solos_y_un_error_no_tira_el_servidor() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let mut news = server.news();
    let first = news.next();
    assert!(first["error"].is_null());

    course.append("book/cierre.md", "\nUna frase recién escrita.\n");
    let second = news.next();
    assert_ne!(second["version"], first["version"]);
    assert!(
        server
            .get("/cierre.html")
            .contains("Una frase recién escrita.")
    );

    course.append("book/cierre.md", "\n[x](nada.md)\n");
    let broken = news.next();
    assert_eq!(broken["version"], second["version"]);
    let error = broken["error"].as_str().unwrap();
    assert!(
        error.contains("book/cierre.md: el enlace «nada.html»"),
        "{error}"
    );
    assert!(
        server
            .get("/cierre.html")
            .contains("Una frase recién escrita.")
    );

    // Un fichero de fuera del libro que un capítulo incluye.
    course.write("book/cierre.md", "# Un cierre\n");
    assert!(news.next()["error"].is_null());
    let source = course.read("exercises/paso1/asignar.c");
    course.write(
        "exercises/paso1/asignar.c",
        &source.replace("perror", "fallar"),
    );
    assert!(news.next()["error"].is_null());
    assert!(server.get("/muestra.html").contains("fallar(\"mmap\")"));
}

#[test]
fn la_politica_se_rehace_con_cada_libro() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let mut news = server.news();
    news.next();
    let policy = |answer: &str| {
        answer
            .split("script-src")
            .nth(1)
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    };
    let before = policy(&server.get("/cierre.html"));

    // El nombre del índice de búsqueda, que va en un guion de la página, cambia con el texto.
    course.append("book/cierre.md", "\nOtra palabra.\n");
    news.next();

    assert_ne!(policy(&server.get("/cierre.html")), before);
}

#[test]
fn al_terminar_no_queda_nada() {
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        let mut server = Server::start(&Course::new(), free_port());
        // Una página abierta no retrasa la despedida.
        let mut news = server.news();
        news.next();
        assert_ne!(
            std::fs::read_dir(server.temporary.path()).unwrap().count(),
            0
        );

        let (code, rest) = server.stop(signal);

        assert_eq!(code, Some(0), "{signal}: {rest}");
        assert_eq!(
            rest.contains("Hasta luego."),
            signal == Signal::SIGINT,
            "{rest}"
        );
        let left = common::files(server.temporary.path());
        assert_eq!(left, Vec::<std::path::PathBuf>::new(), "{signal}");
        assert!(
            TcpStream::connect(("127.0.0.1", server.port)).is_err(),
            "sigue escuchando"
        );
    }
}

#[test]
fn un_libro_roto_no_se_empieza_a_servir() {
    let course = Course::new();
    course.append("book/cierre.md", "\n[x](nada.md)\n");

    let finished = course.run(&[
        "servir",
        "--sin-abrir",
        "--puerto",
        &free_port().to_string(),
    ]);

    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert!(
        finished.stderr.contains("capítulo nada.md"),
        "{}",
        finished.stderr
    );
}
