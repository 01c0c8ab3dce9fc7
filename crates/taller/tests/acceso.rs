//! Quién puede ejecutar algo y quién no: cada intento hostil, con su respuesta.

mod common;

use std::io::{Read, Write};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::process::Command;

use common::runs::{Reader, Run};
use common::server::{Server, free_port};
use common::{Course, files};

const BODY: &str = "{\"language\":\"c\",\"code\":\"int main(void) { return 0; }\"}";

/// Las cabeceras buenas con `name` cambiada; sin valor, quitada.
fn with(reader: &Reader, name: &str, value: Option<&str>) -> Vec<(String, String)> {
    let mut headers = reader.headers();
    headers.retain(|(known, _)| known != name);
    headers.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    headers
}

#[test]
fn solo_ejecuta_una_pagina_de_este_arranque() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let port = server.port;
    let wrong_token = "0".repeat(32);
    let cases = [
        ("Origin", None, "403"),
        ("Origin", Some("null"), "403"),
        ("Origin", Some("http://malo.example"), "403"),
        ("Origin", Some("http://127.0.0.1:1"), "403"),
        ("Origin", Some("https://127.0.0.1"), "403"),
        ("Host", Some("malo.example"), "421"),
        ("Host", None, "4"),
        ("Sec-Fetch-Site", Some("cross-site"), "403"),
        ("Sec-Fetch-Site", Some("same-site"), "403"),
        ("Sec-Fetch-Site", Some("none"), "403"),
        ("X-Taller-Token", None, "403"),
        ("X-Taller-Token", Some(wrong_token.as_str()), "403"),
        ("X-Taller-Token", Some(&reader.token[1..]), "403"),
        ("Content-Type", None, "415"),
        ("Content-Type", Some("text/plain"), "415"),
        (
            "Content-Type",
            Some("application/x-www-form-urlencoded"),
            "415",
        ),
    ];
    for (name, value, expected) in cases {
        let run = reader.post(&with(&reader, name, value), BODY);
        let expected = format!("HTTP/1.1 {expected}");
        assert!(
            run.status.starts_with(&expected),
            "{name} {value:?}: {}",
            run.status
        );
    }
    // Con un nombre ajeno que apunta aquí, aunque todo lo demás case.
    let mut rebound = with(&reader, "Host", Some(&format!("malo.example:{port}")));
    rebound.retain(|(name, _)| name != "Origin");
    rebound.push(("Origin".into(), format!("http://malo.example:{port}")));
    assert!(
        reader
            .post(&rebound, BODY)
            .status
            .starts_with("HTTP/1.1 421")
    );
    // Una cabecera repetida no se resuelve a favor de nadie.
    for (name, value) in [("Origin", "http://malo.example"), ("X-Taller-Token", "x")] {
        let mut twice = reader.headers();
        twice.push((name.to_owned(), value.to_owned()));
        assert!(
            reader.post(&twice, BODY).status.starts_with("HTTP/1.1 403"),
            "{name}"
        );
    }

    // Y todo esto no ha sido un fallo general: lo bueno pasa.
    assert_eq!(reader.post(&reader.headers(), BODY).rest().end["ok"], true);
    let local = [
        ("Host", format!("localhost:{port}")),
        ("Origin", format!("http://localhost:{port}")),
    ];
    let mut by_name = reader.headers();
    for (name, value) in local {
        by_name.retain(|(known, _)| known != name);
        by_name.push((name.to_owned(), value));
    }
    assert_eq!(reader.post(&by_name, BODY).rest().end["ok"], true);
}

#[test]
fn solo_se_ejecuta_con_post() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let host = format!("Host: 127.0.0.1:{}\r\n", server.port);

    for action in ["ejecutar", "explorar"] {
        for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"] {
            let answer = server.ask(method, &format!("/_taller/{action}"), &host);
            assert!(
                answer.starts_with("HTTP/1.1 405"),
                "{method} {action}: {answer}"
            );
            assert!(
                !answer.to_lowercase().contains("access-control"),
                "{answer}"
            );
        }
    }
}

#[test]
fn una_peticion_que_no_se_entiende_no_ejecuta_nada() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);

    for body in [
        "",
        "{",
        "[]",
        "{\"language\":\"sh\",\"code\":\"ls\"}",
        "{\"language\":\"c\",\"code\":\"\",\"x\":1}",
    ] {
        let run = reader.post(&reader.headers(), body);
        assert!(
            run.status.starts_with("HTTP/1.1 400"),
            "{body}: {}",
            run.status
        );
    }
}

#[test]
fn un_cuerpo_enorme_no_se_lee() {
    for action in ["ejecutar", "explorar"] {
        refuses_a_huge_body(action);
    }
}

fn refuses_a_huge_body(action: &str) {
    const LENGTH: usize = 50_000_000;
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    let headers: Vec<String> = reader
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let headers = headers.concat();
    let start = format!("POST /_taller/{action} HTTP/1.1\r\n{headers}Connection: close\r\n");

    // Anunciado: no hace falta ni mandarlo.
    let mut announced = server.connect();
    write!(announced, "{start}Content-Length: {LENGTH}\r\n\r\n").unwrap();
    assert!(Run::read(announced).status.starts_with("HTTP/1.1 413"));

    // Sin anunciar, a trozos: el servidor deja de leer mucho antes del final.
    let mut chunked = server.connect();
    write!(chunked, "{start}Transfer-Encoding: chunked\r\n\r\n").unwrap();
    let chunk = vec![b'x'; 0x10000];
    let sent = (0..LENGTH / chunk.len())
        .take_while(|_| {
            chunked.write_all(b"10000\r\n").is_ok()
                && chunked.write_all(&chunk).is_ok()
                && chunked.write_all(b"\r\n").is_ok()
        })
        .count();
    let mut answer = Vec::new();
    let _ = chunked.read_to_end(&mut answer);
    assert!(
        sent < LENGTH / chunk.len() || answer.starts_with(b"HTTP/1.1 413"),
        "el servidor se lo ha leído entero"
    );
    // Y sigue atendiendo.
    assert_eq!(reader.post(&reader.headers(), BODY).rest().end["ok"], true);
}

#[test]
fn no_se_sale_de_la_carpeta_del_libro() {
    let course = Course::new();
    let server = Server::start(&course, free_port());

    for path in [
        "/../Cargo.toml",
        "/../../../../etc/passwd",
        "/%2e%2e/Cargo.toml",
        "/%2e%2e%2fCargo.toml",
        "/..%2f..%2fetc%2fpasswd",
        "/%252e%252e%252fCargo.toml",
        "/sub/%2e%2e/%2e%2e/Cargo.toml",
        "//etc/passwd",
        "/_taller/../../Cargo.toml",
        "/muestra.html%00.js",
    ] {
        let answer = server.get(path);
        assert!(
            answer.starts_with("HTTP/1.1 4"),
            "{path}: {}",
            &answer[..60]
        );
        assert!(
            !answer.contains("[workspace") && !answer.contains("root:"),
            "{path}"
        );
    }
}

#[test]
fn la_contrasena_solo_va_en_las_paginas_y_no_se_guarda() {
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let reader = Reader::open(&server);
    assert_eq!(course.run(&["construir"]).code, Some(0));
    let book = course.path("target/libro");

    let (mut pages, mut others) = (0, 0);
    for path in files(&book) {
        let name = path.strip_prefix(&book).unwrap().to_str().unwrap();
        // La señal que deja «construir» no es del libro.
        if name.starts_with('.') {
            continue;
        }
        let answer = server.get(&format!("/{name}"));
        if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            pages += 1;
            assert!(answer.contains(&reader.token), "{name}");
            assert!(answer.contains("cache-control: no-store"), "{name}");
        } else {
            others += 1;
            assert!(!answer.contains(&reader.token), "{name}");
        }
        // El libro suelto no lleva ninguna.
        let built = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        assert!(!built.contains("taller-token\" content"), "{name}");
    }
    assert!(pages > 5 && others > 10, "{pages} {others}");
    for path in ["/_taller/vivo.js", "/_taller/quien"] {
        assert!(!server.get(path).contains(&reader.token), "{path}");
    }
    // Otro arranque, otra contraseña.
    let other = Server::start(&Course::new(), free_port());
    assert_ne!(Reader::open(&other).token, reader.token);
}

/// Cómo hacerse pasar por otro usuario de la máquina: siendo root, o con `sudo` si no
/// pide contraseña.
fn as_nobody() -> Option<Command> {
    const NOBODY: u32 = 65534;
    let mut command = Command::new("bash");
    if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
        command.uid(NOBODY);
        return Some(command);
    }
    let sudo = || {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "-u", &format!("#{NOBODY}"), "bash"]);
        sudo
    };
    let allowed = sudo().args(["-c", "true"]).output();
    if allowed.is_ok_and(|output| output.status.success()) {
        return Some(sudo());
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "en CI hay que poder hacerse pasar por otro usuario: ser root, o sudo sin contraseña"
    );
    eprintln!(
        "OMITIDA: hace falta ser root. Ejecútala con: sudo -v && cargo test -p taller --test acceso"
    );
    None
}

/// Otro usuario de la misma máquina llega a 127.0.0.1, y se le dice que no.
#[test]
fn otro_usuario_de_la_maquina_no_ve_ni_el_libro() {
    let Some(mut nobody) = as_nobody() else {
        return;
    };
    let course = Course::new();
    let server = Server::start(&course, free_port());
    let script = format!(
        "exec 3<>/dev/tcp/127.0.0.1/{port}; printf 'GET / HTTP/1.1\\r\\nHost: 127.0.0.1:{port}\\r\\n\
         Connection: close\\r\\n\\r\\n' >&3; cat <&3",
        port = server.port
    );

    let output = nobody.args(["-c", &script]).output().unwrap();

    let answer = String::from_utf8_lossy(&output.stdout);
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer} {output:?}");
    assert!(!answer.contains("taller-token"));
}
